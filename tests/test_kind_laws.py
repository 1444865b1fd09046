"""Laws that hold for every clause kind, whatever its numbers, on whatever is handed in."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from helpers import answer, figure, project, settings
from hypothesis import assume, given
from hypothesis import settings as laws
from hypothesis import strategies as st
from random_clauses import GIVEN, NAMES, READINGS, clauses_of, handed_in, typed_rates
from strategies import all_settings
from test_laws import height

from pjkit.model.amounts import half_up
from pjkit.model.clause import ClauseInputs, ClauseSpec
from pjkit.model.figure import NOT_APPLICABLE
from pjkit.model.settings import Settings
from pjkit.scoring.rules import RULES
from pjkit.scoring.rules.bands import Bands
from pjkit.scoring.rules.case_pool import CasePool
from pjkit.scoring.rules.linear import Linear
from pjkit.scoring.rules.listed_projects import ListedProjects
from pjkit.scoring.rules.measures import MeasuredClause, decided_points
from pjkit.scoring.rules.per_case import PerCase
from pjkit.scoring.rules.scale import Scale

law = laws(deadline=None, derandomize=True, max_examples=40)
every_kind = pytest.mark.parametrize("kind", sorted(GIVEN))


def judged(clause: ClauseSpec, facts: ClauseInputs, under: Settings) -> Fraction | None:
    return RULES[clause.kind].judge(clause, facts, under).points


def test_every_kind_has_random_clauses() -> None:
    assert set(GIVEN) <= set(RULES)


@every_kind
@law
@given(data=st.data(), under=all_settings)
def test_points_lie_between_0_and_full_and_have_a_reason(
    kind: str, data: st.DataObject, under: Settings
) -> None:
    clause = data.draw(clauses_of(kind))
    verdict = RULES[kind].judge(clause, data.draw(handed_in(clause)), under)
    assert verdict.points is None or 0 <= verdict.points <= clause.full
    told = "无数据：" if verdict.points is None else f"{half_up(verdict.points)} 分"
    assert told in verdict.reason
    assert (verdict.points is None) == bool(verdict.lacking)


@every_kind
@law
@given(data=st.data(), under=all_settings)
def test_attainable_holds_whatever_a_rule_gives(kind: str, data: st.DataObject, under: Settings) -> None:
    clause = data.draw(clauses_of(kind))
    possible = RULES[kind].attainable(clause, under)
    won = judged(clause, data.draw(handed_in(clause)), under)
    assert possible is None or won is None or won in possible


@every_kind
@law
@given(data=st.data())
def test_a_sentence_can_be_made_of_any_rule(kind: str, data: st.DataObject) -> None:
    clause = data.draw(clauses_of(kind))
    assert f"{half_up(clause.points, 0):f}分" in RULES[kind].sentence(clause) or kind in {
        "level",
        "bands",
        "banded_rate",
        "linear",
        "conditions",
    }


# What is unknown stays unknown


@every_kind
@law
@given(data=st.data(), under=all_settings)
def test_nothing_handed_in_is_no_data(kind: str, data: st.DataObject, under: Settings) -> None:
    clause = data.draw(clauses_of(kind))
    if clause.formulas():
        facts = NAMES.inputs(clause, dict.fromkeys(NAMES.figures, ""))
    else:
        facts = ClauseInputs({name: figure("") for name in clause.figure_refs()})
    verdict = RULES[kind].judge(clause, facts, under)
    assert verdict.points is None
    assert verdict.lacking


# Attainable scores are exactly those that occur


def _answers(clause: ClauseSpec, cases: int) -> Iterator[ClauseInputs]:
    """Every way to answer a clause's questions, with up to so many cases where they are counted."""
    ways = []
    for asked in clause.questions():
        plain = [answer(asked.no, result) for result in asked.results]
        counted = [answer(asked.no, "否", many) for many in range(1, cases + 1)] if asked.counts_cases else []
        ways.append(plain + counted)
    for sheet in product(*ways):
        yield ClauseInputs(answers={one.no: one for one in sheet})


def _projects(clause: ListedProjects) -> Iterator[ClauseInputs]:
    most = int(clause.full / Fraction(clause.deduct)) + 2
    flags = ({"目标管理": one, "完工": "是"} for one in ("否", "是"))
    without, having = (project("甲", "项目", flag) for flag in flags)
    for many in range(most + 1):
        yield ClauseInputs(projects=(having, *[without] * many))
    yield ClauseInputs(projects=())


def _words(clause: ClauseSpec) -> Iterator[ClauseInputs]:
    (words,) = clause.words_read().values()
    for word in (*words, NOT_APPLICABLE):
        yield ClauseInputs({"item": figure(word)})


def _rates() -> Iterator[ClauseInputs]:
    for part in range(131):
        yield ClauseInputs({"part": figure(str(part)), "whole": figure("100")})
    yield ClauseInputs({"part": figure("0"), "whole": figure("0")})
    yield ClauseInputs({"part": figure("5"), "whole": figure("8")})


def _typed(clause: ClauseSpec) -> Iterator[ClauseInputs]:
    """Values on, around and between all borders, numbers of cases, and formulas without a number."""
    blank = dict.fromkeys(NAMES.figures, "")
    for rate in _telling(clause):
        yield NAMES.inputs(clause, {**blank, "率": f"{rate}", "甲": f"{rate}", "乙": "100"})
    for many in range(_most_steps(clause) * 3 + 2) if isinstance(clause, PerCase) else ():
        listed = [{"名称": "甲", "否": "是"}, *[{"名称": "甲", "否": "否"}] * many]
        yield NAMES.inputs(clause, {**blank, "数": str(many)}, {"清单": listed})
        yield NAMES.inputs(clause, {**blank, "数": str(many)}, {"清单": listed[1:]})
    unlike = (dict.fromkeys(NAMES.figures, NOT_APPLICABLE), {"甲": "0", "乙": "0"}, {"甲": "1", "乙": "0"})
    for odd in unlike:
        yield NAMES.inputs(clause, {**blank, **odd}, {"清单": []})


def _telling(clause: ClauseSpec) -> list[Decimal]:
    """Rates in percent that together show all that a clause tells apart."""
    if isinstance(clause, Scale):
        way = 1 if clause.side == "above" else -1
        steps = (way * at * clause.step_width() for at in range(_most_steps(clause) + 2))
        return [Decimal(str(float(clause.limit.number + step))) for step in steps]
    return [] if isinstance(clause, PerCase) else [Decimal(half) / 2 for half in range(-2, 244)]


def ways(clause: ClauseSpec) -> Iterable[ClauseInputs]:
    """Inputs that together lead to everything a clause can end with."""
    if isinstance(clause, ListedProjects):
        return _projects(clause)
    if clause.formulas():
        return _typed(clause)
    if clause.words_read():
        return _words(clause)
    return _answers(clause, _most_cases(clause)) if clause.questions() else _rates()


def _most_cases(clause: ClauseSpec) -> int:
    """So many cases of one item take everything."""
    items = clause.items if isinstance(clause, CasePool) else []
    return max((int(clause.full / Fraction(part.deduct)) + 1 for part in items), default=0)


def _most_steps(clause: ClauseSpec) -> int:
    """So many steps take, or earn, everything."""
    if isinstance(clause, Scale):
        return int(clause.full / Fraction(clause.deduct)) + 1
    return int(clause.full / clause.each()) + 1 if isinstance(clause, PerCase) else 0


DISCRETE = sorted(
    set(GIVEN)
    - {"linear", "proportion", "change_rate", "control_rate", "completion_rate", "rate_times_points"}
)


@pytest.mark.parametrize("kind", DISCRETE)
@laws(deadline=None, derandomize=True, max_examples=6)
@given(
    data=st.data(), reading=st.sampled_from(READINGS), nothing=st.sampled_from(["full", "zero", "no_data"])
)
def test_attainable_scores_are_exactly_those_that_occur(
    kind: str, data: st.DataObject, reading: str, nothing: str
) -> None:
    clause = data.draw(clauses_of(kind))
    assume(
        _most_cases(clause) <= _FEW_CASES and _most_steps(clause) <= _FEW_STEPS
    )  # to try all ways there are
    under = settings(part_of_point=reading, nothing_to_judge=nothing)
    possible = RULES[kind].attainable(clause, under)
    assume(possible is not None)
    assert possible is not None
    found = {won for facts in ways(clause) if (won := judged(clause, facts, under)) is not None}
    assert found <= possible
    assert possible - found <= _of_quotients(clause, under)


_FEW_CASES, _FEW_STEPS = 8, 40


def _of_quotients(clause: ClauseSpec, under: Settings) -> frozenset[Fraction]:
    """D20 is possible for a figure that might itself be declared as a quotient, as those here are not."""
    formulas = clause.formulas().values()
    divides = any("÷" in formula.text for formula in formulas)
    return frozenset() if divides or not formulas else decided_points(clause, under)


# Better never earns less


BETTER = ("scale", "bands", "linear", "proportion", "conditions", "per_case")


def more_is_better(clause: ClauseSpec) -> bool:
    """In which direction a clause of the six kinds rewards."""
    if isinstance(clause, Scale):
        return clause.side == "below"
    if isinstance(clause, Bands):
        return clause.bands[0].high is None
    if isinstance(clause, Linear):
        (_, first), *_, (_, last) = clause.knots()
        return last > first or (last == first and clause.above is None)
    return not isinstance(clause, PerCase) or clause.earn is not None


@pytest.mark.parametrize("kind", BETTER)
@law
@given(data=st.data(), two=st.tuples(typed_rates, typed_rates), reading=st.sampled_from(READINGS))
def test_a_better_value_never_earns_less(
    kind: str, data: st.DataObject, two: tuple[Decimal, Decimal], reading: str
) -> None:
    clause = data.draw(clauses_of(kind))
    under = settings(part_of_point=reading)
    less, more = (_earned(clause, number, under) for number in sorted(two))
    assert less <= more if more_is_better(clause) else less >= more


def _earned(clause: ClauseSpec, number: Decimal, under: Settings) -> Fraction:
    """The points for a rate of so many percent, or for so many cases."""
    cases = int(number)
    typed = {
        **dict.fromkeys(NAMES.figures, ""),
        "率": f"{number}",
        "甲": f"{number}",
        "乙": "100",
        "数": f"{cases}",
    }
    rows = [{"名称": "有", "否": "是"}, *[{"名称": "甲", "否": "否"}] * cases]
    won = judged(clause, NAMES.inputs(clause, typed, {"清单": rows}), under)
    assert won is not None, "a number always earns something, if only 0"
    return won


# The curve drawn is the rule applied


@pytest.mark.parametrize("kind", ["scale", "bands", "linear", "proportion"])
@law
@given(data=st.data(), number=typed_rates, reading=st.sampled_from(READINGS))
def test_the_curve_of_a_rate_is_its_rule(
    kind: str, data: st.DataObject, number: Decimal, reading: str
) -> None:
    clause = data.draw(clauses_of(kind))
    under = settings(part_of_point=reading)
    curve = RULES[kind].curve(clause, under)
    assert curve is not None, "the values here are rates"
    assume(isinstance(clause, MeasuredClause) and clause.places is None)  # drawn without its tiny steps
    x = Fraction(number)
    assume(x not in {knot for knot, _ in curve.knots})  # on an edge the picture shows one of its sides
    assert height(curve, x) == _earned(clause, number, under)
