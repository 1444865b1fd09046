"""按情形计分: the first case whose condition holds gives the points."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from pjkit.model.amounts import points
from pjkit.model.clause import Attainable, ClauseInputs, ClauseProblem, ClauseSpec, Verdict
from pjkit.model.formula import Condition, Formula
from pjkit.model.settings import Number, Settings, Spec
from pjkit.scoring.formulas import readable
from pjkit.scoring.rules.base import Rule, earns
from pjkit.scoring.rules.measures import above_full, decided_points, without_number


class Case(Spec):
    """``when`` it holds, ``points``; or, last of all, ``else`` its points."""

    when: Condition | None = None
    points: Number | None = None
    else_: Number | None = Field(None, alias="else")

    @property
    def earned(self) -> Fraction:
        """The points of the case."""
        return Fraction((self.points if self.else_ is None else self.else_) or 0)


class Conditions(ClauseSpec):
    """``cases`` in the order in which they are tried; the last is ``else``."""

    kind: Literal["conditions"]
    cases: list[Case]

    def formulas(self) -> dict[str, Formula]:
        """Each case's condition, by its place."""
        return {_field(at): case.when for at, case in enumerate(self.cases) if case.when is not None}

    def problems(self) -> Iterator[ClauseProblem]:
        """Cases that are incomplete, out of place, or worth too much."""
        for at, case in enumerate(self.cases):
            path, last = ("cases", at), at + 1 == len(self.cases)
            is_else = case.else_ is not None
            if (case.when is None) == (case.points is not None) or (case.when is None) != is_else:
                yield (
                    path,
                    "这种情形不完整",
                    "{when: 条件, points: 分值}，最后一种 {else: 分值}",
                    "改正这种情形",
                )
            elif is_else != last:
                wrong = "else 不在最后" if is_else else "最后一种情形不是 else"
                yield path, wrong, "最后一种情形是 {else: 分值}", "补上或移动 else"
            yield from above_full(
                self, (*path, "else" if is_else else "points"), case.else_ or case.points or Number(0)
            )


def _field(at: int) -> str:
    return f"cases.{at}"


def judge(spec: Conditions, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Try the cases in turn; one that cannot be told leaves the clause without points unless an earlier one held."""
    failed: list[str] = []
    for at, case in enumerate(spec.cases):
        if case.when is None:
            return _verdict(
                case.earned, [*failed, "以上情形都不成立" if len(failed) > 1 else "这一情形不成立"]
            )
        told = inputs.values[_field(at)]
        if told.number is None:
            return without_number(spec, told, settings)
        working = f"“{readable(case.when.expression)}”（{told.working}）"
        if told.number:
            return _verdict(case.earned, [*failed, f"{working}成立"])
        failed.append(f"{working}不成立")
    raise AssertionError("a rubric without a last case is refused")


def _verdict(won: Fraction, told: list[str]) -> Verdict:
    return Verdict(won, f"{'；'.join(told)}，得 {points(won)} 分")


def attainable(spec: Conditions, settings: Settings) -> Attainable:
    """The points of the cases, and those where a condition cannot be told."""
    return frozenset(case.earned for case in spec.cases) | decided_points(spec, settings)


def sentence(spec: Conditions) -> str:
    """``年末结余 ＝ 0 时，计3分；年末结余 ≤ 上年结转 时，计2分；其他情形不计分。``."""
    said = (
        f"{'其他情形' if case.when is None else readable(case.when.expression) + ' 时，'}{earns(case.earned)}"
        for case in spec.cases
    )
    return f"{'；'.join(said)}。"


RULE = Rule("conditions", "按情形计分（第一个成立的情形）", Conditions, judge, sentence, attainable)
