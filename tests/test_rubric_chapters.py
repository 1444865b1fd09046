"""The chapters a rubric declares: the indicators stand in one of them, each text in one place."""

import pytest
from helpers import ROOT

from pjkit.model.problem import InputError
from pjkit.sources.rubric import parse_rubric

FILE = (ROOT / "params/rubrics/xinning-2022.yaml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    """What the reader says of a rubric's text."""
    try:
        parse_rubric(text.encode(), "x.yaml")
    except InputError as error:
        return [problem.found for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("indicators]", "income]", "没有一章写 show: [indicators]"),
        ("text: 存在问题", "text: 改进措施", "文字“改进措施”写在两章里"),
    ],
)
def test_a_chapter_that_is_missing_or_doubled_is_told(old: str, new: str, told: str) -> None:
    assert FILE.count(old) == 1
    assert told in problems(FILE.replace(old, new))


def test_indicators_shown_twice_are_told() -> None:
    assert "章节中有 2 处 show: indicators" in problems(
        FILE.replace("indicators]", "indicators, indicators]")
    )
