"""What the kinds that score a rate decide alike: when there is a rate, and how one beyond its limit loses points."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Literal

from pjkit.model.amounts import (
    HUNDRED,
    exact_percentage_points,
    exact_points,
    money,
    percent,
    plain,
    points,
)
from pjkit.model.clause import (
    Attainable,
    ClauseSpec,
    Curve,
    Lacking,
    Verdict,
    blanks,
)
from pjkit.model.figure import Figure, FigureRef
from pjkit.model.finding import RuleWarning, declare_title
from pjkit.model.formula import Expression, Name, Operation
from pjkit.model.settings import AppliedSetting, Number, Settings
from pjkit.scoring.rules.base import (
    counted_steps,
    differing_readings,
    no_data,
    nothing_to_judge,
    part_of_step,
)

RATE_OVER_100 = declare_title("rate_over_100", "比率超过 100%")

Above = Literal["cap", "error"]


@dataclass(frozen=True)
class Rate:
    """A rate (1 = 100%) with its working and the settings that touched it; with ``unit`` a number in that unit."""

    value: Fraction
    working: str
    effects: tuple[AppliedSetting, ...] = ()
    unit: str = "%"

    @property
    def in_unit(self) -> Fraction:
        """Exact, as limits and bands are written: in percent or in the unit."""
        return self.value * HUNDRED if self.unit == "%" else self.value

    @property
    def said(self) -> str:
        """The rate or the number as people write it."""
        return amount(self.value, self.unit)

    def earns(
        self, won: Fraction, words: str, effects: tuple[AppliedSetting, ...] = (), *warnings: RuleWarning
    ) -> Verdict:
        """The verdict that this rate earns ``won`` points; ``words`` follow the working."""
        return Verdict(
            won,
            f"{self.working}{words}",
            value=self.value if self.unit == "%" else None,
            value_text=self.said,
            effects=(*self.effects, *effects),
            warnings=warnings,
        )


def amount(value: Fraction, unit: str) -> str:
    """A rate as a percentage, another number with its unit: ``12 天``."""
    return percent(value) if unit == "%" else f"{plain(value, 4)} {unit}".rstrip()


def ratio(part: FigureRef, whole: FigureRef) -> Operation:
    """``part`` ÷ ``whole`` as a formula."""
    return Operation("÷", (Name(part.written), Name(whole.written)))


def quotient(part: Decimal, whole: Decimal, number: Callable[[Decimal], str] = money, name: str = "") -> Rate:
    """``part`` ÷ ``whole`` with its working in the given way to write numbers."""
    rate = Fraction(part) / Fraction(whole)
    return Rate(rate, f"{name}{number(part)}÷{number(whole)}＝{percent(rate)}")


def without_figures(part: Figure, whole: Figure) -> Verdict:
    """The verdict where a figure of the rate is blank, or 不适用 although the other has a number."""
    unusable = [
        Lacking(f"“{one.name}”", one.source, "not_applicable") for one in (part, whole) if one.not_applicable
    ]
    return no_data(*blanks(part, whole), *unusable)


def nothing_whole(spec: ClauseSpec, whole: Figure, settings: Settings) -> Verdict | None:
    """The verdict where there is nothing of which a part could be taken (D7)."""
    if not whole.not_applicable and whole.value != 0:
        return None
    state = "不适用" if whole.not_applicable else "为 0"
    return nothing_to_judge(spec, settings, f"“{whole.name}”{state}（{whole.source}）", whole.source)


def share(part: Figure, whole: Figure, above: Above, number: Callable[[Decimal], str]) -> Rate | Verdict:
    """The rate of two figures, ``whole`` not 0; above 100% a data error, or a note that points are capped (D6)."""
    if whole.value is None or part.value is None:
        return without_figures(part, whole)
    rate = quotient(part.value, whole.value, number)
    if rate.value <= 1:
        return rate
    shown = percent(rate.value)
    if above == "cap":
        return Rate(
            rate.value, rate.working, (AppliedSetting("D6", f"比率 {shown} 超过 100%，得分以满分为限"),)
        )
    message = f"“{part.name}”大于它所属的整体：{rate.working}，数据有误"
    error = Lacking(f"{rate.working}，超过 100%，数据有误，不能据以计分", part.source, "data_error")
    return replace(
        no_data(error),
        value_text=shown,
        effects=(AppliedSetting("D6", f"比率 {shown} 超过 100%，作为数据错误处理"),),
        warnings=(RuleWarning(RATE_OVER_100, "确定", message, part.source),),
    )


class ShareRate(ClauseSpec):
    """The rate of a part (done, used, satisfied) of its whole. ``above`` overrides D6."""

    above: Above | None = None

    def part_and_whole(self) -> tuple[FigureRef, FigureRef]:
        """What is divided by what."""
        raise NotImplementedError

    def expression(self) -> Expression:
        """Part ÷ whole."""
        return ratio(*self.part_and_whole())

    def above_100(self, settings: Settings) -> Above:
        """What a rate above 100% is here (D6)."""
        return self.above or settings.rate_above_100

    def part_of_whole(self, settings: Settings) -> tuple[FigureRef, FigureRef] | None:
        """Part and whole, where D6 calls a larger part an error."""
        return self.part_and_whole() if self.above_100(settings) == "error" else None


class DeductingRate(ClauseSpec):
    """``deduct``: points for each percentage point (百分点) beyond the limit, until nothing is left (扣完为止)."""

    deduct: Number

    def step_width(self) -> Fraction:
        """The percentage points, or units, that cost ``deduct``."""
        return Fraction(1)

    def floor(self) -> Fraction:
        """The points that are left however far beyond."""
        return Fraction(0)

    def left_after(self, distance: Fraction, reading: str) -> Fraction:
        """The points left so far beyond the limit, under one reading of D4."""
        steps = counted_steps(distance / self.step_width(), reading)
        return max(self.floor(), self.full - steps * Fraction(self.deduct))

    def beyond(self, words: tuple[str, str]) -> str:
        """The end of the rule's sentence: ``高于0的，每高1个百分点扣0.3分，扣完为止``; ``words``: 高于0, 高."""
        beyond, each = words
        less = f"每{each}1个百分点扣{plain(self.deduct)}分{part_of_step(self, '1个百分点')}"
        return f"计{plain(self.points)}分；{beyond}的，{less}，扣完为止。"


@dataclass(frozen=True)
class Limit:
    """Full marks up to ``at`` percent (or units) where higher rates cost points, from it on where lower ones do."""

    at: Fraction
    higher_costs: bool
    unit: str = "%"

    @property
    def said(self) -> str:
        """The limit as people write it."""
        return f"{plain(self.at)}%" if self.unit == "%" else f"{plain(self.at)} {self.unit}".rstrip()

    def score(self, spec: DeductingRate, rate: Rate, settings: Settings) -> Verdict:
        """Full marks within the limit, else so much less for each percentage point beyond."""
        within, beyond = ("不高于", "高于") if self.higher_costs else ("达到", "低于")
        distance = (rate.in_unit - self.at) * (1 if self.higher_costs else -1)
        if distance <= 0:
            return rate.earns(spec.full, f"，{within} {self.said}，得满分 {points(spec.points)} 分")
        left = spec.left_after(distance, settings.part_of_point)
        working = self._deduction(spec, distance, left, settings)
        words = f"，{beyond} {self.said} {working}，得 {points(left)} 分"
        return rate.earns(left, words, differing_readings(partial(spec.left_after, distance), settings))

    def _deduction(self, spec: DeductingRate, distance: Fraction, left: Fraction, settings: Settings) -> str:
        width, unit = spec.step_width(), "个百分点" if self.unit == "%" else self.unit
        steps = counted_steps(distance / width, settings.part_of_point)
        beyond = f"{exact_percentage_points(steps * width)} {unit}".rstrip()
        each = f"每{unit or ' 1 '}" if width == 1 else f"每 {plain(width)} {unit}".rstrip()
        floor = "" if left > spec.floor() else "（扣完为止）" if left == 0 else f"（最低 {points(left)} 分）"
        return f"{beyond}，{each}扣 {plain(spec.deduct)} 分，扣 {exact_points(spec.full - left)} 分{floor}"

    def curve(self, spec: DeductingRate, settings: Settings) -> Curve:
        """Full marks within the limit, then falling to the floor."""
        bounds = {"full_to" if self.higher_costs else "full_from": self.at}
        if settings.part_of_point != "prorate":
            return Curve("steps", self._steps(spec, settings.part_of_point), **bounds)
        span = _most_steps(spec) * spec.step_width() * (1 if self.higher_costs else -1)
        ends = [(self.at, spec.full), (self.at + span, spec.floor())]
        return Curve("line", tuple(sorted(ends)), **bounds)

    def _steps(self, spec: DeductingRate, reading: str) -> tuple[tuple[Fraction, Fraction], ...]:
        """One knot a step; the level inside a step is that of its middle."""
        count, width = math.ceil(_most_steps(spec)) + 1, spec.step_width()
        first = self.at if self.higher_costs else self.at - count * width
        middles = [first + (step + Fraction(1, 2)) * width for step in range(count)]
        before = spec.left_after(Fraction(0) if self.higher_costs else count * width, reading)
        levels = [before, *(spec.left_after(abs(middle - self.at), reading) for middle in middles)]
        last = spec.floor() if self.higher_costs else spec.full
        return tuple((first + (at - 1) * width, level) for at, level in enumerate([*levels, last]))

    def attainable(self, spec: DeductingRate, settings: Settings) -> Attainable:
        """Whole steps where parts of one do not count or count as one, else anything."""
        if settings.part_of_point == "prorate":
            return None
        most = math.ceil(_most_steps(spec))
        return frozenset(spec.left_after(steps * spec.step_width(), "whole") for steps in range(most + 1))


def _most_steps(spec: DeductingRate) -> Fraction:
    """The steps after which only the floor is left."""
    return (spec.full - spec.floor()) / Fraction(spec.deduct)
