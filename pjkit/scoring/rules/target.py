"""目标值: an actual value against a target with a direction; a missed one earns in proportion, or nothing."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import ValidationInfo, field_validator

from pjkit.model.amounts import HUNDRED, percent, plain, points
from pjkit.model.clause import Attainable, ClauseInputs, ClauseProblem, Curve, Verdict
from pjkit.model.formula import Constant, Expression, Formula, Operation, Value
from pjkit.model.settings import Settings
from pjkit.scoring.formulas import written
from pjkit.scoring.rules.base import Rule, earns
from pjkit.scoring.rules.measures import called, decided_points, without_number
from pjkit.scoring.rules.targets import (
    USUALLY,
    Compared,
    Direction,
    Measured,
    Reached,
    Short,
    Sign,
    fraction,
    reached,
    read_within,
    unfit,
)


class Target(Measured):
    """``actual`` against ``target``; ``short``: what a missed one earns (usually 实际÷目标, for ≤ 目标÷实际)."""

    kind: Literal["target"]
    actual: Formula
    target: Formula
    direction: Direction = "≥"
    short: Short | None = None

    @field_validator("target", mode="before")
    @classmethod
    def _in_the_unit_of_the_actual(cls, given: Any, info: ValidationInfo) -> Any:
        """Compared with a rate in %, 90 is 90%; compared with people, 90 万元 is an error."""
        actual = info.data.get("actual")
        if not isinstance(given, str | int | Decimal) or actual is None or not info.context:
            return given
        whole = read_within(str(given), (f"({actual.text}) ≥ (", ")"), info.context["conditions"])
        assert isinstance(whole.expression, Operation), "a comparison has two sides"
        return Formula(str(given), whole.expression.parts[1], actual.unit)

    def expression(self) -> Expression:
        """The rate of achievement; where no part of it earns anything, what must hold."""
        both = (self.actual.expression, self.target.expression)
        if self.counted == "nothing" or self.direction == "=":
            return Operation(self.direction, both)
        return Operation("÷", both if self.direction == "≥" else both[::-1])

    @property
    def counted(self) -> Short:
        """How a missed target counts: as the file says, else as is usual in its direction."""
        return self.short or USUALLY[self.direction]

    def problems(self) -> Iterator[ClauseProblem]:
        """A way to count that the direction does not allow; ``over`` where nothing can be surpassed."""
        yield from super().problems()
        wrong = unfit(self.direction, self.counted)
        if wrong:
            yield ("short",), *wrong, "改用合适的算法，或改正 direction"
        if self.direction == "=" and self.over != "cap":
            yield ("over",), "等于目标的指标没有超额完成", "不写 over", "删去 over，或改正 direction"
        number = self.target.expression
        if _without_percent(self.actual.expression, number):
            yield ("target",), f"写的是 {written(number)}，没有百分号", f"{written(number)}%", "补上百分号"


def _without_percent(actual: Expression, number: Expression) -> bool:
    """Whether a rate is to reach a bare number, which would be so many times the whole."""
    is_rate = isinstance(actual, Operation) and actual.sign == "÷"
    return is_rate and isinstance(number, Constant) and bool(number.value) and number.written[-1] not in "%％"


def judge(spec: Target, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one target."""
    actual, target = inputs.values["actual"], inputs.values["target"]
    if actual.number is None or target.number is None:
        return without_number(spec, _neither(actual, target), settings)
    compared = Compared(spec.direction, actual.number, target.number)
    found = reached(spec, spec.counted, compared, settings)
    won = found.share * spec.full
    return Verdict(
        won,
        f"{actual.working}，目标 {spec.direction} {_aim(spec, target)}，{found.words}{_earning(spec, found, won)}",
        value=compared.rate,
        value_text="" if compared.rate is None else percent(compared.rate),
        effects=found.effects,
    )


def _neither(*values: Value) -> Value:
    """All that is missing where one of them has no number."""
    lacking = [value for value in values if value.number is None]
    return Value(
        None,
        lacking[0].working,
        tuple(figure for value in values for figure in value.figures),
        tuple(figure for value in lacking for figure in value.blank),
        tuple(figure for value in lacking for figure in value.not_applicable),
        next((value.divided for value in lacking if value.divided is not None), None),
    )


def _aim(spec: Target, target: Value) -> str:
    """The target as the rubric writes it, or where it is a figure its working."""
    return target.working if spec.target.names else written(spec.target.expression)


def _earning(spec: Target, found: Reached, won: Fraction) -> str:
    if found.share == 1:
        return f"，得满分 {points(won)} 分"
    times = f"，{percent(found.share)}×{plain(spec.points)} 分" if found.share else ""
    return f"{times}，得 {points(won)} 分"


def attainable(spec: Target, settings: Settings) -> Attainable:
    """All or nothing, unless a part can count."""
    partly = spec.counted != "nothing" or (spec.over != "cap" and spec.over.counts == "by_deviation")
    return None if partly else frozenset({Fraction(0), spec.full}) | decided_points(spec, settings)


def curve(spec: Target, _settings: Settings) -> Curve | None:
    """Points by the rate of achievement; of a target that must be met exactly, or is 0, there is none."""
    aimed = spec.target.expression
    if spec.direction == "=" or (spec.direction == "≤" and spec.counted == "linear"):
        return None
    if isinstance(aimed, Constant) and aimed.value == 0:
        return None
    knots = [*_below(spec), (Fraction(HUNDRED), spec.full)]
    if spec.over == "cap":
        return Curve("line", tuple(knots), full_from=Fraction(HUNDRED))
    limit = fraction(spec.over.from_) * HUNDRED
    fall = Fraction(0 if spec.over.counts == "missed" else HUNDRED)
    knots += [(limit, spec.full), (limit + fall, Fraction(0))]
    return Curve("line", tuple(knots), full_from=Fraction(HUNDRED), full_to=limit)


def _below(spec: Target) -> list[tuple[Fraction, Fraction]]:
    """The knots of a missed target: a rising line, up to the pass nothing; or nothing at all."""
    if spec.counted == "nothing":
        return [(Fraction(0), Fraction(0)), (Fraction(HUNDRED), Fraction(0))]
    if spec.pass_ is None:
        return [(Fraction(0), Fraction(0))]
    least = fraction(spec.pass_)
    return [
        (Fraction(0), Fraction(0)),
        (least * HUNDRED, Fraction(0)),
        (least * HUNDRED, least * spec.full),
    ]


_REACHED: dict[Sign, str] = {"≥": "不低于", "≤": "不高于", "=": "等于"}


def sentence(spec: Target) -> str:
    """``完成数不低于计划数的，计2分；未达到的，按实际值÷目标值×分值计。``."""
    aim = called(spec.target) if spec.target.names else written(spec.target.expression)
    goal = f"{called(spec.actual)}{_REACHED[spec.direction]}{aim}"
    return f"{goal}的，{earns(spec.points)}；{spec.how_missed(spec.counted)}。"


RULE = Rule(
    "target",
    "目标值（达到得满分，未达到的按比例计或不得分）",
    Target,
    judge,
    sentence,
    attainable=attainable,
    curve=curve,
)
