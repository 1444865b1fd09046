"""What every clause kind is made of: a rule, and what all kinds say alike.

A rule knows nothing of files, notebooks or tables: it gets the clause's spec, the inputs the spec asks
for, and the settings D1–D19, and gives a :class:`Verdict`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pjkit.model.amounts import points
from pjkit.model.clause import (
    Attainable,
    Cause,
    ClauseInputs,
    ClauseSpec,
    Curve,
    Lacking,
    Verdict,
    lacking_words,
)
from pjkit.model.formula import Value
from pjkit.model.settings import AppliedSetting, Settings


def no_attainable_limit(_spec: Any, _settings: Settings) -> Attainable:
    """For clauses scored by a continuous rate."""
    return None


def no_curve(_spec: Any, _settings: Settings) -> Curve | None:
    """For clauses without a rate."""
    return None


@dataclass(frozen=True)
class Rule:
    """One clause kind of the registry."""

    kind: str
    title: str  # Chinese, for documents and the form
    spec: type[ClauseSpec]
    judge: Callable[[Any, ClauseInputs, Settings], Verdict]
    attainable: Callable[[Any, Settings], Attainable] = no_attainable_limit
    curve: Callable[[Any, Settings], Curve | None] = no_curve
    causes: Callable[[Any, Fraction], Iterator[Cause]] | None = None  # None: the clause as a whole

    def single_causes(self, clause: ClauseSpec, lost: Fraction, settings: Settings) -> Iterator[Cause]:
        """The rows of a clause, or the clause as a whole, that can cost exactly ``lost`` points alone."""
        if self.causes is not None:
            yield from self.causes(clause, lost)
            return
        possible = self.attainable(clause, settings)
        if lost <= clause.full if possible is None else clause.full - lost in possible:
            yield Cause(clause.no, clause.text)


def no_data(*lacking: Lacking) -> Verdict:
    """The verdict where data are missing (D11): for want of each of these."""
    return Verdict(None, f"无数据：{lacking_words(lacking)}", lacking=lacking)


def nothing_to_judge(spec: ClauseSpec, settings: Settings, why: str, place: str = "") -> Verdict:
    """D7: no project, no procurement, no assets … Full marks and flagged, or no data."""
    if settings.nothing_to_judge == "no_data":
        effect = AppliedSetting("D7", f"{why}，不计分")
        return no_data(Lacking(f"{why}，按设定 D7 不计分", place, "nothing_to_judge")).with_effects(effect)
    if settings.nothing_to_judge == "zero":
        effect = AppliedSetting("D7", f"{why}，按设定计 0 分")
        return Verdict(Fraction(0), f"{why}，按设定不得分", value_text="无基数", effects=(effect,))
    reason = f"{why}，没有可评价的对象，按满分 {points(spec.points)} 分计"
    effect = AppliedSetting("D7", f"{why}：按不适用计满分，另列剔除后的折算总分")
    return Verdict(spec.full, reason, not_applicable=True, value_text="不适用", effects=(effect,))


def without_number(spec: ClauseSpec, values: Iterable[Value], settings: Settings) -> Verdict:
    """The verdict where a formula gives no number: blank figures, 不适用 (D7), a division by 0 (D20)."""
    lacking = [value for value in values if value.number is None]
    blank = [figure for value in lacking for figure in value.blank]
    if blank:
        return no_data(*(Lacking(f"“{figure.name}”", figure.source, "blank") for figure in blank))
    excluded = next((figure for value in lacking for figure in value.not_applicable), None)
    if excluded:
        why = f"“{excluded.name}”不适用（{excluded.source}）"
        return nothing_to_judge(spec, settings, why, excluded.source)
    return _divided_by_zero(spec, lacking[0], settings)


_OUTCOMES = {"full": "计满分", "zero": "计 0 分", "not_applicable": "按不适用计满分", "no_data": "不计分"}


def _divided_by_zero(spec: ClauseSpec, value: Value, settings: Settings) -> Verdict:
    """D20: 0÷0, or something ÷ 0."""
    outcome = settings.some_over_zero if value.divided else settings.zero_over_zero
    state = f"{value.working}，除数为 0"
    effects = (AppliedSetting("D20", f"{state}，按设定{_OUTCOMES[outcome]}"),)
    if outcome == "no_data":
        place = value.figures[0].source if value.figures else ""
        return no_data(Lacking(f"{state}，不计分", place, "nothing_to_judge")).with_effects(*effects)
    won = Fraction(0) if outcome == "zero" else spec.full
    return Verdict(
        won,
        f"{state}，按设定{_OUTCOMES[outcome]}，得 {points(won)} 分",
        not_applicable=outcome == "not_applicable",
        value_text="不适用" if outcome == "not_applicable" else "无基数",
        effects=effects,
    )
