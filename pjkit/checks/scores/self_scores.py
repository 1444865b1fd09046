"""Self scores (自评分) that no outcome of the rule can give, and points lost without a reason."""

from collections.abc import Iterator
from fractions import Fraction

from pjkit.checks.base import Case
from pjkit.model.amounts import plain
from pjkit.model.clause import ClauseSpec
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding
from pjkit.model.settings import Settings
from pjkit.scoring.attainable import attainable_scores, is_attainable, nearest_scores
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules import RULES
from pjkit.scoring.rules.case_pool import CasePool, PoolItem
from pjkit.scoring.rules.checklist import Checklist, Part


def unattainable_self_score(case: Case) -> Iterator[Finding]:
    """Compare each self score with what its rule can give (rubric.md §3)."""
    for mark in case.marks:
        possible = attainable_scores(case.rubric[mark.id], case.rubric.settings)
        if mark.self_score is None or possible is None or is_attainable(mark.self_score, possible):
            continue
        message = (
            f"{mark.name}自评 {plain(mark.self_score)} 分，按评分规则得不出；"
            f"可能的得分有 {nearest_scores(mark.self_score, possible)}"
        )
        yield Finding("unattainable_self_score", "确定", mark.self_source, message)


def points_lost_without_reason(case: Case) -> Iterator[Finding]:
    """Less than full marks and no 扣分原因, unless the data themselves give the same score and so the reason."""
    for mark in case.marks:
        if mark.self_score is None or mark.self_reason or mark.computed_score == mark.self_score:
            continue
        lost = Fraction(mark.points) - Fraction(mark.self_score)
        if lost > 0:
            message = (
                f"{mark.name}自评 {plain(mark.self_score)} 分，比满分少 {plain(lost)} 分，没有写扣分原因；"
                f"{_readings(case.rubric[mark.id], lost, case.rubric.settings)}"
            )
            yield Finding("points_lost_without_reason", "提示", mark.self_source, message)


def _readings(indicator: Indicator, lost: Fraction, settings: Settings) -> str:
    """Which one clause can have cost so much, in words."""
    found = [said for clause in indicator.clauses for said in _causes(clause, lost, settings)]
    cost = f"按评分规则，少 {plain(lost)} 分"
    if not found:
        return f"{cost}不是任何一项条款单独造成的"
    if len(found) == 1:
        return f"{cost}只能是{found[0]}"
    return f"{cost}有 {len(found)} 种可能：{'，或'.join(found)}"


def _causes(clause: ClauseSpec, lost: Fraction, settings: Settings) -> Iterator[str]:
    """The rows of a clause, or the clause as a whole, that can cost exactly ``lost`` points alone."""
    if isinstance(clause, CasePool):
        for item in clause.items:
            cases = lost / Fraction(item.deduct)
            if cases.denominator == 1 and (cases == 1 or not item.once):
                yield f"{_named(item)}{cases} 例"
    elif isinstance(clause, Checklist):
        alone = (part for part in clause.parts if Fraction(part.deduct) == lost)
        yield from (_named(part) for part in alone)
    else:
        possible = RULES[clause.kind].attainable(clause, settings)
        if lost <= clause.full if possible is None else clause.full - lost in possible:
            yield _named(clause)


def _named(row: PoolItem | Part | ClauseSpec) -> str:
    return f"条款 {row.no}{shown(row.text.rstrip('。'))}"
