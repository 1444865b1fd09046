"""完成率、利用率: how much of a plan or a total was reached. Full marks at 100%, less for each point short."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import money, percent, points
from pjkit.model.clause import ClauseSpec, Curve, RuleWarning, Verdict
from pjkit.model.figure import Facts, Figure, FigureRef
from pjkit.model.settings import AppliedSetting, Number, Settings
from pjkit.scoring.rules.base import Rule, blanks, no_data, nothing_to_judge, over_full, unusable
from pjkit.scoring.rules.part_of_point import falling_curve, full_percent, take_off

_TARGET = 100  # percent


class CompletionRate(ClauseSpec):
    """``done`` of ``planned``; ``deduct``: points for each percentage point short of 100%.

    ``authority``: a figure set by an authority that replaces ``done`` (D12). ``above`` overrides D6.
    """

    kind: Literal["completion_rate"]
    done: FigureRef
    planned: FigureRef
    deduct: Number
    authority: FigureRef | None = None
    above: Literal["cap", "error"] | None = None


def judge(spec: CompletionRate, facts: Facts, settings: Settings) -> Verdict:
    """Score one completion rate."""
    planned = facts.figures["planned"]
    done, replaced = _done(facts, settings)
    if planned.not_applicable or planned.value == 0:
        said = "不适用" if planned.not_applicable else "为 0"
        return nothing_to_judge(spec, settings, f"“{planned.name}”{said}（{planned.source}）", planned.source)
    if planned.value is None or done.value is None:
        return no_data(*blanks(done, planned) + unusable(done))
    verdict = _rated(spec, done, planned, settings)
    if replaced is not None:
        return _with_authority(verdict, done, replaced)
    ignored = _ignored(facts, settings)
    return replace(verdict, effects=(*verdict.effects, ignored)) if ignored else verdict


def _done(facts: Facts, settings: Settings) -> tuple[Figure, Figure | None]:
    """The figure that counts and the department's own that it replaces, if it does (D12)."""
    own, authority = facts.figures["done"], facts.figures.get("authority")
    if authority is None or authority.value is None or settings.authority_figure == "ignored":
        return own, None
    return authority, own


def _ignored(facts: Facts, settings: Settings) -> AppliedSetting | None:
    """An authority's figure that is there and does not count, because the rubric says so (D12)."""
    authority = facts.figures.get("authority")
    if authority is None or authority.value is None or settings.authority_figure != "ignored":
        return None
    return AppliedSetting(
        "D12", f"主管机关核定数 {money(authority.value)} 万元（{authority.source}）按设定不采用"
    )


def _rated(spec: CompletionRate, done: Figure, planned: Figure, settings: Settings) -> Verdict:
    assert done.value is not None, "judge has looked"
    assert planned.value is not None, "judge has looked"
    rate = Fraction(done.value) / Fraction(planned.value)
    working = f"{money(done.value)}÷{money(planned.value)}＝{percent(rate)}"
    over = over_full(rate, working, spec.above or settings.rate_above_100, done)
    if isinstance(over, Verdict):
        return over
    if rate >= 1:
        reason = f"{working}，达到 100%，得满分 {points(spec.points)} 分"
        effects = (over,) if over else ()
        return Verdict(spec.full, reason, value=rate, value_text=percent(rate), effects=effects)
    loss = take_off(spec.points, _TARGET - full_percent(rate), spec.deduct, settings)
    reason = f"{working}，低于 100% {loss.working}，得 {points(loss.left)} 分"
    return Verdict(loss.left, reason, value=rate, value_text=percent(rate), effects=loss.effects)


def _with_authority(verdict: Verdict, authority: Figure, own: Figure) -> Verdict:
    kept = "空白" if own.value is None else f"{money(own.value)} 万元"
    number = authority.evidence or "未附文号"
    why = authority.note or "未说明原因"
    said = f"部门填报 {kept}（{own.source}），以主管机关核定数为准（{number}；{why}）"
    effect = AppliedSetting("D12", said)
    notices = verdict.notices
    if not authority.evidence or not authority.note:
        message = f"“{authority.name}”替代了部门填报数，但没有写明文号或原因"
        notices = (*notices, RuleWarning("authority_without_document", "疑似", message, authority.source))
    return Verdict(
        verdict.points,
        f"{verdict.reason}；{said}",
        value=verdict.value,
        value_text=verdict.value_text,
        effects=(*verdict.effects, effect),
        notices=notices,
    )


def curve(spec: CompletionRate, settings: Settings) -> Curve:
    """Rising to full marks at 100%."""
    return falling_curve(spec.points, spec.deduct, _TARGET, -1, settings)


RULE = Rule(
    "completion_rate", "完成率（达到 100% 得满分，每低 1 个百分点扣分）", CompletionRate, judge, curve=curve
)
