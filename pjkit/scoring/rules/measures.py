"""What the kinds that score a formula's value decide alike: its unit, its rounding, and what to do where it has none."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from pjkit.model.amounts import HUNDRED, half_up, plain, points
from pjkit.model.clause import ClauseInputs, ClauseProblem, ClauseSpec, Lacking, Verdict
from pjkit.model.formula import Expression, Formula, Name, Operation, Value
from pjkit.model.settings import AppliedSetting, Border, Settings
from pjkit.scoring.formulas import readable
from pjkit.scoring.rules.base import no_data, nothing_to_judge, points_for_nothing
from pjkit.scoring.rules.rates import Rate

_RATES = ("%", "百分点")
_MOST_PLACES = 6


class MeasuredClause(ClauseSpec):
    """``value``: the formula that is scored. ``round``: its places, in percent or in its unit, before it is scored."""

    value: Formula
    places: int | None = Field(None, alias="round", ge=0, le=_MOST_PLACES)

    def borders(self) -> Iterator[tuple[tuple[str | int, ...], Border]]:
        """Every number that is compared with the value, with its path below the clause."""
        return iter(())

    @property
    def unit(self) -> str:
        """``%`` for a rate, else the unit in which the value and its borders are told."""
        borders = [border for _path, border in self.borders()]
        rate = any(border.percent for border in borders) or self.value.unit in _RATES
        if rate or (not self.value.unit and _is_quotient(self.value.expression)):
            return "%"
        return self.value.unit

    @property
    def percent_places(self) -> int | None:
        """Those of ``round``, where the value is a rate."""
        return self.places if self.unit == "%" else None

    def said(self, number: Fraction) -> str:
        """A border in a sentence: ``100%``, ``30天``."""
        return f"{plain(number)}{self.unit}"

    @property
    def subject(self) -> str:
        """What the value is called in a sentence."""
        return called(self.value)

    @property
    def rounding(self) -> str:
        """How the value is rounded, as part of a sentence; nothing where it is not."""
        return "" if self.places is None else f"（按四舍五入{_places(self.places)}后计分）"

    def problems(self) -> Iterator[ClauseProblem]:
        """Percentages beside bare numbers, or beside a unit that has none."""
        rate = self.unit == "%"
        foreign = rate and self.value.unit not in ("", *_RATES)
        for path, border in self.borders():
            number = plain(border.number)
            if border.percent and foreign:
                yield (
                    path,
                    f"写的是百分数 {number}%",
                    f"单位为“{self.value.unit}”的数",
                    "改成数，或改正公式",
                )
            elif rate and border.number and not border.percent and self.value.unit not in _RATES:
                yield path, f"写的是 {number}，没有百分号", f"{number}%", "比率的界限都写百分号"


def _is_quotient(expression: Expression) -> bool:
    return isinstance(expression, Operation) and expression.sign == "÷"


def called(formula: Formula) -> str:
    """What a formula's value is called: a figure by its name, anything else as it is written."""
    said = readable(formula.expression)
    return said if isinstance(formula.expression, Name) else f"“{said}”"


def measure(spec: MeasuredClause, inputs: ClauseInputs, settings: Settings) -> Rate | Verdict:
    """The value as it is scored, or the verdict where there is none."""
    value = inputs.values["value"]
    if value.number is None:
        return without_number(spec, value, settings)
    return rounded(Rate(value.number, value.working, unit=spec.unit), spec.places)


def rounded(rate: Rate, places: int | None) -> Rate:
    """The rate rounded half-up to so many places in percent (or in its unit), which its working says."""
    if places is None:
        return rate
    number = Fraction(half_up(rate.in_unit, places))
    shown = f"{half_up(number, places)}{'%' if rate.unit == '%' else ''}"
    return replace(
        rate,
        value=number / HUNDRED if rate.unit == "%" else number,
        working=f"{rate.working}，四舍五入{_places(places)}为 {shown}",
    )


def _places(places: int) -> str:
    return f"保留 {places} 位小数" if places else "取整"


def without_number(spec: ClauseSpec, value: Value, settings: Settings) -> Verdict:
    """The verdict where a formula has no number: blank figures, 不适用 (D7), or a division by 0 (D20)."""
    if value.blank:
        return no_data(*(Lacking(f"“{one.name}”", one.source, "blank") for one in dict.fromkeys(value.blank)))
    if value.not_applicable:
        first = value.not_applicable[0]
        return nothing_to_judge(spec, settings, f"“{first.name}”不适用（{first.source}）", first.source)
    if value.divided is not None:
        return _divided_by_zero(spec, value, value.divided, settings)
    return no_data(Lacking(f"“{value.working}”的值", "", "blank"))


def _divided_by_zero(spec: ClauseSpec, value: Value, divided: Fraction, settings: Settings) -> Verdict:
    decision = settings.zero_over_zero if divided == 0 else settings.some_over_zero
    why = f"{value.working}：{'除数与被除数均为 0' if divided == 0 else '除数为 0'}，没有比值"
    if decision == "not_applicable":
        effect = AppliedSetting("D20", f"{why}，按没有可评价的对象处理")
        return nothing_to_judge(spec, settings, why).with_effects(effect)
    if decision == "no_data":
        lacking = Lacking(f"{why}，按设定 D20 不计分", "", "nothing_to_judge")
        return no_data(lacking).with_effects(AppliedSetting("D20", f"{why}，按无数据处理"))
    won = spec.full if decision == "full" else Fraction(0)
    effect = AppliedSetting("D20", f"{why}，计{'满分' if decision == 'full' else ' 0 分'}")
    return Verdict(won, f"{why}，得 {points(won)} 分", value_text="无基数", effects=(effect,))


def decided_points(spec: ClauseSpec, settings: Settings) -> frozenset[Fraction]:
    """The points that D7 and D20 give where the clause's formulas have no number."""
    nothing = points_for_nothing(spec, settings)
    if not any(_may_divide(formula.expression) for formula in spec.formulas().values()):
        return nothing
    given = {
        "full": {spec.full},
        "zero": {Fraction(0)},
        "not_applicable": nothing,
        "no_data": set[Fraction](),
    }
    return nothing | given[settings.zero_over_zero] | given[settings.some_over_zero]


def _may_divide(expression: Expression) -> bool:
    """Whether it divides, or reads a figure that may itself be computed by dividing."""
    if isinstance(expression, Operation):
        return expression.sign == "÷" or any(map(_may_divide, expression.parts))
    return isinstance(expression, Name)


def above_full(spec: ClauseSpec, path: tuple[str | int, ...], given: Decimal) -> Iterator[ClauseProblem]:
    """Points above the clause's own, or below 0."""
    if not 0 <= given <= spec.points:
        yield (
            path,
            f"分值是 {plain(given)}，条款分值 {plain(spec.points)}",
            f"0 到 {plain(spec.points)}",
            "改正分值",
        )
