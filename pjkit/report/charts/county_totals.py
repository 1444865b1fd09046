"""How the totals of a batch are spread: departments by steps of a twentieth of the full marks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.drawing import Colour, Drawing, NoDrawing, Table
from pjkit.model.records import Batch
from pjkit.report.charts.canvas import OPEN, SMALL, WHOLE, Canvas, Type
from pjkit.report.charts.words import short
from pjkit.report.summary.listing import lines
from pjkit.report.summary.short_record import ShortRecord

_STEPS = 20  # of the full marks: 5 points each where these are 100
_TITLE = "总分的分布"
_LEFT, _RIGHT, _TOP, _BASE, _HEIGHT = 16.0, 624.0, 58.0, 238.0, 270.0
_GAP = 2.0


@dataclass(frozen=True)
class _Bin:
    """Departments from ``low`` up to, not including, ``high``; the last one includes it."""

    low: Decimal
    high: Decimal
    settled: int
    open: int  # grade 待定: the total may still grow

    @property
    def count(self) -> int:
        return self.settled + self.open

    @property
    def words(self) -> str:
        return f"{short(self.low)}～{short(self.high)}"


def distribution(batch: Batch) -> Drawing | NoDrawing:
    """One column for each step from the lowest total to the full marks; open grades on top, in grey."""
    records = [line.record for line in lines(batch) if line.total is not None]
    if not records:
        return NoDrawing(slug="total-distribution", title=_TITLE, why="没有已知的总分")
    bins = _bins(records)
    canvas = Canvas(_HEIGHT)
    _legend(canvas)
    _draw(canvas, bins)
    said = "；".join(f"{one.words} 分 {one.count} 个" for one in bins if one.count)
    alt = f"{len(records)} 个部门的总分分布：{said}。"
    rows = tuple((f"{one.words} 分", str(one.count), str(one.open)) for one in bins)
    title = f"{_TITLE}（{len(records)} 个部门，每格 {short(bins[0].high - bins[0].low)} 分，含下限）"
    table = Table(headers=("总分", "部门数", "其中等次待定"), rows=rows)
    return canvas.drawing("total-distribution", title, alt, table)


def _bins(records: Sequence[ShortRecord]) -> list[_Bin]:
    full = max(record.points for record in records)
    step = full / _STEPS
    places = [(min(int(record.total.score / step), _STEPS - 1), record) for record in records]
    first = min(place for place, _record in places) // 2 * 2  # an even one: its border is a round number
    return [
        _bin(at, step, [record for place, record in places if place == at]) for at in range(first, _STEPS)
    ]


def _bin(at: int, step: Decimal, records: Sequence[ShortRecord]) -> _Bin:
    open_ = sum(record.total.grade is None for record in records)
    return _Bin(at * step, (at + 1) * step, len(records) - open_, open_)


def _legend(canvas: Canvas) -> None:
    canvas.bar(_LEFT, 10, (12, 12), WHOLE)
    canvas.text((_LEFT + 17, 16), "等次已定", Type(SMALL, Colour.MUTED))
    canvas.bar(_LEFT + 85, 10, (12, 12), OPEN)
    canvas.text((_LEFT + 102, 16), "等次待定", Type(SMALL, Colour.MUTED))


def _draw(canvas: Canvas, bins: Sequence[_Bin]) -> None:
    width = (_RIGHT - _LEFT) / len(bins)
    unit = (_BASE - _TOP) / max(1, *(one.count for one in bins))
    for number, one in enumerate(bins):
        _column(canvas, one, (_LEFT + number * width, width - _GAP, unit))
    canvas.line([(_LEFT, _BASE), (_RIGHT, _BASE)])
    apart = math.ceil(len(bins) / 11)  # labels that stand clear of each other
    for number in range(0, len(bins) + 1, apart):
        border = bins[number].low if number < len(bins) else bins[-1].high
        canvas.text((_LEFT + number * width, _BASE + 14), short(border), Type(SMALL, Colour.MUTED, "middle"))


def _column(canvas: Canvas, one: _Bin, place: tuple[float, float, float]) -> None:
    x, width, unit = place
    settled, top = _BASE - one.settled * unit, _BASE - one.count * unit
    if one.settled:
        canvas.bar(x + _GAP / 2, settled, (width, _BASE - settled), WHOLE)
    if one.open:
        canvas.bar(x + _GAP / 2, top, (width, settled - top), OPEN)
    if one.count:
        canvas.text((x + _GAP / 2 + width / 2, top - 9), str(one.count), Type(SMALL, Colour.INK, "middle"))
