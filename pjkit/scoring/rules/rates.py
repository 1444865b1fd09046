"""What the kinds that score a rate decide alike: when there is a rate, and how one beyond its limit loses points."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
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
from pjkit.model.clause import ClauseSpec, Curve, Lacking, Verdict, blanks
from pjkit.model.figure import Figure, FigureRef
from pjkit.model.finding import RuleWarning, declare_title
from pjkit.model.formula import Expression, Name, Operation
from pjkit.model.settings import AppliedSetting, Number, Settings
from pjkit.scoring.rules.base import no_data, nothing_to_judge

_READINGS = {"prorate": "按比例计", "whole": "只计整点", "round_up": "不足一点按一点计"}
_RATE_OVER_100 = declare_title("rate_over_100", "比率超过 100%")

Above = Literal["cap", "error"]


@dataclass(frozen=True)
class Rate:
    """A rate (1 = 100%) with its working and the settings that touched it."""

    value: Fraction
    working: str
    effects: tuple[AppliedSetting, ...] = ()

    @property
    def in_percent(self) -> Fraction:
        """Exact, for limits and bands."""
        return self.value * HUNDRED

    def earns(
        self, won: Fraction, words: str, effects: tuple[AppliedSetting, ...] = (), *warnings: RuleWarning
    ) -> Verdict:
        """The verdict that this rate earns ``won`` points; ``words`` follow the working."""
        return Verdict(
            won,
            f"{self.working}{words}",
            value=self.value,
            value_text=percent(self.value),
            effects=(*self.effects, *effects),
            warnings=warnings,
        )


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
        warnings=(RuleWarning(_RATE_OVER_100, "确定", message, part.source),),
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

    def left_after(self, distance: Fraction, reading: str) -> Fraction:
        """The points left ``distance`` percentage points beyond the limit, under one reading of D4."""
        return max(Fraction(0), self.full - _counted(distance, reading) * Fraction(self.deduct))


@dataclass(frozen=True)
class Limit:
    """Full marks up to ``at`` percent where higher rates cost points, from it on where lower ones do."""

    at: int
    higher_costs: bool

    def score(self, spec: DeductingRate, rate: Rate, settings: Settings) -> Verdict:
        """Full marks within the limit, else so much less for each percentage point beyond."""
        within, beyond = ("不高于", "高于") if self.higher_costs else ("达到", "低于")
        distance = (rate.in_percent - self.at) * (1 if self.higher_costs else -1)
        if distance <= 0:
            return rate.earns(spec.full, f"，{within} {self.at}%，得满分 {points(spec.points)} 分")
        left = spec.left_after(distance, settings.part_of_point)
        working = _deduction(spec, distance, left, settings)
        words = f"，{beyond} {self.at}% {working}，得 {points(left)} 分"
        return rate.earns(left, words, _differing_readings(spec, distance, settings))

    def curve(self, spec: DeductingRate, settings: Settings) -> Curve:
        """Full marks within the limit, then falling to 0."""
        bounds = {"full_to" if self.higher_costs else "full_from": Fraction(self.at)}
        if settings.part_of_point != "prorate":
            return Curve("steps", self._steps(spec, settings.part_of_point), **bounds)
        span = spec.full / Fraction(spec.deduct) * (1 if self.higher_costs else -1)
        ends = [(Fraction(self.at), spec.full), (self.at + span, Fraction(0))]
        return Curve("line", tuple(sorted(ends)), **bounds)

    def _steps(self, spec: DeductingRate, reading: str) -> tuple[tuple[Fraction, Fraction], ...]:
        """One knot a percentage point; the level inside a step is that of its middle."""
        width = math.ceil(spec.full / Fraction(spec.deduct)) + 1
        first = self.at if self.higher_costs else self.at - width
        middles = [first + step + Fraction(1, 2) for step in range(width)]
        before = spec.left_after(Fraction(0 if self.higher_costs else width), reading)
        levels = [before, *(spec.left_after(abs(middle - self.at), reading) for middle in middles)]
        last = Fraction(0) if self.higher_costs else spec.full
        return tuple((Fraction(first - 1 + at), level) for at, level in enumerate([*levels, last]))


def _counted(distance: Fraction, reading: str) -> Fraction:
    """The percentage points that count under one reading of D4."""
    if reading == "whole":
        return Fraction(math.floor(distance))
    return Fraction(math.ceil(distance)) if reading == "round_up" else distance


def _deduction(spec: DeductingRate, distance: Fraction, left: Fraction, settings: Settings) -> str:
    step = exact_percentage_points(_counted(distance, settings.part_of_point))
    floor = "（扣完为止）" if left == 0 else ""
    return f"{step} 个百分点，每个百分点扣 {plain(spec.deduct)} 分，扣 {exact_points(spec.full - left)} 分{floor}"


def _differing_readings(
    spec: DeductingRate, distance: Fraction, settings: Settings
) -> tuple[AppliedSetting, ...]:
    """D4, where its three readings give different points."""
    printed = {name: points(spec.left_after(distance, name)) for name in _READINGS}
    if len(set(printed.values())) == 1:
        return ()
    three = "；".join(f"{_READINGS[name]} {value} 分" for name, value in printed.items())
    return (AppliedSetting("D4", f"{three}。采用“{_READINGS[settings.part_of_point]}”"),)
