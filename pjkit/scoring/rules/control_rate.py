"""控制率: what was spent against the budget. Full marks up to 100%; a budget must have been made (gate)."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import money, percent, points
from pjkit.model.clause import ClauseSpec, Curve, Verdict
from pjkit.model.figure import Facts, FigureRef
from pjkit.model.settings import AppliedSetting, Number, Settings
from pjkit.scoring.rules.base import Rule, blanks, no_data, unusable
from pjkit.scoring.rules.part_of_point import falling_curve, full_percent, take_off

_LIMIT = 100  # percent of the budget


class ControlRate(ClauseSpec):
    """``spent`` against ``budget``; ``deduct``: points for each percentage point above 100%."""

    kind: Literal["control_rate"]
    spent: FigureRef
    budget: FigureRef
    deduct: Number


def judge(spec: ControlRate, facts: Facts, settings: Settings) -> Verdict:
    """Score one control rate. 年初预算 不适用 = no budget made; 0 = a budget of 0; blank = no data (D3)."""
    spent, budget = facts.figures["spent"], facts.figures["budget"]
    if budget.not_applicable:
        why = f"未编制预算（{budget.source} 写“不适用”）"
        return _by_decision(spec, settings.no_budget_made, why, "未编预算")
    if budget.value is None or spent.value is None:
        return no_data(*blanks(spent, budget) + unusable(spent))
    if budget.value == 0 and spent.value == 0:
        return _by_decision(spec, settings.zero_spent_on_zero_budget, "预算为 0、决算为 0", "无基数")
    if budget.value == 0:
        why = f"预算为 0，而决算为 {money(spent.value)} 万元"
        return _by_decision(spec, settings.some_spent_on_zero_budget, why, "无基数")
    rate = Fraction(spent.value) / Fraction(budget.value)
    working = f"控制率＝{money(spent.value)}÷{money(budget.value)}＝{percent(rate)}"
    if rate <= 1:
        reason = f"{working}，不高于 100%，得满分 {points(spec.points)} 分"
        return Verdict(spec.full, reason, value=rate, value_text=percent(rate))
    loss = take_off(spec.points, full_percent(rate) - _LIMIT, spec.deduct, settings)
    reason = f"{working}，高于 100% {loss.working}，得 {points(loss.left)} 分"
    return Verdict(loss.left, reason, value=rate, value_text=percent(rate), effects=loss.effects)


def _by_decision(spec: ControlRate, decision: str, why: str, value_text: str) -> Verdict:
    won = spec.full if decision == "full" else Fraction(0)
    effect = AppliedSetting("D3", f"{why}：计 {points(won)} 分")
    return Verdict(won, f"{why}，得 {points(won)} 分", value_text=value_text, effects=(effect,))


def curve(spec: ControlRate, settings: Settings) -> Curve:
    """Full marks up to 100%, then falling."""
    return falling_curve(spec.points, spec.deduct, _LIMIT, +1, settings)


RULE = Rule(
    "control_rate", "控制率（不高于 100% 得满分，每高 1 个百分点扣分）", ControlRate, judge, curve=curve
)
