"""A drawing as a palette PNG, its text set in the packaged Noto Sans SC: the same on every machine."""

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.transforms import Affine2D
from PIL import Image

from pjkit.model.drawing import Drawing, Text
from pjkit.writers.pictures.painting import BASELINE, SHADES, paint

_DPI = 72  # a point is a pixel of the drawing
_STEPS = 3  # from paper to a shade
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # how much of a text stands left of its place


class MissingGlyph(ValueError):  # noqa: N818 - named after what is missing, as the callers speak of it
    """A character that the packaged font lacks; ``character`` is it, the message is in Chinese."""

    def __init__(self, character: str) -> None:
        self.character = character
        code = f"U+{ord(character):04X}"
        shown = f"“{character}”（{code}）" if character.isprintable() else code
        super().__init__(f"图表字体缺少字符 {shown}")


def to_png(drawing: Drawing, width: int) -> bytes:
    """The drawing ``width`` pixels wide. Same drawing, same bytes. Raises :class:`MissingGlyph`."""
    _check_glyphs(drawing)
    times = width / drawing.width
    renderer: Any = RendererAgg(width, round(drawing.height * times), _DPI * times)  # type: ignore[no-untyped-call]
    renderer.clear()

    def set_text(context: GraphicsContextBase, text: Text) -> None:
        look = FontProperties(fname=font_file(), size=text.size)
        x, y = text.at[0] * times, (text.at[1] + BASELINE * text.size) * times
        if before := _BEFORE[text.anchor]:
            x -= before * renderer.get_text_width_height_descent(text.words, look, ismath=False)[0]
        renderer.draw_text(context, x, y, text.words, look, 0.0)

    paint(renderer, drawing, Affine2D().scale(times, -times).translate(0, renderer.height), set_text)
    return _palette_png(np.asarray(renderer.buffer_rgba()))


@cache
def font_file() -> Path:
    """The packaged font. Found without importing its package, which imports pyplot."""
    package = find_spec("zhplot")
    if package is None or package.origin is None:
        raise RuntimeError("缺少图表字体：请重新安装 zhplot（pip install zhplot）")
    return Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


def _check_glyphs(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            for character in shape.words:
                if ord(character) not in _known():
                    raise MissingGlyph(character)


@cache
def _known() -> frozenset[int]:
    """The characters of the packaged font: of any other matplotlib draws a box."""
    return frozenset(get_font(font_file()).get_charmap())


def _palette_png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """On white paper, in few bytes."""
    picture = Image.fromarray(pixels)
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    small = BytesIO()
    paper.quantize(palette=_palette(), dither=Image.Dither.NONE).save(small, "PNG")
    return small.getvalue()


@cache
def _palette() -> Image.Image:
    """Every shade, and what lies between it and the paper at its edges: known, so that no picture is searched."""
    shades = [to_rgb(shade) for shade in SHADES.values()]
    mixed = {
        tuple(round(255 * (1 - (1 - part) * step / _STEPS)) for part in shade): None
        for shade in shades
        for step in range(1, _STEPS + 1)
    }
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in mixed for part in colour])
    return palette
