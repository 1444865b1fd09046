"""The checks of figures, each where it speaks and where it must be silent. Amounts in 万元."""

import pytest
from check_cases import accounts, findings, listed, outputs, this_year, told
from helpers import account, figure

from pjkit.model.dossier import AccountLine

# A total and its parts


@pytest.mark.parametrize(
    ("stated", "severity"),
    [("12.00", "确定"), ("9.98", "确定"), ("10.01", "提示"), ("9.99", "提示"), ("10.00", None), ("", None)],
)
def test_a_total_is_held_against_its_parts(stated: str, severity: str | None) -> None:
    # 6 + 4 = 10; 0.01 apart is information only, 0.02 is not
    given = this_year({"支出/基本支出": stated, "支出/基本支出/甲": "6", "支出/基本支出/乙": "4"})
    found = findings("sum_of_parts", accounts=given)
    assert told(found) == ([] if severity is None else [(severity, "收支!本年决算")])


def test_a_total_whose_parts_are_blank_in_part_is_no_finding() -> None:
    given = this_year({"三公经费": "9", "三公经费/公务接待费": "1", "三公经费/因公出国（境）费": ""})
    assert findings("sum_of_parts", accounts=given) == []


def test_the_total_of_three_public_expenses_is_held_against_its_parts() -> None:
    given = this_year(
        {
            "三公经费": "9",
            "三公经费/公务接待费": "1",
            "三公经费/因公出国（境）费": "不适用",
            "三公经费/公务用车购置及运行费": "7",
        }
    )
    (one,) = findings("sum_of_parts", accounts=given)  # 1 + 7 = 8, 9 stated
    assert "1.00＋7.00＝8.00 万元，合计比分项之和多 1.00 万元" in one.message


@pytest.mark.parametrize(
    ("spent", "severity"), [("30", None), ("35", "疑似"), ("25", "确定"), ("30.01", "提示"), ("", None)]
)
def test_project_spending_is_held_against_the_list(spent: str, severity: str | None) -> None:
    # the list has 10 + 20 = 30: it can leave a project out, but it cannot hold more than all of them
    found = findings(
        "sum_of_parts", accounts=this_year({"支出/项目支出": spent}), projects=listed(("", "10"), ("", "20"))
    )
    assert told(found) == ([] if severity is None else [(severity, "收支!本年决算")])


def test_a_list_with_a_blank_amount_or_without_rows_is_not_added_up() -> None:
    spending = this_year({"支出/项目支出": "35"})
    assert findings("sum_of_parts", accounts=spending, projects=listed(("", "10"), ("", ""))) == []
    assert findings("sum_of_parts", accounts=spending, projects=()) == []


# Income and spending


@pytest.mark.parametrize(
    ("income", "severity", "said"),
    [
        ("98", "疑似", "多 2.00 万元，没有列出上年结转等来源"),
        ("103", "疑似", "少 3.00 万元，没有列出年末结转"),
        ("99.99", "提示", "多 0.01 万元"),
    ],
)
def test_a_gap_between_income_and_spending_is_suspect(income: str, severity: str, said: str) -> None:
    (one,) = findings("income_against_spending", accounts=this_year({"收入": income, "支出": "100"}))
    assert (one.severity, one.where) == (severity, "收支!本年决算")
    assert said in one.message


@pytest.mark.parametrize(
    "amounts", [{"收入": "100", "支出": "100"}, {"收入": "", "支出": "100"}, {"支出": "100"}]
)
def test_equal_or_unknown_sides_are_no_finding(amounts: dict[str, str]) -> None:
    assert findings("income_against_spending", accounts=this_year(amounts)) == []


@pytest.mark.parametrize(
    ("last", "left", "severity"),
    [("5", "3", None), ("5", "4", "确定"), ("5", "", None), ("5", None, "疑似")],
)
def test_what_was_carried_over_explains_a_gap(last: str, left: str | None, severity: str | None) -> None:
    # income 98 + 5 carried in = 103; spending 100 + 3 left = 103. A blank row may hold anything
    amounts = {"收入/财政拨款": "98", "收入/上年结转": last, "支出/基本支出": "100"}
    given = this_year(amounts if left is None else {**amounts, "支出/年末结转": left})
    found = findings("income_against_spending", accounts=given)
    assert [one.severity for one in found] == ([] if severity is None else [severity])


# Classifications of spending


@pytest.mark.parametrize(
    ("names", "mixed"),
    [
        (("教育支出", "商品和服务支出"), True),
        (("教育支出", "资本性支出（基本建设）"), True),
        (("教育支出", "卫生健康支出"), False),
        (("工资福利支出", "资本性支出"), False),
        (("教育支出", "其他支出"), False),  # stands in both classifications
        (("校舍维修", "商品和服务支出"), False),  # a project's name is no class
    ],
)
def test_parts_of_two_classifications_are_told(names: tuple[str, str], *, mixed: bool) -> None:
    given = this_year({f"支出/项目支出/{name}": "1" for name in names})
    assert bool(findings("mixed_classification", accounts=given)) == mixed


def test_classes_under_different_totals_do_not_mix() -> None:
    given = this_year({"支出/项目支出/教育支出": "1", "支出/基本支出/工资福利支出": "1"})
    assert findings("mixed_classification", accounts=given) == []


# One figure in two places, a copied column


@pytest.mark.parametrize(("single", "found"), [("5", False), ("8", False), ("7", True), ("", False)])
def test_goods_and_services_is_that_of_basic_spending_or_of_all(single: str, *, found: bool) -> None:
    # basic 5, projects 3: 5 or 8
    given = {
        "商品和服务支出": single,
        "支出/基本支出/商品和服务支出": "5",
        "支出/项目支出/商品和服务支出": "3",
    }
    assert bool(findings("same_figure_twice", accounts=this_year(given))) == found


def two_years(*pairs: tuple[str, str]) -> dict[str, AccountLine]:
    return accounts(
        *(
            account(f"支出/项目支出/{at}", 上年决算=last, 本年决算=this)
            for at, (last, this) in enumerate(pairs)
        )
    )


def test_a_column_copied_from_last_year_is_suspect() -> None:
    (one,) = findings("unchanged_accounts", accounts=two_years(*[("3", "3")] * 5, ("0", "0"), ("", "4")))
    assert "6 行的本年决算与上年决算全部相同，其中 5 行不为 0" in one.message


@pytest.mark.parametrize(
    "pairs",
    [
        [("3", "3")] * 5 + [("3", "4")],  # one row differs
        [("3", "3")] * 5 + [("0", "4")],
        [("3", "3")] * 4 + [("0", "0")] * 9,  # four rows with an amount can be held level
        [("", "3")] * 9,
    ],
)
def test_rows_that_differ_or_are_few_or_blank_are_no_copy(pairs: list[tuple[str, str]]) -> None:
    assert findings("unchanged_accounts", accounts=two_years(*pairs)) == []


# 元 among 万元


@pytest.mark.parametrize(
    ("last", "this", "found"),
    [
        ("50", "520000", True),  # 52 万元
        ("50", "99000", False),  # 9.9 is less than a fifth of 50
        ("50", "2600000", False),  # 260 is more than five times 50
        ("0.02", "200", False),  # 10,000 times as much, but too little for 元
        ("50", "55", False),
        ("", "520000", False),
        ("0", "520000", False),
    ],
)
def test_an_amount_ten_thousand_times_its_neighbour_looks_like_yuan(
    last: str, this: str, *, found: bool
) -> None:
    given = accounts(account("三公经费", 上年决算=last, 本年决算=this))
    assert bool(findings("yuan_among_wan", accounts=given)) == found


@pytest.mark.parametrize(
    ("total", "part", "found"),
    [
        ("131", "33000", True),  # 3.3 of 131
        ("20", "1310", False),  # 65 times its total: a wrong total
        ("1", "20000", False),  # 2 is more than 1, so not 元 either
        ("0.5", "900", False),  # too little for 元
    ],
)
def test_a_part_far_beyond_its_total_looks_like_yuan(total: str, part: str, *, found: bool) -> None:
    given = this_year({"支出": total, "支出/基本支出": part})
    found_here = [one for one in findings("yuan_among_wan", accounts=given) if "基本支出" in one.message]
    assert bool(found_here) == found


def test_a_total_far_beyond_its_parts_looks_like_yuan() -> None:
    (one,) = findings(
        "yuan_among_wan", accounts=this_year({"支出": "1310000", "支出/甲": "100", "支出/乙": "31"})
    )
    assert "10,000 倍；除以 10,000 为 131 万元" in one.message


def test_parts_of_very_different_size_are_no_finding() -> None:
    assert (
        findings("yuan_among_wan", accounts=this_year({"收入/财政拨款": "4600", "收入/其他收入": "0.46"}))
        == []
    )


def test_a_project_or_an_asset_in_yuan_is_found() -> None:
    (one,) = findings("yuan_among_wan", projects=listed(("30", "300000"), ("5", "4")))
    assert told([one]) == [("疑似", "项目!D2")]
    assets = {
        "固定资产总额": figure("900", "固定资产总额"),
        "在用固定资产": figure("8500000", "在用固定资产"),
    }
    assert len(findings("yuan_among_wan", items=assets)) == 1


@pytest.mark.parametrize(
    ("name", "value", "unit", "found"),
    [
        ("缓缴金额", "2275998.08", "元", True),
        ("缓缴金额", "100000", "元", True),
        ("缓缴金额", "99999", "元", False),
        ("缓缴金额", "", "元", False),
        ("缓缴金额", "227.6", "万元", False),
        ("居民人均可支配收入", "113456", "元", False),
    ],
)
def test_an_output_in_yuan_among_others_in_wan_is_told(
    name: str, value: str, unit: str, *, found: bool
) -> None:
    rows = outputs((name, value, unit), ("发放补贴", "180", "万元"))
    assert told(findings("yuan_among_wan", outputs=rows)) == ([("提示", "事业成效!C2")] if found else [])


def test_outputs_all_in_yuan_are_of_one_unit() -> None:
    assert findings("yuan_among_wan", outputs=outputs(("甲", "200000", "元"), ("乙", "300000", "元"))) == []
