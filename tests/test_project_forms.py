"""A project form is evaluated for each project: whose data count, what a project weighs, what the department's total is."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from helpers import dossier, self_score
from other_places import form, items, project, table, with_project

from pjkit.evaluation import evaluate
from pjkit.model.clause import lacking_words
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Scorecard, Status, weighted
from pjkit.model.stored import record_text
from pjkit.scoring.rubric import Rubric, TotalSpec

ROWS = """
三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 未完成原因分析
足额保障率 | = | 100 | % | 100 | 60 |
科目调整次数 | ≤ | 10 | 次 | {} | 30 | 政策调整
"""


def rubric(**total: Any) -> Rubric:
    return form("sichuan-project").model_copy(update={"total": TotalSpec(**total)})


def two_projects(budgets: tuple[str, str] = ("30", "10")) -> Dossier:
    """工资 reached all: 10 + 90. 培训 spent half of 20 and exceeded its ceiling twofold: 5 + 60 + 15."""
    listed = (project("工资", budgets[0], "40"), project("培训", budgets[1], "10", row=3))
    both = dossier(projects=listed)
    first = with_project(
        both,
        "工资",
        items=items(调整后预算数="40"),
        lists={"绩效指标": table("绩效指标", ROWS.format(4))},
        self_scores={"goals": self_score("90")},
    )
    return with_project(
        first,
        "培训",
        items=items(调整后预算数="20"),
        lists={"绩效指标": table("绩效指标", ROWS.format(20))},
    )


def scores(card: Scorecard) -> dict[str, str | None]:
    return {mark.id: None if mark.score is None else str(mark.score) for mark in card.marks}


def test_each_project_is_scored_on_its_own_data() -> None:
    card = evaluate(rubric(), two_projects())
    assert scores(card) == {
        "execution.1": "10.00",  # 40 / 40
        "goals.1": "90.00",
        "execution.2": "5.00",  # 10 / 20
        "goals.2": "75.00",  # 60 + 10 / 20 x 30
    }


def test_marks_stand_under_their_project() -> None:
    card = evaluate(rubric(), two_projects())
    assert [mark.place for mark in card.marks] == [
        "工资/预算执行率",
        "工资/绩效指标",
        "培训/预算执行率",
        "培训/绩效指标",
    ]
    assert card.rubric.levels == ("项目", "一级指标")
    assert {effect.indicator for mark in card.marks for effect in mark.effects} <= {
        mark.id for mark in card.marks
    }


def test_the_departments_total_is_the_projects_mean() -> None:
    card = evaluate(rubric(), two_projects())
    assert [(one.name, one.weight, str(one.total.score)) for one in card.projects] == [
        ("工资", Fraction(1, 2), "100.00"),
        ("培训", Fraction(1, 2), "80.00"),
    ]
    assert (str(card.total.score), card.total.grade, card.points) == ("90.00", "优", Decimal(100))
    assert weighted(card.marks, lambda mark: mark.score) == card.total.score


def test_or_their_mean_by_budget() -> None:
    card = evaluate(rubric(projects="by_budget"), two_projects())
    assert [one.weight for one in card.projects] == [Fraction(3, 4), Fraction(1, 4)]
    assert (str(card.total.score), card.points) == ("95.00", Decimal(100))  # 100 x 3/4 + 80 x 1/4


@pytest.mark.parametrize(
    ("budgets", "place", "why"),
    [(("30", ""), "项目!C3", "不全"), (("0", "0"), "项目", "合计为 0")],
)
def test_budgets_that_weigh_nothing_make_a_plain_mean_and_a_finding(
    budgets: tuple[str, str], place: str, why: str
) -> None:
    card = evaluate(rubric(projects="by_budget"), two_projects(budgets))
    assert [one.weight for one in card.projects] == [Fraction(1, 2), Fraction(1, 2)]
    (finding,) = [one for one in card.findings if one.rule == "project_budget_blank"]
    assert (finding.severity, finding.where) == ("确定", place)
    assert why in finding.message


def test_a_project_without_data_is_unknown_and_not_0() -> None:
    known = two_projects()
    assert known.projects is not None
    third = replace(known, projects=(*known.projects, project("会议", "5", "", row=4)))
    card = evaluate(rubric(), third)
    assert scores(card)["goals.3"] is None
    assert card["goals.3"].status == Status.MISSING
    assert not card.projects[2].scored
    # 100 + 80 + nothing known, of three; up to 100 more for the third
    assert (str(card.total.score), str(card.total.missing), str(card.total.high)) == (
        "60.00",
        "33.33",
        "93.33",
    )
    assert card.total.grade is None


def test_what_names_no_project_is_nobodys_where_there_are_several() -> None:
    known = two_projects()
    unnamed = replace(known, items=items(调整后预算数="1"), projects_data={})
    assert set(scores(evaluate(rubric(), unnamed)).values()) == {None}


def test_what_names_no_project_is_the_only_ones() -> None:
    one = dossier(
        projects=(project("工资", "30", "40"),),
        items=items(调整后预算数="40"),
        lists={"绩效指标": table("绩效指标", ROWS.format(4))},
        self_scores={"execution": self_score("10")},
    )
    card = evaluate(rubric(), one)
    assert scores(card) == {"execution.1": "10.00", "goals.1": "90.00"}
    assert str(card["execution.1"].self_score) == "10"


@pytest.mark.parametrize("handed_in", [None, ()])
def test_without_a_project_nothing_is_known(handed_in: tuple[()] | None) -> None:
    card = evaluate(rubric(), dossier(projects=handed_in))
    assert {mark.status for mark in card.marks} == {Status.MISSING}
    assert (card.known_total, str(card.total.missing)) == (None, "100.00")
    assert "“项目”表缺失或没有行" in lacking_words(card["execution.1"].clauses[0].lacking)


def test_what_does_not_apply_leaves_its_own_projects_total_alone() -> None:
    # 培训: 调整后预算数 does not apply; its 75 of 90 are 83.33 of 100. 工资 keeps 100
    handed_in = with_project(two_projects(), "培训", items=items(调整后预算数="不适用"))
    card = evaluate(rubric(not_applicable="rescale"), handed_in)
    assert [str(one.total.score) for one in card.projects] == ["100.00", "83.33"]
    assert str(card.total.score) == "91.67"  # (100 + 83.33) / 2 = 91.665


def test_self_scores_are_a_projects_own() -> None:
    card = evaluate(rubric(), two_projects())
    assert (card["goals.1"].self_score, card["goals.2"].self_score) == (Decimal(90), None)
    assert str(card.total.self_total) == "45.00"


def test_the_record_keeps_the_projects_and_says_nothing_of_them_elsewhere() -> None:
    card = evaluate(rubric(), two_projects())
    text = record_text(card)
    assert Scorecard.model_validate_json(text) == card
    assert '"projects"' in text
    alone = evaluate(form("chongqing-department"), dossier())
    assert '"projects"' not in record_text(alone)
