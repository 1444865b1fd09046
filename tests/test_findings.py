"""The findings of every sample department, held against ``expected/findings.yaml``: these and no others."""

from collections import Counter
from pathlib import Path

import pytest
from helpers import SAMPLES, rubric, sample, yaml_file

from pjkit.checks import CHECKS
from pjkit.checks.registry import CheckContext, Observation, check
from pjkit.evaluation import evaluate
from pjkit.model.scorecard import Finding

EXPECTED = yaml_file(Path(__file__).parent / "expected" / "findings.yaml")
CLEAN = "demo-library"


def found(department: str) -> tuple[Finding, ...]:
    return evaluate(rubric(), sample(department)).findings


@pytest.mark.parametrize("department", SAMPLES)
def test_a_sample_has_exactly_the_findings_expected(department: str) -> None:
    got = Counter((one.rule, one.severity, one.where) for one in found(department))
    assert got == Counter((row["rule"], row["severity"], row["where"]) for row in EXPECTED[department])


def test_a_finding_carries_the_id_and_title_that_stand_in_its_checks_decorator() -> None:
    stamped = {(one.rule, one.title) for department in SAMPLES for one in found(department)}
    assert {(rule, title) for rule, title in stamped if rule in CHECKS} == {
        (rule, CHECKS[rule].title) for rule, _ in stamped if rule in CHECKS
    }


def test_a_check_of_a_known_id_or_title_is_refused() -> None:
    def nothing(_: CheckContext) -> list[Observation]:
        return []

    known = CHECKS["sum_of_parts"]
    with pytest.raises(ValueError, match="sum_of_parts"):
        check("sum_of_parts", "另一个名称")(nothing)
    with pytest.raises(ValueError, match=known.title):
        check("another_check", known.title)(nothing)
    assert CHECKS["sum_of_parts"] is known
    assert "another_check" not in CHECKS


def test_expectations_are_of_the_samples_and_have_their_working() -> None:
    assert sorted(EXPECTED) == SAMPLES
    assert [row for rows in EXPECTED.values() for row in rows if not row["working"]] == []


def test_the_clean_department_has_none_and_every_other_fictional_one_a_planted_one() -> None:
    assert EXPECTED[CLEAN] == []
    planted = {
        department: {row["rule"] for row in rows if row["working"].startswith("planted: ")}
        for department, rows in EXPECTED.items()
        if department.startswith("demo-") and department != CLEAN
    }
    assert len(planted) == 5
    assert all(planted.values())
    assert len(set[str]().union(*planted.values())) >= 5  # not the same one everywhere


@pytest.mark.parametrize("department", SAMPLES)
def test_every_finding_names_a_place_and_shows_numbers_or_words(department: str) -> None:
    for one in found(department):
        assert one.where, one
        assert any(sign.isdigit() or sign == "“" for sign in one.message), one


@pytest.mark.parametrize(
    ("where", "rule", "working"),
    [
        # rubric.md §4, by its numbers; every arithmetic is the source's
        ("收支!E6", "sum_of_parts", "372.46＋46.19＋6.92＝425.57 万元，合计比分项之和多 2.00 万元"),  # 1
        (
            "收支!E10",
            "sum_of_parts",
            "99.00＋0.33＋30.35＋1.65＝131.33 万元，合计比分项之和少 0.33 万元",
        ),  # 2
        (
            "收支!A11",
            "mixed_classification",
            "“社会保障和就业支出”（A11）、“卫生健康支出”（A12）是功能分类",
        ),  # 3
        (
            "收支!E6+E10",
            "income_against_spending",
            "支出 427.57＋131.00＝558.57 万元（收支!E6+E10），支出比收入多 2.02 万元",
        ),  # 4
        ("收支!E13", "retiree_welfare", "30.35 万元÷离退休 6 人＝人均 5.0583 万元"),  # 5
        ("事业成效!C24", "yuan_among_wan", "2,275,998.08 元，即 227.599808 万元"),  # 7
        ("基本信息!B12", "over_staffed", "42÷38＝110.53%；其中在编 36 人，36÷38＝94.74%，未超编"),  # 8
        ("自评!B11", "points_lost_without_reason", "少 1 分有 3 种可能"),  # 13
        (
            "自评!B17",
            "points_lost_without_reason",
            "少 1 分只能是条款 9“按时报送评价年度行政事业单位资产报表”",
        ),  # 13
        (
            "自评!B19",
            "points_lost_without_reason",
            "少 1 分有 2 种可能：条款 1.1“每项专项资金都实行目标管理”",
        ),  # 13
        (
            "自评!B14",
            "full_marks_without_evidence",
            "全部 24 项得分中，20 项没有依据，4 项的比率是 0÷0",
        ),  # 14
        ("条款核对", "no_evidence_at_all", "自评 24 项、合计 97 分（由各项相加）"),  # 15
        ("事业成效!C13", "money_per_person", "人均 35,521 元"),  # 16
        ("事业成效!C13", "money_per_person", "1.2 万人（C2），前者只占 15.45%"),  # 16
    ],
)
def test_what_the_source_gets_wrong_is_found_with_its_arithmetic(where: str, rule: str, working: str) -> None:
    (one,) = [one for one in found("xinning-pension") if (one.where, one.rule) == (where, rule)]
    assert working in one.message


def test_what_the_source_gets_right_is_no_finding() -> None:
    # §4 no. 17: 36 + 6 = 42, 1.45亿/138万人次 = 105.07 元, 971/7062 = 13.75%
    rules = {one.rule for one in found("xinning-pension")}
    assert "staff_sum" not in rules
    assert {one.where for one in found("xinning-pension") if one.rule == "money_per_person"} == {
        "事业成效!C13"
    }
