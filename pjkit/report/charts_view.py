"""Charts on a page: the picture, its title, and its data as a table for those who do not see it."""

from markupsafe import Markup

from pjkit.model.dossier import Dossier
from pjkit.model.drawing import Drawing, NoDrawing
from pjkit.model.scorecard import Scorecard
from pjkit.report.charts import groups, lost_points, spending
from pjkit.report.fragment import Fragment, render
from pjkit.writers.pictures import to_svg


def chart(drawn: Drawing | NoDrawing) -> Fragment:
    """A drawn chart as a figure, or in words why there is none."""
    if isinstance(drawn, NoDrawing):
        return render("no_chart", f"［无图］{drawn.title}：{drawn.why}", drawn=drawn)
    svg = Markup(to_svg(drawn))  # noqa: S704 - our own markup, all text in it escaped
    return render("chart", f"［图］{drawn.title}：{drawn.alt}", drawn=drawn, svg=svg)


def score_by_group(card: Scorecard) -> Fragment:
    """Score against points by 二级指标."""
    return chart(groups.score_by_group(card))


def points_lost(card: Scorecard) -> Fragment:
    """From full marks down to the total."""
    return chart(lost_points.points_lost(card))


def spending_by_kind(dossier: Dossier) -> Fragment:
    """What 基本支出 and 项目支出 consist of."""
    return chart(spending.spending_by_kind(dossier))


def budget_and_actual(dossier: Dossier) -> Fragment:
    """Budget beside actual amounts."""
    return chart(spending.budget_and_actual(dossier))
