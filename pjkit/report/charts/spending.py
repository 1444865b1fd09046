"""Spending by kind, and budget against actual (万元)."""

from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import money
from pjkit.model.dossier import Dossier
from pjkit.model.drawing import Colour, Drawing, Fill, NoDrawing, Table
from pjkit.model.figure import Figure
from pjkit.report.charts.canvas import OTHER, PLANNED, SMALL, WHOLE, Canvas, Type
from pjkit.report.charts.words import figure, minus, shorten

_LEFT, _RIGHT, _THICK = 190.0, 540.0, 13.0
_KINDS = (("支出/基本支出", WHOLE), ("支出/项目支出", OTHER))
_COMPARED = ("支出/基本支出", "支出/项目支出", "三公经费", "商品和服务支出", "政府采购", "非税收入")


@dataclass(frozen=True)
class _Bar:
    """One amount with its name and look."""

    name: str
    figure: Figure
    fill: Fill


def spending_by_kind(dossier: Dossier) -> Drawing | NoDrawing:
    """本年决算 of the parts of 基本支出 and 项目支出."""
    slug, title = "spending-by-kind", "支出构成（本年决算，万元）"
    bars = [
        _Bar(f"{path.split('/')[-1]}·{child.name}", dossier.account(child.path, "本年决算"), fill)
        for path, fill in _KINDS
        for child in dossier.children(path)
    ]
    return _bars_or_words(slug, title, bars, gap=26.0)


def budget_and_actual(dossier: Dossier) -> Drawing | NoDrawing:
    """年初预算 and 本年决算 of every row that has both."""
    slug, title = "budget-and-actual", "年初预算与本年决算（万元）"
    bars = []
    for path in _COMPARED:
        pair = [dossier.account(path, column) for column in ("年初预算", "本年决算")]
        if all(given.value is not None for given in pair):
            name = path.split("/")[-1]
            bars += [_Bar(f"{name} 年初预算", pair[0], PLANNED), _Bar(f"{name} 本年决算", pair[1], WHOLE)]
    return _bars_or_words(slug, title, bars, gap=22.0)


def _bars_or_words(slug: str, title: str, bars: list[_Bar], gap: float) -> Drawing | NoDrawing:
    known = [bar.figure.value for bar in bars if bar.figure.value is not None]
    if not known:
        return NoDrawing(slug=slug, title=title, why="没有可以作图的数据")
    if not any(known):
        named = "、".join(dict.fromkeys(bar.name.split(" ")[0] for bar in bars))
        return NoDrawing(slug=slug, title=title, why=f"有数据的科目（{named}）金额均为 0，不作图")
    canvas = Canvas(12 + gap * len(bars))
    for number, bar in enumerate(bars):
        _draw(canvas, bar, 10 + gap * number, max(known))
    said = "；".join(f"{bar.name} {figure(bar.figure)}" for bar in bars)
    table = Table(headers=("科目", "万元"), rows=tuple((bar.name, figure(bar.figure)) for bar in bars))
    return canvas.drawing(slug, title, f"{title}：{said}。", table)


def _draw(canvas: Canvas, bar: _Bar, top: float, most: Decimal) -> None:
    middle = top + _THICK / 2
    width = float(bar.figure.value / most) * (_RIGHT - _LEFT) if bar.figure.value is not None else 0.0
    canvas.text((_LEFT - 8, middle), shorten(bar.name, (_LEFT - 16) / 12), Type(anchor="end"))
    if width:
        canvas.bar(_LEFT, top, (max(width, 1.0), _THICK), bar.fill)
    label = figure(bar.figure) if bar.figure.value is None else minus(money(bar.figure.value))
    canvas.text((_LEFT + width + 6, middle), label, Type(SMALL, Colour.MUTED))
