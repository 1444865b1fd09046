"""项目支出绩效自评表, the national form of 2020 and of 2021, and Sichuan's, row by row as filled in and as worked by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from helpers import dossier, self_score
from other_places import form, items, project, table, with_project

from pjkit.evaluation import evaluate
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Answer
from pjkit.model.scorecard import Finding, Mark, Scorecard, Status

# A school's building project of 2019 as its form was printed. Its execution rate of 86.2037 % was given 9 points.
LANGFANG = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 偏差原因
产出指标 | 数量指标 | 工程资金金额 | 43.2 | 37.24 | 10 |
产出指标 | 质量指标 | 工程完工率 | 100% | 100% | 10 |
产出指标 | 质量指标 | 验收合格率 | 100% | 100% | 10 |
产出指标 | 时效指标 | 完成及时率 | 100% | 100% | 10 |
产出指标 | 成本指标 | 控制率 | 100% | 100% | 10 |
效益指标 | 经济效益指标 | 安全率 | 100% | 100% | 10 |
效益指标 | 社会效益指标 | 学校发展能力 | 100% | 100% | 10 |
效益指标 | 可持续影响指标 | 长期使用性 | 100% | 100% | 10 |
满意度指标 | 服务对象满意度 | 学生满意度 | 100% | 100% | 10 |
"""
SELF = {"execution": "9", "output_rows": "49", "benefit_rows": "30", "satisfaction": "10"}


def langfang() -> Dossier:
    one = dossier(projects=(project("校舍维修", "43.2", "37.24"),))
    return with_project(
        one,
        "校舍维修",
        items=items(全年预算数="43.2"),
        lists={"绩效指标": table("绩效指标", LANGFANG)},
        self_scores={name: self_score(score) for name, score in SELF.items()},
    )


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return evaluate(form("project-2020"), langfang())


@pytest.mark.parametrize(
    ("indicator", "score", "printed"),
    [
        ("execution.1", "8.62", "9"),  # 37.24 / 43.2 = 86.2037 % of 10
        ("output_rows.1", "48.62", "49"),  # 8.62 for the first row, 4 x 10
        ("benefit_rows.1", "30.00", "30"),
        ("satisfaction.1", "10.00", "10"),
    ],
)
def test_langfang_is_scored_by_the_rule_whatever_it_printed(
    card: Scorecard, indicator: str, score: str, printed: str
) -> None:
    mark = card[indicator]
    assert (str(mark.computed_score), str(mark.self_score)) == (score, printed)


@pytest.mark.parametrize(
    ("row", "earned"),
    [
        ("工程资金金额", "8.62"),  # printed 9
        ("工程完工率", "10.00"),
        ("验收合格率", "10.00"),
        ("完成及时率", "10.00"),
        ("控制率", "10.00"),
        ("安全率", "10.00"),
        ("学校发展能力", "10.00"),
        ("长期使用性", "10.00"),
        ("学生满意度", "10.00"),
    ],
)
def test_each_row_of_langfang_earns_what_it_reached(card: Scorecard, row: str, earned: str) -> None:
    (item,) = [item for mark in card.marks for item in mark.evidence if item.text == row]
    assert item.effect.endswith(f"得 {earned} 分")


def test_langfangs_total_is_less_than_it_gave_itself(card: Scorecard) -> None:
    # 8.62 + 48.62 + 30 + 10; printed 9 + 49 + 30 + 10 = 98
    assert (str(card.total.score), str(card.total.self_total), card.total.grade) == ("97.24", "98.00", "优")


def test_what_the_project_reached_in_numbers_is_computed(card: Scorecard) -> None:
    assert {mark.status for mark in card.marks} == {Status.COMPUTED}


def found(card: Scorecard, rule: str) -> list[Finding]:
    return [finding for finding in card.findings if finding.rule == rule]


def test_a_missed_row_without_a_reason_is_found_in_its_cell(card: Scorecard) -> None:
    (finding,) = found(card, "missed_without_reason")
    assert (finding.severity, finding.where, finding.indicator) == ("确定", "绩效指标!G2", "output_rows.1")
    assert "项目“校舍维修”：“工程资金金额”" in finding.message
    assert "完成率 86.20%" in finding.message


def test_an_execution_rate_under_the_threshold_needs_a_reason(card: Scorecard) -> None:
    (finding,) = found(card, "reason_required")
    assert (finding.severity, finding.where, finding.indicator) == ("确定", "自评!B2", "execution.1")
    assert "86.20%" in finding.message
    assert "90%" in finding.message


def test_a_reason_given_is_no_finding() -> None:
    handed_in = with_project(
        langfang(), "校舍维修", self_scores={"execution": self_score("8.62", "剩余 3% 尾款未付")}
    )
    assert found(evaluate(form("project-2020"), handed_in), "reason_required") == []


def test_a_note_beside_the_figure_is_a_reason_too() -> None:
    budget = replace(items(全年预算数="43.2")["全年预算数"], note="剩余 3% 尾款未付")
    handed_in = with_project(langfang(), "校舍维修", items={"全年预算数": budget})
    assert found(evaluate(form("project-2020"), handed_in), "reason_required") == []


# With 成本指标, as the guide of 2021 has it

COSTS = """
一级指标 | 三级指标 | 方向 | 年度指标值 | 实际完成值 | 分值 | 偏差原因 | 佐证材料 | 评分
成本指标 | 单位成本 | ≤ | 30 | 36 | 20 | 材料涨价 | |
产出指标 | 培训人次 | ≥ | 1200 | 900 | 15 | 疫情 | |
产出指标 | 合格率 | ≥ | 95% | 98% | 15 | | |
产出指标 | 完成时间 | = | 12 | 12 | 10 | | |
效益指标 | 服务能力 | 定性 | 明显提升 | 达成年度指标 | 12 | | 年度总结 | 11
效益指标 | 带动就业 | 定性 | 有所带动 | 70% | 8 | 招工推迟 | 名册 |
"""


def with_costs(satisfied: str) -> Scorecard:
    one = dossier(projects=(project("技能培训", "50", "45"),))
    handed_in = with_project(
        one,
        "技能培训",
        items=items(全年预算数="50", 服务对象满意度=f"{satisfied}%"),
        lists={"绩效指标": table("绩效指标", COSTS)},
    )
    return evaluate(form("project-2021"), handed_in)


@pytest.mark.parametrize(
    ("indicator", "score", "status"),
    [
        ("execution.1", "9.00", Status.COMPUTED),  # 45 / 50 = 90 %
        ("cost_rows.1", "16.67", Status.COMPUTED),  # 30 / 36 x 20 = 16.666…
        ("output_rows.1", "36.25", Status.COMPUTED),  # 900 / 1200 x 15 = 11.25; 15; 10
        ("benefit_rows.1", "16.60", Status.ATTESTED),  # 11 judged within 9.6 to 12; 70 % x 8 = 5.6
        ("satisfaction.1", "5.00", Status.COMPUTED),  # (75 - 60) / (90 - 60) x 10
    ],
)
def test_the_form_with_costs_is_scored_as_worked_by_hand(indicator: str, score: str, status: Status) -> None:
    mark = with_costs("75")[indicator]
    assert (str(mark.score), mark.status) == (score, status)


@pytest.mark.parametrize(
    ("satisfied", "score"),
    [("90", "10.00"), ("95", "10.00"), ("89.7", "9.90"), ("60", "0.00"), ("59.9", "0.00")],
)
def test_satisfaction_rises_between_60_and_90_percent(satisfied: str, score: str) -> None:
    assert str(with_costs(satisfied)["satisfaction.1"].score) == score


def test_the_form_with_costs_adds_up() -> None:
    # 9 + 16.67 + 36.25 + 16.60 + 5
    assert str(with_costs("75").total.score) == "83.52"


# Sichuan

SALARIES = """
一级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 未完成原因分析
产出指标 | 足额保障率 | ＝ | 100 | % | 100% | {} |
产出指标 | 科目调整次数 | ≤ | 10 | 次 | 4 | {} |
"""


def sichuan(rows: str) -> Mark:
    one = dossier(projects=(project("工资性支出", "100", "120"),))
    handed_in = with_project(
        one,
        "工资性支出",
        items=items(调整后预算数="144"),
        lists={"绩效指标": table("绩效指标", rows)},
    )
    return evaluate(form("sichuan-project"), handed_in)["goals.1"]


def test_sichuans_weights_are_free_within_90() -> None:
    assert str(sichuan(SALARIES.format(60, 30)).score) == "90.00"


def test_sichuans_reverse_indicators_are_normal() -> None:
    rows = SALARIES.format("22.5", "22.5") + (
        "时效指标 | 按时发放率 | ＝ | 100 | % | 100 | 22.5 |\n效益指标 | 结余率 | ≤ | 5 | % | 8 | 22.5 | 人员调出\n"
    )
    mark = sichuan(rows)
    assert str(mark.score) == "81.56"  # 3 x 22.5 + 5 / 8 x 22.5 = 67.5 + 14.0625
    assert "“结余率”未达到目标，完成率 62.50%，得 14.06 分" in mark.reason


def test_sichuans_text_where_a_number_belongs_is_told_with_its_cell() -> None:
    mark = sichuan(
        "三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重\n成本控制数 | ≤ | 30 | 万元 | 完成 | 90"
    )
    assert mark.score is None
    (lacking,) = mark.clauses[0].lacking
    assert (lacking.place, lacking.why) == ("绩效指标!E2", "data_error")
    assert "“完成值”写的是“完成”，应为数字，以“万元”为单位" in lacking.what


def test_sichuans_weights_that_do_not_fill_90_are_told() -> None:
    mark = sichuan(SALARIES.format(60, 20))
    assert mark.score is None
    assert "2 行分值合计 80 分" in mark.reason


# Judged points


@pytest.mark.parametrize(
    ("evidence", "status", "supported"),
    [("现场核查记录", Status.ATTESTED, "8.50"), ("", Status.ASSERTED, "0.00")],
)
def test_judged_points_are_never_computed_from_figures(evidence: str, status: Status, supported: str) -> None:
    judged = Answer(
        "1", "部分达成并具有一定效果", None, evidence, "", "", "条款核对!C2", score=Decimal("8.5")
    )
    card = evaluate(form("judged"), dossier(answers={"effect": {"1": judged}}))
    assert (card["effect"].status, str(card.total.supported)) == (status, supported)
