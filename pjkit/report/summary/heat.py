"""Departments × indicators by the share of points lost. Unknown is a sign of its own, never a loss and never 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate, groupby

from markupsafe import Markup

from pjkit.model.amounts import half_up
from pjkit.model.records import Batch
from pjkit.model.scorecard import Mark, Status
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.criteria import Criterion, criteria, share_lost
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import MANY, Grade, Line, by_grade, lines, mean

UNKNOWN_SIGN = "？"
_STEPS = (20, 40, 60, 80, 100)  # upper limits of the shades, in percent of the points


@dataclass(frozen=True)
class Cell:
    """What a cell says and how it looks: ``shade`` is 0 (nothing lost) to 5, or a word."""

    shade: str
    words: str
    on_word: bool = False  # the score rests on the department's word alone


_UNKNOWN = Cell("unknown", UNKNOWN_SIGN)
_NOT_APPLICABLE = Cell("none", "◇")
_NOT_IN_RUBRIC = Cell("none", "")


@dataclass(frozen=True)
class _Band:
    """All departments of one grade as one row."""

    name: str
    total: Decimal | None  # mean of the known totals
    cells: Markup


def heat_map(batch: Batch) -> Fragment:
    """One row a department; where there are many, one row a grade, and the departments in a fold."""
    listed = lines(batch)
    columns = criteria(listed)
    if not columns:
        return sentence("还没有已生成的报告，没有失分可列。")
    groups = _groups(columns)
    starts = _starts(groups)
    bands = (*by_grade(listed), Grade("全部部门", listed))
    return render(
        "heat_map",
        f"［失分分布］{len(listed)} 个部门 × {len(columns)} 个指标",
        columns=columns,
        groups=groups,
        starts=starts,
        rows=[(line, _drawn(_cells(line, columns), starts)) for line in listed],
        bands=[_band(grade, columns) for grade in bands],
        many=len(listed) > MANY,
        steps=_STEPS,
        unknown=UNKNOWN_SIGN,
    )


def _groups(columns: Sequence[Criterion]) -> list[tuple[str, int]]:
    """二级指标 over neighbouring columns, and how many these are."""
    runs = groupby(columns, key=lambda column: column.path)
    return [(path[1], len(list(run))) for path, run in runs]


def _starts(groups: Sequence[tuple[str, int]]) -> frozenset[int]:
    """Columns with which a group begins: a line stands before them."""
    return frozenset(accumulate((size for _, size in groups[:-1]), initial=0))


def _cells(line: Line, columns: Sequence[Criterion]) -> tuple[Cell, ...]:
    results = {indicator.id: indicator for indicator in line.record.marks}
    return tuple(cell_of(results.get(column.id)) for column in columns)


def _drawn(cells: Sequence[Cell], starts: frozenset[int]) -> Markup:
    """A row's cells. Not in the template: there are 14,400 of them for 600 departments, of a few hundred kinds."""
    return Markup("").join(_drawn_cell(cell, starts=at in starts) for at, cell in enumerate(cells))


@cache
def _drawn_cell(cell: Cell, *, starts: bool) -> Markup:
    looks = f"pj-h{cell.shade}{' pj-w' if cell.on_word else ''}{' pj-b' if starts else ''}"
    return Markup('<td class="{}">{}</td>').format(looks, cell.words)


def cell_of(indicator: Mark | None) -> Cell:
    """One department's cell; ``None``: its rubric does not have the indicator."""
    if indicator is None:
        return _NOT_IN_RUBRIC
    share = share_lost(indicator)
    if share is None:
        return _UNKNOWN
    if indicator.status is Status.NOT_APPLICABLE and not share:
        return _NOT_APPLICABLE
    on_word = indicator.status in {Status.SELF_ONLY, Status.ASSERTED}
    return Cell(_shade(share), percent_lost(share), on_word)


def _band(grade: Grade, columns: Sequence[Criterion]) -> _Band:
    found = {one.id: one for one in criteria(grade.lines)}
    shares = [found[column.id].mean_share if column.id in found else None for column in columns]
    cells = tuple(_UNKNOWN if share is None else Cell(_shade(share), percent_lost(share)) for share in shares)
    drawn = _drawn(cells, _starts(_groups(columns)))
    total = mean(line.total for line in grade.lines)
    return _Band(f"{grade.name}（{len(grade.lines)} 个）", total, drawn)


def _shade(share: Decimal) -> str:
    """By the percentage that the cell says: the legend must fit what is read. 0 only where nothing is lost."""
    if share <= 0:
        return "0"
    shown = half_up(share * 100, 0)
    return str(next((at for at, limit in enumerate(_STEPS, 1) if shown <= limit), len(_STEPS)))


def percent_lost(share: Decimal) -> str:
    """A share as whole percent. 0 and 100 are said only where they are exact."""
    percent = share * 100
    if 0 < percent < 1:
        return "<1"
    if 99 < percent < 100:  # noqa: PLR2004 - the last percent
        return "99"
    return str(half_up(percent, 0))
