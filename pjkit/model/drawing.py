"""A chart as data: lines, areas and texts in pixels (y downwards), with its words and the table behind it.

What draws it (SVG for a page, PNG for a document) is chosen later; colours are named, so that each medium
has its own shade of them.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from pjkit.model.part import Part

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Colour(StrEnum):
    """The colours of all charts, by what they are or stand for."""

    INK = "ink"
    MUTED = "muted"
    BLUE = "blue"
    PALE_BLUE = "pale-blue"
    GREEN = "green"
    PALE_GREEN = "pale-green"
    AMBER = "amber"
    PALE_AMBER = "pale-amber"
    GREY = "grey"
    PALE_GREY = "pale-grey"
    RED = "red"
    LIGHT = "light"
    PAPER = "paper"


class Fill(Part):
    """How an area is filled. ``hatch`` (strokes of the edge's colour) tells it apart in grey print."""

    face: Colour
    edge: Colour | None = None
    hatch: bool = False


class Line(Part):
    """An open line through ``points``."""

    kind: Literal["line"] = "line"
    points: tuple[Point, ...]
    colour: Colour
    width: float = 1.0
    dashed: bool = False


class Area(Part):
    """A filled polygon."""

    kind: Literal["area"] = "area"
    corners: tuple[Point, ...]
    fill: Fill


class Text(Part):
    """One line of text ``size`` pixels high; ``at`` is the middle of its height at the end that ``anchor`` names."""

    kind: Literal["text"] = "text"
    at: Point
    words: str
    size: int
    colour: Colour
    anchor: Anchor = "start"


Shape = Annotated[Line | Area | Text, Field(discriminator="kind")]


class Table(Part):
    """The data behind a drawing, whole and in reading order; every row is as long as ``headers``."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Drawing(Part):
    """A chart: ``shapes`` from back to front. ``slug`` is unique on a page, ``alt`` tells its values in words."""

    slug: str
    title: str
    alt: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    table: Table


class NoDrawing(Part):
    """A chart for which there is nothing to draw, and why, in Chinese."""

    slug: str
    title: str
    why: str
