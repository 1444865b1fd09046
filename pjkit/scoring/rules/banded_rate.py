"""分档比率: a share or a satisfaction rate that earns points by bands."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from pjkit.model.amounts import percent, plain, points
from pjkit.model.clause import Attainable, ClauseSpec, Curve, Lacking, RuleWarning, Verdict
from pjkit.model.figure import Facts, Figure, FigureRef
from pjkit.model.settings import AppliedSetting, Number, Settings, Spec
from pjkit.scoring.rules.base import Rule, blanks, no_data, nothing_to_judge, over_full, unusable
from pjkit.scoring.rules.part_of_point import full_percent


class Band(Spec):
    """From this percentage on, these points, up to the next band."""

    from_: Number = Field(alias="from")
    points: Number


class BandedRate(ClauseSpec):
    """``part`` of ``whole`` in ``bands`` (highest first). ``survey``: answers of a questionnaire (D13)."""

    kind: Literal["banded_rate"]
    part: FigureRef
    whole: FigureRef
    bands: list[Band]
    above: Literal["cap", "error"] | None = None
    border: Literal["lower_inclusive", "upper_inclusive"] | None = None
    survey: bool = False


def judge(spec: BandedRate, facts: Facts, settings: Settings) -> Verdict:
    """Score one banded rate. A survey nobody answered is no data, not 不适用 (D7)."""
    part, whole = facts.figures["part"], facts.figures["whole"]
    if not spec.survey and (whole.not_applicable or whole.value == 0):
        said = "不适用" if whole.not_applicable else "为 0"
        return nothing_to_judge(spec, settings, f"“{whole.name}”{said}（{whole.source}）", whole.source)
    if whole.value is None or part.value is None:
        return no_data(*blanks(part, whole) + unusable(part, whole))
    if whole.value == 0:
        nobody = f"“{whole.name}”为 0（{whole.source}），没有人作答"
        return no_data(Lacking(nobody, whole.source, "nobody_answered"))
    rate = Fraction(part.value) / Fraction(whole.value)
    working = f"{plain(part.value)}÷{plain(whole.value)}＝{percent(rate)}"
    over = over_full(rate, working, spec.above or settings.rate_above_100, part)
    if isinstance(over, Verdict):
        return over
    if spec.survey and whole.value < settings.smallest_survey:
        return _small_survey(spec, rate, working, whole, settings)
    return _banded(spec, rate, working, settings, (over,) if over else ())


def _banded(
    spec: BandedRate, rate: Fraction, working: str, settings: Settings, effects: tuple[AppliedSetting, ...]
) -> Verdict:
    inclusive = (spec.border or settings.band_border) == "lower_inclusive"
    exact = full_percent(rate)
    ranked = sorted(spec.bands, key=lambda band: band.from_, reverse=True)
    held = next((b for b in ranked if exact > b.from_ or (inclusive and exact == b.from_)), ranked[-1])
    on_border = any(exact == band.from_ for band in ranked if band.from_ not in (0, 100))
    if on_border:
        side = "归入上一档" if inclusive else "归入下一档"
        effects = (*effects, AppliedSetting("D5", f"比率恰为 {plain(exact)}%，在分档界上，{side}"))
    won = Fraction(held.points)
    reason = f"{working}，{_band_name(spec, held, inclusive=inclusive)}，得 {points(won)} 分"
    return Verdict(won, reason, value=rate, value_text=percent(rate), effects=effects)


def _band_name(spec: BandedRate, held: Band, *, inclusive: bool) -> str:
    higher = [band.from_ for band in spec.bands if band.from_ > held.from_]
    if not higher:
        return f"达到 {plain(held.from_)}%" if inclusive else f"超过 {plain(held.from_)}%"
    if held.from_ == 0:
        return f"低于 {plain(min(higher))}%" if inclusive else f"不超过 {plain(min(higher))}%"
    left, right = ("（含）", "") if inclusive else ("", "（含）")
    return f"在 {plain(held.from_)}%{left}至 {plain(min(higher))}%{right}之间"


def _small_survey(
    spec: BandedRate, rate: Fraction, working: str, whole: Figure, settings: Settings
) -> Verdict:
    assert whole.value is not None, "judge has looked"
    few = f"有效问卷 {plain(whole.value)} 份，不足 {settings.smallest_survey} 份"
    message = f"{few}，满意度 {percent(rate)} 不足以扣分，请补充调查"
    return Verdict(
        spec.full,
        f"{working}；{few}，不据以扣分，得满分 {points(spec.points)} 分",
        value=rate,
        value_text=percent(rate),
        effects=(AppliedSetting("D13", f"{few}，不自动扣分"),),
        notices=(RuleWarning("small_survey", "提示", message, whole.source),),
    )


def attainable(spec: BandedRate, _settings: Settings) -> Attainable:
    """The points of the bands, and full marks."""
    return frozenset({spec.full, *(Fraction(band.points) for band in spec.bands)})


def curve(spec: BandedRate, _settings: Settings) -> Curve:
    """The bands as steps."""
    ranked = sorted(spec.bands, key=lambda band: band.from_)
    knots = tuple((Fraction(band.from_), Fraction(band.points)) for band in ranked)
    return Curve("steps", knots, full_from=knots[-1][0])


RULE = Rule("banded_rate", "比率分档计分", BandedRate, judge, attainable, curve)
