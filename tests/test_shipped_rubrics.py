"""Every shipped form of another place, scored on its fictional department: each indicator as worked by hand."""

from functools import cache

import pytest
from helpers import OTHER_PLACES, ROOT, sample_params

from pjkit.evaluation import evaluate
from pjkit.model.scorecard import Scorecard
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import read_rubric

Worked = dict[str, tuple[str, str]]
"""Indicator → its score and status."""

SCHOOL: Worked = {
    # 校舍维修改造
    "execution.1": ("9.50", "computed"),  # 57 / 60 = 95 % of 10
    "output_rows.1": ("48.00", "computed"),  # 15 + 15 + 80 % x 10 + 10 (475 is at most 500)
    "benefit_rows.1": ("29.00", "attested"),  # 14 judged within 12 to 15, and 15
    "satisfaction.1": ("9.78", "computed"),  # 88 / 90 x 10 = 9.777…
    # 教学设备购置
    "execution.2": ("8.50", "computed"),  # 30.6 / 36 = 85 %
    "output_rows.2": ("48.00", "computed"),  # 36 / 40 x 20 = 18; 20; 10
    "benefit_rows.2": ("26.00", "asserted"),  # 72 / 80 x 10 = 9; 70 % x 10 = 7 without evidence; 10 as 不适用
    "satisfaction.2": ("10.00", "computed"),  # 92 % is at least 90 %
}
TRAINING: Worked = {
    # 职业技能培训
    "execution.1": ("9.00", "computed"),  # 54 / 60 = 90 %
    "cost_rows.1": ("18.75", "computed"),  # 1500 / 1600 x 20
    "output_rows.1": ("38.00", "computed"),  # 1800 / 2000 x 20 = 18; 10; 12 = 12: 10
    "benefit_rows.1": ("15.00", "asserted"),  # 250 / 500 x 10 = 5; 明显提升 as aimed: 10, without evidence
    "satisfaction.1": ("8.00", "computed"),  # (84 - 60) / (90 - 60) x 10
    # 创业孵化
    "execution.2": ("5.00", "computed"),  # 20 / 40
    "cost_rows.2": ("20.00", "computed"),  # 12 is at most 12
    "output_rows.2": ("20.00", "computed"),  # 11 / 20 = 55 %, under the threshold of 60 %: 0; 10; 10
    "benefit_rows.2": ("16.00", "computed"),  # 80 / 100 x 20
    "satisfaction.2": ("10.00", "not_applicable"),  # nobody was asked yet; left out of the total
}
FORESTRY: Worked = {
    "execution.1": ("10.00", "computed"),  # 120 / 120
    "goals.1": ("90.00", "computed"),  # 100 % = 100 %: 60; 4 is at most 10: 30
    "execution.2": ("8.50", "computed"),  # 68 / 80 = 85 %
    # 950 / 1000 x 40 = 38; 20; -4 misses -5 by 1/5: 8; 5 / 8 x 10 = 6.25; 不适用: 10
    "goals.2": ("82.25", "computed"),
    "execution.3": ("10.00", "computed"),  # 50 / 50
    "goals.3": ("85.00", "self_only"),  # no rows, only what it gave itself
}
WATER: Worked = {
    "staff_control_rate": ("2.37", "computed"),  # 40 / 38 = 105.26316 %: 5 - 5.26316 x 0.5
    "three_public_change_rate": ("3.75", "computed"),  # (20.5 - 20) / 20 = 2.5 %: 5 - 1.25
    "key_spending_share": ("4.00", "computed"),  # 80 / 100: [80, 90)
    "budget_adjustment_rate": ("2.00", "computed"),  # |550 - 500| / 500 = 10 %, included
    "payment_progress": ("2.00", "computed"),  # two of three funds behind: 3 - 2 x 0.5
    "balance": ("2.00", "computed"),  # 12 left, 15 came over from last year
    "three_public_control_rate": ("3.50", "computed"),  # 20.5 / 20 = 102.5 %: 6 - 2.5
    "rules_sound": ("2.00", "attested"),  # one of three missing
    "compliant_use": ("2.00", "asserted"),  # one case; 不适用 and one 是 without evidence
    "disclosure": ("1.00", "attested"),  # content 1, time limit missed
}
MEDIA: Worked = {
    "execution": ("9.30", "computed"),  # 930 / 1000
    # 5 + 5 + 80 % x 10 + 10 + 10 + 10 + 1980 / 2200 x 20 + (1 - 15 / 365) x 10 + 10 (不适用)
    # = 5 + 5 + 8 + 10 + 10 + 10 + 18 + 9.589 + 10; 资金使用合规性 is without evidence
    "goals": ("85.59", "asserted"),
}
PORT: Worked = {
    "progress_july": ("6.30", "computed"),  # 36 / 40 x 7
    "progress_november": ("8.00", "computed"),  # 82 is at least 80.21
    "budget_adjustments": ("0.00", "computed"),  # 1 is more than 0
    "budget_cut": ("25.00", "attested"),  # 否 is the target
    "carry_over_rate": ("25.00", "computed"),  # 0 / 1200 = 0 %
    "budget_review": ("5.00", "asserted"),  # 是 without evidence
    "payment_plan_errors": ("7.00", "computed"),  # 0 / 48
    "violations": ("13.00", "attested"),  # 否 is the target
    "accounts_review": ("5.00", "asserted"),  # 不适用 counts as met (D10), nothing shows it
    "quantity": ("27.00", "computed"),  # 18 / 20 x 30
    "quality": ("40.00", "computed"),  # 18 / 18
    "timeliness": ("15.00", "computed"),  # 9 / 18 x 30
    "economic": ("15.00", "computed"),  # 3 examples x 5
    "social": ("20.00", "computed"),  # 4 x 5
    "environmental": ("5.00", "asserted"),  # 1 x 5 without evidence
    "lasting": ("30.00", "computed"),  # 6 x 5 of 40
}
TOURISM: Worked = {
    "goals_reasonable": ("2.50", "attested"),  # 良 is 2.4 to 2.7 of 3
    "goals_clear": ("2.00", "attested"),  # 中 is 1.8 to 2.4 of 3; the gate is open
    "staff_control_rate": ("3.00", "computed"),  # 24 / 25 = 96 %
    "three_public_change_rate": ("1.50", "computed"),  # (10.5 - 10) / 10 = 5 %: 3 - 5 x 0.3
    "key_spending_share": ("1.00", "computed"),  # 75 / 100: [70, 80)
    "budget_completion_rate": ("2.00", "computed"),  # 720 / 800 = 90 %: two steps of 5 below 100
    "budget_adjustment_rate": ("3.00", "computed"),  # nothing changed: 0
    "payment_progress": ("2.40", "computed"),  # 320 / 800 = 40 % of 50 %: 40 / 50 x 3
    "carry_over_rate": ("2.10", "computed"),  # 20 / 800 = 2.5 %, rounded 3 %: 3 - 3 x 0.3
    "carry_over_change_rate": ("0.50", "computed"),  # (20 - 16) / 16 = 25 %: 3 - 25 x 0.1
    "running_cost_control_rate": ("3.00", "computed"),  # 58 / 60
    "three_public_control_rate": ("3.00", "computed"),  # 10.5 / 11
    "procurement_rate": ("2.00", "not_applicable"),  # no procurement; left out of the total
    "rules_sound": ("3.00", "attested"),
    "compliant_use": ("2.00", "attested"),  # two cases x 1 off 4
    "disclosure": ("3.00", "asserted"),  # the second 是 without evidence
    "information_complete": ("1.50", "attested"),  # judged within 2, with a reason
    "asset_rules_sound": ("2.00", "attested"),  # one of three missing
    "asset_safety": ("3.00", "attested"),
    "asset_use_rate": ("2.85", "computed"),  # 475 / 500 = 95 % x 3
    "tasks_completion_rate": ("4.95", "computed"),  # (10 + 4 + 2 + 83) / (10 + 5 + 2 + 83) = 99 % x 5
    "on_time_rate": ("3.75", "computed"),  # 3 of 4
    "quality_rate": ("3.75", "computed"),  # 3 of 4, above the threshold of 60 %
    "finished_rate": ("4.00", "computed"),  # one task short: 5 - 1
    "economic": ("4.60", "attested"),  # 优 is 4.5 to 5
    "social": ("4.80", "attested"),
    "ecological": ("5.00", "not_applicable"),  # left out of the total
    "satisfaction": ("3.00", "computed"),  # 170 / 200 = 85 %: [80, 90)
}
WORKED = {
    "demo-school": SCHOOL,
    "demo-training": TRAINING,
    "demo-forestry": FORESTRY,
    "demo-water": WATER,
    "demo-media": MEDIA,
    "demo-port": PORT,
    "demo-tourism": TOURISM,
}
TOTALS = {
    "demo-school": ("94.39", "优"),  # (9.5 + 48 + 29 + 9.78 = 96.28, 8.5 + 48 + 26 + 10 = 92.5) / 2
    # 60 of 100 万元: 9 + 18.75 + 38 + 15 + 8 = 88.75; 40: (5 + 20 + 20 + 16) x 100 / 90 = 67.78
    "demo-training": ("80.36", "良"),  # 0.6 x 88.75 + 0.4 x 67.78 = 53.25 + 27.112
    "demo-forestry": ("95.25", "优"),  # (100 + 90.75 + 95) / 3
    "demo-water": ("24.62", "中"),  # of 37.5: 65.65 %
    "demo-media": ("94.89", "优"),
    # 50 % of 6.3 + 8 + 0 + 25 + 25 + 5 + 7 + 13 + 5 = 94.3; 25 % of 27 + 40 + 15 = 82; 25 % of 15 + 20 + 5 + 30 = 70
    "demo-port": ("85.15", "良"),  # 47.15 + 20.5 + 17.5
    # without the 2 and 5 that do not apply: 72.2 of 93, x 100 / 93
    "demo-tourism": ("77.63", "中"),
}
ROWS = [(department, row) for department, worked in WORKED.items() for row in worked]


@cache
def card(department: str) -> Scorecard:
    params = sample_params(department)
    rubric = read_rubric(ROOT / params.rubric)
    return evaluate(rubric, read_dossier(ROOT / params.data, rubric, params))


@pytest.mark.parametrize(("department", "indicator"), ROWS)
def test_an_indicator_earns_what_was_worked_by_hand(department: str, indicator: str) -> None:
    mark = card(department)[indicator]
    assert (str(mark.score), mark.status.value) == WORKED[department][indicator]


@pytest.mark.parametrize("department", WORKED)
def test_every_indicator_was_worked(department: str) -> None:
    assert [mark.id for mark in card(department).marks] == list(WORKED[department])


@pytest.mark.parametrize("department", TOTALS)
def test_the_total_adds_up_as_the_form_says(department: str) -> None:
    total = card(department).total
    assert (str(total.score), total.grade) == TOTALS[department]


def test_every_shipped_rubric_has_a_fictional_department() -> None:
    shipped = {path.stem for path in (ROOT / "params" / "rubrics").glob("*.yaml")}
    assert sorted(OTHER_PLACES) == sorted(WORKED)
    assert {sample_params(name).rubric.split("/")[-1] for name in OTHER_PLACES} == {
        f"{stem}.yaml" for stem in shipped - {"xinning-2022"}
    }
    assert [name for name in WORKED if "示例" not in card(name).name] == []


@pytest.mark.parametrize("department", WORKED)
def test_a_sample_has_lost_points_and_something_that_nobody_supports(department: str) -> None:
    found = card(department)
    assert [mark for mark in found.marks if mark.score is not None and mark.score < mark.points]
    assert found.total.self_only > 0


# What each form leaves open, and what this file decided, stands beside the number


@pytest.mark.parametrize(
    ("department", "indicator", "decision"),
    [
        ("demo-school", "benefit_rows.2", "D7"),  # a row that does not apply
        ("demo-forestry", "goals.2", "D21"),  # a missed target below 0
        ("demo-water", "staff_control_rate", "D4"),  # a part of a percentage point
        ("demo-water", "compliant_use", "D10"),
        ("demo-media", "goals", "D7"),
        ("demo-port", "environmental", "D19"),  # an example without evidence
        ("demo-tourism", "procurement_rate", "D7"),
    ],
)
def test_a_decision_that_touched_a_number_is_printed(department: str, indicator: str, decision: str) -> None:
    assert decision in {effect.id for effect in card(department)[indicator].effects}


@pytest.mark.parametrize("department", WORKED)
def test_a_source_is_named_and_says_what_is_no_citation(department: str) -> None:
    reference = card(department).rubric.reference
    assert any(words in reference for words in ("约定", "不是原文引用"))
