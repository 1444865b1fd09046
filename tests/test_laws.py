"""Laws of single rules that hold for all data, checked on many."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from helpers import clause, figure, settings, spec
from hypothesis import assume, given
from hypothesis import settings as laws
from hypothesis import strategies as st
from strategies import all_settings, amounts, answer_sheets, judged

from pjkit.model.amounts import half_up, percent, plain, read_decimal
from pjkit.model.clause import NO, ClauseInputs, ClauseSpec, Curve
from pjkit.model.figure import Answer
from pjkit.model.settings import Settings
from pjkit.scoring.rules import RULES

law = laws(deadline=None, derandomize=True, max_examples=200)

READINGS = ("prorate", "whole", "round_up")
RATES = {
    "change_rate": spec(
        "change_rate", points=3, deduct=1, last="收支[甲].上年决算", this="收支[甲].本年决算"
    ),
    "control_rate": spec(
        "control_rate", points=3, deduct=1, spent="收支[甲].本年决算", budget="收支[甲].年初预算"
    ),
    "completion_rate": spec(
        "completion_rate", points=3, deduct=1, done="收支[甲].本年决算", planned="收支[甲].年初预算"
    ),
    "banded_rate": clause("key_spending_share").model_copy(update={"above": "cap"}),
    "rate_times_points": clause("key_task_completion_rate"),
}
MOVING = {
    "change_rate": "this",
    "control_rate": "spent",
    "completion_rate": "done",
    "banded_rate": "part",
    "rate_times_points": "done",
}
LESS_IS_BETTER = {"change_rate", "control_rate"}


def earned(kind: str, moving: Decimal, base: Decimal, under: Settings) -> Fraction:
    """The points of a rate whose ``MOVING`` figure is this and whose other figure is ``base``."""
    texts = {name: str(moving if name == MOVING[kind] else base) for name in RATES[kind].figure_refs()}
    facts = ClauseInputs({name: figure(text) for name, text in texts.items() if name != "authority"})
    won = RULES[kind].judge(RATES[kind], facts, under).points
    assert won is not None, "two numbers always earn something, if only 0"
    return won


# Rates


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("kind", RATES)
@law
@given(
    base=amounts,
    two=st.tuples(amounts, amounts),
    border=st.sampled_from(["lower_inclusive", "upper_inclusive"]),
)
def test_a_better_figure_never_earns_less(
    kind: str, reading: str, base: Decimal, two: tuple[Decimal, Decimal], border: str
) -> None:
    better, worse = sorted(two, reverse=kind not in LESS_IS_BETTER)
    under = settings(part_of_point=reading, band_border=border)
    assert earned(kind, better, base, under) >= earned(kind, worse, base, under)


@pytest.mark.parametrize("kind", ["change_rate", "control_rate", "completion_rate"])
@law
@given(base=amounts, moving=amounts)
def test_whole_points_are_the_mildest_reading_and_rounding_up_the_hardest(
    kind: str, base: Decimal, moving: Decimal
) -> None:
    won = {reading: earned(kind, moving, base, settings(part_of_point=reading)) for reading in READINGS}
    assert won["whole"] >= won["prorate"] >= won["round_up"]


def height(curve: Curve, x: Fraction) -> Fraction:
    """The points a curve shows at ``x`` percent."""
    left = [knot for knot in curve.knots if knot[0] <= x]
    right = [knot for knot in curve.knots if knot[0] > x]
    if not left or not right:
        return (left or right)[-1 if left else 0][1]
    (x0, y0), (x1, y1) = left[-1], right[0]
    return y0 if curve.shape == "steps" else y0 + (y1 - y0) * (x - x0) / (x1 - x0)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("kind", RATES)
@law
@given(moving=st.decimals(0, 2000, places=2))
def test_the_curve_drawn_is_the_rule_applied(kind: str, reading: str, moving: Decimal) -> None:
    under = settings(part_of_point=reading)
    curve = RULES[kind].curve(RATES[kind], under)
    assert curve is not None
    x = Fraction(moving) / 10 - (100 if kind == "change_rate" else 0)  # percent of 1000
    assume(curve.shape == "line" or x.denominator != 1)  # on a step's edge the picture shows one of its sides
    assert height(curve, x) == earned(kind, moving, Decimal(1000), under)


# All kinds


@law
@given(judged=judged, under=all_settings)
def test_points_lie_between_0_and_the_clauses_points(
    judged: tuple[ClauseSpec, ClauseInputs], under: Settings
) -> None:
    asked, facts = judged
    verdict = RULES[asked.kind].judge(asked, facts, under)
    assert verdict.points is None or 0 <= verdict.points <= asked.full
    if verdict.not_applicable:
        assert verdict.points == asked.full


@law
@given(judged=judged, under=all_settings)
def test_every_verdict_says_its_points_or_what_is_lacking(
    judged: tuple[ClauseSpec, ClauseInputs], under: Settings
) -> None:
    asked, facts = judged
    verdict = RULES[asked.kind].judge(asked, facts, under)
    told = "无数据：" if verdict.points is None else f"{half_up(verdict.points)} 分"
    assert told in verdict.reason
    assert all(effect.effect for effect in verdict.effects)


@law
@given(judged=judged, under=all_settings)
def test_attainable_holds_every_points_a_rule_gives(
    judged: tuple[ClauseSpec, ClauseInputs], under: Settings
) -> None:
    asked, facts = judged
    attainable = RULES[asked.kind].attainable(asked, under)
    won = RULES[asked.kind].judge(asked, facts, under).points
    assert attainable is None or won is None or won in attainable


@law
@given(judged=judged, under=all_settings)
def test_without_evidence_are_only_answers_of_clauses_that_earn(
    judged: tuple[ClauseSpec, ClauseInputs], under: Settings
) -> None:
    asked, facts = judged
    verdict = RULES[asked.kind].judge(asked, facts, under)
    assert all(not facts.answers[no].evidence for no in verdict.unevidenced)
    assert not verdict.unevidenced or verdict.points


# Pools


POOLS = st.sampled_from([clause("fund_use_compliance"), clause("asset_safety"), clause("nontax_management")])
filled = POOLS.flatmap(lambda pool: st.tuples(st.just(pool), answer_sheets(pool, gaps=False)))


def kept(pool: ClauseSpec, answers: Mapping[str, Answer], under: Settings) -> Fraction:
    won = RULES["case_pool"].judge(pool, ClauseInputs(answers=answers), under).points
    assert won is not None, "every row is answered"
    return won


@law
@given(filled=filled, same_fact=st.sampled_from(["once", "each"]), data=st.data())
def test_one_case_more_never_earns_more(
    filled: tuple[ClauseSpec, Mapping[str, Answer]], same_fact: str, data: st.DataObject
) -> None:
    pool, answers = filled
    under = settings(same_fact=same_fact)
    before = answers[data.draw(st.sampled_from(sorted(answers)))]
    cases = 0 if before.result != NO else before.cases or under.cases_if_blank
    after = replace(before, result=NO, cases=cases + 1)
    assert kept(pool, {**answers, before.no: after}, under) <= kept(pool, answers, under)


@law
@given(filled=filled)
def test_counting_one_matter_once_never_earns_less(filled: tuple[ClauseSpec, Mapping[str, Answer]]) -> None:
    pool, answers = filled
    assert kept(pool, answers, settings(same_fact="once")) >= kept(pool, answers, settings(same_fact="each"))


# Amounts

numbers = st.integers(0, 6).flatmap(lambda places: st.decimals(-1_000_000, 1_000_000, places=places))


@law
@given(number=numbers, places=st.integers(0, 4))
def test_half_up_is_decimals_round_half_up(number: Decimal, places: int) -> None:
    rounded = half_up(number, places)
    assert rounded == number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert -int(rounded.as_tuple().exponent) == places
    assert str(rounded) != f"-{half_up(0, places)}"


@law
@given(value=st.fractions(-1000, 1000, max_denominator=6000))
def test_half_up_is_never_off_by_more_than_half_a_cent(value: Fraction) -> None:
    assert abs(Fraction(half_up(value)) - value) <= Fraction(1, 200)


@law
@given(number=numbers, signs=st.sampled_from(["{}", " {} ", "{:,}", "{:f}"]))
def test_a_number_is_read_as_it_was_written(number: Decimal, signs: str) -> None:
    written = signs.format(number)
    full_width = written.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert read_decimal(written) == read_decimal(full_width) == number


@law
@given(number=numbers)
def test_a_number_printed_plainly_is_the_same_number(number: Decimal) -> None:
    assert read_decimal(plain(number)) == number


@law
@given(part=amounts, whole=amounts)
def test_a_percentage_is_never_shown_on_a_whole_number_it_is_not_on(part: Decimal, whole: Decimal) -> None:
    assume(whole > 0)
    rate = Fraction(part) / Fraction(whole)
    shown = Decimal(percent(rate).removesuffix("%"))
    assert (shown % 1 == 0) == ((rate * 100).denominator == 1)
