"""The sentences of the Word report: hand-worked, with every base that may be missing or 0."""

from decimal import Decimal

import pytest
from helpers import account, dossier, figure, project

from pjkit.model.amounts import percent_of
from pjkit.model.dossier import Dossier, Output, ProfileLine
from pjkit.report import amount_sentences as amounts
from pjkit.report.overview import posts_filled, profile_sentence, targets_sentence
from pjkit.report.projects import management_sentence, project_sentence
from pjkit.report.spending import SumGap, composition, development, gaps
from pjkit.report.tables import listed

BLANK, NONE_MADE = "", "不适用"


@pytest.mark.parametrize(
    ("last", "actual", "said"),
    [
        # 60.32 − 52.00 = 8.32; 8.32 / 52.00 = 16 %
        ("52.00", "60.32", "比上年52.00万元增加8.32万元，增长16.00%"),
        # 3.20 − 2.86 = 0.34; 0.34 / 3.20 = 10.625 %, half-up 10.63 %
        ("3.20", "2.86", "比上年3.20万元减少0.34万元，下降10.63%"),
        ("2", "0", "比上年2.00万元减少2.00万元，下降100.00%"),
        ("3", "3.00", "与上年持平（上年决算3.00万元）"),
        ("0", "0", "与上年持平（上年决算0.00万元）"),
        ("0", "2.32", "上年决算为0，本年新增2.32万元，无基数，不计算增长率"),
        (BLANK, "2.32", "上年决算无数据，不作比较"),
        (NONE_MADE, "2.32", "上年决算不适用，不作比较"),
        ("3.20", BLANK, ""),
        ("3.20", NONE_MADE, ""),
    ],
)
def test_a_change_is_told_against_a_base_above_0_only(last: str, actual: str, said: str) -> None:
    assert amounts.change(figure(last), figure(actual)) == said


@pytest.mark.parametrize(
    ("budget", "actual", "said"),
    [
        # 2.86 / 3.50 = 81.714… %; 3.50 − 2.86 = 0.64
        ("3.50", "2.86", "年初预算3.50万元，完成预算的81.71%，比预算少0.64万元"),
        # 452.30 / 430.00 = 105.186… %; 452.30 − 430.00 = 22.30
        ("430.00", "452.30", "年初预算430.00万元，完成预算的105.19%，超出预算22.30万元"),
        ("3.60", "3.6", "年初预算3.60万元，完成预算的100.00%，与预算一致"),
        ("0.90", "0", "年初预算0.90万元，决算为0，比预算少0.90万元"),
        ("0", "0", "年初预算和决算均为0，不计算完成率"),
        ("0", "2", "年初预算为0，决算2.00万元均在预算之外，无基数，不计算完成率"),
        (NONE_MADE, "2", "未编制年初预算（填报为“不适用”），不计算完成率"),
        (BLANK, "2", "年初预算无数据，不计算完成率"),
        ("3.50", BLANK, ""),
        (BLANK, BLANK, ""),
    ],
)
def test_a_budget_is_told_with_a_rate_only_above_0(budget: str, actual: str, said: str) -> None:
    told = amounts.against_budget(figure(budget), figure(actual))
    assert told == said
    assert "的0" not in told  # 完成预算的0%


def test_an_adjusted_budget_is_called_so() -> None:
    told = amounts.against_budget(figure("4"), figure("3"), "调整后预算")
    assert told == "调整后预算4.00万元，完成预算的75.00%，比预算少1.00万元"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        ("372.46", "427.57", "工资372.46万元，占87.11%"),  # 0.871109…
        ("0", "5", "工资0.00万元"),
        ("3", "0", "工资3.00万元"),
        ("3", BLANK, "工资3.00万元"),
        (BLANK, "5", "工资无数据"),
        (NONE_MADE, "5", "工资不适用"),
    ],
)
def test_a_share_needs_a_part_and_a_whole_above_0(part: str, whole: str, said: str) -> None:
    assert amounts.share("工资", figure(part), figure(whole)) == said


@pytest.mark.parametrize(
    ("income", "spent", "said"),
    [
        ("556.55", "558.57", "收入556.55万元，支出558.57万元，支出多于收入2.02万元"),
        ("5", "3", "收入5.00万元，支出3.00万元，收入多于支出2.00万元"),
        ("5", "5", "收入5.00万元，支出5.00万元，收支平衡"),
        (BLANK, "5", ""),
        ("5", NONE_MADE, ""),
    ],
)
def test_income_is_held_against_spending(income: str, spent: str, said: str) -> None:
    assert amounts.balance(figure(income), figure(spent)) == said


def test_a_total_that_is_not_its_sum_is_told_with_the_gap() -> None:
    gap = SumGap("基本支出", "本年决算", Decimal("427.57"), Decimal("425.57"))
    assert gap.clause == ("“基本支出”本年决算的分项合计425.57万元，与所列合计数427.57万元相差2.00万元")


def test_clauses_become_a_sentence_and_none_becomes_nothing() -> None:
    assert amounts.sentence(["甲", "", "乙"]) == "甲；乙。"
    assert amounts.sentence(["", ""]) == ""


def spent(total: str, **parts: str) -> Dossier:
    lines = [account("三公经费", 本年决算=total, 上年决算="4", 年初预算="5", 调整预算="6")]
    lines += [account(f"三公经费/{name}", 本年决算=value) for name, value in parts.items()]
    return dossier(accounts={line.path: line for line in lines})


def test_an_account_is_told_with_its_known_parts() -> None:
    given = spent("8", 接待="2", 用车="6", 出国="")
    told = composition(given, "三公经费", "“三公”经费")
    assert told == "2022年度“三公”经费决算8.00万元，其中：接待2.00万元，占25.00%；用车6.00万元，占75.00%。"
    assert list(gaps(given, "三公经费")) == []  # a part is unknown, so nothing can be said of the sum


def test_an_account_without_total_says_that_its_parts_were_added_up() -> None:
    assert composition(spent("", 接待="2", 用车="6"), "三公经费", "经费").startswith(
        "2022年度经费决算8.00万元（分项相加），其中"
    )


def test_an_account_without_any_amount_says_no_data() -> None:
    assert composition(spent(""), "三公经费", "经费") == "2022年度经费决算无数据。"


def test_an_account_is_held_against_every_budget_it_had() -> None:
    # 8 − 4 = 4, 4 / 4 = 100 %; 8 / 5 = 160 %; 8 / 6 = 133.333… %
    assert development(spent("8"), "三公经费") == (
        "比上年4.00万元增加4.00万元，增长100.00%；年初预算5.00万元，完成预算的160.00%，超出预算3.00万元；"
        "调整后预算6.00万元，完成预算的133.33%，超出预算2.00万元。"
    )
    assert development(spent(""), "三公经费") == ""


@pytest.mark.parametrize(
    ("budgets", "said"),
    [
        # both spent as budgeted: 10 + 30 = 40
        (("10", "30"), "年初预算合计40.00万元，决算合计40.00万元，执行率100.00%"),
        (("0", "0"), "年初预算合计为0，决算合计0.00万元，无基数，不计算执行率"),
        (("10", ""), "部分项目的预算或决算无数据，不列合计"),
        (("10", "不适用"), "年初预算合计10.00万元，决算合计10.00万元，执行率100.00%"),
    ],
)
def test_projects_are_counted_by_kind_and_added_up(budgets: tuple[str, str], said: str) -> None:
    pair = tuple(
        project(name, kind, {}, budget)
        for name, kind, budget in zip(("甲", "乙"), ("专项资金", "项目"), budgets, strict=True)
    )
    assert project_sentence(pair) == f"项目清单共2项（专项资金1项、项目1项），{said}。"


def test_how_projects_are_managed_is_told_with_the_names_of_those_that_are_not() -> None:
    listed = (
        project("甲", "项目", {"目标管理": "是", "绩效自评": "否", "完工": "是"}),
        project("乙", "专项资金", {"目标管理": "是", "绩效自评": "不适用"}),
        project("丙", "项目", {"目标管理": "是", "绩效自评": "否", "完工": "否"}),
    )
    assert management_sentence(listed) == (
        "项目清单的3项中，实行目标管理的3项；未开展绩效自评的2项（甲、丙），不适用的1项（乙）；"
        "完工的1项，未完工的1项（丙），未填报的1项（乙）。"
    )
    assert management_sentence((project("甲", "项目", {}),)) == (
        "项目清单的1项中，实行目标管理的0项，未填报的1项（甲）；开展绩效自评的0项，未填报的1项（甲）；"
        "完工的0项，未填报的1项（甲）。"
    )


def test_many_names_are_cut_short_in_a_sentence() -> None:
    assert listed(["甲"] * 10) == "甲、" * 9 + "甲"
    assert listed(["甲"] * 11) == "甲、" * 9 + "甲等"


def staff(**counts: str) -> dict[str, ProfileLine]:
    return {item: ProfileLine(item, text, "", "基本信息!B2") for item, text in counts.items()}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"编制数": "38", "在编人数": "36"}, "在编人数占编制数的94.74%"),  # 36 / 38 = 0.947368…
        ({"编制数": "0", "在编人数": "36"}, ""),
        ({"编制数": "38", "在编人数": "未定"}, ""),
        ({"在编人数": "36"}, ""),
    ],
)
def test_posts_are_filled_in_percent_only_where_there_are_posts(counts: dict[str, str], said: str) -> None:
    assert posts_filled(staff(**counts)) == said


def test_the_profile_names_no_persons_and_no_blank_rows() -> None:
    lines = staff(主管部门="示例局", 联系人="某某", 单位性质="", 报告日期="2023-01-01")
    assert (
        profile_sentence(dossier(profile=tuple(lines.values()))) == "单位名称：示例单位；主管部门：示例局。"
    )


def output(name: str, value: str, target: str) -> Output:
    return Output("领域", name, figure(value), figure(""), figure(target))


def test_outputs_are_held_against_their_targets_without_a_judgement() -> None:
    given = [output("甲", "5", "5"), output("乙", "4", "5"), output("丙", "", "5"), output("丁", "1", "")]
    assert targets_sentence(given) == "有目标数的2项事业成效中，1项不低于目标数，1项低于目标数：乙。"
    assert targets_sentence(given[:1]) == "有目标数的1项事业成效均不低于目标数。"
    assert targets_sentence(given[1:2]) == "有目标数的1项事业成效均低于目标数：乙。"
    assert targets_sentence(given[2:]) == ""


def test_a_ratio_is_exact_before_it_is_rounded() -> None:
    assert percent_of(Decimal("0.89995"), Decimal(1)) == "89.995%"  # not 90.00 %
