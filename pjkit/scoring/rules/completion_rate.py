"""完成率、利用率: how much of a plan or a total was reached. Full marks at 100%, less for each point short."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import money
from pjkit.model.clause import ClauseInputs, Verdict
from pjkit.model.figure import Figure, FigureRef
from pjkit.model.finding import RuleWarning, declare_title
from pjkit.model.settings import AppliedSetting, Settings
from pjkit.scoring.rules.base import Rule
from pjkit.scoring.rules.rates import DeductingRate, Limit, ShareRate, nothing_whole, share

_TARGET = Limit(Fraction(100), higher_costs=False)
_NO_DOCUMENT = declare_title("authority_without_document", "认定完成但无文件依据")


class CompletionRate(ShareRate, DeductingRate):
    """``done`` of ``planned``; ``deduct``: points for each percentage point short of 100%.

    ``authority``: a figure set by an authority that replaces ``done`` (D12). ``above`` overrides D6.
    """

    kind: Literal["completion_rate"]
    done: FigureRef
    planned: FigureRef
    authority: FigureRef | None = None

    def part_and_whole(self) -> tuple[FigureRef, FigureRef]:
        """What was done of the plan."""
        return self.done, self.planned


def judge(spec: CompletionRate, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one completion rate."""
    own, planned = inputs.figures["done"], inputs.figures["planned"]
    authority = _authority(inputs)
    counts = authority is not None and settings.authority_figure != "ignored"
    done = authority if authority is not None and counts else own
    nothing = nothing_whole(spec, planned, settings)
    if nothing is not None:
        return nothing
    rate = share(done, planned, spec.above_100(settings), money)
    verdict = rate if isinstance(rate, Verdict) else _TARGET.score(spec, rate, settings)
    if authority is None or None in (done.value, planned.value):
        return verdict
    return _by_authority(verdict, authority, own) if counts else verdict.with_effects(_ignored(authority))


def _authority(inputs: ClauseInputs) -> Figure | None:
    """The figure that an authority has set, if it has."""
    figure = inputs.figures.get("authority")
    return None if figure is None or figure.value is None else figure


def _ignored(authority: Figure) -> AppliedSetting:
    """An authority's figure does not count, because the rubric says so (D12)."""
    assert authority.value is not None, "else there is none"
    return AppliedSetting(
        "D12", f"主管机关核定数 {money(authority.value)} 万元（{authority.source}）按设定不采用"
    )


def _by_authority(verdict: Verdict, authority: Figure, own: Figure) -> Verdict:
    """An authority's figure replaced the department's own (D12)."""
    filled_in = "空白" if own.value is None else f"{money(own.value)} 万元"
    number, why = authority.evidence or "未附文号", authority.note or "未说明原因"
    words = f"部门填报 {filled_in}（{own.source}），以主管机关核定数为准（{number}；{why}）"
    replaced = replace(
        verdict.with_effects(AppliedSetting("D12", words)), reason=f"{verdict.reason}；{words}"
    )
    if authority.evidence and authority.note:
        return replaced
    message = f"“{authority.name}”替代了部门填报数，但没有写明文号或原因"
    warning = RuleWarning(_NO_DOCUMENT, "疑似", message, authority.source)
    return replace(replaced, warnings=(*replaced.warnings, warning))


def sentence(spec: CompletionRate) -> str:
    """``完成率达到100%的，计2分；不足100%的，每低1个百分点扣0.1分，扣完为止。``."""
    return f"完成率达到100%的，{spec.beyond(('不足100%', '低'))}"


RULE = Rule(
    "completion_rate",
    "完成率（达到 100% 得满分，每低 1 个百分点扣分）",
    CompletionRate,
    judge,
    sentence,
    curve=_TARGET.curve,
)
