"""A drawing as one ``<svg>`` element for a page: text stays text; a page's style sheet may change colours and fonts.

matplotlib's own SVG backend writes a ``<style>`` that would reach every element of a page, ids that recur from
chart to chart, and coordinates with six digits. This one is a matplotlib backend for what charts consist of.
"""

import re
from collections.abc import Iterator

import numpy as np
from markupsafe import escape
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform
from matplotlib.typing import ColorType

from pjkit.model.drawing import Colour, Drawing, Text
from pjkit.writers.pictures.painting import BASELINE, SHADES, paint

_SIZE, _INK = 12, to_hex(SHADES[Colour.INK])  # of most texts: said once, by the picture
# What XML cannot hold, and controls that show nothing.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TILE = 6  # pixels: a hatch has a stroke in each
_STROKES = "M-1 1 1-1M0 6 6 0M5 7 7 5"


class SvgRenderer(RendererBase):
    """Writes shapes as SVG elements."""

    def __init__(self, height: float, slug: str) -> None:
        super().__init__()
        self.height = height
        self.elements: list[str] = []
        self.hatches: dict[str, str] = {}
        self._slug = slug

    def draw_path(  # noqa: D102 - a backend's duty, described by matplotlib
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        colours: dict[str, ColorType] = {"stroke": gc.get_rgb()} if gc.get_linewidth() else {}
        fill = ' fill="none"'
        if rgbFace is not None and gc.get_hatch():
            fill = f' fill="url(#{self._hatch(gc, rgbFace)})"'
        elif rgbFace is not None:
            fill, colours = "", {"fill": rgbFace, **colours}
        look = _coloured(**colours) + (_stroke(gc) if gc.get_linewidth() else "")
        outline = _outline(transform.transform_path(path), self.height)
        self.elements.append(f'<path d="{outline}"{fill}{look}/>')

    def set_text(self, gc: GraphicsContextBase, text: Text) -> None:
        """A text that the reader's browser sets: anchored, for its width is not known here."""
        x, y = text.at
        place = f'x="{_number(x)}" y="{_number(y + BASELINE * text.size)}"'
        size = "" if text.size == _SIZE else f' font-size="{text.size}"'
        anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
        ink = "" if to_hex(gc.get_rgb()) == _INK else _coloured(fill=gc.get_rgb())
        self.elements.append(f"<text {place}{size}{anchor}{ink}>{_clean(text.words)}</text>")

    def _hatch(self, gc: GraphicsContextBase, face: ColorType) -> str:
        """The id of a pattern, made of the chart's slug and the pattern's colours: no other chart has it."""
        strokes = gc.get_hatch_color()
        name = f"{self._slug}-{to_hex(face)[1:]}-{to_hex(strokes)[1:]}"
        self.hatches[name] = (
            f'<pattern id="{name}" width="{_TILE}" height="{_TILE}" patternUnits="userSpaceOnUse">'
            f'<path d="M0 0h{_TILE}v{_TILE}H0z"{_coloured(fill=face)}/>'
            f'<path d="{_STROKES}" fill="none"{_coloured(stroke=strokes)}/></pattern>'
        )
        return name


def to_svg(drawing: Drawing) -> str:
    """The drawing as an ``<svg>`` element as wide as its column. Same drawing, same bytes; safe in a page."""
    renderer = SvgRenderer(drawing.height, drawing.slug)
    paint(renderer, drawing, Affine2D().scale(1, -1).translate(0, drawing.height), renderer.set_text)
    return "".join(_document(drawing, renderer))


def _document(drawing: Drawing, renderer: SvgRenderer) -> Iterator[str]:
    box = f"0 0 {_number(drawing.width)} {_number(drawing.height)}"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="100%" role="img"'
    yield f' aria-label="{_clean(drawing.alt)}" font-family="Noto Sans SC,sans-serif" font-size="{_SIZE}"'
    yield f' fill="{_INK}"><title>{_clean(drawing.title)}</title>'
    if renderer.hatches:
        yield f"<defs>{''.join(renderer.hatches.values())}</defs>"
    yield from renderer.elements
    yield "</svg>"


def _coloured(**colours: ColorType) -> str:
    """Attributes ``fill`` and ``stroke``: shades of paper, by which a style sheet finds what to show instead."""
    return "".join(f' {attribute}="{to_hex(colour)}"' for attribute, colour in colours.items())


def _stroke(context: GraphicsContextBase) -> str:
    """How a line is drawn beside its colour, where that is not what SVG does anyway."""
    width, (_start, dashes) = context.get_linewidth(), context.get_dashes()
    wide = "" if width == 1 else f' stroke-width="{_number(width)}"'
    dashed = (
        f' stroke-dasharray="{" ".join(map(_number, np.asarray(dashes).tolist()))}"'
        if dashes is not None
        else ""
    )
    return wide + dashed


def _outline(path: Path, height: float) -> str:
    """Path data: straight lines from place to place, closed where the path is."""
    places = [f"{_number(x)} {_number(height - y)}" for x, y in np.asarray(path.vertices).tolist()]
    closed = path.codes is not None and np.asarray(path.codes)[-1] == Path.CLOSEPOLY
    return f"M{' '.join(places[:-1])}z" if closed else f"M{' '.join(places)}"


def _number(value: float) -> str:
    """A place to a tenth of a pixel."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # + 0.0: no minus before a zero


def _clean(text: str) -> str:
    """``text`` for the inside of an element or an attribute: nothing in it is markup or unwritable."""
    return str(escape(_UNWRITABLE.sub("", text)))
