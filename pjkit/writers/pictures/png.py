"""A drawing as a palette PNG, its text set in the packaged Noto Sans SC: the same on every machine."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import get_font
from matplotlib.transforms import Affine2D
from PIL import Image, ImageDraw, ImageFont

from pjkit.model.drawing import Drawing, Text
from pjkit.writers.pictures.painting import BASELINE, SHADES, paint

_DPI = 72  # a point is a pixel of the drawing
_DEFLATE = 4  # a twentieth more bytes than 6, in two thirds of the time
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
    """The drawing ``width`` pixels wide. Same drawing, same bytes. Raises :class:`MissingGlyph`.

    Words lie above all shapes, whatever their order.
    """
    _check_glyphs(drawing)
    times = width / drawing.width
    renderer: Any = RendererAgg(width, round(drawing.height * times), _DPI * times)  # type: ignore[no-untyped-call]
    np.asarray(renderer.buffer_rgba())[:] = 255  # paper
    texts: list[Text] = []
    transform = Affine2D().scale(times, -times).translate(0, renderer.height)
    paint(renderer, drawing, transform, lambda _context, text: texts.append(text))
    picture = Image.fromarray(np.asarray(renderer.buffer_rgba())).convert("RGB")
    for text in texts:
        _set_text(picture, text, times)
    return _palette_png(picture)


@dataclass(frozen=True)
class _Glyph:
    """A character as a mask, where that lies beside the pen, and how far the pen moves on."""

    mask: Image.Image
    left: int
    top: int
    advance: float


def _set_text(picture: Image.Image, text: Text, times: float) -> None:
    """Character by character: most of them were drawn before, and Chinese has no kerning."""
    glyphs = [_glyph(character, text.size * times) for character in text.words]
    x, y = text.at[0] * times, round((text.at[1] + BASELINE * text.size) * times)
    x -= _BEFORE[text.anchor] * sum(glyph.advance for glyph in glyphs)
    for glyph in glyphs:
        picture.paste(SHADES[text.colour], (round(x) + glyph.left, y + glyph.top), glyph.mask)
        x += glyph.advance


@lru_cache(maxsize=4096)  # some 4 MB
def _glyph(character: str, size: float) -> _Glyph:
    font = _font(size)
    left, top, right, bottom = map(round, font.getbbox(character, anchor="ls"))
    mask = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
    ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=font, anchor="ls")
    return _Glyph(mask, left, top, font.getlength(character))


@lru_cache(maxsize=32)
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file()), size, layout_engine=ImageFont.Layout.BASIC)


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


def _palette_png(picture: Image.Image) -> bytes:
    """In few bytes."""
    small = BytesIO()
    few = picture.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(small, "PNG", compress_level=_DEFLATE)
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
