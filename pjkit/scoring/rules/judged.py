"""酌情评分: points that somebody judges, within a named tier or freely with a reason. Never 据数核算."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import Field

from pjkit.model.amounts import plain, points
from pjkit.model.clause import Attainable, ClauseInputs, ClauseProblem, ClauseSpec, Lacking, Question, Verdict
from pjkit.model.figure import NOT_APPLICABLE, Answer, JudgedRange
from pjkit.model.settings import Settings
from pjkit.scoring.rules.answers import item, unanswered, without_evidence
from pjkit.scoring.rules.base import Rule, no_data, nothing_to_judge, points_for_nothing
from pjkit.scoring.rules.tiers import Tier, tier_problems, won_in


class Judged(ClauseSpec):
    """One row of 条款核对: 结果 names one of the ``tiers``, 评分 the points within it; without tiers 评分 alone, with 说明."""

    kind: Literal["judged"]
    tiers: list[Tier] = Field(default_factory=list)

    def ranges(self) -> tuple[JudgedRange, ...]:
        """The points that each 结果 allows."""
        if not self.tiers:
            return (JudgedRange("", Fraction(0), self.full),)
        return tuple(tier.range_of(self.full, self.tiers) for tier in self.tiers)

    def questions(self) -> tuple[Question, ...]:
        """The clause itself is asked."""
        results = (*(tier.name for tier in self.tiers), NOT_APPLICABLE)
        asked = Question(self.no, self.text, results, judged=self.ranges(), note_required=not self.tiers)
        return (asked,)

    def problems(self) -> Iterator[ClauseProblem]:
        """Tiers that cannot be told apart."""
        yield from tier_problems(self.tiers)


def judge(spec: Judged, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """The judged points, with what they were judged by."""
    lacking = unanswered(spec, inputs.answers)
    if lacking:
        return no_data(*lacking)
    (asked,), answer = spec.questions(), inputs.answers[spec.no]
    if answer.result == NOT_APPLICABLE:
        return nothing_to_judge(spec, settings, f"条款 {spec.no} 不适用（{answer.source}）", answer.source)
    judged = asked.range_of(answer.result)
    if judged is None or (answer.score is not None and not judged.holds(answer.score)):
        return no_data(_unusable(answer, asked.judged))
    won, effects = won_in(judged, answer.score, settings)
    if won is None:
        return no_data(Lacking("评分", answer.source, "blank")).with_effects(*effects)
    return Verdict(
        won,
        f"{_found(answer, judged)}，得 {points(won)} 分",
        value_text=answer.result,
        effects=effects,
        items=(item(asked, answer, f"得 {points(won)} 分"),),
        unevidenced=without_evidence([answer] if won else []),
    )


def _unusable(answer: Answer, ranges: Sequence[JudgedRange]) -> Lacking:
    allowed = "；".join(f"{one.result} {one.words}".strip() for one in ranges)
    given = answer.result if answer.score is None else f"{answer.result} {plain(answer.score)}".strip()
    return Lacking(f"评分写的是“{given}”，应为 {allowed}", answer.source, "data_error")


def _found(answer: Answer, judged: JudgedRange) -> str:
    tier = f"评为“{answer.result}”（{judged.words}）" if answer.result else f"在 {judged.words}内评分"
    return f"{tier}，理由：{answer.note}" if answer.note else tier


def attainable(spec: Judged, settings: Settings) -> Attainable:
    """The tiers' points where each has but one."""
    if any(one.low < one.high for one in spec.ranges()):
        return None
    return frozenset(one.low for one in spec.ranges()) | points_for_nothing(spec, settings)


def sentence(spec: Judged) -> str:
    """``评为“优”计90%至100%，评为…，由评价人在范围内评分。``."""
    if not spec.tiers:
        return f"在{plain(spec.points)}分以内酌情评分，写明理由。"
    return f"满分{plain(spec.points)}分，评定档次，在该档范围内评分：{'，'.join(tier.words for tier in spec.tiers)}。"


RULE = Rule(
    "judged", "酌情评分（按档次，或在分值内评分并写明理由）", Judged, judge, sentence, attainable=attainable
)
