"""A Chongqing department's 部门整体绩效自评表 of 2021, the rows that are known one by one, the others as one."""

import pytest
from helpers import account, dossier
from other_places import form, table

from pjkit.evaluation import evaluate
from pjkit.model.scorecard import Scorecard, Status

# Execution 76 %: 76 of 100 万元. The weights are those printed; the form gave full points to every row. Its known rows
# have 47 of the 90 points, and its total was printed as 97.6.
ROWS = """
指标名称 | 计量单位 | 指标性质 | 调整指标值 | 全年完成值 | 指标权重 | 是否核心指标
财政供养人员控制率 | % | ≤ | 100 | 92 | 2 | 否
预算完成率 | % | ≥ | 70 | 76 | 2 | 是
预算调整率 | % | ≤ | 3 | 0 | 2 | 否
结转结余率 | % | ≤ | 2 | 0 | 2 | 是
公用经费控制率 | % | ≤ | 100 | 97 | 2 | 是
政府采购执行率 | % | ≥ | 100 | 72.74 | 2 | 否
管理制度健全性 | | 定性 | 高 | 高 | 3 | 否
资金使用合规性 | | 定性 | 好 | 好 | 5 | 否
固定资产利用率 | % | ≥ | 90 | 100 | 2 | 否
培训次数 | 次 | ≥ | 6 | 12 | 5 | 是
稿件数 | 篇 | ≥ | 2200 | 2859 | 10 | 是
保障能力提升 | % | ≥ | 90 | 95 | 10 | 否
其余各项 | | 定性 | 完成 | 完成 | 43 | 否
"""


@pytest.fixture(scope="module")
def card() -> Scorecard:
    handed_in = dossier(
        accounts={"支出": account("支出", 调整预算="100", 本年决算="76")},
        lists={"部门整体绩效指标": table("部门整体绩效指标", ROWS)},
    )
    return evaluate(form("chongqing-department"), handed_in)


@pytest.mark.parametrize(
    ("row", "earned"),
    [
        ("财政供养人员控制率", "2.00"),  # 92 is at most 100
        ("预算完成率", "2.00"),
        ("预算调整率", "2.00"),
        ("结转结余率", "2.00"),
        ("公用经费控制率", "2.00"),
        ("政府采购执行率", "1.45"),  # 72.74 / 100 x 2 = 1.4548; the form printed 2
        ("管理制度健全性", "3.00"),
        ("资金使用合规性", "5.00"),
        ("固定资产利用率", "2.00"),
        ("培训次数", "5.00"),
        ("稿件数", "10.00"),
        ("保障能力提升", "10.00"),
        ("其余各项", "43.00"),
    ],
)
def test_each_row_earns_what_it_reached(card: Scorecard, row: str, earned: str) -> None:
    (item,) = [item for item in card["goals"].evidence if item.text == row]
    assert item.effect.endswith(f"得 {earned} 分")


def test_the_execution_rate_counts_in_proportion(card: Scorecard) -> None:
    assert str(card["execution"].score) == "7.60"  # 76 % of 10


def test_the_rows_add_up_to_less_than_was_printed(card: Scorecard) -> None:
    # 90 less the 0.5452 of 政府采购执行率; 7.6 more, where 97.6 was printed
    assert str(card["goals"].score) == "89.45"
    assert str(card.total.score) == "97.05"


def test_the_missed_row_is_asked_for_its_reason(card: Scorecard) -> None:
    (finding,) = [one for one in card.findings if one.rule == "missed_without_reason"]
    assert "“政府采购执行率”未达到目标，完成率 72.74%" in finding.message


def test_rows_in_words_without_evidence_are_asserted_not_computed(card: Scorecard) -> None:
    assert card["goals"].status == Status.ASSERTED
    assert "管理制度健全性、资金使用合规性、其余各项" in card["goals"].reason
