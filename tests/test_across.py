"""Traces of departments, and what shows when they lie side by side."""

import random
import time
from decimal import Decimal
from functools import cache

import pytest
from batches import sample_record
from check_cases import accounts
from helpers import SAMPLES, account, dossier, project, rubric, sample
from text_cases import PROFILE, outputs

from pjkit.checks import CHECKS
from pjkit.checks.across import across, indicators_of
from pjkit.checks.registry import Comparison
from pjkit.checks.traces import traces_of
from pjkit.model.dossier import Chapter
from pjkit.model.records import TraceRow, Traces
from pjkit.model.scorecard import Finding
from pjkit.scoring.data_contract import chapter_names

LONG = (
    "按照财政支出绩效管理的要求，建立科学的资金效益考评制度，把绩效理念贯穿预算编制、执行、监督全过程，"
    "定期组织业务培训，不断提高资金使用管理的水平和效率。"
)  # 70 signs without punctuation


@cache
def sampled() -> tuple[Traces, ...]:
    return tuple(traces_of(sample(name)) for name in SAMPLES)


def traces(department: str, text: str = "", rows: tuple[TraceRow, ...] = ()) -> Traces:
    """One department's traces with a chapter and rows."""
    return Traces(department=department, name=f"{department}局", chapters={"存在问题": text}, rows=rows)


def found(rule: str, *given: Traces) -> list[Finding]:
    return [one for one in across(given) if one.rule == rule]


# Traces


def test_own_names_numbers_and_markup_are_masked() -> None:
    text = "**（一）收支。** 我馆支出1,234.50万元，占97.20%。\n\n- 图书购置经费由采编部办理。\n- 示例县图书馆１２人。"
    made = traces_of(
        dossier(
            name="示例县图书馆",
            profile=PROFILE,
            accounts=accounts(account("支出/基本支出")),
            projects=(project("图书购置经费", "项目", {}),),
            chapters={"支出管理": Chapter("支出管理", text, "文字!B2")},
        )
    )
    assert made.chapters["支出管理"] == (
        "（一）收支。 □支出□万元，占□。\n□由采编部办理。\n□人。"  # two masks in a row are one
    )


def test_a_long_chapter_is_capped() -> None:
    made = traces_of(dossier(chapters={"存在问题": Chapter("存在问题", "长" * 20_000, "文字!B2")}))
    assert made.chapters["存在问题"] == "长" * 4000


def test_very_many_rows_are_capped_and_long_names_cut() -> None:
    lines = [
        account(f"支出/{at}{'长' * 60}", 上年决算=f"1234.5{at}", 本年决算=f"6543.2{at}") for at in range(400)
    ]
    made = traces_of(dossier(accounts=accounts(*lines)))
    assert len(made.rows) == 300
    assert max(len(row.label) for row in made.rows) == len("收支“”…") + 40


def test_only_rows_that_say_enough_are_kept() -> None:
    made = traces_of(
        dossier(
            accounts=accounts(
                account(
                    "支出/基本支出", 上年决算="268.40", 年初预算="275.20", 本年决算="279.60"
                ),  # 4+4+4 digits
                account(
                    "支出/项目支出", 上年决算="900.00", 年初预算="800.00", 本年决算="1000"
                ),  # round: 1+1+1
                account("三公经费", 上年决算="12345.67", 年初预算="0", 本年决算="12345.67"),  # one amount: 7
                account("政府采购", 本年决算="1234567.89"),  # 9 digits, but one amount only
            ),
            outputs=outputs(),  # 31.5 and 28.9: 3+3
        )
    )
    assert [(row.label, row.figures) for row in made.rows] == [
        ("收支“支出/基本支出”", "268.4 | 275.2 |  | 279.6")
    ]


def test_traces_go_through_json_and_stay_small() -> None:
    for one in sampled():
        text = one.model_dump_json()
        assert Traces.model_validate_json(text) == one
        assert len(text) < 6000
    later = '{"department": "a", "name": "甲", "chapters": {}, "rows": [], "of_a_later_version": 1}'
    assert Traces.model_validate_json(later).department == "a"


# Copied text


def test_nearly_the_same_passage_is_found_with_its_similarity() -> None:
    # one sign of 70 changed: 2 * 69 / 140 = 98.57%
    (one,) = found(
        "near_identical_text", traces("b", LONG.replace("定期", "按期")), traces("a", f"一是。\n{LONG}")
    )
    assert (one.severity, one.departments, one.where) == ("疑似", ("a", "b"), "存在问题")
    assert "相似度 98%" in one.message
    assert "“a局”、“b局”" in one.message


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (LONG, "另外的文字：" + "".join(reversed(LONG))),  # as many of the same signs
        (LONG[:50], LONG[:50]),  # 44 signs: alike by form
        (LONG, ""),
    ],
)
def test_other_and_short_passages_are_no_finding(left: str, right: str) -> None:
    assert found("near_identical_text", traces("a", left), traces("b", right)) == []


def test_a_passage_written_twice_by_one_department_is_its_own_affair() -> None:
    assert found("near_identical_text", traces("a", f"{LONG}\n{LONG}"), traces("b")) == []


def test_short_lines_are_compared_together() -> None:
    lines = "\n".join(LONG[at : at + 15] for at in range(0, len(LONG), 15))
    assert len(found("near_identical_text", traces("a", lines), traces("b", lines))) == 1


def test_several_passages_of_the_same_departments_are_one_finding() -> None:
    text = f"{LONG}\n{LONG[::-1]}"
    (one,) = found("near_identical_text", traces("a", text), traces("b", text))
    assert "有 2 段文字雷同" in one.message
    assert "相似度 100%" in one.message


def test_a_text_of_many_departments_is_one_hint() -> None:
    (one,) = found("near_identical_text", *(traces(f"d{at}", LONG) for at in range(5)))
    assert (one.severity, one.departments) == ("提示", ("d0", "d1", "d2", "d3", "d4"))


def test_hundreds_of_departments_are_compared_in_time() -> None:
    dice = random.Random(1)  # noqa: S311 - made-up text
    signs = [chr(0x4E00 + at) for at in range(2500)]

    def text() -> str:
        return "\n".join("".join(dice.choices(signs, k=dice.randint(80, 300))) for _ in range(5))

    many = [
        Traces(
            department=f"d{at:03}",
            name="局",
            chapters={name: text() for name in chapter_names(rubric())},
            rows=(),
        )
        for at in range(200)
    ]
    start = time.perf_counter()
    assert across(many) == ()
    assert (
        time.perf_counter() - start < 10
    )  # 0.5 s alone on a machine; 10 s when each pair is compared in full


# Rows of figures


def row(label: str, figures: str = "268.4 | 275.2 | 279.6") -> TraceRow:
    return TraceRow(label=label, figures=figures)


def test_a_row_handed_in_by_two_departments_is_found_under_both_names() -> None:
    (one,) = found(
        "same_figure_row", traces("b", rows=(row("甲"),)), traces("a", rows=(row("乙"),)), traces("c")
    )
    assert (one.severity, one.departments, one.where) == ("疑似", ("a", "b"), "乙")
    assert "乙与甲" in one.message
    assert "268.4 | 275.2 | 279.6" in one.message


def test_many_rows_of_the_same_departments_are_one_finding() -> None:
    rows = tuple(row(f"行{at}", f"{at}1.2 | 3.4") for at in range(7))
    (one,) = found("same_figure_row", traces("a", rows=rows), traces("b", rows=rows))
    assert "行0、行1、行2、行3、行4等 7 行" in one.message


def test_a_row_twice_in_one_department_is_its_own_affair() -> None:
    both = (row("商品和服务支出"), row("支出/基本支出/商品和服务支出"))
    assert found("same_figure_row", traces("a", rows=both), traces("b", rows=(row("甲", "1 | 2"),))) == []


# Outliers


def outliers(*values: str | None) -> list[Finding]:
    """What is found about one indicator with these values."""
    given = {
        f"d{at:02}": {"rate": ("变动率", None if value is None else Decimal(value))}
        for at, value in enumerate(values)
    }
    return list(across([traces("d00")], given))


def test_a_value_far_from_the_median_is_found_with_its_distance() -> None:
    # median (4+5)/2 = 4.5; distances 15.5, 3.5, 2.5, 1.5, 0.5, 0.5, 1.5, 2.5: median 2; 2/0.6745 = 2.9652
    (one,) = outliers("20", "1", "2", "3", "4", "5", "6", "7")
    assert (one.rule, one.severity, one.departments) == ("outlier_indicator", "提示", ("d00",))
    assert one.where == "变动率"
    assert one.message == (
        "“d00局”的“变动率”为 20，8 个部门的中位数为 4.5，相差 15.5，是各部门通常差距（2.9652）的 5.2 倍"
    )


def test_indicators_of_two_rubrics_are_not_compared_though_they_have_one_name() -> None:
    records = [sample_record("demo-library").model_copy(update={"department": f"d{at}"}) for at in range(8)]
    asset = records[0]["asset_safety"]
    marks = tuple(
        asset.model_copy(update={"score": Decimal(2)}) if mark.id == asset.id else mark
        for mark in records[0].marks
    )
    other = records[0].model_copy(update={"marks": marks})
    elsewhere = other.rubric.model_copy(update={"id": "elsewhere"})
    assert [one.departments for one in across([], indicators_of([other, *records[1:]]))] == [("d0",)]
    apart = other.model_copy(update={"rubric": elsewhere})
    assert across([], indicators_of([apart, *records[1:]])) == ()


def test_one_of_many_equal_values_is_measured_by_the_mean_distance() -> None:
    # distances 0 seven times and 5 once: median 0, mean 0.625; 0.625/0.7979 = 0.7833; 5/0.7833 = 6.4
    (one,) = outliers("3", "8", *["8"] * 6)
    assert "（0.7833）的 6.4 倍" in one.message


@pytest.mark.parametrize(
    "values",
    [
        ("20", "1", "2", "3", "4", "5", "6"),  # seven departments tell no usual
        ("20", "1", "2", "3", "4", "5", "6", None),
        ("14", "1", "2", "3", "4", "5", "6", "7"),  # 9.5/2.9652 = 3.2
        ("8",) * 9,
        ("8.1", *["8"] * 8),  # far by the measure, but a tenth of the median is 0.8
    ],
)
def test_few_values_and_small_distances_are_no_finding(values: tuple[str | None, ...]) -> None:
    assert outliers(*values) == []


def test_a_score_is_not_compared_with_the_rates_of_others() -> None:
    rates = {f"d{at:02}": {"rate": ("完成率（%）", Decimal(90 + at))} for at in range(8)}
    assert list(across([], {**rates, "d99": {"rate": ("完成率（得分）", Decimal(2))}})) == []


def test_more_than_one_in_ten_departments_are_a_group_and_no_outliers() -> None:
    assert len(outliers(*["3"] * 2, *["8"] * 18)) == 2  # two of twenty
    assert outliers(*["3"] * 3, *["8"] * 18) == []  # three of twenty-one


def test_of_many_departments_a_message_names_the_first_and_counts_them() -> None:
    (one,) = across([traces(f"d{at}", LONG) for at in range(7)])
    assert one.departments == tuple(f"d{at}" for at in range(7))
    assert one.message.startswith(
        "“d0局”、“d1局”、“d2局”、“d3局”、“d4局”等 7 个部门的“存在问题”有一段文字雷同"
    )


# The samples


def test_the_samples_show_the_two_planted_copies_and_no_more() -> None:
    got = [(one.rule, one.departments, one.where) for one in across(sampled())]
    assert got == [
        ("near_identical_text", ("demo-transport", "demo-urban"), "改进措施"),
        ("same_figure_row", ("demo-archives", "demo-urban"), "事业成效“受理电话咨询”"),
    ]


def test_the_order_of_departments_makes_no_difference() -> None:
    assert across(reversed(sampled())) == across(sampled())


def test_every_rule_has_a_title() -> None:
    given = {one.rule for one in across(sampled())} | {one.rule for one in outliers("3", *["8"] * 7)}
    assert given == {one.id for one in CHECKS.values() if one.sees is Comparison}
