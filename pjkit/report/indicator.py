"""One indicator's card: the score first, then all that it rests on."""

from dataclasses import dataclass

from pjkit.model.amounts import plain, points
from pjkit.model.figure import Figure
from pjkit.model.scorecard import Mark, Scorecard, Status
from pjkit.report import formats
from pjkit.report.charts.rule_curve import rule_curve
from pjkit.report.charts_view import chart
from pjkit.report.clause_table import clause_table
from pjkit.report.formula import mathml
from pjkit.report.fragment import Fragment, render
from pjkit.report.mark_summary import summary
from pjkit.report.tables import Row, Table, columns


@dataclass(frozen=True)
class Score:
    """One of the scores side by side; ``counts``: the one that was used (D15)."""

    kind: str
    score: str
    counts: bool
    source: str


def indicator(card: Scorecard, indicator_id: str, level: int = 5) -> Fragment:
    """The card of one indicator, with ``id="ind-<id>"``; ``level`` of its heading, 2–6.

    Raises ``KeyError`` naming the known ids.
    """
    mark = card[indicator_id]
    place = "/".join((*mark.path, mark.name))
    return render(
        "indicator",
        f"{mark.name}：{'无数据' if mark.score is None else points(mark.score)}／{plain(mark.points)} 分",
        mark=mark,
        level=level,
        place=place,
        summary=summary(mark),
        formulas=[(clause, mathml(clause.formula)) for clause in mark.clauses if clause.formula],
        clauses=clause_table(mark, place),
        drawn=_chart(mark),
        inputs=_input_table(mark, place),
        scores=_scores(mark),
        effects=[(effect, effect.question) for effect in mark.effects],
    )


def _chart(mark: Mark) -> Fragment | None:
    """The rule as a curve with the department's point, where there is a rate."""
    drawn = rule_curve(mark)
    return chart(drawn) if drawn else None


def _input_table(mark: Mark, place: str) -> Table | None:
    if not mark.inputs:
        return None
    noted = any(figure.evidence or figure.note for figure in mark.inputs)
    rows = tuple(_input_row(figure, noted=noted) for figure in dict.fromkeys(mark.inputs))
    heads = columns("数据", "数值#", "单位!", "来源!", *(("佐证与说明",) if noted else ()))
    return Table("所用数据", heads, rows, place=place, compact=True)


def _input_row(figure: Figure, *, noted: bool) -> Row:
    words = "；".join(filter(None, (figure.evidence, figure.note)))
    cells = (figure.name, formats.figure(figure), formats.unit(figure), formats.traced(figure))
    return Row((*cells, words) if noted else cells)


def _scores(mark: Mark) -> tuple[Score, ...]:
    """Self, computed and review score; the status tells which of them counts."""
    reviewed, alone = mark.status is Status.REVIEWED, mark.status is Status.SELF_ONLY
    computed = not (reviewed or alone or mark.status is Status.MISSING)
    return (
        Score("自评分", formats.score(mark.self_score, "未自评"), alone, formats.source(mark.self_source)),
        Score("核算分", formats.score(mark.computed_score), computed, _computed_from(mark)),
        Score("复核分", formats.score(mark.review_score, "未复核"), reviewed, _reviewed_in(mark)),
    )


def _computed_from(mark: Mark) -> str:
    return "" if mark.computed_score is None else "按评价标准"


def _reviewed_in(mark: Mark) -> str:
    return "" if mark.review_score is None else formats.source("复核")
