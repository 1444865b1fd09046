"""Points lost: departments × indicators, and which indicators cost most. Unknown is never a loss and never 0."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from pjkit.model.amounts import half_up, plain
from pjkit.model.block import Column, Notice, Row, Table
from pjkit.model.cell import Bar, Cell, Nothing, Ranked
from pjkit.model.levels import group_labels
from pjkit.model.records import Batch
from pjkit.model.scorecard import Mark, Status
from pjkit.model.summary_block import HeatCell, HeatMap, HeatRow
from pjkit.report import cells
from pjkit.report.summary.listing import (
    FIRST,
    MANY,
    WHOLE,
    Criterion,
    Grade,
    Line,
    by_grade,
    by_loss,
    criteria,
    lines,
    mean,
    share_lost,
)
from pjkit.report.summary.more_rows import short_heat_cell, short_row
from pjkit.report.summary.short_record import ShortMark
from pjkit.report.tables import columns, notice, row

UNKNOWN_SIGN = "？"
_STEPS = (20, 40, 60, 80, 100)  # upper limits of the shades, in percent of the points


_UNKNOWN = HeatCell(shade="unknown", words=UNKNOWN_SIGN)
_NOT_APPLICABLE = HeatCell(shade="none", words="◇")
_NOT_IN_RUBRIC = HeatCell(shade="none", words="")


def heat_map(batch: Batch) -> HeatMap | Notice:
    """One row a department; where there are many, one row a grade, and the departments in a fold."""
    listed = lines(batch)
    columns = criteria(listed)
    if not columns:
        return notice("还没有已生成的报告，没有失分可列。")
    first = listed if len(listed) <= WHOLE else listed[:FIRST]
    bands = (*by_grade(listed), Grade("全部部门", listed)) if len(listed) > MANY else ()
    return HeatMap(
        columns=tuple(column.name for column in columns),
        groups=_groups(columns),
        steps=_STEPS,
        unknown=UNKNOWN_SIGN,
        mixed=len({line.record.rubric for line in listed}) > 1,
        bands=tuple(_band(grade, columns) for grade in bands),
        rows=tuple(
            HeatRow(name=line.linked, total=line.total, cells=_cells(line, columns)) for line in first
        ),
        more="\n".join(_short_row(line, columns) for line in listed[len(first) :]),
    )


def _short_row(line: Line, columns: Sequence[Criterion]) -> str:
    heat = map(short_heat_cell, _cells(line, columns))
    return short_row(line, (line.linked, cells.score(line.total, "没有得分"), *heat))


def _groups(columns: Sequence[Criterion]) -> tuple[tuple[str, int], ...]:
    """The lowest groups over neighbouring columns, under names that differ, and how many columns each has."""
    labels = group_labels(column.path for column in columns)
    return tuple((labels[path], len(list(run))) for path, run in groupby(columns, lambda column: column.path))


def _cells(line: Line, columns: Sequence[Criterion]) -> tuple[HeatCell, ...]:
    results = {indicator.id: indicator for indicator in line.record.marks}
    return tuple(cell_of(results.get(column.id)) for column in columns)


def cell_of(indicator: Mark | ShortMark | None) -> HeatCell:
    """One department's cell; ``None``: its rubric does not have the indicator."""
    if indicator is None:
        return _NOT_IN_RUBRIC
    share = share_lost(indicator)
    if share is None:
        return _UNKNOWN
    if indicator.status is Status.NOT_APPLICABLE and not share:
        return _NOT_APPLICABLE
    on_word = indicator.status in {Status.SELF_ONLY, Status.ASSERTED}
    return _cell(share, on_word=on_word)


def _band(grade: Grade, columns: Sequence[Criterion]) -> HeatRow:
    """All departments of one grade as one row."""
    found = {one.id: one for one in criteria(grade.lines)}
    shares = [found[column.id].mean_share if column.id in found else None for column in columns]
    return HeatRow(
        name=f"{grade.name}（{len(grade.lines)} 个）",
        total=mean(line.total for line in grade.lines),
        cells=tuple(_UNKNOWN if share is None else _cell(share) for share in shares),
    )


def _cell(share: Decimal, *, on_word: bool = False) -> HeatCell:
    return HeatCell(shade=_shade(share), words=percent_lost(share), on_word=on_word)


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


# By indicator

_ALL_UNKNOWN = "各部门得分均未知"


def losses(batch: Batch) -> Table | Notice:
    """One row an indicator, the largest mean loss first; departments without a score are counted apart."""
    ranked = by_loss(criteria(lines(batch)))
    if not ranked:
        return notice("还没有已生成的报告，没有失分可计。")
    most = max((one.mean_lost or Decimal(0) for one in ranked), default=Decimal(0))
    return Table(
        caption="各指标平均失分，失分多的在前",
        columns=(
            Column(title="指标", align="name"),
            Column(title="分值", align="number"),
            Column(title="平均失分", align="number", sorted="descending"),
            Column(title="比较", align="bar"),
            *columns("平均失分占比#", "失分部门数#", "得分已知部门数#", "得分未知部门数#"),
        ),
        rows=tuple(_loss_row(one, most) for one in ranked),
        note="平均只计得分已知的部门；得分未知不当作失分，也不当作满分。",
        dense="plain",
        sortable=True,
        anchor="losses",
    )


def _loss_row(one: Criterion, most: Decimal) -> Row:
    width = half_up((one.mean_lost or Decimal(0)) * 100 / most, 1) if most else Decimal(0)
    return row(
        one.name,
        _points(one),
        cells.score(one.mean_lost, _ALL_UNKNOWN),
        Bar(parts=(("loss", Decimal(0), width),)),
        _share(one),
        *map(str, (one.losing, len(one.lost), one.unknown)),
    )


def _points(one: Criterion) -> Cell:
    least, most = one.points
    words = plain(least) if least == most else f"{plain(least)}～{plain(most)}"
    return Ranked(words=words, key=str(most))


def _share(one: Criterion) -> Cell:
    if one.mean_share is None:
        return Nothing(why=_ALL_UNKNOWN)
    return Ranked(words=f"{percent_lost(one.mean_share)}%", key=str(one.mean_share))
