"""分档计分: a value earns the points of the first band that it falls into; every value falls into one."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Literal

from pjkit.model.amounts import points
from pjkit.model.clause import Attainable, ClauseInputs, ClauseProblem, Curve, Lacking, Verdict
from pjkit.model.formula import Formula
from pjkit.model.settings import Border, Settings
from pjkit.scoring.rules.band import Band, End, within
from pjkit.scoring.rules.banded_rate import small_survey
from pjkit.scoring.rules.base import Rule, earns, no_data
from pjkit.scoring.rules.measures import (
    MeasuredClause,
    above_full,
    decided_points,
    measure,
    without_number,
)


class Bands(MeasuredClause):
    """``bands`` in the order in which they are tried. ``survey``: the valid answers behind the value (D13)."""

    kind: Literal["bands"]
    bands: list[Band]
    survey: Formula | None = None

    def borders(self) -> Iterator[tuple[tuple[str | int, ...], Border]]:
        """Every border of every band."""
        for at, band in enumerate(self.bands):
            yield from ((("bands", at, name), border) for name, border in band.written().items())

    def band_of(self, number: Fraction) -> Band | None:
        """The first band that a value falls into."""
        return next((band for band in self.bands if band.holds(number)), None)

    def regions(self) -> list[Fraction]:
        """A value from everywhere the bands can tell apart: below, on, between and above their borders."""
        ends = sorted({border.number for _path, border in self.borders()})
        between = [(low + high) / 2 for low, high in pairwise(ends)]
        return sorted([ends[0] - 1, *ends, *between, ends[-1] + 1]) if ends else []

    def problems(self) -> Iterator[ClauseProblem]:
        """Also bands that say too little or too much, overlap, are never reached, or leave a hole."""
        yield from super().problems()
        shapes = [one for at, band in enumerate(self.bands) for one in _shape(self, at, band)]
        yield from shapes or _places(self)


def _shape(spec: Bands, at: int, band: Band) -> Iterator[ClauseProblem]:
    """What is wrong with a band by itself."""
    names, path = set(band.written()), ("bands", at)
    if band.else_ is not None:
        if names or band.points is not None or at + 1 < len(spec.bands):
            yield path, "else 与别的写在一起，或不在最后", "最后一档单独写 {else: 分值}", "改正这一档"
        yield from above_full(spec, (*path, "else"), band.else_)
        return
    if band.points is None:
        yield path, "这一档没有分值", "points", "补上 points"
    else:
        yield from above_full(spec, (*path, "points"), band.points)
    doubled = {"to", "below"} <= names or {"from", "above"} <= names or ("eq" in names and len(names) > 1)
    if not names or doubled:
        yield path, "这一档的界限不成一段", "eq，或 from、above 之一与 to、below 之一", "改正界限"
    elif band.low and band.high and band.low >= band.high and band.eq is None:
        yield path, "下限不低于上限", "下限低于上限", "改正界限"


def _places(spec: Bands) -> Iterator[ClauseProblem]:
    """What is wrong with the bands together."""
    tried = [band for band in spec.bands if band.else_ is None]
    probes = {probe: [at for at, band in enumerate(tried) if band.holds(probe)] for probe in spec.regions()}
    reached = {held[0] for held in probes.values() if held}
    for at in range(len(tried)):
        if at not in reached:
            wanted = "to、below 由小到大，from、above 由大到小，eq 在前"
            yield ("bands", at), f"第 {at + 1} 档排在后面，轮不到它", wanted, "改正界限或次序"
    yield from _overlaps(spec, tried, {probe: held for probe, held in probes.items() if set(held) <= reached})
    holes = [_place(spec, probe) for probe, held in probes.items() if not held]
    if holes and len(tried) == len(spec.bands):
        found = f"没有一档包括{'、'.join(holes)}的值"
        yield ("bands",), found, "每个值都归入一档", "补上一档，或在最后写 {else: 分值}"


def _overlaps(spec: Bands, tried: list[Band], probes: dict[Fraction, list[int]]) -> Iterator[ClauseProblem]:
    """Two bands for one value, but for those of a row of one-sided ones and what is taken out by ``eq``."""
    told = set()
    for probe, held in probes.items():
        for first, second in pairwise(held):
            one, other = tried[first], tried[second]
            in_row = one.open_side == other.open_side != ""
            if in_row or one.eq is not None or (first, second) in told:
                continue
            told.add((first, second))
            found = f"第 {second + 1} 档与第 {first + 1} 档重叠：{_place(spec, probe)}的值"
            yield ("bands", second), found, "各档不重叠", "改正界限"


def _place(spec: Bands, probe: Fraction) -> str:
    """Where a value lies among the borders, in words."""
    ends = sorted({border.number for _path, border in spec.borders()})
    if probe in ends:
        return f"等于 {spec.said(probe)} "
    if probe < ends[0]:
        return f"低于 {spec.said(ends[0])} "
    if probe > ends[-1]:
        return f"高于 {spec.said(ends[-1])} "
    low, high = next(pair for pair in pairwise(ends) if pair[0] < probe < pair[1])
    return f" {spec.said(low)} 与 {spec.said(high)} 之间"


def judge(spec: Bands, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one value by the first band that holds it."""
    answers = inputs.values.get("survey")
    if answers is not None and answers.number is None:
        return without_number(spec, answers, settings)
    if answers is not None and answers.number == 0:
        return no_data(Lacking(f"有效问卷为 0（{answers.working}），没有人作答", "", "nobody_answered"))
    rate = measure(spec, inputs, settings)
    if isinstance(rate, Verdict):
        return rate
    if answers is not None and answers.number is not None and answers.number < settings.smallest_survey:
        where = "、".join(figure.source for figure in answers.figures)
        return small_survey(spec, rate, (answers.number, where), settings)
    held = spec.band_of(rate.in_unit)
    assert held is not None, "a rubric whose bands leave a hole is refused"
    return rate.earns(held.earned, f"，{_said(spec, held, ' ')}，得 {points(held.earned)} 分")


def _said(spec: Bands, band: Band, gap: str = "") -> str:
    """A band in words: ``高于10%且不高于20%``. A one-sided band begins where the one before it ends."""
    if band.else_ is not None:
        return f"不在以上各档{gap}" if gap else "其余"
    if band.eq is not None:
        return f"等于{gap}{spec.said(band.eq.number)}"
    before = spec.bands[: spec.bands.index(band)]
    row = [other for other in before if other.open_side and other.open_side == band.open_side]
    low, high = band.low, band.high
    if row and low is None:
        low = _next_to(row[-1].high)
    elif row:
        high = _next_to(row[-1].low)
    others = any(one.eq is not None and within(one.eq.number, low, high) for one in before)
    words = [_above(spec, low, gap), _below(spec, high, gap)]
    return ("其他" if others and not gap else "") + f"{gap}且".join(filter(None, words))


def _next_to(end: End | None) -> End | None:
    return None if end is None else (end[0], not end[1])


def _above(spec: Bands, low: End | None, gap: str) -> str:
    return "" if low is None else f"{'达到' if low[1] else '高于'}{gap}{spec.said(low[0])}"


def _below(spec: Bands, high: End | None, gap: str) -> str:
    return "" if high is None else f"{'不高于' if high[1] else '低于'}{gap}{spec.said(high[0])}"


def _possible(spec: Bands) -> Iterator[Fraction]:
    """A value from every region that there can be: a rounded one skips those narrower than its last place."""
    if spec.places is None:
        yield from spec.regions()
        return
    unit = Fraction(1, 10**spec.places)
    for _path, border in spec.borders():
        steps = border.number / unit
        yield from (one * unit for one in (ceil(steps) - 1, floor(steps), ceil(steps), floor(steps) + 1))


def attainable(spec: Bands, settings: Settings) -> Attainable:
    """The points of the bands that a value can fall into, and those without a value."""
    held = (spec.band_of(probe) for probe in _possible(spec))
    reached = frozenset(band.earned for band in held if band is not None)
    surveyed = {spec.full} if spec.survey is not None and settings.smallest_survey > 1 else set()
    return reached | decided_points(spec, settings) | surveyed


def curve(spec: Bands, _settings: Settings) -> Curve | None:
    """The bands as steps; a value with a band of its own is a spike."""
    if spec.unit != "%" or not spec.regions():
        return None
    regions = [(probe, band.earned) for probe in spec.regions() if (band := spec.band_of(probe))]
    knots = [regions[0]]
    for (_, before), (border, won), (_, after) in zip(
        regions[::2], regions[1::2], regions[2::2], strict=False
    ):
        spike = [(border, won)] if won not in (before, after) else []
        knots += [*spike, (border, after)]
    return Curve("steps", tuple(knots), **_bounds(spec, [won == spec.full for _, won in regions]))


def _bounds(spec: Bands, full: list[bool]) -> dict[str, Fraction]:
    """From where to where there are full marks; regions alternate between stretches and borders."""
    ends = sorted({border.number for _path, border in spec.borders()})
    if True not in full:
        return {}
    first, last = full.index(True), len(full) - 1 - full[::-1].index(True)
    bounds = {"full_from": ends[(first - 1) // 2]} if first else {}
    return bounds | ({"full_to": ends[last // 2]} if last < len(full) - 1 else {})


def sentence(spec: Bands) -> str:
    """``预算调整率等于0的，计3分；其他不高于10%的，计2分；其余不计分。``."""
    said = (
        f"{_said(spec, band)}{'' if band.else_ is not None else '的，'}{earns(band.earned)}"
        for band in spec.bands
    )
    return f"{spec.subject}{spec.rounding}{'；'.join(said)}。"


RULE = Rule("bands", "分档计分（界限各自写明）", Bands, judge, sentence, attainable, curve)
