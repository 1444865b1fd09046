"""What a chart function gives: a :class:`Chart`, or a :class:`NoChart` that says why in words."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """The data behind a chart, whole and in reading order; every row is as long as ``headers``."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Caption:
    """What names a chart: ``slug`` is unique on a page, ``alt`` tells value, limit and score in words."""

    slug: str
    title: str
    alt: str


@dataclass(frozen=True)
class Chart:
    """A drawn chart. ``svg`` is trusted markup of our own: one ``<svg>`` element, all text as outlines.

    ``png`` draws the same as a picture so many pixels wide, for documents that take no SVG.
    """

    slug: str
    title: str
    svg: str
    alt: str
    table: Table
    png: Callable[[int], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True)
class NoChart:
    """A chart that cannot be drawn (nothing to draw, a character the font lacks), and why, in Chinese."""

    slug: str
    title: str
    why: str
