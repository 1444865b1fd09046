"""自评、核算、复核的差异: what the department gave itself, what the rule gives, what the reviewer gives."""

from collections.abc import Iterable
from decimal import Decimal

from pjkit.model.amounts import points
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.report import formats
from pjkit.report.fragment import Fragment, render, sentence
from pjkit.report.gaps import Gap, gap_of, known_scores
from pjkit.report.tables import Row, Table, columns

_HEADS = columns("指标", "自评分#", "核算分#", "复核分#", "得分#", "差额#", "原因")


def score_gaps(card: Scorecard) -> Fragment:
    """Every indicator of which two scores differ, the largest difference first, with the reason of each step."""
    found = [(mark, gap) for mark in card.marks if (gap := gap_of(mark))]
    if not found:
        return sentence(_none_differ(card))
    found.sort(key=lambda pair: -pair[1].size)
    rows = [_row(mark, gap) for mark, gap in found]
    table = Table(
        f"三个分数不一致的指标：{len(found)} 项",
        _HEADS,
        (*rows, _total([mark for mark, _ in found], [gap for _, gap in found])),
        note=f"差额是自评分、核算分、复核分中最高与最低之差。{_in_sum(gap for _, gap in found)}",
        wide=True,
    )
    return render("table", table.text, table=table, anchor="score-gaps")


def _none_differ(card: Scorecard) -> str:
    compared = sum(len(known_scores(mark)) > 1 for mark in card.marks)
    if not compared:
        return "没有一项指标同时有自评分、核算分、复核分中的两个，无从比较。"
    alone = len(card.marks) - compared
    others = f"其余 {alone} 项只有一个分数或没有分数，无从比较。" if alone else ""
    return f"{compared} 项指标的自评分、核算分、复核分一致。{others}"


def _row(mark: Mark, gap: Gap) -> Row:
    return Row(
        (
            formats.to_indicator(mark),
            formats.score(mark.self_score, "未自评"),
            formats.score(mark.computed_score),
            formats.score(mark.review_score, "未复核"),
            formats.score(mark.score),
            formats.score(gap.size),
            gap.why,
        )
    )


def _total(marks: list[Mark], gaps: list[Gap]) -> Row:
    def sum_of(name: str, why: str) -> str:
        scores = [getattr(mark, name) for mark in marks]
        known = [score for score in scores if score is not None]
        return formats.score(sum(known, Decimal(0)) if len(known) == len(scores) else None, why)

    return Row(
        (
            "合计",
            sum_of("self_score", "部分指标未自评"),
            sum_of("computed_score", "部分指标未核算"),
            sum_of("review_score", "部分指标未复核"),
            sum_of("score", "部分指标得分未知"),
            formats.score(sum((gap.size for gap in gaps), Decimal(0))),
            "",
        ),
        "total",
    )


def _in_sum(gaps: Iterable[Gap]) -> str:
    """What the differences do to the total, in words."""
    steps = [gap.final_step for gap in gaps if gap.final_step is not None]
    step = sum(steps, Decimal(0))
    if not step:
        return "这些指标的得分合计与自评相等。" if steps else ""
    return f"这些指标的得分合计比自评{'高' if step > 0 else '低'} {points(abs(step))} 分。"
