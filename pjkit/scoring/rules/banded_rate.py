"""分档比率: a share or a satisfaction rate that earns points by bands."""

from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from pjkit.model.amounts import plain, points
from pjkit.model.clause import (
    Attainable,
    ClauseInputs,
    ClauseSpec,
    Curve,
    Lacking,
    Verdict,
)
from pjkit.model.figure import FigureRef
from pjkit.model.finding import RuleWarning, declare_title
from pjkit.model.settings import AppliedSetting, Number, Settings, Spec
from pjkit.scoring.rules.base import Rule, earns, no_data, points_for_nothing
from pjkit.scoring.rules.rates import Rate, ShareRate, nothing_whole, share

_SMALL_SURVEY = declare_title("small_survey", "有效问卷偏少")


class Band(Spec):
    """From this percentage on, these points, up to the next band."""

    from_: Number = Field(alias="from")
    points: Number


class BandedRate(ShareRate):
    """``part`` of ``whole`` in ``bands`` (highest first). ``survey``: answers of a questionnaire (D13)."""

    kind: Literal["banded_rate"]
    part: FigureRef
    whole: FigureRef
    bands: list[Band]
    border: Literal["lower_inclusive", "upper_inclusive"] | None = None
    survey: bool = False

    def part_and_whole(self) -> tuple[FigureRef, FigureRef]:
        """What is divided by what."""
        return self.part, self.whole


def judge(spec: BandedRate, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one banded rate. A survey nobody answered is no data, not 不适用 (D7)."""
    part, whole = inputs.figures["part"], inputs.figures["whole"]
    nothing = None if spec.survey else nothing_whole(spec, whole, settings)
    if nothing is not None:
        return nothing
    if whole.value == 0 and part.value is not None:
        nobody = f"“{whole.name}”为 0（{whole.source}），没有人作答"
        return no_data(Lacking(nobody, whole.source, "nobody_answered"))
    rate = share(part, whole, spec.above_100(settings), plain)
    if isinstance(rate, Verdict):
        return rate
    if spec.survey and whole.value is not None and whole.value < settings.smallest_survey:
        return small_survey(spec, rate, (Fraction(whole.value), whole.source), settings)
    return _banded(spec, rate, settings)


def _banded(spec: BandedRate, rate: Rate, settings: Settings) -> Verdict:
    inclusive = (spec.border or settings.band_border) == "lower_inclusive"
    exact = rate.in_unit
    ranked = sorted(spec.bands, key=lambda band: band.from_, reverse=True)
    held = next((b for b in ranked if exact > b.from_ or (inclusive and exact == b.from_)), ranked[-1])
    effects: tuple[AppliedSetting, ...] = ()
    if any(exact == band.from_ for band in ranked if band.from_ not in (0, 100)):
        side = "归入上一档" if inclusive else "归入下一档"
        effects = (AppliedSetting("D5", f"比率恰为 {plain(exact)}%，在分档界上，{side}"),)
    won = Fraction(held.points)
    return rate.earns(won, f"，{_band_name(spec, held, inclusive=inclusive)}，得 {points(won)} 分", effects)


def _band_name(spec: BandedRate, held: Band, *, inclusive: bool) -> str:
    higher = [band.from_ for band in spec.bands if band.from_ > held.from_]
    if not higher:
        return f"达到 {plain(held.from_)}%" if inclusive else f"超过 {plain(held.from_)}%"
    if held.from_ == 0:
        return f"低于 {plain(min(higher))}%" if inclusive else f"不超过 {plain(min(higher))}%"
    left, right = ("（含）", "") if inclusive else ("", "（含）")
    return f"在 {plain(held.from_)}%{left}至 {plain(min(higher))}%{right}之间"


def small_survey(spec: ClauseSpec, rate: Rate, answers: tuple[Fraction, str], settings: Settings) -> Verdict:
    """D13: too few ``answers`` (how many, where that stands) to take points off."""
    many, where = answers
    few = f"有效问卷 {plain(many)} 份，不足 {settings.smallest_survey} 份"
    message = f"{few}，满意度 {rate.said} 不足以扣分，请补充调查"
    words = f"；{few}，不据以扣分，得满分 {points(spec.points)} 分"
    warning = RuleWarning(_SMALL_SURVEY, "提示", message, where)
    return rate.earns(spec.full, words, (AppliedSetting("D13", f"{few}，不自动扣分"),), warning)


def attainable(spec: BandedRate, settings: Settings) -> Attainable:
    """The points of the bands, and full marks where nothing (D7) or a small survey (D13) earns them."""
    banded = frozenset(Fraction(band.points) for band in spec.bands)
    if spec.survey:
        return banded | ({spec.full} if settings.smallest_survey > 1 else set())
    return banded | points_for_nothing(spec, settings)


def curve(spec: BandedRate, _settings: Settings) -> Curve:
    """The bands as steps."""
    ranked = sorted(spec.bands, key=lambda band: band.from_)
    knots = tuple((Fraction(band.from_), Fraction(band.points)) for band in ranked)
    return Curve("steps", knots, full_from=knots[-1][0])


def sentence(spec: BandedRate) -> str:
    """``比率达到90%的，计2分；达到80%不足90%的，计1分；不足80%的，不计分。``, by the clause's own side of borders."""
    ranked = sorted(spec.bands, key=lambda band: band.from_, reverse=True)
    upper = spec.border == "upper_inclusive"
    reaches, short = ("高于", "不高于") if upper else ("达到", "不足")
    first = f"比率{reaches}{plain(ranked[0].from_)}%的，{earns(ranked[0].points)}"
    between = (
        (f"{reaches}{plain(low.from_)}%" if low.from_ else "")
        + f"{short}{plain(high.from_)}%的，{earns(low.points)}"
        for high, low in pairwise(ranked)
    )
    return "；".join((first, *between)) + "。"


RULE = Rule("banded_rate", "比率分档计分", BandedRate, judge, sentence, attainable, curve)
