"""Draws a :class:`Drawing` with any of matplotlib's renderers, without the artists that would sit between.

A chart is a few dozen lines, polygons and texts in pixels: making an ``Artist`` of each, laying it out and
asking it to draw itself takes ten times as long as drawing it.
"""

from collections.abc import Callable
from functools import cache

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from pjkit.model.drawing import Area, Colour, Drawing, Fill, Line, Text

SHADES = {
    Colour.INK: "#23282f",
    Colour.MUTED: "#59606a",
    Colour.BLUE: "#1f4e79",
    Colour.PALE_BLUE: "#8fb0cf",
    Colour.GREEN: "#2f6f4f",
    Colour.PALE_GREEN: "#e3efe8",
    Colour.AMBER: "#b7791f",
    Colour.PALE_AMBER: "#fdf3df",
    Colour.GREY: "#8a8f98",
    Colour.PALE_GREY: "#e4e6ea",
    Colour.RED: "#b0413e",
    Colour.LIGHT: "#d5dae1",
    Colour.PAPER: "#ffffff",
}
"""On white paper; a page's style sheet gives others in their stead, and finds them by these."""

BASELINE = 0.36  # of the size: from the middle of a line of text down to its baseline
_HATCH = "////"
_DASHES = (3, 2)

Rgba = tuple[float, float, float, float]
SetText = Callable[[GraphicsContextBase, Text], None]


def paint(renderer: RendererBase, drawing: Drawing, transform: Affine2D, set_text: SetText) -> None:
    """All shapes from back to front. ``transform``: pixels to the renderer's places; ``set_text`` sets a text there."""
    for shape in drawing.shapes:
        context = renderer.new_gc()
        if isinstance(shape, Text):
            context.set_foreground(rgba(shape.colour))
            set_text(context, shape)
        elif isinstance(shape, Line):
            _set_stroke(context, shape)
            renderer.draw_path(context, Path(shape.points), transform)
        else:
            _draw_area(renderer, context, shape, transform)


@cache
def rgba(colour: Colour) -> Rgba:
    """A colour's shade as matplotlib wants it."""
    return to_rgba(SHADES[colour])


def _set_stroke(context: GraphicsContextBase, line: Line) -> None:
    context.set_foreground(rgba(line.colour))
    context.set_linewidth(line.width)
    if line.dashed:
        context.set_dashes(0, _DASHES)


def _draw_area(renderer: RendererBase, context: GraphicsContextBase, area: Area, transform: Affine2D) -> None:
    _set_edge(context, area.fill)
    path = Path((*area.corners, area.corners[0]), closed=True)
    renderer.draw_path(context, path, transform, rgba(area.fill.face))


def _set_edge(context: GraphicsContextBase, fill: Fill) -> None:
    context.set_linewidth(1.0 if fill.edge else 0.0)
    context.set_foreground(rgba(fill.edge or fill.face))
    if fill.hatch:
        context.set_hatch(_HATCH)
        context.set_hatch_color(rgba(fill.edge or fill.face))
