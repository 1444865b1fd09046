"""Which indicators cost the departments most."""

from decimal import Decimal

from pjkit.model.amounts import half_up, plain
from pjkit.model.records import Batch
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.criteria import Criterion, by_loss, criteria
from pjkit.report.summary.fragments import render
from pjkit.report.summary.heat import percent_lost
from pjkit.report.summary.lines import lines


def losses(batch: Batch) -> Fragment:
    """One row an indicator, the largest mean loss first; departments without a score are counted apart."""
    ranked = by_loss(criteria(lines(batch)))
    if not ranked:
        return sentence("还没有已生成的报告，没有失分可计。")
    most = max((one.mean_lost or Decimal(0) for one in ranked), default=Decimal(0))
    return render(
        "losses",
        f"［失分最多的指标］{ranked[0].name} 等 {len(ranked)} 个",
        ranked=ranked,
        points_of=_points,
        width_of=lambda one: _width(one, most),
        percent=lambda one: percent_lost(one.mean_share),
    )


def _points(one: Criterion) -> str:
    least, most = one.points
    return plain(least) if least == most else f"{plain(least)}～{plain(most)}"


def _width(one: Criterion, most: Decimal) -> Decimal:
    """The bar's length in percent of the longest."""
    return half_up((one.mean_lost or Decimal(0)) * 100 / most, 1) if most else Decimal(0)
