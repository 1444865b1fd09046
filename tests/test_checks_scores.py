"""The checks of scores: what a rule cannot give, points lost without a reason, full marks without evidence."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from check_cases import accounts, findings, this_year, told
from helpers import account, answer, answers, dossier, figure, review, rubric, self_score, settings
from other_places import form, table

from pjkit.evaluation import evaluate
from pjkit.scoring.attainable import attainable_scores, is_attainable, nearest_scores

POOL = {str(no): "是" for no in range(1, 10)}


def lost(indicator: str, score: str, reason: str = "", **given: Any) -> list[str]:
    scores = {indicator: self_score(score, reason)}
    return [one.message for one in findings("points_lost_without_reason", self_scores=scores, **given)]


# Possible scores


def possible(indicator: str, **changed: object) -> frozenset[Fraction] | None:
    (found,) = [row for row in rubric().indicators() if row.id == indicator]
    return attainable_scores(found, settings(**changed))


def test_a_pool_of_sixteen_gives_whole_points_but_one() -> None:
    # 16 − 2k − m with m of 0 or 1, and never below 0: 0 … 16
    assert possible("asset_safety") == frozenset(map(Fraction, range(17)))


def test_a_pool_of_fourteen_gives_even_points() -> None:
    assert possible("fund_use_compliance") == frozenset(map(Fraction, range(0, 15, 2)))


@pytest.mark.parametrize("indicator", ["procurement", "three_public_change_rate", "key_task_completion_rate"])
@pytest.mark.parametrize("reading", ["prorate", "whole", "round_up"])
def test_a_rate_can_give_any_score(indicator: str, reading: str) -> None:
    assert possible(indicator, part_of_point=reading) is None
    assert is_attainable(Decimal("0.37"), None)


def test_printed_scores_are_compared_not_exact_ones() -> None:
    # 是, 是, 部分 of three benefits: (1 + 1 + 0.6) x 2/3 = 1.7333…, printed 1.73
    assert is_attainable(Decimal("1.73"), possible("benefits"))
    assert not is_attainable(Decimal("1.74"), possible("benefits"))


def test_the_nearest_possible_scores_are_listed_and_a_longer_list_is_marked() -> None:
    assert nearest_scores(Decimal("2.5"), map(Fraction, (0, 1, 2))) == "2、1、0"
    assert nearest_scores(Decimal(16), map(Fraction, range(17))) == "16、15、14、13、12、11、10、9 等"


@pytest.mark.parametrize(("score", "found"), [("13", True), ("12", False), ("12.00", False), ("14", False)])
def test_a_self_score_the_rule_cannot_give_contradicts_it(score: str, *, found: bool) -> None:
    got = findings("unattainable_self_score", self_scores={"fund_use_compliance": self_score(score)})
    assert told(got) == ([("确定", "自评!B2")] if found else [])


def test_a_self_score_under_a_rate_is_never_impossible() -> None:
    assert findings("unattainable_self_score", self_scores={"procurement": self_score("2.37")}) == []


# Points lost without a reason


@pytest.mark.parametrize(
    ("indicator", "score", "says"),
    [
        ("asset_safety", "15", "少 1 分只能是条款 9"),
        ("target_management", "7", "少 1 分有 2 种可能：条款 1.1“每项专项资金都实行目标管理”，或条款 1.2"),
        ("procurement", "3", "少 1 分有 3 种可能：条款 1“"),
        ("procurement", "1", "少 3 分不是任何一项条款单独造成的"),  # clause 3 costs 2 at most
        ("management_system", "5.8", "少 0.2 分有 5 种可能：条款 6.1“项目立项规范”"),
        (
            "asset_safety",
            "12",
            "少 4 分有 8 种可能：条款 1“资产保存完整，无丢失和损毁”2 例",
        ),  # not 9: once, 1 point
        ("work_quality", "2", "少 1 分只能是条款 1“绩效考核评估取得较好等次”"),
    ],
)
def test_points_lost_without_a_reason_are_read_by_the_rule(indicator: str, score: str, says: str) -> None:
    (message,) = lost(indicator, score)
    assert says in message


def test_points_lost_with_a_reason_or_not_lost_are_no_finding() -> None:
    assert lost("asset_safety", "15", "资产报表迟报") == []
    assert lost("asset_safety", "16") == []


def test_points_that_the_data_themselves_take_need_no_reason() -> None:
    given = {"asset_safety": answers({**POOL, "9": "否"})}  # 16 - 1
    assert lost("asset_safety", "15", answers=given) == []
    assert len(lost("asset_safety", "14", answers=given)) == 1


# Full marks without evidence


def scores(**given: str) -> dict[str, Any]:
    return {name: self_score(score) for name, score in given.items()}


def test_full_marks_on_the_departments_word_are_counted_once() -> None:
    given = scores(fund_use_compliance="14", asset_system="2", work_quality="2")
    (one,) = findings("full_marks_without_evidence", self_scores=given)
    assert (one.severity, one.where) == ("疑似", "自评!B2")
    assert one.message.startswith(
        "2 项自评满分没有数据或佐证支持，共 16 分（“资金使用合规性”14 分、“管理制度健全性”2 分）"
    )
    assert "全部 24 项得分中，24 项没有依据" in one.message


def test_full_marks_that_figures_answers_or_a_review_support_are_no_finding() -> None:
    given: dict[str, Any] = {
        "self_scores": scores(fund_use_compliance="14", work_quality="3", asset_system="2"),
        "answers": {"fund_use_compliance": answers(POOL)},
        "items": {"工作质量等次": figure("优秀")},
        "reviews": {"asset_system": review("2")},
    }
    assert findings("full_marks_without_evidence", **given) == []


def test_an_answer_without_evidence_supports_nothing() -> None:
    bare = {**answers(POOL), "3": answer("3", "是", evidence="")}
    found = findings(
        "full_marks_without_evidence",
        self_scores=scores(fund_use_compliance="14"),
        answers={"fund_use_compliance": bare},
    )
    assert [one.severity for one in found] == ["疑似"]


@pytest.mark.parametrize(("bare", "severity"), [("asset_system", "提示"), ("management_system", "疑似")])
def test_the_severity_tells_whether_most_full_marks_are_bare(bare: str, severity: str) -> None:
    # 3 of 工作质量 are supported; 2 of 5 bare is less than half, 6 of 9 is more
    full = {"asset_system": "2", "management_system": "6"}[bare]
    given: dict[str, Any] = {
        "self_scores": scores(work_quality="3", **{bare: full}),
        "items": {"工作质量等次": figure("优秀")},
    }
    assert [one.severity for one in findings("full_marks_without_evidence", **given)] == [severity]


def test_rates_of_nothing_over_nothing_are_counted_beside() -> None:
    given = this_year({"三公经费": "0"})
    zero = {
        "三公经费": replace(
            given["三公经费"], figures={name: figure("0", name) for name in given["三公经费"].figures}
        )
    }
    (one,) = findings("full_marks_without_evidence", accounts=zero, self_scores=scores(asset_system="2"))
    assert one.message.endswith(
        "全部 24 项得分中，22 项没有依据，2 项的比率是 0÷0（无基数）"
    )  # change and control rate


def test_a_rate_from_nothing_to_something_is_not_nothing_over_nothing() -> None:
    given = accounts(account("三公经费", 上年决算="0", 本年决算="5"))
    (one,) = findings("full_marks_without_evidence", accounts=given, self_scores=scores(asset_system="2"))
    assert one.message.endswith("全部 24 项得分中，23 项没有依据")


# No evidence at all


def test_scores_without_any_evidence_in_the_data_are_told() -> None:
    (one,) = findings("no_evidence_at_all", self_scores=scores(asset_system="2", work_quality="2"))
    assert (one.severity, one.where) == ("疑似", "条款核对")
    assert "自评 2 项、合计 4 分" in one.message


def test_one_row_that_names_evidence_is_enough() -> None:
    claimed = scores(asset_system="2")
    item = {"工作质量等次": replace(figure("优秀"), evidence="考核通报")}
    assert findings("no_evidence_at_all", self_scores=claimed, items=item) == []
    assert (
        findings("no_evidence_at_all", self_scores=claimed, answers={"asset_system": answers({"1": "是"})})
        == []
    )
    bare = {"asset_system": {"1": answer("1", "是", evidence="")}}
    assert len(findings("no_evidence_at_all", self_scores=claimed, answers=bare)) == 1


def test_where_nothing_is_claimed_no_evidence_is_missing() -> None:
    assert findings("no_evidence_at_all") == []


def test_evidence_beside_the_rows_of_a_list_is_enough() -> None:
    rows = """
    指标名称 | 指标性质 | 调整指标值 | 全年完成值 | 指标权重 | 佐证材料
    制度健全性 | 定性 | 高 | 高 | 90 | {}
    """
    claimed = {"goals": self_score("90")}
    for evidence, found in (("内部控制手册", 0), ("", 1)):
        listed = {"部门整体绩效指标": table("部门整体绩效指标", rows.format(evidence))}
        card = evaluate(form("chongqing-department"), dossier(self_scores=claimed, lists=listed))
        assert len([one for one in card.findings if one.rule == "no_evidence_at_all"]) == found
