"""Charts as figures; in Word, the sentences and the table that go with the scores' charts."""

from pjkit.model.block import Figure, Notice
from pjkit.model.dossier import Dossier
from pjkit.model.drawing import Drawing, NoDrawing
from pjkit.model.report_block import Section
from pjkit.model.scorecard import Scorecard
from pjkit.report.charts import groups, lost_points, spending
from pjkit.report.score_sentences import total_sentences
from pjkit.report.score_table import group_table
from pjkit.report.tables import section


def figure(drawn: Drawing | NoDrawing) -> Figure | Notice:
    """A drawn chart, or in words why there is none; the Word report's text and tables say so without."""
    if isinstance(drawn, NoDrawing):
        return Notice(title=drawn.title, words=drawn.why, only="page")
    return Figure(drawing=drawn)


def score_by_group(card: Scorecard) -> Section:
    """Score against points by 二级指标."""
    table = group_table(card).model_copy(update={"only": "word"})
    return section(total_sentences(card), table, figure(groups.score_by_group(card)))


def points_lost(card: Scorecard) -> Figure | Notice:
    """From full marks down to the total."""
    drawn = figure(lost_points.points_lost(card))
    return drawn if card.scored else drawn.model_copy(update={"only": "page"})


def spending_by_kind(dossier: Dossier) -> Figure | Notice:
    """What 基本支出 and 项目支出 consist of."""
    return figure(spending.spending_by_kind(dossier))


def budget_and_actual(dossier: Dossier) -> Figure | Notice:
    """Budget beside actual amounts."""
    return figure(spending.budget_and_actual(dossier))
