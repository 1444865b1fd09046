"""The check of a finished Word report: a good one passes, and each fault is found and named."""

from dataclasses import replace
from decimal import Decimal

import pytest
from helpers import sample
from word_files import SAMPLES, Made, made, sampled

from pjkit.model.dossier import Chapter
from pjkit.writers.docx.product import problems_of
from pjkit.writers.failure_markers import LEFTOVERS


def wrong(given: Made, **changed: object) -> list[str]:
    """What the check says of a report beside a record that was changed."""
    return problems_of(given.content, given.record.model_copy(update=changed))


def test_a_report_that_agrees_with_its_record_has_no_problems() -> None:
    assert [problems_of(sampled(name).content, sampled(name).record) for name in SAMPLES] == [[]] * len(
        SAMPLES
    )


def test_another_departments_or_years_report_is_found() -> None:
    given, found = sampled("demo-library"), "Word 报告的评分表上没有“单位：{}　　　　评价年度：{}年”"
    assert wrong(given, name="示例县档案馆") == [found.format("示例县档案馆", 2022)]
    assert wrong(given, year=2021) == [found.format("示例县图书馆", 2021)]


def test_a_wrong_score_reason_total_or_row_is_found() -> None:
    given = sampled("demo-library")
    first, *others = given.record.marks
    for change, found in (
        ({"score": None}, "Word 报告中“三公经费”变动率的得分是“3.00”，记录为 —"),
        ({"reason": "另一个"}, "Word 报告中“三公经费”变动率的依据与记录不同"),
        ({"name": "变动"}, "Word 报告的评分表中，变动的位置是““三公经费”变动率”"),
    ):
        changed = (first.model_copy(update=change), *others)
        assert wrong(given, marks=changed) == [found]
    total = given.record.total.model_copy(update={"score": Decimal("1.00")})
    assert wrong(given, total=total) == ["Word 报告的评分表合计是“100.00”，应为 1.00"]
    assert wrong(given, marks=tuple(others)) == ["Word 报告的评分表应有 23 行和合计，实有 25 行"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("满意率为nan%，比上年提高", ["Word 报告中有“nan”"]),
        ("None", ["Word 报告中有“None”"]),
        ("县图\ufffd馆", ["Word 报告中有无法显示的字符"]),
        ("系统里的 None 和 nan 是旧数据，info 100%", []),
    ],
)
def test_what_is_no_number_is_found_and_an_english_word_is_not(said: str, found: list[str]) -> None:
    given = sample("demo-library")
    # after a paragraph, so that it stands alone behind no mark
    chapters = {**given.chapters, "存在问题": Chapter("存在问题", f"问题：\n\n{said}", "文字!B2")}
    report = made(replace(given, chapters=chapters))
    assert problems_of(report.content, report.record) == found
    assert problems_of(report.content, report.record, LEFTOVERS) == []  # where the department wrote it
