"""What every clause kind is made of: a rule, and what all kinds say alike.

A rule knows nothing of files, notebooks or tables: it gets the clause's spec, the inputs the spec asks
for, and the settings D1–D19, and gives a :class:`Verdict`.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pjkit.model.amounts import plain, points
from pjkit.model.clause import (
    Attainable,
    Cause,
    ClauseInputs,
    ClauseSpec,
    Curve,
    Lacking,
    Verdict,
    lacking_words,
)
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
    judge: Callable[[Any, ClauseInputs, Settings], Verdict]
    sentence: Callable[[Any], str]  # the rule in words, from its numbers alone, as 评价标准 reads
    attainable: Callable[[Any, Settings], Attainable] = no_attainable_limit
    curve: Callable[[Any, Settings], Curve | None] = no_curve
    causes: Callable[[Any, Fraction], Iterator[Cause]] | None = None  # None: the clause as a whole

    def single_causes(self, clause: ClauseSpec, lost: Fraction, settings: Settings) -> Iterator[Cause]:
        """The rows of a clause, or the clause as a whole, that can cost exactly ``lost`` points alone."""
        if self.causes is not None:
            yield from self.causes(clause, lost)
            return
        possible = self.attainable(clause, settings)
        if lost <= clause.full if possible is None else clause.full - lost in possible:
            yield Cause(clause.no, clause.text or self.sentence(clause))


def points_for_nothing(spec: ClauseSpec, settings: Settings) -> frozenset[Fraction]:
    """The points that D7 gives where there is nothing to judge."""
    given = {"full": [spec.full], "zero": [Fraction(0)], "no_data": []}
    return frozenset(given[settings.nothing_to_judge])


def earns(won: Fraction | Decimal) -> str:
    """What something earns, in a rule's sentence."""
    return f"计{plain(won)}分" if won else "不计分"


_READINGS = {"prorate": "按比例计", "whole": "只计整点", "round_up": "不足一点按一点计"}
_PARTS_OF_STEPS = {"whole": "（不足{}的部分不计）", "round_up": "（不足{}的按{}计）"}


def part_of_step(spec: ClauseSpec, step: str) -> str:
    """What a clause decides about parts of a step (D4), in its sentence; nothing where the rubric does."""
    return _PARTS_OF_STEPS.get(str(spec.settings.get("part_of_point")), "").format(step, step)


def counted_steps(steps: Fraction, reading: str) -> Fraction:
    """The steps that count under one reading of D4."""
    if reading == "whole":
        return Fraction(math.floor(steps))
    return Fraction(math.ceil(steps)) if reading == "round_up" else steps


def differing_readings(left: Callable[[str], Fraction], settings: Settings) -> tuple[AppliedSetting, ...]:
    """D4, where its three readings give different points; ``left``: the points under one of them."""
    printed = {name: points(left(name)) for name in _READINGS}
    if len(set(printed.values())) == 1:
        return ()
    three = "；".join(f"{_READINGS[name]} {value} 分" for name, value in printed.items())
    return (AppliedSetting("D4", f"{three}。采用“{_READINGS[settings.part_of_point]}”"),)


def no_data(*lacking: Lacking) -> Verdict:
    """The verdict where data are missing (D11): for want of each of these."""
    return Verdict(None, f"无数据：{lacking_words(lacking)}", lacking=lacking)


def nothing_to_judge(spec: ClauseSpec, settings: Settings, why: str, place: str = "") -> Verdict:
    """D7: no project, no procurement, no assets … Full marks and flagged, or no data."""
    if settings.nothing_to_judge == "no_data":
        effect = AppliedSetting("D7", f"{why}，不计分")
        return no_data(Lacking(f"{why}，按设定 D7 不计分", place, "nothing_to_judge")).with_effects(effect)
    if settings.nothing_to_judge == "zero":
        effect = AppliedSetting("D7", f"{why}，按设定计 0 分")
        return Verdict(Fraction(0), f"{why}，按设定得 0.00 分", value_text="无基数", effects=(effect,))
    reason = f"{why}，没有可评价的对象，按满分 {points(spec.points)} 分计"
    effect = AppliedSetting("D7", f"{why}：按不适用计满分，另列剔除后的折算总分")
    return Verdict(spec.full, reason, not_applicable=True, value_text="不适用", effects=(effect,))
