"""变动率: how much a spending grew against last year. Full marks up to 0%, then so much a percentage point."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import money, percent, points
from pjkit.model.clause import ClauseSpec, Curve, RuleWarning, Verdict
from pjkit.model.figure import Facts, Figure, FigureRef
from pjkit.model.settings import AppliedSetting, Number, Settings
from pjkit.scoring.rules.base import Rule, blanks, no_data, nothing_to_judge, unusable
from pjkit.scoring.rules.part_of_point import falling_curve, full_percent, take_off


class ChangeRate(ClauseSpec):
    """``last`` and ``this``: the two years' figures; ``deduct``: points for each percentage point above 0."""

    kind: Literal["change_rate"]
    last: FigureRef
    this: FigureRef
    deduct: Number


def change(last: Decimal, this: Decimal) -> Fraction:
    """(本年 − 上年) ÷ 上年, exact. ``last`` must not be 0."""
    return (Fraction(this) - Fraction(last)) / Fraction(last)


def judge(spec: ChangeRate, facts: Facts, settings: Settings) -> Verdict:
    """Score one change rate; without a base D1 or D2 decides."""
    last, this = facts.figures["last"], facts.figures["this"]
    if last.not_applicable:
        return nothing_to_judge(spec, settings, f"“{last.name}”不适用（{last.source}）", last.source)
    if last.value is None or this.value is None:
        return no_data(*blanks(last, this) + unusable(this))
    if last.value == 0:
        return _without_base(spec, this, this.value, settings)
    rate = change(last.value, this.value)
    working = f"变动率＝（{money(this.value)}－{money(last.value)}）÷{money(last.value)}＝{percent(rate)}"
    if rate <= 0:
        reason = f"{working}，不高于 0%，得满分 {points(spec.points)} 分"
        return Verdict(spec.full, reason, value=rate, value_text=percent(rate))
    loss = take_off(spec.points, full_percent(rate), spec.deduct, settings)
    reason = f"{working}，高于 0% {loss.working}，得 {points(loss.left)} 分"
    return Verdict(loss.left, reason, value=rate, value_text=percent(rate), effects=loss.effects)


def _without_base(spec: ChangeRate, this: Figure, amount: Decimal, settings: Settings) -> Verdict:
    if amount == 0:
        full = settings.zero_base_unchanged == "full"
        won = spec.full if full else Fraction(0)
        effect = AppliedSetting("D1", f"上年、本年均为 0，无基数，计{'满分' if full else ' 0 分'}")
        reason = f"上年、本年均为 0，无基数，不计算变动率，得 {points(won)} 分"
        return Verdict(won, reason, value_text="无基数", effects=(effect,))
    said = f"上年为 0、本年为 {money(amount)} 万元，无基数"
    message = f"{said}：“{this.name}”从无到有，请部门说明原因"
    notice = RuleWarning("spending_without_base", "提示", message, this.source)
    if settings.zero_base_increased == "not_applicable":
        return nothing_to_judge(spec, settings, said).with_effects(
            AppliedSetting("D2", f"{said}，按不适用计")
        )
    effect = AppliedSetting("D2", f"{said}，计 0 分，待部门说明")
    return Verdict(
        Fraction(0), f"{said}，得 0.00 分，待说明", value_text="无基数", effects=(effect,), notices=(notice,)
    )


def curve(spec: ChangeRate, settings: Settings) -> Curve:
    """Full marks up to 0%, then falling."""
    return falling_curve(spec.points, spec.deduct, 0, +1, settings)


RULE = Rule("change_rate", "变动率（不高于 0% 得满分，每高 1 个百分点扣分）", ChangeRate, judge, curve=curve)
