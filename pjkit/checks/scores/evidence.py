"""Scores that nothing supports: full marks on the department's word, and no evidence anywhere (佐证材料)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pjkit.checks.base import Case, suspected
from pjkit.model.amounts import plain
from pjkit.model.dossier import Dossier
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding, Mark

_NAMED = 3  # indicators named in the message
_MOSTLY = Fraction(1, 2)  # of the full marks given: beyond it the self-evaluation as a whole is in doubt


def full_marks_without_evidence(case: Case) -> Iterator[Finding]:
    """Self scores of full marks that neither figures nor evidenced answers nor a review support, counted once."""
    full = [mark for mark in case.marks if mark.self_score == mark.points]
    bare = sorted((mark for mark in full if not mark.status.supported), key=lambda mark: -mark.points)
    if not bare:
        return
    named = "、".join(f"{shown(mark.name)}{plain(mark.points)} 分" for mark in bare[:_NAMED])
    message = (
        f"{len(bare)} 项自评满分没有数据或佐证支持，共 {plain(_points(bare))} 分"
        f"（{'最大的是' if len(bare) > _NAMED else ''}{named}）；{_over_all(case.marks)}"
    )
    severity = suspected(suspect=_points(bare) > _MOSTLY * Fraction(_points(full)))
    yield Finding("full_marks_without_evidence", severity, bare[0].self_source, message)


def _over_all(marks: Sequence[Mark]) -> str:
    """How many of all the scores rest on the department's word or on 0÷0."""
    word = sum(not mark.status.supported for mark in marks)
    nothing = sum(mark.status.supported and _is_nothing_over_nothing(mark) for mark in marks)
    rates = f"，{nothing} 项的比率是 0÷0（无基数）" if nothing else ""
    return f"全部 {len(marks)} 项得分中，{word} 项没有依据{rates}"


def _is_nothing_over_nothing(mark: Mark) -> bool:
    """A rate that earned its points because there was nothing in either year."""
    return (
        mark.rated is not None
        and mark.rated.value_text == "无基数"
        and not any(one.value for one in mark.inputs)
    )


def _points(marks: Sequence[Mark]) -> Decimal:
    return sum((mark.points for mark in marks), Decimal(0))


def no_evidence_at_all(case: Case) -> Iterator[Finding]:
    """Scores are claimed, and no row of the data names any evidence."""
    given = case.dossier.self_scores.values()
    if not given or _names_evidence(case.dossier):
        return
    total = plain(sum((one.score for one in given), Decimal(0)))
    message = (
        f"自评 {len(given)} 项、合计 {total} 分（由各项相加），而条款核对和基础数据中没有一处写明佐证材料；"
        "请补填条款核对，并列出佐证材料清单"
    )
    yield Finding("no_evidence_at_all", "疑似", "条款核对", message)


def _names_evidence(dossier: Dossier) -> bool:
    answered = (answer for answers in dossier.answers.values() for answer in answers.values())
    return any(answer.evidence for answer in answered) or any(
        item.evidence for item in dossier.items.values()
    )
