"""变动率: how much a spending grew against last year. Full marks up to 0%, then so much a percentage point."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import money, percent, points
from pjkit.model.clause import ClauseInputs, Verdict
from pjkit.model.figure import Figure, FigureRef
from pjkit.model.finding import RuleWarning, declare_title
from pjkit.model.formula import Expression, Name, Operation
from pjkit.model.settings import AppliedSetting, Settings
from pjkit.scoring.rules.base import Rule, nothing_to_judge
from pjkit.scoring.rules.rates import DeductingRate, Limit, Rate, without_figures

_LIMIT = Limit(Fraction(0), higher_costs=True)
_WITHOUT_BASE = declare_title("spending_without_base", "上年为零，本年有支出")


class ChangeRate(DeductingRate):
    """``last`` and ``this``: the two years' figures; ``deduct``: points for each percentage point above 0."""

    kind: Literal["change_rate"]
    last: FigureRef
    this: FigureRef

    def expression(self) -> Expression:
        """(本年 − 上年) ÷ 上年."""
        last, this = Name(self.last.written), Name(self.this.written)
        return Operation("÷", (Operation("-", (this, last)), last))


def change(last: Decimal, this: Decimal) -> Fraction:
    """(本年 − 上年) ÷ 上年, exact. ``last`` must not be 0."""
    return (Fraction(this) - Fraction(last)) / Fraction(last)


def judge(spec: ChangeRate, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one change rate; without a base D1 or D2 decides."""
    last, this = inputs.figures["last"], inputs.figures["this"]
    if last.not_applicable:
        return nothing_to_judge(spec, settings, f"“{last.name}”不适用（{last.source}）", last.source)
    if last.value is None or this.value is None:
        return without_figures(last, this)
    if last.value == 0:
        return _without_base(spec, this, this.value, settings)
    rate = change(last.value, this.value)
    working = f"变动率＝（{money(this.value)}－{money(last.value)}）÷{money(last.value)}＝{percent(rate)}"
    return _LIMIT.score(spec, Rate(rate, working), settings)


def _without_base(spec: ChangeRate, this: Figure, amount: Decimal, settings: Settings) -> Verdict:
    if amount == 0:
        full = settings.zero_base_unchanged == "full"
        won = spec.full if full else Fraction(0)
        effect = AppliedSetting("D1", f"上年、本年均为 0，无基数，计{'满分' if full else ' 0 分'}")
        reason = f"上年、本年均为 0，无基数，不计算变动率，得 {points(won)} 分"
        return Verdict(won, reason, value_text="无基数", effects=(effect,))
    grown = f"上年为 0、本年为 {money(amount)} 万元，无基数"
    if settings.zero_base_increased == "not_applicable":
        return nothing_to_judge(spec, settings, grown).with_effects(
            AppliedSetting("D2", f"{grown}，按不适用计")
        )
    message = f"{grown}：“{this.name}”从无到有，请部门说明原因"
    return Verdict(
        Fraction(0),
        f"{grown}，得 0.00 分，待说明",
        value_text="无基数",
        effects=(AppliedSetting("D2", f"{grown}，计 0 分，待部门说明"),),
        warnings=(RuleWarning(_WITHOUT_BASE, "提示", message, this.source),),
    )


def sentence(spec: ChangeRate) -> str:
    """``变动率不高于0的，计3分；高于0的，每高1个百分点扣0.3分，扣完为止。``."""
    return f"变动率不高于0的，{spec.beyond(('高于0', '高'))}"


RULE = Rule(
    "change_rate",
    "变动率（不高于 0% 得满分，每高 1 个百分点扣分）",
    ChangeRate,
    judge,
    sentence,
    curve=_LIMIT.curve,
)
