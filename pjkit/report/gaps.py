"""Where self, computed and review score (自评分、核算分、复核分) of an indicator differ: by how much and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import points
from pjkit.model.scorecard import ClauseMark, Mark


@dataclass(frozen=True)
class Gap:
    """One indicator's scores that differ, in points. A step is ``None`` where one of its two scores is unknown."""

    scored: Mark

    @property
    def size(self) -> Decimal:
        """Between the highest and the lowest of the three."""
        known = known_scores(self.scored)
        return max(known) - min(known)

    @property
    def computed_step(self) -> Decimal | None:
        """核算分 − 自评分."""
        return difference(self.scored.computed_score, self.scored.self_score)

    @property
    def review_step(self) -> Decimal | None:
        """复核分 − 核算分, or − 自评分 where nothing could be computed."""
        return difference(self.scored.review_score, self._before_review)

    @property
    def final_step(self) -> Decimal | None:
        """得分 − 自评分."""
        return difference(self.scored.score, self.scored.self_score)

    @property
    def why(self) -> str:
        """Each step that changes something, with who or what changed it."""
        return "；".join(said for said in (self._why_computed(), self._why_reviewed()) if said)

    @property
    def _before_review(self) -> Decimal | None:
        scored = self.scored
        return scored.self_score if scored.computed_score is None else scored.computed_score

    def _why_computed(self) -> str:
        step = self.computed_step
        if not step:
            return ""
        own = self.scored.self_reason.rstrip("。")
        if step > 0:
            said = f"部门写的扣分原因是“{own}”" if own else "部门没有写扣分原因"
        else:
            said = _losses(self.scored.clauses) + (f"；部门写的扣分原因是“{own}”" if own else "")
        return f"核算比自评{_by(step)}：{said}"

    def _why_reviewed(self) -> str:
        step = self.review_step
        if not step:
            return ""
        before = "自评" if self.scored.computed_score is None else "核算"
        who = self.scored.reviewer or "未署名"
        return f"复核比{before}{_by(step)}：{self.scored.review_reason.rstrip('。')}（复核人：{who}）"


def gap_of(scored: Mark) -> Gap | None:
    """The gap, where any two of the three scores differ."""
    return Gap(scored) if len(set(known_scores(scored))) > 1 else None


def difference(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """``left`` − ``right`` in points, ``None`` where either is unknown."""
    return None if left is None or right is None else left - right


def signed(value: Decimal) -> str:
    """Points with a sign that tells more from less: ``+1.00``, ``−2.00``, ``0.00``."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{points(abs(value))}"


def known_scores(scored: Mark) -> list[Decimal]:
    """Those of self, computed and review score that there are."""
    given = (scored.self_score, scored.computed_score, scored.review_score)
    return [score for score in given if score is not None]


def _by(step: Decimal) -> str:
    return f"{'高' if step > 0 else '低'} {points(abs(step))} 分"


def _losses(clauses: Sequence[ClauseMark]) -> str:
    """Why the clauses did not give full marks."""
    if len(clauses) == 1:
        return clauses[0].reason
    losing = (one for one in clauses if one.score is not None and one.score < one.points)
    return "；".join(f"条款 {one.no}：{one.reason}" for one in losing)
