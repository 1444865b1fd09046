"""比率×分值: the points in proportion to what was done."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import percent, plain, points
from pjkit.model.clause import ClauseSpec, Curve, Verdict
from pjkit.model.figure import Facts, FigureRef
from pjkit.model.settings import Settings
from pjkit.scoring.rules.base import Rule, blanks, no_data, nothing_to_judge, over_full, unusable


class RateTimesPoints(ClauseSpec):
    """``done`` of ``planned``, times the points. ``above`` overrides D6."""

    kind: Literal["rate_times_points"]
    done: FigureRef
    planned: FigureRef
    above: Literal["cap", "error"] | None = None


def judge(spec: RateTimesPoints, facts: Facts, settings: Settings) -> Verdict:
    """Score one completion in proportion, at most the clause's points."""
    done, planned = facts.figures["done"], facts.figures["planned"]
    if planned.not_applicable or planned.value == 0:
        said = "不适用" if planned.not_applicable else "为 0"
        return nothing_to_judge(spec, settings, f"“{planned.name}”{said}（{planned.source}）", planned.source)
    if planned.value is None or done.value is None:
        return no_data(*blanks(done, planned) + unusable(done))
    rate = Fraction(done.value) / Fraction(planned.value)
    working = f"{plain(done.value)}÷{plain(planned.value)}＝{percent(rate)}"
    over = over_full(rate, working, spec.above or settings.rate_above_100, done)
    if isinstance(over, Verdict):
        return over
    won = min(rate, Fraction(1)) * spec.full
    factor = percent(min(rate, Fraction(1)))
    reason = f"{working}，{factor}×{plain(spec.points)} 分，得 {points(won)} 分"
    return Verdict(won, reason, value=rate, value_text=percent(rate), effects=(over,) if over else ())


def curve(spec: RateTimesPoints, _settings: Settings) -> Curve:
    """A straight line from nothing to full marks at 100%."""
    knots = ((Fraction(0), Fraction(0)), (Fraction(100), spec.full))
    return Curve("line", knots, full_from=Fraction(100))


RULE = Rule("rate_times_points", "完成率乘以分值", RateTimesPoints, judge, curve=curve)
