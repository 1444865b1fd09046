"""比率×分值: the points in proportion to what was done."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import percent, plain, points
from pjkit.model.clause import ClauseSpec, Curve, Verdict
from pjkit.model.figure import Facts, FigureRef
from pjkit.model.settings import Settings
from pjkit.scoring.rules.base import Rule
from pjkit.scoring.rules.rates import Above, nothing_whole, share


class RateTimesPoints(ClauseSpec):
    """``done`` of ``planned``, times the points. ``above`` overrides D6."""

    kind: Literal["rate_times_points"]
    done: FigureRef
    planned: FigureRef
    above: Above | None = None

    def part_of_whole(self, settings: Settings) -> tuple[FigureRef, FigureRef] | None:
        """What was done of the plan, where D6 calls more than all of it an error."""
        return (self.done, self.planned) if (self.above or settings.rate_above_100) == "error" else None

    def done_of_planned(self) -> tuple[FigureRef, FigureRef] | None:
        """Tasks are set once: more done than planned needs a look."""
        return self.done, self.planned


def judge(spec: RateTimesPoints, facts: Facts, settings: Settings) -> Verdict:
    """Score one completion in proportion, at most the clause's points."""
    done, planned = facts.figures["done"], facts.figures["planned"]
    rate = nothing_whole(spec, planned, settings) or share(
        done, planned, spec.above or settings.rate_above_100, plain
    )
    if isinstance(rate, Verdict):
        return rate
    counted = min(rate.value, Fraction(1))
    won = counted * spec.full
    return rate.earns(won, f"，{percent(counted)}×{plain(spec.points)} 分，得 {points(won)} 分")


def curve(spec: RateTimesPoints, _settings: Settings) -> Curve:
    """A straight line from nothing to full marks at 100%."""
    knots = ((Fraction(0), Fraction(0)), (Fraction(100), spec.full))
    return Curve("line", knots, full_from=Fraction(100))


RULE = Rule("rate_times_points", "完成率乘以分值", RateTimesPoints, judge, curve=curve)
