"""What every clause kind is made of: a rule, and what several kinds say alike.

A rule knows nothing of files, notebooks or tables: it gets the clause's spec, the facts the spec asks
for, and the settings D1–D19, and gives a :class:`Verdict`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from pjkit.model.amounts import percent, points
from pjkit.model.clause import (
    Attainable,
    ClauseSpec,
    Curve,
    ItemVerdict,
    Lacking,
    Question,
    RuleWarning,
    Verdict,
    lacking_words,
)
from pjkit.model.contract import ANSWERS
from pjkit.model.figure import Answer, Facts, Figure
from pjkit.model.settings import AppliedSetting, Settings


def no_attainable_limit(_spec: Any, _settings: Settings) -> Attainable:
    """For clauses scored by a continuous rate."""
    return None


def no_curve(_spec: Any, _settings: Settings) -> Curve | None:
    """For clauses without a rate."""
    return None


@dataclass(frozen=True)
class Rule:
    """One clause kind of the registry."""

    kind: str
    title: str  # Chinese, for documents and the form
    spec: type[ClauseSpec]
    judge: Callable[[Any, Facts, Settings], Verdict]
    attainable: Callable[[Any, Settings], Attainable] = no_attainable_limit
    curve: Callable[[Any, Settings], Curve | None] = no_curve


# What several kinds say alike


def no_data(*lacking: Lacking) -> Verdict:
    """The verdict where data are missing (D11): for want of each of these."""
    return Verdict(None, f"无数据：{lacking_words(lacking)}", lacking=lacking)


def blanks(*figures: Figure) -> list[Lacking]:
    """The figures among these that are blank, with where they should stand."""
    return [Lacking(f"“{figure.name}”", figure.source, "blank") for figure in figures if figure.blank]


def unusable(*figures: Figure) -> list[Lacking]:
    """Figures said to be 不适用 although the rest of the rate has numbers."""
    return [
        Lacking(f"“{figure.name}”", figure.source, "not_applicable")
        for figure in figures
        if figure.not_applicable
    ]


def nothing_to_judge(spec: ClauseSpec, settings: Settings, why: str, place: str = "") -> Verdict:
    """D7: no project, no procurement, no assets … Full marks and flagged, or no data."""
    if settings.nothing_to_judge == "no_data":
        effect = AppliedSetting("D7", f"{why}，不计分")
        return no_data(Lacking(f"{why}，按设定 D7 不计分", place, "nothing_to_judge")).with_effects(effect)
    reason = f"{why}，没有可评价的对象，按满分 {points(spec.points)} 分计"
    effect = AppliedSetting("D7", f"{why}：按不适用计满分，另列剔除后的折算总分")
    return Verdict(spec.full, reason, not_applicable=True, value_text="不适用", effects=(effect,))


def over_full(rate: Fraction, working: str, above: str, part: Figure) -> Verdict | AppliedSetting | None:
    """D6 for a rate above 100%: a data error (a verdict without points), or the note that points are capped."""
    if rate <= 1:
        return None
    if above == "cap":
        return AppliedSetting("D6", f"比率 {percent(rate)} 超过 100%，得分以满分为限")
    message = f"“{part.name}”大于它所属的整体：{working}，数据有误"
    notice = RuleWarning("rate_over_100", "确定", message, part.source)
    error = Lacking(f"{working}，超过 100%，数据有误，不能据以计分", part.source, "data_error")
    effect = AppliedSetting("D6", f"比率 {percent(rate)} 超过 100%，作为数据错误处理")
    return replace(no_data(error), value_text=percent(rate), effects=(effect,), notices=(notice,))


def unanswered(questions: Iterable[Question], answers: Mapping[str, Answer]) -> list[Lacking]:
    """The rows of 条款核对 that a clause needs and does not have."""
    return [Lacking(asked.no, ANSWERS.name, "unanswered") for asked in questions if asked.no not in answers]


def each_answer(questions: Iterable[Question], facts: Facts) -> Iterator[tuple[Question, Answer]]:
    """Question and answer, in the rubric's order. All must have been answered."""
    return ((asked, facts.answers[asked.no]) for asked in questions)


def item(asked: Question, answer: Answer, effect: str) -> ItemVerdict:
    """An answered row with what it did to the points."""
    return ItemVerdict(asked.no, asked.text, answer.result, effect, answer.evidence, answer.source)
