"""D4: what a part of a percentage point (百分点) costs."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pjkit.model.amounts import HUNDRED, exact_percentage_points, exact_points, plain, points
from pjkit.model.clause import Curve
from pjkit.model.settings import AppliedSetting, Settings

_READINGS = {"prorate": "按比例计", "whole": "只计整点", "round_up": "不足一点按一点计"}


@dataclass(frozen=True)
class Loss:
    """Points left after a deduction per percentage point, how it was worked, and whether D4 mattered."""

    left: Fraction
    working: str
    effects: tuple[AppliedSetting, ...] = ()


def counted(distance: Fraction, reading: str) -> Fraction:
    """The percentage points that count under one reading of D4."""
    if reading == "whole":
        return Fraction(math.floor(distance))
    return Fraction(math.ceil(distance)) if reading == "round_up" else distance


def left_after(full: Decimal, distance: Fraction, deduct: Decimal, reading: str) -> Fraction:
    """``full`` less ``deduct`` for each of ``distance`` percentage points, never below 0 (扣完为止)."""
    return max(Fraction(0), Fraction(full) - counted(distance, reading) * Fraction(deduct))


def take_off(full: Decimal, distance: Fraction, deduct: Decimal, settings: Settings) -> Loss:
    """The deduction for ``distance`` percentage points beyond the limit."""
    readings = {name: left_after(full, distance, deduct, name) for name in _READINGS}
    left = readings[settings.part_of_point]
    step = counted(distance, settings.part_of_point)
    lost = f"扣 {exact_points(Fraction(full) - left)} 分" + ("（扣完为止）" if left == 0 else "")
    working = f"{exact_percentage_points(step)} 个百分点，每个百分点扣 {plain(deduct)} 分，{lost}"
    return Loss(left, working, _differing(readings, settings))


def _differing(readings: dict[str, Fraction], settings: Settings) -> tuple[AppliedSetting, ...]:
    printed = {name: points(value) for name, value in readings.items()}
    if len(set(printed.values())) == 1:
        return ()
    three = "；".join(f"{_READINGS[name]} {value} 分" for name, value in printed.items())
    return (AppliedSetting("D4", f"{three}。采用“{_READINGS[settings.part_of_point]}”"),)


def falling_curve(full: Decimal, deduct: Decimal, limit: int, direction: int, settings: Settings) -> Curve:
    """The rule as a curve: full marks up to ``limit`` percent, then falling to 0.

    ``direction`` is +1 where higher rates cost points (变动率), −1 where lower ones do (完成率).
    """
    span = Fraction(full) / Fraction(deduct)
    bounds = {"full_to": Fraction(limit)} if direction > 0 else {"full_from": Fraction(limit)}
    if settings.part_of_point == "prorate":
        ends = [(Fraction(limit), Fraction(full)), (limit + direction * span, Fraction(0))]
        return Curve("line", tuple(sorted(ends)), **bounds)
    return Curve("steps", _steps(full, deduct, limit, direction, settings.part_of_point), **bounds)


def _steps(
    full: Decimal, deduct: Decimal, limit: int, direction: int, reading: str
) -> tuple[tuple[Fraction, Fraction], ...]:
    """One knot a percentage point; the level inside a step is that of its middle."""
    width = math.ceil(Fraction(full) / Fraction(deduct)) + 1
    half = Fraction(1, 2)
    first = limit if direction > 0 else limit - width
    levels = [(first - 1, left_after(full, Fraction(0 if direction > 0 else width), deduct, reading))]
    for step in range(width):
        middle = first + step + half
        levels.append((first + step, left_after(full, abs(middle - limit), deduct, reading)))
    last = Fraction(0) if direction > 0 else Fraction(full)
    return (*((Fraction(x), y) for x, y in levels), (Fraction(first + width), last))


def full_percent(rate: Fraction) -> Fraction:
    """A rate (1 = 100%) in percent, exact."""
    return rate * HUNDRED
