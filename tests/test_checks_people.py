"""The checks of people, of amounts a head and of more done than planned."""

from dataclasses import replace

import pytest
from check_cases import accounts, findings, outputs, staff, this_year, told
from helpers import account, card, figure, rubric_with

from pjkit.model.dossier import AccountLine

WELFARE = "对个人和家庭的补助"


# 在编 + 编外 = 年末实有, against 编制. The counts of check_cases: 36 + 4 = 40 of 40


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, False),
        ({"编外人数": "5"}, True),  # 41
        ({"年末实有人数": "39"}, True),
        ({"编外人数": "", "年末实有人数": "39"}, False),
        ({"编外人数": "不适用", "年末实有人数": "39"}, False),
    ],
)
def test_the_staff_adds_up(changed: dict[str, str], *, found: bool) -> None:
    expected = [("确定", "基本信息!年末实有人数")] if found else []
    assert told(findings("staff_sum", profile=staff(**changed))) == expected


def test_a_wrong_sum_of_staff_says_by_how_many() -> None:
    (one,) = findings("staff_sum", profile=staff(编外人数="7"))
    assert one.message == "在编 36 人＋编外 7 人＝43 人，年末实有 40 人，相差 3 人"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),  # exactly 100%
        ({"编制数": "39"}, [("提示", "基本信息!年末实有人数")]),  # 40/39 = 102.56%, but 36 of 39 permanent
        ({"编制数": "36"}, [("提示", "基本信息!年末实有人数")]),  # 36 of 36, 40/36
        ({"编制数": "39", "在编人数": ""}, [("提示", "基本信息!年末实有人数")]),
        ({"编制数": "35"}, [("疑似", "基本信息!在编人数")]),  # 36/35
        ({"编制数": ""}, []),
        ({"编制数": "0"}, []),
        ({"编制数": "39", "年末实有人数": ""}, []),
    ],
)
def test_more_staff_than_posts_is_told(changed: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert told(findings("over_staffed", profile=staff(**changed))) == expected


def test_more_permanent_staff_than_posts_says_how_many() -> None:
    (one,) = findings("over_staffed", profile=staff(编制数="32"))
    assert one.message == "在编 36 人，编制 32 名，36÷32＝112.50%，超编 4 人"


# Spending a head: 36 permanent, 40 in all, 6 retired


@pytest.mark.parametrize(
    ("path", "amount", "found"),
    [
        ("支出/基本支出/工资福利支出", "1000", False),  # 1000/40 = 25, the border
        ("支出/基本支出/工资福利支出", "1000.01", True),
        ("支出/基本支出/工资福利支出", "72", False),  # 72/36 = 2, the border
        ("支出/基本支出/工资福利支出", "71.9", True),
        ("支出/基本支出/商品和服务支出", "400", False),
        ("支出/基本支出/商品和服务支出", "401", True),
        ("支出/基本支出/商品和服务支出", "0.1", False),
        ("三公经费", "80", False),
        ("三公经费", "80.5", True),
        ("三公经费", "", False),
    ],
)
def test_spending_a_head_beyond_what_is_usual_is_told(path: str, amount: str, *, found: bool) -> None:
    got = findings("spending_per_head", accounts=this_year({path: amount}), profile=staff())
    assert told(got) == ([("提示", "收支!本年决算")] if found else [])


def test_running_costs_of_those_who_earn_money_are_not_held_against_the_staff() -> None:
    spent = this_year({"支出/基本支出/商品和服务支出": "401", "收入/事业收入": "900"})
    assert findings("spending_per_head", accounts=spent, profile=staff()) == []


def test_spending_without_staff_is_not_divided() -> None:
    given = this_year({"三公经费": "500"})
    assert findings("spending_per_head", accounts=given) == []
    assert findings("spending_per_head", accounts=given, profile=staff(在编人数="0", 年末实有人数="")) == []


def noted(path: str, amount: str, note: str) -> dict[str, AccountLine]:
    return accounts(replace(account(path, 本年决算=amount), note=note))


@pytest.mark.parametrize(
    ("parent", "amount", "note", "severity"),
    [
        ("支出/基本支出", "18", "", None),  # 18/6 = 3, the border
        ("支出/基本支出", "18.6", "", "提示"),
        ("支出/项目支出", "18.6", "退休人员福利", "疑似"),
        ("支出/项目支出", "6", "离退休干部慰问", "提示"),  # 1 a head, but a project
        ("支出/项目支出", "180", "耕地地力保护补贴", None),  # for others than its own people
        ("支出/项目支出", "", "退休人员福利", None),
    ],
)
def test_payments_to_retired_staff_are_looked_at(
    parent: str, amount: str, note: str, severity: str | None
) -> None:
    found = findings("retiree_welfare", accounts=noted(f"{parent}/{WELFARE}", amount, note), profile=staff())
    assert [one.severity for one in found] == ([] if severity is None else [severity])


def test_retired_staff_nobody_counted_are_not_divided_by() -> None:
    (one,) = findings("retiree_welfare", accounts=noted(f"支出/项目支出/{WELFARE}", "90", "退休人员福利"))
    assert one.severity == "提示"
    assert "人均" not in one.message


# People and money of one subject


@pytest.mark.parametrize(
    ("people", "money", "severity"),
    [
        (("职业年金人数", "1000", "人"), ("职业年金征收", "3000", "万元"), None),  # 30,000 a head, the border
        (("职业年金人数", "1000", "人"), ("职业年金征收", "3001", "万元"), "提示"),
        (("职业年金人数", "1000", "人"), ("职业年金发放", "3001", "万元"), None),  # paid out: up to 120,000
        (("职业年金人数", "0.1", "万人"), ("职业年金发放", "1.3", "亿元"), "提示"),  # 130,000
        (("职业年金人次", "1000", "人次"), ("职业年金征收", "3001", "万元"), None),
        (("新增职业年金人数", "1000", "人"), ("职业年金征收", "3001", "万元"), None),
        (("培训农民人数", "10", "人"), ("职业年金征收", "3001", "万元"), None),
        (("职业年金人数", "", "人"), ("职业年金征收", "3001", "万元"), None),
        (("职业年金人数", "0", "人"), ("职业年金征收", "3001", "万元"), None),
    ],
)
def test_money_a_head_beyond_what_is_possible_is_told(
    people: tuple[str, str, str], money: tuple[str, str, str], severity: str | None
) -> None:
    found = findings("money_per_person", outputs=outputs(people, money))
    assert told(found) == ([] if severity is None else [(severity, "事业成效!C2")])


def test_a_larger_count_of_the_same_people_makes_it_suspect() -> None:
    rows = outputs(
        ("机关单位职业年金人数", "1000", "人"),
        ("机关单位参保人数", "0.4", "万人"),
        ("职业年金征收", "4000", "万元"),
    )
    (one,) = findings("money_per_person", outputs=rows)  # 40,000 a head; by 4000 people 10,000
    assert one.severity == "疑似"
    assert (
        "人均 40,000 元，高于 30,000 元；而“机关单位参保人数”0.4 万人（C3），前者只占 25.00%" in one.message
    )


@pytest.mark.parametrize(
    "other",
    [
        ("城乡居民参保人数", "9", "万人"),
        ("机关单位退休人数", "900", "人"),
        ("机关单位参保人数", "1100", "人"),
    ],
)
def test_other_people_fewer_people_or_too_few_more_explain_nothing(other: tuple[str, str, str]) -> None:
    # 4000 万元 by 1100 is still 36,364 元
    rows = outputs(("机关单位职业年金人数", "1000", "人"), other, ("职业年金征收", "4000", "万元"))
    (one,) = findings("money_per_person", outputs=rows)
    assert one.severity == "提示"
    assert "只占" not in one.message


def test_two_counts_as_near_to_the_money_are_not_chosen_from() -> None:
    rows = outputs(
        ("职业年金县直", "10", "人"), ("职业年金乡镇", "20", "人"), ("职业年金征收", "4000", "万元")
    )
    assert findings("money_per_person", outputs=rows) == []


def test_people_of_another_area_are_not_divided_by() -> None:
    people, money = outputs(("职业年金人数", "10", "人"), ("职业年金征收", "4000", "万元"))
    assert findings("money_per_person", outputs=(people, replace(money, area="别处"))) == []


# More done than planned, a part of nothing


@pytest.mark.parametrize(
    ("planned", "done", "found"),
    [("20", "21", True), ("20", "20", False), ("20", "", False), ("0", "3", False)],
)
def test_more_tasks_than_were_set_are_told(planned: str, done: str, *, found: bool) -> None:
    items = {
        "重点工作任务数": figure(planned, "重点工作任务数"),
        "重点工作完成数": figure(done, "重点工作完成数"),
    }
    assert [one.severity for one in findings("over_plan", items=items)] == (["提示"] if found else [])


@pytest.mark.parametrize(
    ("budget", "adjusted", "bought", "said"),
    [
        ("120", "126", "126", ""),  # an added budget
        ("120", "126", "130", "调整预算 126.00 万元，超出预算 4.00 万元"),
        ("120", "", "126", "调整预算 空白，超出预算 6.00 万元"),
        ("120", "100", "118", ""),
        ("", "100", "118", ""),
        ("120", "100", "", ""),
    ],
)
def test_procurement_beyond_any_budget_is_suspect(budget: str, adjusted: str, bought: str, said: str) -> None:
    found = findings(
        "over_plan",
        accounts=accounts(account("政府采购", 年初预算=budget, 调整预算=adjusted, 本年决算=bought)),
    )
    assert [one.severity for one in found] == (["疑似"] if said else [])
    assert all(said in one.message for one in found)


def test_revenue_beyond_its_plan_is_no_finding() -> None:
    assert card(accounts=accounts(account("非税收入", 年初预算="150", 本年决算="168"))).findings == ()


@pytest.mark.parametrize(
    ("whole", "part", "found"),
    [("0", "5", True), ("0", "0", False), ("0", "", False), ("", "5", False), ("5", "5", False)],
)
def test_a_part_of_nothing_contradicts_itself(whole: str, part: str, *, found: bool) -> None:
    items = {
        "固定资产总额": figure(whole, "固定资产总额"),
        "在用固定资产": figure(part, "在用固定资产", "基础数据!B3"),
    }
    assert told(findings("part_of_nothing", items=items)) == ([("确定", "基础数据!B3")] if found else [])


def test_tasks_of_none_set_are_a_part_of_nothing_only_where_the_rubric_says_error() -> None:
    items = {"重点工作任务数": figure("0", "重点工作任务数"), "重点工作完成数": figure("3", "重点工作完成数")}
    assert findings("part_of_nothing", items=items) == []
    assert len(findings("part_of_nothing", rubric_with(rate_above_100="error"), items=items)) == 1


def test_satisfied_answers_of_a_survey_nobody_answered_are_a_part_of_nothing() -> None:
    items = {"有效问卷数": figure("0", "有效问卷数"), "满意问卷数": figure("12", "满意问卷数")}
    (one,) = findings("part_of_nothing", items=items)
    assert "“有效问卷数”为 0" in one.message
