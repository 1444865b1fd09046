"""The one place that knows matplotlib: draws in pixels (y downwards) and gives an inline ``<svg>``, or a PNG.

Only ``Figure`` objects, no pyplot: nothing global outlives a call. All text is drawn in the packaged
Noto Sans SC and comes out as outlines, so a chart looks the same on a machine without Chinese fonts.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from pjkit.report.charts.model import Caption, Chart, NoChart, Table
from pjkit.report.charts.theme import BODY, INK, LIGHT, WHITE, WIDTH, Fill
from pjkit.report.charts.tidy_svg import tidy

_DPI = 72  # one point of an SVG is one pixel
_COLOURS = 32  # of a PNG: the few of a chart and what lies between them at its edges
_MISSING = re.compile(r"Glyph (\d+) .*missing", re.DOTALL)
_NO_SOFTWARE = {"Software": None}  # of a PNG: its version would change the bytes
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_BASELINE = 0.36  # of the size: from the middle of a line of text down to its baseline

Point = tuple[float, float]


class MissingGlyph(ValueError):  # noqa: N818 - named after what is missing, as the callers speak of it
    """A character that the chart font lacks; ``character`` is it, the message is in Chinese."""

    def __init__(self, character: str) -> None:
        self.character = character
        shown = (
            f"“{character}”（U+{ord(character):04X}）"
            if character.isprintable()
            else f"U+{ord(character):04X}"
        )
        super().__init__(f"图表字体缺少字符 {shown}")


@dataclass(frozen=True)
class Type:
    """How a text is set: size in pixels, colour, and which end of it stands at the given point."""

    size: int = BODY
    color: str = INK
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn."""

    color: str = LIGHT
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Canvas:
    """A drawing of ``width`` × ``height`` pixels; what is added later lies on top."""

    height: float
    width: float = WIDTH
    figure: Figure = field(init=False)
    _pixels: Affine2D = field(init=False)

    def __post_init__(self) -> None:
        size = (self.width / _DPI, self.height / _DPI)
        object.__setattr__(self, "figure", Figure(figsize=size, dpi=_DPI, facecolor=WHITE))
        object.__setattr__(self, "_pixels", Affine2D().scale(1, -1).translate(0, self.height))

    def text(self, at: Point, words: str, look: Type = Type()) -> None:
        """One line of text whose middle stands at ``at``. Nothing in it is read as a formula."""
        baseline = at[1] + _BASELINE * look.size
        drawn = Text(at[0], baseline, words, color=look.color, ha=look.align, parse_math=False)
        drawn.set_fontproperties(font(look.size))
        self._add(drawn)

    def line(self, points: Sequence[Point], stroke: Stroke = Stroke()) -> None:
        """An open line through ``points``."""
        xs, ys = zip(*points, strict=True)
        drawn = Line2D(xs, ys, color=stroke.color, linewidth=stroke.width)
        if stroke.dashed:
            drawn.set_linestyle((0, (3, 2)))
        self._add(drawn)

    def area(self, corners: Sequence[Point], fill: Fill) -> None:
        """A filled polygon, with an edge where ``fill`` has one."""
        edge = fill.edge or "none"
        drawn = Polygon(list(corners), facecolor=fill.face, edgecolor=edge, linewidth=1 if fill.edge else 0)
        if fill.hatch:
            drawn.set_hatch(fill.hatch)
            drawn.set_hatch_linewidth(1.0)
        self._add(drawn)

    def bar(self, left: float, top: float, size: Point, fill: Fill) -> None:
        """A rectangle of ``size`` (width, height)."""
        right, bottom = left + size[0], top + size[1]
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], fill)

    @contextmanager
    def enlarged(self, times: float) -> Iterator[None]:
        """For as long as this lasts, the drawing has ``times`` as many pixels each way."""
        self.figure.set_dpi(_DPI * times)
        self._pixels.scale(times)
        try:
            yield
        finally:
            self._pixels.scale(1 / times)
            self.figure.set_dpi(_DPI)

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._pixels)
        artist.set_zorder(len(self.figure.get_children()))
        self.figure.add_artist(artist)


@cache
def font(size: int) -> FontProperties:
    """The packaged font at ``size`` pixels. Found without importing its package, which imports pyplot."""
    package = find_spec("zhplot")
    if package is None or package.origin is None:
        raise RuntimeError("缺少图表字体：请重新安装 zhplot（pip install zhplot）")
    return FontProperties(fname=Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf", size=size)


def to_svg(canvas: Canvas, caption: Caption) -> str:
    """The drawing as one ``<svg>`` element. Same drawing, same bytes. Raises :class:`MissingGlyph`."""
    out = StringIO()
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": caption.slug}), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .*missing", category=UserWarning)
        try:
            FigureCanvasSVG(canvas.figure).print_svg(out, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]
        except UserWarning as warning:
            raise _missing_glyph(warning) from None
    return tidy(out.getvalue(), caption)


def _missing_glyph(warning: UserWarning) -> Exception:
    found = _MISSING.match(str(warning))
    return MissingGlyph(chr(int(found[1]))) if found else warning


def finished(canvas: Canvas, caption: Caption, table: Table) -> Chart | NoChart:
    """The chart, or why there is none where a label has a character the font lacks."""
    try:
        svg = to_svg(canvas, caption)
    except MissingGlyph as missing:
        return NoChart(caption.slug, caption.title, f"无法作图：{missing}")
    return Chart(caption.slug, caption.title, svg, caption.alt, table, partial(to_png, canvas))


def to_png(canvas: Canvas, width: int) -> bytes:
    """The drawing as a palette PNG ``width`` pixels wide. Same drawing, same bytes."""
    out = BytesIO()
    with canvas.enlarged(width / canvas.width):
        FigureCanvasAgg(canvas.figure).print_png(out, metadata=_NO_SOFTWARE)  # type: ignore[no-untyped-call]
    small = BytesIO()
    Image.open(out).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()
