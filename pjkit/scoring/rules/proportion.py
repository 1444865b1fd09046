"""按比例计分: the value times the points, at most full marks, nothing below a threshold (及格门槛)."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pydantic import Field

from pjkit.model.amounts import percent, plain, points
from pjkit.model.clause import ClauseInputs, ClauseProblem, Curve, Lacking, Verdict
from pjkit.model.finding import RuleWarning
from pjkit.model.settings import AppliedSetting, Border, Settings
from pjkit.scoring.rules.base import Rule, no_data
from pjkit.scoring.rules.measures import MeasuredClause, measure
from pjkit.scoring.rules.rates import RATE_OVER_100, Above, Rate


class Proportion(MeasuredClause):
    """``value`` × points. ``pass``: below it nothing is earned. ``above`` overrides D6."""

    kind: Literal["proportion"]
    threshold: Border | None = Field(None, alias="pass")
    above: Above | None = None

    def borders(self) -> Iterator[tuple[tuple[str | int, ...], Border]]:
        """The threshold, where there is one."""
        return iter(() if self.threshold is None else ((("pass",), self.threshold),))

    @property
    def unit(self) -> str:
        """A value that is multiplied by points is a rate."""
        return "%"

    def problems(self) -> Iterator[ClauseProblem]:
        """Also a value that cannot be a share."""
        yield from super().problems()
        if self.value.unit not in ("", "%", "百分点"):
            yield ("value",), f"公式的单位是“{self.value.unit}”", "比率", "除以同单位的数，或改用别的条款类型"
        if self.threshold is not None and not 0 <= self.threshold.number <= Fraction(100):
            yield ("pass",), f"及格门槛是 {plain(self.threshold.number)}%", "0% 到 100%", "改正及格门槛"


def judge(spec: Proportion, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one rate in proportion."""
    rate = measure(spec, inputs, settings)
    if isinstance(rate, Verdict):
        return rate
    if spec.threshold is not None and rate.in_unit < spec.threshold.number:
        return rate.earns(Fraction(0), f"，低于及格门槛 {plain(spec.threshold.number)}%，得 0.00 分")
    if rate.value > 1:
        return _above_full(spec, rate, settings)
    counted = max(rate.value, Fraction(0))
    below = "，低于 0%，按 0% 计" if rate.value < 0 else ""
    return rate.earns(counted * spec.full, f"{below}，{_times(spec, counted)}")


def _times(spec: Proportion, counted: Fraction) -> str:
    return f"{percent(counted)}×{plain(spec.points)} 分，得 {points(counted * spec.full)} 分"


def _above_full(spec: Proportion, rate: Rate, settings: Settings) -> Verdict:
    """A rate above 100%: capped, or a data error (D6)."""
    if (spec.above or settings.rate_above_100) == "cap":
        effect = AppliedSetting("D6", f"比率 {rate.said} 超过 100%，得分以满分为限")
        return rate.earns(spec.full, f"，{_times(spec, Fraction(1))}", (effect,))
    error = Lacking(f"{rate.working}，超过 100%，数据有误，不能据以计分", "", "data_error")
    effect = AppliedSetting("D6", f"比率 {rate.said} 超过 100%，作为数据错误处理")
    warning = RuleWarning(RATE_OVER_100, "确定", f"比率超过 100%：{rate.working}，数据有误", "")
    return replace(no_data(error), value_text=rate.said, effects=(effect,), warnings=(warning,))


def curve(spec: Proportion, _settings: Settings) -> Curve:
    """A straight line to full marks at 100%, from the threshold on."""
    start = Fraction(0) if spec.threshold is None else spec.threshold.number
    jump = [] if spec.threshold is None else [(start, Fraction(0))]
    ends = ((start, start * spec.full / 100), (Fraction(100), spec.full))
    return Curve("line", (*jump, *ends), full_from=Fraction(100))


def sentence(spec: Proportion) -> str:
    """``得分为执行率乘以10分，低于60%的不计分。``."""
    fails = "" if spec.threshold is None else f"低于{plain(spec.threshold.number)}%的不计分，"
    return f"得分为{spec.subject}{spec.rounding}乘以{plain(spec.points)}分，{fails}最高计{plain(spec.points)}分。"


RULE = Rule("proportion", "按比例计分（比率乘以分值）", Proportion, judge, sentence, curve=curve)
