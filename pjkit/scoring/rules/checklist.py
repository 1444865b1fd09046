"""分项清单: one clause with several parts; each missing part takes a little off."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import NO, Attainable, Cause, ClauseInputs, ClauseSpec, Question, Verdict
from pjkit.model.settings import Number, Settings, Spec
from pjkit.scoring.rules.answers import (
    all_not_applicable,
    complete,
    each_answer,
    item,
    without_evidence,
)
from pjkit.scoring.rules.base import Rule


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


def judge(spec: Checklist, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """The clause's points less those of the missing parts, never below 0."""
    effects = complete(spec, inputs, settings)
    if isinstance(effects, Verdict):
        return effects
    missing = [part for part in spec.parts if inputs.answers[part.no].result == NO]
    won = left(spec, missing)
    state = "各项齐全" if not missing else "缺少" + "、".join(f"“{part.text}”" for part in missing)
    lost = f"，扣 {points(spec.full - won)} 分" if missing else ""
    rows = tuple(
        item(asked, answer, "缺少" if answer.result == NO else answer.result.replace("是", "具备"))
        for asked, answer in each_answer(spec, inputs)
    )
    earning = [answer for answer in inputs.answers.values() if answer.result != NO and won > 0]
    return Verdict(
        won,
        f"{state}{lost}，得 {points(won)} 分",
        not_applicable=all_not_applicable(inputs),
        effects=effects,
        items=rows,
        unevidenced=without_evidence(earning),
    )


def left(spec: Checklist, missing: list[Part] | tuple[Part, ...]) -> Fraction:
    """Points with these parts missing."""
    return max(Fraction(0), spec.full - sum((Fraction(part.deduct) for part in missing), Fraction(0)))


def attainable(spec: Checklist, _settings: Settings) -> Attainable:
    """With any of the parts missing."""
    chosen = (some for size in range(len(spec.parts) + 1) for some in combinations(spec.parts, size))
    return frozenset(left(spec, some) for some in chosen)


def causes(spec: Checklist, lost: Fraction) -> Iterator[Cause]:
    """One part missing."""
    return (Cause(part.no, part.text) for part in spec.parts if Fraction(part.deduct) == lost)


def sentence(spec: Checklist) -> str:
    """``各项齐全的，计1分；缺“项目立项规范”扣0.2分，…；扣完为止。``; once for all where each costs the same."""
    full = f"{len(spec.parts)}项齐全的，计{plain(spec.points)}分"
    same = {part.deduct for part in spec.parts}
    if len(same) == 1:
        return f"{full}；每缺一项扣{plain(same.pop())}分，扣完为止。"
    each = "，".join(f"缺“{part.text}”扣{plain(part.deduct)}分" for part in spec.parts)
    return f"{full}；{each}；扣完为止。"


RULE = Rule("checklist", "分项清单（每少一项扣分）", Checklist, judge, sentence, attainable, causes=causes)
