"""控制率: what was spent against the budget. Full marks up to 100%; a budget must have been made (gate)."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import money, points
from pjkit.model.clause import ClauseInputs, Verdict
from pjkit.model.figure import FigureRef
from pjkit.model.formula import Expression
from pjkit.model.settings import AppliedSetting, Settings
from pjkit.scoring.rules.base import Rule
from pjkit.scoring.rules.rates import DeductingRate, Limit, quotient, ratio, without_figures

_LIMIT = Limit(Fraction(100), higher_costs=True)


class ControlRate(DeductingRate):
    """``spent`` against ``budget``; ``deduct``: points for each percentage point above 100%."""

    kind: Literal["control_rate"]
    spent: FigureRef
    budget: FigureRef

    def expression(self) -> Expression:
        """决算 ÷ 预算."""
        return ratio(self.spent, self.budget)


def judge(spec: ControlRate, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one control rate. 年初预算 不适用 = no budget made; 0 = a budget of 0; blank = no data (D3)."""
    spent, budget = inputs.figures["spent"], inputs.figures["budget"]
    if budget.not_applicable:
        why = f"未编制预算（{budget.source} 写“不适用”）"
        return _by_decision(spec, settings.no_budget_made, why, "未编预算")
    if budget.value is None or spent.value is None:
        return without_figures(spent, budget)
    if budget.value == 0 and spent.value == 0:
        return _by_decision(spec, settings.zero_spent_on_zero_budget, "预算为 0、决算为 0", "无基数")
    if budget.value == 0:
        why = f"预算为 0，而决算为 {money(spent.value)} 万元"
        return _by_decision(spec, settings.some_spent_on_zero_budget, why, "无基数")
    return _LIMIT.score(spec, quotient(spent.value, budget.value, name="控制率＝"), settings)


def _by_decision(spec: ControlRate, decision: str, why: str, value_text: str) -> Verdict:
    won = spec.full if decision == "full" else Fraction(0)
    effect = AppliedSetting("D3", f"{why}：计 {points(won)} 分")
    return Verdict(won, f"{why}，得 {points(won)} 分", value_text=value_text, effects=(effect,))


def sentence(spec: ControlRate) -> str:
    """``控制率不高于100%的，计3分；高于100%的，每高1个百分点扣0.5分，扣完为止。``."""
    return f"控制率不高于100%的，{spec.beyond(('高于100%', '高'))}"


RULE = Rule(
    "control_rate",
    "控制率（不高于 100% 得满分，每高 1 个百分点扣分）",
    ControlRate,
    judge,
    sentence,
    curve=_LIMIT.curve,
)
