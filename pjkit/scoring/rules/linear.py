"""线性计分: straight between points, constant beyond them."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import ClauseInputs, ClauseProblem, Curve, Verdict
from pjkit.model.settings import Border, Number, Settings
from pjkit.scoring.rules.base import Rule, earns
from pjkit.scoring.rules.measures import MeasuredClause, above_full, measure

_FEWEST = 2


class Linear(MeasuredClause):
    """``points_at``: points by value, straight between; beyond them those of the ends, or ``below`` and ``above``."""

    kind: Literal["linear"]
    points_at: dict[Border, Number]
    below: Number | None = None
    above: Number | None = None

    def borders(self) -> Iterator[tuple[tuple[str | int, ...], Border]]:
        """The values with stated points."""
        return ((("points_at", _written(border)), border) for border in self.points_at)

    def knots(self) -> list[tuple[Fraction, Fraction]]:
        """Value and points, the lowest value first."""
        return sorted((border.number, Fraction(won)) for border, won in self.points_at.items())

    def problems(self) -> Iterator[ClauseProblem]:
        """Also fewer than two values, one value twice, points beyond the clause's."""
        yield from super().problems()
        if len({border.number for border in self.points_at}) < max(_FEWEST, len(self.points_at)):
            yield ("points_at",), "不足两个不同的值", "至少两个不同的值", "补上或改正各个值"
        for border, won in self.points_at.items():
            yield from above_full(self, ("points_at", _written(border)), won)
        for name, beyond in (("below", self.below), ("above", self.above)):
            if beyond is not None:
                yield from above_full(self, (name,), beyond)


def _written(border: Border) -> str:
    return f"{plain(border.number)}{'%' if border.percent else ''}"


def judge(spec: Linear, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one value on its line."""
    rate = measure(spec, inputs, settings)
    if isinstance(rate, Verdict):
        return rate
    won, words = _won(spec, rate.in_unit)
    return rate.earns(won, f"，{words}，得 {points(won)} 分")


def _won(spec: Linear, number: Fraction) -> tuple[Fraction, str]:
    """The points of a value, and where on the line it lies."""
    knots = spec.knots()
    (lowest, first), (highest, last) = knots[0], knots[-1]
    if number < lowest:
        return first if spec.below is None else Fraction(spec.below), f"低于 {spec.said(lowest)}"
    if number >= highest:
        beyond = number > highest and spec.above is not None
        return Fraction(spec.above or 0) if beyond else last, (
            f"{'高于' if beyond else '达到'} {spec.said(highest)}"
        )
    (x0, y0), (x1, y1) = next(pair for pair in pairwise(knots) if number < pair[1][0])
    unit = spec.unit if spec.unit == "%" else ""
    share = f"（{plain(number, 4)}{unit}－{plain(x0)}{unit}）÷（{plain(x1)}{unit}－{plain(x0)}{unit}）"
    rise = f"×{plain(y1 - y0)} 分" if y1 > y0 else f"×（{plain(y1 - y0)}）分"
    start = f"{plain(y0)} 分＋" if y0 else ""
    return y0 + (y1 - y0) * (number - x0) / (x1 - x0), (
        f"在 {spec.said(x0)} 与 {spec.said(x1)} 之间，{start}{share}{rise}"
    )


def curve(spec: Linear, _settings: Settings) -> Curve | None:
    """The line itself; a jump is two knots at one value."""
    if spec.unit != "%":
        return None
    knots = spec.knots()
    (lowest, first), (highest, last) = knots[0], knots[-1]
    before = [] if spec.below in (None, first) else [(lowest, Fraction(spec.below or 0))]
    after = [] if spec.above in (None, last) else [(highest, Fraction(spec.above or 0))]
    full = [number for number, won in knots if won == spec.full]
    rising = last > first
    bounds = {"full_from" if rising else "full_to": full[0 if rising else -1]} if full else {}
    return Curve("line", (*before, *knots, *after), **bounds)


def sentence(spec: Linear) -> str:
    """``满意度不高于60%的，不计分；60%至90%的，在0分与10分之间按直线计分；达到90%的，计10分。``."""
    knots = spec.knots()
    (lowest, first), (highest, last) = knots[0], knots[-1]
    below = first if spec.below is None else Fraction(spec.below)
    parts = [f"{spec.subject}{spec.rounding}低于{spec.said(lowest)}的，{earns(below)}"]
    parts += [
        f"{spec.said(x0)}至{spec.said(x1)}的，由{plain(y0)}分至{plain(y1)}分按直线计分"
        for (x0, y0), (x1, y1) in pairwise(knots)
    ]
    if spec.above is None:
        parts.append(f"{spec.said(highest)}以上的，{earns(last)}")
    else:
        parts.append(f"高于{spec.said(highest)}的，{earns(Fraction(spec.above))}")
    return "；".join(parts) + "。"


RULE = Rule("linear", "线性计分（两点之间按直线）", Linear, judge, sentence, curve=curve)
