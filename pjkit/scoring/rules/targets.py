"""目标值: how what was reached compares with what was aimed at, as a share of the points. Pure numbers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from pjkit.model.amounts import HUNDRED, fold_width, percent, plain
from pjkit.model.clause import ClauseProblem, ClauseSpec
from pjkit.model.formula import Formula
from pjkit.model.settings import AppliedSetting, Border, Settings, Spec
from pjkit.scoring.formulas import FormulaError


def _in_percent(border: Border) -> Border:
    if not border.percent:
        raise ValueError("border")
    return border


Percentage = Annotated[Border, AfterValidator(_in_percent)]
"""A percentage of a rubric file, such as ``60%``."""

Sign = Literal["≥", "≤", "="]
_SIGNS: Mapping[str, Sign] = {
    **dict.fromkeys(("≥", ">=", "≧", "⩾"), "≥"),
    **dict.fromkeys(("≤", "<=", "≦", "⩽"), "≤"),
    **dict.fromkeys(("=", "=="), "="),
}  # fmt: skip


def fraction(percentage: Border) -> Fraction:
    """``60%`` as 3/5."""
    return percentage.number / HUNDRED


def said(percentage: Border) -> str:
    """The percentage as people write it."""
    return f"{plain(percentage.number)}%"


def sign_of(text: str) -> Sign | None:
    """The direction (方向) that a text says, full-width or not; ``None`` where it is none."""
    return _SIGNS.get(fold_width(text))


def split_sign(text: str) -> tuple[Sign | None, str]:
    """``≥ 95%`` as its direction and the rest."""
    folded = fold_width(text)
    for length in (2, 1):
        found = _SIGNS.get(folded[:length])
        if found:
            return found, folded[length:].strip()
    return None, folded


def _read_sign(given: Any) -> Any:
    return sign_of(given) or given if isinstance(given, str) else given


Direction = Annotated[Sign, BeforeValidator(_read_sign)]
"""At least, at most or exactly the target, in any of the usual ways to write it."""

Short = Literal["ratio", "reciprocal", "linear", "nothing"]
"""What a missed target earns of the points: 实际÷目标, 目标÷实际, 1－偏差÷目标, nothing."""
USUALLY: Mapping[Sign, Short] = {"≥": "ratio", "≤": "reciprocal", "=": "nothing"}
"""How a missed target counts where a rubric does not say."""
_FITTING: Mapping[Sign, tuple[Short, ...]] = {
    "≥": ("ratio", "linear", "nothing"),
    "≤": ("reciprocal", "linear", "nothing"),
    "=": ("linear", "nothing"),
}


def unfit(direction: Sign, short: Short) -> tuple[str, str] | None:
    """What was found and expected where a way to count a missed target makes no sense in this direction."""
    if short in _FITTING[direction]:
        return None
    return f"方向 {direction} 的目标未达到时不能按 {short} 计", f"{'、'.join(_FITTING[direction])} 之一"


_COUNTED: Mapping[Short, str] = {
    "ratio": "未达到的，按实际值÷目标值×分值计",
    "reciprocal": "未达到的，按目标值÷实际值×分值计",
    "linear": "未达到的，按（1－偏差÷目标值）×分值计",
    "nothing": "未达到的，不计分",
}


def read_within(text: str, around: tuple[str, str], read: Callable[[str], Formula]) -> Formula:
    """A part of a formula, read inside the whole, which gives it its unit or its columns; errors tell its own columns."""
    before, after = around
    try:
        return read(f"{before}{text}{after}")
    except FormulaError as error:
        column = min(max(1, error.column - len(before)), len(text) + 1)
        raise FormulaError(column, error.found, error.expected, error.advice) from None


class Over(Spec):
    """From a rate of achievement on, more is a miss: ``missed`` earns nothing, ``by_deviation`` less by the excess."""

    from_: Percentage = Field(alias="from")
    counts: Literal["missed", "by_deviation"]


class Measured(ClauseSpec):
    """What kinds with targets decide alike. ``pass``: the share of a missed target below which nothing is earned."""

    over: Literal["cap"] | Over = "cap"
    pass_: Percentage | None = Field(None, alias="pass")

    def problems(self) -> Iterator[ClauseProblem]:
        """Limits on the wrong side of 100%."""
        if self.over != "cap" and fraction(self.over.from_) < 1:
            yield (
                ("over", "from"),
                f"超额的界限是 {said(self.over.from_)}",
                "不低于 100% 的百分比",
                "改正界限",
            )
        if self.pass_ is not None and fraction(self.pass_) > 1:
            yield ("pass",), f"及格门槛是 {said(self.pass_)}", "不高于 100% 的百分比", "改正门槛"

    def how_missed(self, short: Short) -> str:
        """What a missed or a surpassed target earns, as part of the rule's sentence."""
        words = _COUNTED[short]
        if self.pass_ is not None and short != "nothing":
            words += f"，低于分值{said(self.pass_)}的不计分"
        if self.over == "cap":
            return words
        excess = {"missed": "视为未完成，不计分", "by_deviation": "按超出的比例扣减"}[self.over.counts]
        return f"{words}；完成率达到{said(self.over.from_)}的，{excess}"


@dataclass(frozen=True)
class Compared:
    """An actual value beside its target, both in one unit."""

    direction: Sign
    actual: Fraction
    target: Fraction

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        if self.direction == "=":
            return self.actual == self.target
        return self.actual >= self.target if self.direction == "≥" else self.actual <= self.target

    @property
    def rate(self) -> Fraction | None:
        """The rate of achievement (完成率), 1 = 100%; ``None`` where no ratio measures it."""
        done, due = (self.target, self.actual) if self.direction == "≤" else (self.actual, self.target)
        return done / due if self.direction != "=" and self.target > 0 and due > 0 else None

    @property
    def deviation(self) -> Fraction | None:
        """How far off the target, as a share of it; ``None`` for a target of 0."""
        return abs(self.actual - self.target) / abs(self.target) if self.target else None

    def beyond(self, limit: Fraction) -> bool:
        """Whether the target is surpassed by that rate, or by more than any (a cost of 0)."""
        if self.direction == "=" or self.target <= 0:
            return False
        done, due = (self.target, self.actual) if self.direction == "≤" else (self.actual, self.target)
        return done >= limit * due


@dataclass(frozen=True)
class Reached:
    """The share of the points that a target earns, and why."""

    share: Fraction
    words: str
    missed: bool = False
    effects: tuple[AppliedSetting, ...] = ()


def reached(spec: Measured, short: Short, compared: Compared, settings: Settings) -> Reached:
    """What this target earns; ``short``: how it counts where it is missed."""
    if compared.met:
        return _surpassed(spec.over, compared)
    found = _missed(compared, short, settings)
    if spec.pass_ is not None and 0 < found.share < fraction(spec.pass_):
        return replace(
            found, share=Fraction(0), words=f"{found.words}，低于及格门槛 {said(spec.pass_)}，不得分"
        )
    return found


def _surpassed(over: Literal["cap"] | Over, compared: Compared) -> Reached:
    if over == "cap" or not compared.beyond(fraction(over.from_)):
        return Reached(Fraction(1), "达到目标")
    rate = compared.rate
    done = f"完成率 {percent(rate)}" if rate is not None else "远超目标"
    if over.counts == "missed":
        return Reached(Fraction(0), f"{done}，达到 {said(over.from_)} 的视为未完成，不得分", missed=True)
    excess = None if rate is None else rate - fraction(over.from_)
    share = Fraction(0) if excess is None else max(Fraction(0), 1 - excess)
    shown = "" if excess is None else f" {percent(excess)}"
    return Reached(
        share, f"{done}，扣减超出 {said(over.from_)} 的部分{shown}，按 {percent(share)} 计", missed=True
    )


def _missed(compared: Compared, short: Short, settings: Settings) -> Reached:
    if short == "nothing":
        return Reached(Fraction(0), "未达到目标，不得分", missed=True)
    if short == "linear":
        return _by_deviation(compared)
    if compared.target < 0:
        return _below_zero(compared, settings)
    share = max(Fraction(0), compared.rate or Fraction(0))
    return Reached(share, f"未达到目标，完成率 {percent(share)}", missed=True)


def _by_deviation(compared: Compared) -> Reached:
    deviation = compared.deviation
    if deviation is None:
        return Reached(Fraction(0), "未达到目标，目标为 0，偏差没有比率，不得分", missed=True)
    share = max(Fraction(0), 1 - deviation)
    return Reached(share, f"未达到目标，偏差率 {percent(deviation)}，按 {percent(share)} 计", missed=True)


def _below_zero(compared: Compared, settings: Settings) -> Reached:
    """D21: −8 ÷ −5 is more than 1 and no achievement."""
    if settings.negative_target == "by_deviation":
        effect = AppliedSetting("D21", "目标为负数，不能按比例计，按设定按偏差率计")
        return replace(_by_deviation(compared), effects=(effect,))
    effect = AppliedSetting("D21", "目标为负数，不能按比例计，未达到按设定计 0 分")
    return Reached(Fraction(0), "未达到目标，目标为负数，不得分", missed=True, effects=(effect,))
