"""分项清单: one clause with several parts; each missing part takes a little off."""

from fractions import Fraction
from itertools import combinations
from typing import Literal

from pjkit.model.amounts import points
from pjkit.model.clause import NO, Attainable, ClauseSpec, Question, Verdict
from pjkit.model.figure import NOT_APPLICABLE, Facts
from pjkit.model.settings import Number, Settings, Spec
from pjkit.scoring.rules.answers import answered_in_part, marked_not_applicable
from pjkit.scoring.rules.base import Rule, each_answer, item, no_data, unanswered


class Part(Spec):
    """One part and what its absence costs."""

    no: str
    text: str
    deduct: Number


class Checklist(ClauseSpec):
    """``parts`` are rows of 条款核对 with numbers such as 6.1."""

    kind: Literal["checklist"]
    parts: list[Part]

    def questions(self) -> tuple[Question, ...]:
        """Each part is asked."""
        return tuple(Question(part.no, part.text) for part in self.parts)


def judge(spec: Checklist, facts: Facts, settings: Settings) -> Verdict:
    """The clause's points less those of the missing parts, never below 0."""
    lacking = unanswered(spec.questions(), facts.answers)
    effects, unknown = marked_not_applicable(facts.answers.values(), settings)
    if lacking or unknown:
        return no_data(*lacking + unknown).with_effects(*effects, *answered_in_part(facts))
    missing = [part for part in spec.parts if facts.answers[part.no].result == NO]
    won = left(spec, missing)
    said = "各项齐全" if not missing else "缺少" + "、".join(f"“{part.text}”" for part in missing)
    lost = f"，扣 {points(spec.full - won)} 分" if missing else ""
    rows = tuple(
        item(asked, answer, "缺少" if answer.result == NO else answer.result.replace("是", "具备"))
        for asked, answer in each_answer(spec.questions(), facts)
    )
    earning = [answer for answer in facts.answers.values() if answer.result != NO and won > 0]
    return Verdict(
        won,
        f"{said}{lost}，得 {points(won)} 分",
        not_applicable=all(answer.result == NOT_APPLICABLE for answer in facts.answers.values()),
        effects=effects,
        items=rows,
        unevidenced=tuple(answer.no for answer in earning if not answer.evidence),
    )


def left(spec: Checklist, missing: list[Part] | tuple[Part, ...]) -> Fraction:
    """Points with these parts missing."""
    return max(Fraction(0), spec.full - sum((Fraction(part.deduct) for part in missing), Fraction(0)))


def attainable(spec: Checklist, _settings: Settings) -> Attainable:
    """With any of the parts missing."""
    chosen = (some for size in range(len(spec.parts) + 1) for some in combinations(spec.parts, size))
    return frozenset(left(spec, some) for some in chosen)


RULE = Rule("checklist", "分项清单（每少一项扣分）", Checklist, judge, attainable)
