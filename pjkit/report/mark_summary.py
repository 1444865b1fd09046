"""An indicator's reason in one line, for the head of its card; the clauses tell the rest."""

from pjkit.model.amounts import points
from pjkit.model.scorecard import Mark, Status


def summary(mark: Mark) -> str:
    """Why the score is what it is. With several clauses: which lost points, which lack data, what stands in."""
    if len(mark.clauses) == 1:
        return mark.reason
    return "；".join([*_clauses(mark), *_standing(mark)])


def _clauses(mark: Mark) -> list[str]:
    unknown = [clause.no for clause in mark.clauses if clause.score is None]
    lost = [
        f"条款 {clause.no} 失 {points(clause.points - clause.score)} 分"
        for clause in mark.clauses
        if clause.score is not None and clause.score < clause.points
    ]
    if not unknown and not lost:
        return [f"{len(mark.clauses)} 个条款均得满分"]
    lacking = "、".join(unknown)
    said = "各条款均无数据" if len(unknown) == len(mark.clauses) else f"条款 {lacking} 无数据"
    return [*lost, *([said] if unknown else [])]


def _standing(mark: Mark) -> list[str]:
    if mark.status is Status.REVIEWED and mark.review_score is not None:
        return [f"采用复核分 {points(mark.review_score)} 分，理由：{mark.review_reason}"]
    if mark.status is Status.SELF_ONLY and mark.self_score is not None:
        return [f"暂列自评分 {points(mark.self_score)} 分，未经核实"]
    words = {
        Status.MISSING: ["得分未知"],
        Status.ASSERTED: ["部分条款回答未附佐证材料"],
    }
    return words.get(mark.status, [])
