"""Sentences about scores, small and pure. A total is never bare, a loss never without its reason."""

from collections.abc import Sequence
from decimal import Decimal

from pjkit.model.amounts import plain, points
from pjkit.model.scorecard import GroupScore, Mark, Totals
from pjkit.report.charts.words import minus
from pjkit.report.document.amount_sentences import ratio
from pjkit.report.document.reasons import why
from pjkit.report.masthead import grade_words


def total_sentence(year: int, total: Totals) -> str:
    """The total, the department's own, the grade, and the total without what does not apply."""
    own = "部门未自评" if total.self_total is None else f"自评总分{points(total.self_total)}分"
    grade = f"等次为“{total.grade}”" if total.grade else grade_words(total)
    said = f"经核算，{year}年度部门整体支出绩效评价总分{points(total.score)}分，{grade}；{own}。"
    if total.rescaled is None:
        return said
    return f"{said}剔除不适用的指标后，按100分折算为{points(total.rescaled)}分。"


def unknown_total_sentence(year: int, total: Totals) -> str:
    """A total of nothing but unknown scores is unknown, not 0."""
    return f"{year}年度各项指标均无数据，部门整体支出绩效评价总分未知，{grade_words(total)}。"


def support_sentence(total: Totals) -> str:
    """What the total rests on, and what it could be."""
    said = (
        "总分全部有据可查"
        if total.supported == total.score
        else f"总分中，有据可查的{points(total.supported)}分，仅凭部门自述、未经核实的{points(total.self_only)}分"
    )
    missing = f"；另有{points(total.missing)}分的指标无数据，未计入总分" if total.missing else ""
    range_ = "" if total.low == total.high else f"据现有依据，总分可能在{total.low}分至{total.high}分之间。"
    return f"{said}{missing}。{range_}"


def group_sentence(group: GroupScore) -> str:
    """A group's score against its points; a rate only where every score is known."""
    said = f"{group.name}分值{plain(group.points)}分"
    if group.unknown == group.points:
        return f"{said}，得分未知。"
    if group.unknown:
        return f"{said}，得{points(group.score)}分，另有{plain(group.unknown)}分得分未知，不计算得分率。"
    return f"{said}，得{points(group.score)}分，得分率{ratio(group.score, group.points)}。"


def reached_sentence(marks: Sequence[Mark]) -> str:
    """Full marks that rest on data or evidence."""
    return _listed("有据可查并得满分的指标", marks)


def on_word_sentence(marks: Sequence[Mark]) -> str:
    """Full marks that rest on the department's word."""
    return _listed("得满分但仅凭部门自述、未经核实的指标", marks)


def _listed(what: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return ""
    return f"{what}{len(marks)}项：{'、'.join(map(_with_points, marks))}。"


def _with_points(mark: Mark) -> str:
    value = f"，{mark.rated.value_text}" if mark.rated else ""
    return f"{mark.name}（{plain(mark.points)}分{minus(value)}）"


def short_sentence(mark: Mark) -> str:
    """A score below the points: how much was lost, why by the rule, why in the department's words."""
    score = mark.score or Decimal(0)
    lost = points(mark.points - score)
    head = (
        f"{mark.name}：分值{plain(mark.points)}分，得{points(score)}分，失{lost}分（{mark.status.label}）。"
    )
    return f"{head}原因：{why(mark)}。{_own_reason(mark)}"


def _own_reason(mark: Mark) -> str:
    if mark.self_reason:
        return f"部门说明：{mark.self_reason.rstrip('。')}。"
    if mark.self_score is not None and mark.self_score < mark.points:
        return "部门自评扣分，未说明原因。"
    return ""


def unknown_sentence(mark: Mark) -> str:
    """An indicator nobody can score."""
    reason = why(mark).removesuffix("；得分未知")
    return f"{mark.name}：分值{plain(mark.points)}分，得分未知，不计入总分。原因：{reason}。"
