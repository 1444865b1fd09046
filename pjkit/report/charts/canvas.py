"""A drawing in the making: shapes are added from back to front, then it is a :class:`Drawing`."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pjkit.model.drawing import Anchor, Area, Colour, Drawing, Fill, Line, Point, Shape, Table, Text

# One visual language: sizes in pixels of a 640 px wide drawing, and what the fills of all charts mean
WIDTH = 640

SMALL = 11
BODY = 12

SUPPORTED = Fill(face=Colour.GREEN)
ON_WORD = Fill(face=Colour.PALE_AMBER, edge=Colour.AMBER, hatch=True)
UNKNOWN = Fill(face=Colour.PALE_GREY, edge=Colour.GREY)
OPEN = Fill(face=Colour.PALE_GREY, edge=Colour.GREY, hatch=True)
LOST = Fill(face=Colour.RED)
EMPTY = Fill(face=Colour.PAPER, edge=Colour.LIGHT)
WHOLE = Fill(face=Colour.BLUE)
OTHER = Fill(face=Colour.AMBER)
PLANNED = Fill(face=Colour.PALE_BLUE, edge=Colour.GREY, hatch=True)
GAP = Fill(face=Colour.PAPER)
FULL_MARKS = Fill(face=Colour.PALE_GREEN)
DEPARTMENT = Fill(face=Colour.RED)

_PLACES = 1  # decimals of a pixel


@dataclass(frozen=True)
class Type:
    """How a text is set: size in pixels, colour, and which end of it stands at the given point."""

    size: int = BODY
    colour: Colour = Colour.INK
    anchor: Anchor = "start"


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn."""

    colour: Colour = Colour.LIGHT
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Canvas:
    """A sheet of ``width`` × ``height`` pixels; what is added later lies on top."""

    height: float
    width: float = WIDTH
    _shapes: list[Shape] = field(default_factory=list, init=False)

    def text(self, at: Point, words: str, look: Type = Type()) -> None:
        """One line of text whose middle stands at ``at``."""
        (place,) = _rounded([at])
        self._shapes.append(
            Text(at=place, words=words, size=look.size, colour=look.colour, anchor=look.anchor)
        )

    def line(self, points: Iterable[Point], stroke: Stroke = Stroke()) -> None:
        """An open line through ``points``."""
        drawn = Line(points=_rounded(points), colour=stroke.colour, width=stroke.width, dashed=stroke.dashed)
        self._shapes.append(drawn)

    def area(self, corners: Iterable[Point], fill: Fill) -> None:
        """A filled polygon, with an edge where ``fill`` has one."""
        self._shapes.append(Area(corners=_rounded(corners), fill=fill))

    def bar(self, left: float, top: float, size: Point, fill: Fill) -> None:
        """A rectangle of ``size`` (width, height)."""
        right, bottom = left + size[0], top + size[1]
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], fill)

    def drawing(self, slug: str, title: str, alt: str, table: Table) -> Drawing:
        """What has been drawn, with its words."""
        shapes = tuple(self._shapes)
        return Drawing(
            slug=slug, title=title, alt=alt, width=self.width, height=self.height, shapes=shapes, table=table
        )


def _rounded(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple((round(x, _PLACES), round(y, _PLACES)) for x, y in points)
