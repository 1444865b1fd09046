"""比率×分值: the points in proportion to what was done."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import percent, plain, points
from pjkit.model.clause import ClauseInputs, Curve, Verdict
from pjkit.model.figure import FigureRef
from pjkit.model.settings import Settings
from pjkit.scoring.rules.base import Rule
from pjkit.scoring.rules.rates import ShareRate, nothing_whole, share


class RateTimesPoints(ShareRate):
    """``done`` of ``planned``, times the points. ``above`` overrides D6."""

    kind: Literal["rate_times_points"]
    done: FigureRef
    planned: FigureRef

    def part_and_whole(self) -> tuple[FigureRef, FigureRef]:
        """What was done of the plan."""
        return self.done, self.planned

    def done_of_planned(self) -> tuple[FigureRef, FigureRef] | None:
        """Tasks are set once: more done than planned needs a look."""
        return self.done, self.planned


def judge(spec: RateTimesPoints, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one completion in proportion, at most the clause's points."""
    done, planned = inputs.figures["done"], inputs.figures["planned"]
    nothing = nothing_whole(spec, planned, settings)
    rate = nothing or share(done, planned, spec.above_100(settings), plain)
    if isinstance(rate, Verdict):
        return rate
    counted = min(rate.value, Fraction(1))
    won = counted * spec.full
    return rate.earns(won, f"，{percent(counted)}×{plain(spec.points)} 分，得 {points(won)} 分")


def curve(spec: RateTimesPoints, _settings: Settings) -> Curve:
    """A straight line from nothing to full marks at 100%."""
    knots = ((Fraction(0), Fraction(0)), (Fraction(100), spec.full))
    return Curve("line", knots, full_from=Fraction(100))


def sentence(spec: RateTimesPoints) -> str:
    """``得分为完成率乘以2分，最高计2分。``."""
    return f"得分为完成率乘以{plain(spec.points)}分，最高计{plain(spec.points)}分。"


RULE = Rule("rate_times_points", "完成率乘以分值", RateTimesPoints, judge, sentence, curve=curve)
