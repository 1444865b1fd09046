"""自评、核算、复核的差异: where the three scores of an indicator differ, by how much and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import add, points, sum_if_known
from pjkit.model.block import Notice, Row, Table
from pjkit.model.cell import Cell
from pjkit.model.scorecard import ClauseMark, Mark, Scorecard
from pjkit.report import cells
from pjkit.report.tables import columns, row


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


# A department's table

_HEADS = columns("指标", "自评分#", "核算分#", "复核分#", "得分#", "差额#", "原因")


def score_gaps(card: Scorecard) -> Table | Notice:
    """Every indicator of which two scores differ, the largest difference first, with the reason of each step."""
    found = [(mark, gap) for mark in card.marks if (gap := gap_of(mark))]
    if not found:
        return Notice(words=_none_differ(card), only="page")
    found.sort(key=lambda pair: -pair[1].size)
    rows = [_row(mark, gap) for mark, gap in found]
    return Table(
        caption=f"三个分数不一致的指标：{len(found)} 项",
        columns=_HEADS,
        rows=(*rows, _total([mark for mark, _ in found], [gap for _, gap in found])),
        note=f"差额是自评分、核算分、复核分中最高与最低之差。{_in_sum(gap for _, gap in found)}",
        wide=True,
        anchor="score-gaps",
        only="page",
    )


def _none_differ(card: Scorecard) -> str:
    compared = sum(len(known_scores(mark)) > 1 for mark in card.marks)
    if not compared:
        return "没有一项指标同时有自评分、核算分、复核分中的两个，无从比较。"
    alone = len(card.marks) - compared
    others = f"其余 {alone} 项只有一个分数或没有分数，无从比较。" if alone else ""
    return f"{compared} 项指标的自评分、核算分、复核分一致。{others}"


def _row(mark: Mark, gap: Gap) -> Row:
    return row(
        cells.to_indicator(mark),
        cells.score(mark.self_score, "未自评"),
        cells.score(mark.computed_score),
        cells.score(mark.review_score, "未复核"),
        cells.score(mark.score),
        cells.score(gap.size),
        gap.why,
    )


def _total(marks: list[Mark], gaps: list[Gap]) -> Row:
    def sum_of(name: str, why: str) -> Cell:
        return cells.score(sum_if_known([getattr(mark, name) for mark in marks]), why)

    return row(
        "合计",
        sum_of("self_score", "部分指标未自评"),
        sum_of("computed_score", "部分指标未核算"),
        sum_of("review_score", "部分指标未复核"),
        sum_of("score", "部分指标得分未知"),
        cells.score(add(gap.size for gap in gaps)),
        "",
        kind="total",
    )


def _in_sum(gaps: Iterable[Gap]) -> str:
    """What the differences do to the total, in words."""
    steps = [gap.final_step for gap in gaps if gap.final_step is not None]
    step = add(steps)
    if not step:
        return "这些指标的得分合计与自评相等。" if steps else ""
    return f"这些指标的得分合计比自评{'高' if step > 0 else '低'} {points(abs(step))} 分。"
