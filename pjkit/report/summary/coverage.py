"""What the departments' totals rest on: 有据, 仅凭自述, 无数据."""

from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import half_up
from pjkit.model.records import Batch
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import MANY, Line, lines

_PARTS = ("supported", "self-only", "missing", "lost")


@dataclass(frozen=True)
class _Row:
    line: Line
    bar: tuple[tuple[str, Decimal, Decimal], ...]  # name, start and width in percent of the full marks


def coverage(batch: Batch) -> Fragment:
    """One bar a department, the least supported first; in a fold where there are many."""
    listed = sorted(lines(batch), key=_supported_share)
    if not listed:
        return sentence("还没有已生成的报告，没有依据可列。")
    worst = sum(_supported_share(line) < _HALF for line in listed)
    return render(
        "coverage",
        f"［得分依据］{len(listed)} 个部门，其中 {worst} 个有据的得分不到满分的一半",
        rows=[_Row(line, _bar(line)) for line in listed],
        worst=worst,
        many=len(listed) > MANY,
        first=_FIRST,
    )


_HALF = Decimal("0.5")
_FIRST = 20  # departments shown above the fold


def _supported_share(line: Line) -> Decimal:
    return line.record.total.supported / line.full if line.full else Decimal(0)


def _bar(line: Line) -> tuple[tuple[str, Decimal, Decimal], ...]:
    total = line.record.total
    amounts = (total.supported, total.self_only, total.missing, line.lost)
    found: list[tuple[str, Decimal, Decimal]] = []
    start = Decimal(0)
    for name, amount in zip(_PARTS, amounts, strict=True):
        width = amount * 100 / line.full if line.full else Decimal(0)
        found.append((name, half_up(start, 1), half_up(width, 1)))
        start += width
    return tuple(found)
