"""The check on the rubric itself: whether it is of the year that is evaluated."""

from check_cases import findings
from helpers import rubric

NEXT = rubric().model_copy(update={"year": 2023})


def test_a_rubric_of_another_year_is_told_with_both_years() -> None:
    (one,) = findings("rubric_of_another_year", NEXT)
    assert (one.severity, one.where) == ("提示", "基本信息")
    assert "评价年度是 2022 年" in one.message
    assert "是 2023 年度的" in one.message


def test_a_rubric_of_the_year_is_no_finding() -> None:
    assert findings("rubric_of_another_year") == []
