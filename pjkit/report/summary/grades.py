"""How many departments got which grade, and how the totals are spread."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import half_up
from pjkit.model.records import Batch
from pjkit.report.charts import county_totals
from pjkit.report.charts_view import chart
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import OPEN, Grade, by_grade, lines


@dataclass(frozen=True)
class _Row:
    name: str
    count: int
    share: Decimal  # percent of all departments
    lowest: Decimal | None
    highest: Decimal | None
    inner: bool = False  # part of the row above


def grades(batch: Batch) -> Fragment:
    """Departments by grade; the open ones apart, with the grades they can be."""
    listed = lines(batch)
    if not listed:
        return sentence("还没有已生成的报告，没有等次可计。")
    rows = [row for grade in by_grade(listed) for row in _rows(grade, len(listed))]
    told = "，".join(f"{row.name} {row.count}" for row in rows if not row.inner)
    return render("grades", f"［等次］{told}", rows=rows, told=told)


def _rows(grade: Grade, whole: int) -> list[_Row]:
    totals = [line.total for line in grade.lines if line.total is not None]
    ends = (min(totals, default=None), max(totals, default=None))
    rows = [_Row(grade.name, len(grade.lines), _percent(len(grade.lines), whole), *ends)]
    if grade.name == OPEN:
        counts = Counter(line.grade for line in grade.lines)
        rows += [
            _Row(name, count, _percent(count, whole), None, None, inner=True)
            for name, count in sorted(counts.items())
        ]
    return rows


def _percent(part: int, whole: int) -> Decimal:
    return half_up(Decimal(part) * 100 / whole, 1)


def total_distribution(batch: Batch) -> Fragment:
    """The spread of the totals as a chart."""
    return chart(county_totals.distribution(batch))
