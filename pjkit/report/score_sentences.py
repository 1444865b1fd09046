"""Sentences about scores, small and pure. A total is never bare, a loss never without its reason."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pjkit.model.amounts import plain, points
from pjkit.model.block import Text
from pjkit.model.clause import UNUSABLE, lacking_names
from pjkit.model.scorecard import ClauseMark, Mark, Scorecard
from pjkit.model.total import Totals
from pjkit.report.tables import text

_JOINED = {"unanswered", "blank"}
_RUN = 3  # neighbours from which 1至3 is shorter than 1、2、3


def total_sentences(card: Scorecard) -> list[Text]:
    """The total and what it rests on, as paragraphs of the Word report."""
    if not card.scored:
        return text(unknown_total_sentence(card.year, card.total), only="word")
    total = text(total_sentence(card.year, card.total, card.rubric.points), only="word")
    return [*total, *text(support_sentence(card.total), only="word")]


def grade_words(total: Totals) -> str:
    """The grade, or which grades the missing points still allow."""
    return total.grade or f"等次{total.grade_words}"


def total_sentence(year: int, total: Totals, full: Decimal) -> str:
    """The total, the department's own, the grade, and the total without what does not apply."""
    own = "部门未自评" if total.self_total is None else f"自评总分{points(total.self_total)}分"
    grade = f"等次为“{total.grade}”" if total.grade else grade_words(total)
    said = f"经核算，{year}年度绩效评价总分{points(total.score)}分，{grade}；{own}。"
    if total.capped:
        said += f"{total.capped}。"
    if total.rescaled is None:
        return said
    return f"{said}剔除不适用的指标后，按{plain(full)}分折算为{points(total.rescaled)}分。"


def unknown_total_sentence(year: int, total: Totals) -> str:
    """A total of nothing but unknown scores is unknown, not 0."""
    return f"{year}年度各项指标均无数据，绩效评价总分未知，{grade_words(total)}。"


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


def mark_sentence(mark: Mark) -> str:
    """One indicator: its score and what that rests on; what was lost or lacks, and why."""
    if mark.score is None:
        return unknown_sentence(mark)
    return full_sentence(mark) if mark.score == mark.points else short_sentence(mark)


def full_sentence(mark: Mark) -> str:
    """Full marks, with the value that gave them."""
    value = f"，{mark.rated.value_text}" if mark.rated else ""
    return (
        f"{mark.name}：分值{plain(mark.points)}分，得{points(mark.points)}分（{mark.status.label}{value}）。"
    )


def short_sentence(mark: Mark) -> str:
    """A score below the points: how much was lost, why by the rule, why in the department's words."""
    assert mark.score is not None, "an unknown score has a sentence of its own"
    lost = points(mark.points - mark.score)
    score = points(mark.score)
    head = f"{mark.name}：分值{plain(mark.points)}分，得{score}分，失{lost}分（{mark.status.label}）。"
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


# Why a score is what it is, with what is lacking said once: 缺少条款1至9的核对结果, not nine times


def why(mark: Mark) -> str:
    """The mark's reason; word for word where no clause lacks anything."""
    lacking = [clause for clause in mark.clauses if _lacks(clause)]
    if not lacking:
        return mark.reason
    several = len(mark.clauses) > 1
    each = [f"条款 {one.no}：{one.reason}" if several else one.reason for one in mark.clauses]
    known = [words for words, one in zip(each, mark.clauses, strict=True) if one not in lacking]
    return mark.reason.replace("；".join(each), "；".join([*known, _lack(lacking)]))


def _lacks(clause: ClauseMark) -> bool:
    return any(one.why not in UNUSABLE for one in clause.lacking)


def _lack(clauses: Iterable[ClauseMark]) -> str:
    """All that these clauses lack, each thing once: answers by their numbers, figures by their places."""
    lacking = [one for clause in clauses for one in clause.lacking]
    numbers = [one.what for one in lacking if one.why == "unanswered"]
    places: dict[str, list[str]] = {}
    for one in lacking:
        if one.why == "blank":
            places.setdefault(one.place, []).append(one.what)
    answers = [f"条款{spans(numbers)}的核对结果"] if numbers else []
    figures = [f"{'、'.join(dict.fromkeys(names))}（{place}）" for place, names in places.items()]
    others = lacking_names(one for one in lacking if one.why not in _JOINED)
    return "缺少" + "、".join([*answers, *figures, *dict.fromkeys(others)])


def spans(numbers: Sequence[str]) -> str:
    """``1、2、3、5`` as 1至3、5; the parts 6.1 to 6.5 as 6.1至6.5."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _next(runs[-1][-1]) == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) >= _RUN else "、".join(run) for run in runs)


def _next(number: str) -> str:
    """The number after: 1 → 2, 6.1 → 6.2."""
    head, dot, last = number.rpartition(".")
    return f"{head}{dot}{int(last) + 1}"
