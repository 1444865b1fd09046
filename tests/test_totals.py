"""What a total says: supported and not, range, rescaled, grade and its borders (rubric notes §3, D7, D14)."""

from decimal import Decimal
from typing import Any

import pytest
from helpers import account, card, review, rubric

from pjkit.model.scorecard import Scorecard

NO_NONTAX = {"非税收入": account("非税收入", 年初预算="不适用", 本年决算="不适用")}


def reviewed_to(total: str) -> dict[str, Any]:
    """Every indicator reviewed, the total as wanted: full marks from the top of the table, then a rest, then 0."""
    left = Decimal(total)
    given = {}
    for indicator in rubric().indicators():
        given[indicator.id] = review(str(min(left, indicator.points)))
        left -= min(left, indicator.points)
    return given


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优"),
        ("90.00", "优"),
        ("89.99", "良"),
        ("80.00", "良"),
        ("79.99", "中"),
        ("60.00", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_a_grade_begins_at_its_lower_border(total: str, grade: str) -> None:
    found = card(reviews=reviewed_to(total)).total
    assert (found.score, found.grade, found.grade_range) == (Decimal(total), grade, (grade,))


def without(indicator_id: str, total: str) -> Scorecard:
    """All reviewed to this total; the last indicator of the table, whose review would be 0, has no data at all."""
    reviews = reviewed_to(total)
    assert reviews.pop(indicator_id).score == 0
    return card(reviews=reviews)


def test_missing_points_that_could_change_the_grade_leave_it_open() -> None:
    found = without("satisfaction", "88.00").total  # 2 points missing: 88.00 … 90.00
    assert (found.score, found.missing, found.grade) == (Decimal("88.00"), Decimal(2), None)
    assert found.grade_range == ("良", "优")
    assert (found.low, found.high) == (Decimal("88.00"), Decimal("90.00"))


def test_missing_points_that_cannot_change_the_grade_leave_it_firm() -> None:
    found = without("satisfaction", "87.99").total  # 87.99 … 89.99
    assert (found.grade, found.grade_range) == ("良", ("良",))


def test_the_total_is_rescaled_without_what_does_not_apply() -> None:
    reviews = reviewed_to("90.00")
    del reviews["nontax_completion_rate"]
    found = card(reviews=reviews, accounts=NO_NONTAX).total  # 88.00 of the other 98: 89.7959…
    assert (found.score, found.rescaled, found.grade) == (Decimal("90.00"), Decimal("89.80"), "优")


def test_nothing_is_rescaled_where_everything_applies() -> None:
    assert card(reviews=reviewed_to("90.00")).total.rescaled is None


def test_a_total_of_nothing_is_all_missing() -> None:
    found = card().total
    assert (found.score, found.self_total, found.missing) == (Decimal(0), None, Decimal(100))
    assert (found.low, found.high) == (Decimal(0), Decimal(100))
    assert (found.grade, found.grade_range) == (None, ("差", "中", "良", "优"))


def test_an_unknown_indicator_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="没有指标 nothing；有：three_public_change_rate、"):
        card()["nothing"]
