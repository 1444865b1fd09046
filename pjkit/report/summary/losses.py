"""Which indicators cost the departments most."""

from decimal import Decimal

from pjkit.model.amounts import half_up, plain
from pjkit.model.block import Column, Notice, Row, Table
from pjkit.model.cell import Bar, Cell, Nothing, Ranked
from pjkit.model.records import Batch
from pjkit.report import cells
from pjkit.report.summary.criteria import Criterion, by_loss, criteria
from pjkit.report.summary.heat import percent_lost
from pjkit.report.summary.lines import lines
from pjkit.report.tables import columns, notice, row

_UNKNOWN = "各部门得分均未知"


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
        rows=tuple(_row(one, most) for one in ranked),
        note="平均只计得分已知的部门；得分未知不当作失分，也不当作满分。",
        dense="plain",
        sortable=True,
        anchor="losses",
    )


def _row(one: Criterion, most: Decimal) -> Row:
    width = half_up((one.mean_lost or Decimal(0)) * 100 / most, 1) if most else Decimal(0)
    return row(
        one.name,
        _points(one),
        cells.score(one.mean_lost, _UNKNOWN),
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
        return Nothing(why=_UNKNOWN)
    return Ranked(words=f"{percent_lost(one.mean_share)}%", key=str(one.mean_share))
