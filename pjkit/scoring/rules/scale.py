"""按步扣分: full marks up to a limit (or from it on), then so much off for each step beyond it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import plain
from pjkit.model.clause import Attainable, ClauseInputs, ClauseProblem, Curve, Verdict
from pjkit.model.settings import Border, Number, Settings
from pjkit.scoring.rules.base import Rule, part_of_step
from pjkit.scoring.rules.measures import MeasuredClause, above_full, decided_points, measure
from pjkit.scoring.rules.rates import DeductingRate, Limit


class Scale(MeasuredClause, DeductingRate):
    """``side``: where points are lost, above or below ``limit``. ``deduct`` for each ``step``, down to ``floor_points``.

    ``step`` is in percentage points where the value is a rate, else in its unit.
    """

    kind: Literal["scale"]
    limit: Border
    side: Literal["above", "below"]
    step: Border = Border(Fraction(1))
    floor_points: Number = Number(0)

    def borders(self) -> Iterator[tuple[tuple[str | int, ...], Border]]:
        """The limit; a step is a distance."""
        yield ("limit",), self.limit

    def step_width(self) -> Fraction:
        """The step as the file states it."""
        return self.step.number

    def floor(self) -> Fraction:
        """The points that are left at the least."""
        return Fraction(self.floor_points)

    def of_limit(self) -> Limit:
        """The limit with its side and unit."""
        return Limit(self.limit.number, self.side == "above", self.unit)

    def problems(self) -> Iterator[ClauseProblem]:
        """Also a step of nothing and a floor above the points."""
        yield from super().problems()
        if self.step.number <= 0:
            yield ("step",), f"步长是 {plain(self.step.number)}", "大于 0 的数", "改正步长"
        if self.step.percent and self.unit != "%":
            yield ("step",), f"步长写的是百分数 {plain(self.step.number)}%", "与界限相同的单位", "改正步长"
        yield from above_full(self, ("floor_points",), self.floor_points)


def judge(spec: Scale, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one value against its limit."""
    rate = measure(spec, inputs, settings)
    return rate if isinstance(rate, Verdict) else spec.of_limit().score(spec, rate, settings)


def attainable(spec: Scale, settings: Settings) -> Attainable:
    """Whole steps, unless parts of one count; not told where rounding skips some of them."""
    if spec.places is not None and (spec.step_width() * 10**spec.places).denominator > 1:
        return None
    steps = spec.of_limit().attainable(spec, settings)
    return None if steps is None else steps | decided_points(spec, settings)


def curve(spec: Scale, settings: Settings) -> Curve | None:
    """Full marks within the limit, then falling."""
    return spec.of_limit().curve(spec, settings) if spec.unit == "%" else None


def sentence(spec: Scale) -> str:
    """``预算完成率达到100%的，计2分；低于100%的，每低5个百分点扣2分，扣完为止。``."""
    within, beyond, each = ("不高于", "高于", "高") if spec.side == "above" else ("达到", "低于", "低")
    limit, unit = spec.said(spec.limit.number), "个百分点" if spec.unit == "%" else spec.unit
    step = f"{plain(spec.step_width())}{unit}"
    floor = "扣完为止" if not spec.floor_points else f"最低计{plain(spec.floor_points)}分"
    return (
        f"{spec.subject}{spec.rounding}{within}{limit}的，计{plain(spec.points)}分；{beyond}{limit}的，"
        f"每{each}{step}扣{plain(spec.deduct)}分{part_of_step(spec, step)}，{floor}。"
    )


RULE = Rule("scale", "按步扣分（界限以内得满分，每超一步扣分）", Scale, judge, sentence, attainable, curve)
