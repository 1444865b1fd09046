"""Whole indicators through ``evaluate``: statuses and their order, which of three scores counts, and why."""

from decimal import Decimal
from typing import Any

import pytest
from helpers import (
    account,
    answer,
    answers,
    card,
    figure,
    ids,
    mark,
    project,
    review,
    rubric_with,
    self_score,
)

from pjkit.model.scorecard import Status

ALL_YES = {str(no): answer(str(no), "是") for no in range(1, 10)}
DISCLOSED = answers({"1": "是", "2": "否", "3": "是", "4": "是"})  # 3 of 4
PROCURED = {"政府采购": account("政府采购", 年初预算="150.00", 本年决算="150.00")}
PROCURED_98 = {"政府采购": account("政府采购", 年初预算="150.00", 本年决算="147.00")}

# The source's own scores


@pytest.mark.parametrize(
    ("given", "accounts"),
    [
        pytest.param({"1": "否", "2": "是"}, PROCURED, id="no yearly budget: 0 + 1 + 2"),
        pytest.param({"1": "是", "2": "否"}, PROCURED, id="no supplementary budget: 1 + 0 + 2"),
        pytest.param({"1": "是", "2": "是"}, PROCURED_98, id="98% done: 1 + 1 + (2 - 2 x 0.5)"),
    ],
)
def test_the_sources_3_of_4_for_procurement_has_three_readings(
    given: dict[str, str], accounts: dict[str, Any]
) -> None:
    found = mark("procurement", answers={"procurement": answers(given)}, accounts=accounts)
    assert (found.status, found.computed_score) == (Status.ATTESTED, Decimal("3.00"))


def test_the_sources_7_of_8_for_targets_is_one_project_without_a_target() -> None:
    listed = tuple(project(f"项目{at}", "项目", {"目标管理": said}) for at, said in enumerate("是是否"))
    found = mark(
        "target_management",
        projects=(*listed, project("专项", "专项资金", {"目标管理": "是"})),
        answers={"target_management": answers({"2": "是", "3": "是"})},
    )
    assert found.computed_score == Decimal("7.00")  # 2 + (2 - 1) + 2 + 2
    assert "条款 1.2：项目 3 个，目标管理 2 个，少 1 个" in found.reason


# No data (D11, D16)


def test_nothing_handed_in_is_missing_and_neither_0_nor_full() -> None:
    found = mark("disclosure")
    assert (found.status, found.score, found.computed_score, ids(found)) == (
        Status.MISSING,
        None,
        None,
        ["D11"],
    )
    assert found.reason.endswith("得分未知")


def test_the_self_score_stands_in_where_there_is_no_data() -> None:
    found = mark("disclosure", self_scores={"disclosure": self_score("4")})
    assert (found.status, found.score, found.computed_score) == (Status.SELF_ONLY, Decimal("4.00"), None)
    assert ids(found) == ["D11"]
    assert "暂列自评分 4 分（自评!B2），未经核实" in found.reason


def test_the_self_score_does_not_stand_in_where_d11_says_so() -> None:
    found = mark(
        "disclosure", rubric_with(no_data="self_not_counted"), self_scores={"disclosure": self_score("4")}
    )
    assert (found.status, found.score, found.self_score) == (Status.MISSING, None, Decimal(4))
    assert ids(found) == ["D11"]


def test_an_indicator_waits_until_every_clause_has_data_and_shows_what_it_has() -> None:
    # three of four clauses answered: 1 + 0 + 1 = 2.00 shown, 3 of the department stands in
    part = {no: said for no, said in DISCLOSED.items() if no != "4"}
    found = mark("disclosure", answers={"disclosure": part}, self_scores={"disclosure": self_score("3")})
    assert (found.status, found.score, found.computed_score) == (Status.SELF_ONLY, Decimal("3.00"), None)
    assert ids(found) == ["D11", "D16"]
    assert [clause.score for clause in found.clauses] == [
        Decimal("1.00"),
        Decimal("0.00"),
        Decimal("1.00"),
        None,
    ]
    assert any("2.00 分" in effect.effect for effect in found.effects if effect.id == "D16")


def test_an_empty_project_list_beside_project_spending_is_a_list_not_handed_in() -> None:
    # 131 spent on projects and no project listed: neither "nothing to judge" nor full marks (D11, not D7)
    spent = {"支出/项目支出": account("支出/项目支出", 本年决算="131")}
    said = answers({"2": "是", "3": "是"})
    scored = card(projects=(), accounts=spent, answers={"target_management": said})
    assert scored["key_spending_share"].computed_score is None
    assert scored["target_management"].computed_score is None


@pytest.mark.parametrize("spent", ["0", "不适用"])
def test_an_empty_project_list_is_nothing_to_judge_where_nothing_was_spent_on_projects(spent: str) -> None:
    found = mark(
        "target_management",
        projects=(),
        accounts={"支出/项目支出": account("支出/项目支出", 本年决算=spent)},
        answers={"target_management": answers({"2": "是", "3": "是"})},
    )
    assert (found.status, found.computed_score, ids(found)) == (Status.ATTESTED, Decimal("8.00"), ["D7"])


def test_an_empty_project_list_beside_blank_project_spending_is_no_data() -> None:
    # as in a blank form: neither the list nor the spending says that there is no project
    scored = card(projects=(), accounts={"支出/项目支出": account("支出/项目支出")})
    assert scored["key_spending_share"].computed_score is None


@pytest.mark.parametrize(("flag", "computed"), [("不适用", "1.00"), ("否", "1.00"), ("", None)])
def test_only_projects_said_to_matter_count_as_key_spending(flag: str, computed: str | None) -> None:
    # 85 of 85 + 15 = 85%, in [80, 90): 1; a blank flag is no data
    listed = (project("甲", "项目", {"重点": "是"}, "85"), project("乙", "项目", {"重点": flag}, "15"))
    found = mark("key_spending_share", projects=listed)
    assert found.computed_score == (Decimal(computed) if computed else None)


# Statuses and their order

UNEVIDENCED = {"1": answer("1", "不适用", evidence="")}
NOT_APPLICABLE = {"1": answer("1", "不适用")}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param(
            {"reviews": review("2"), "answers": UNEVIDENCED, "self_scores": self_score("1")},
            "reviewed",
            id="review",
        ),
        pytest.param({"reviews": review("2")}, "reviewed", id="a review of the unknown"),
        pytest.param(
            {"answers": UNEVIDENCED, "self_scores": self_score("1")},
            "asserted",
            id="不适用 on its word alone",
        ),
        pytest.param(
            {"answers": NOT_APPLICABLE, "self_scores": self_score("1")}, "not_applicable", id="不适用"
        ),
        pytest.param(
            {"answers": answers({"1": "否"}), "self_scores": self_score("1")}, "attested", id="answer"
        ),
        pytest.param({"self_scores": self_score("1")}, "self_only", id="self score alone"),
        pytest.param({}, "missing", id="nothing"),
    ],
)
def test_the_status_is_the_first_that_holds(given: dict[str, Any], status: str) -> None:
    sheets: dict[str, Any] = {sheet: {"result_use": row} for sheet, row in given.items()}
    found = mark("result_use", **sheets)
    assert found.status == status


def test_figures_alone_are_computed() -> None:
    found = mark(
        "work_quality", items={"工作质量等次": figure("良好")}, self_scores={"work_quality": self_score("3")}
    )
    assert (found.status, found.score, found.self_score) == (Status.COMPUTED, Decimal("2.00"), Decimal(3))


def test_an_indicator_of_which_a_part_does_not_apply_is_not_not_applicable() -> None:
    without = {"政府采购": account("政府采购", 年初预算="不适用", 本年决算="不适用")}
    given = {"procurement": answers({"1": "是", "2": "不适用"})}
    found = mark("procurement", accounts=without, answers=given)
    assert (found.status, found.computed_score, ids(found)) == (
        Status.ATTESTED,
        Decimal("4.00"),
        ["D7", "D10"],
    )


# Which score counts (D15), evidence (D19)


def test_a_review_counts_before_the_computed_score_and_says_so() -> None:
    found = mark(
        "disclosure",
        answers={"disclosure": DISCLOSED},
        reviews={"disclosure": review("2", "公开内容缺附表")},
        self_scores={"disclosure": self_score("4")},
    )
    assert (found.score, found.computed_score, found.self_score) == (
        Decimal("2.00"),
        Decimal("3.00"),
        Decimal(4),
    )
    assert (found.status, ids(found)) == (Status.REVIEWED, ["D15"])
    assert found.reason.startswith(
        "复核分 2.00 分，理由：公开内容缺附表（复核!B2）。核算分 3.00 分：条款 1："
    )


def test_a_review_that_confirms_changed_nothing() -> None:
    found = mark("disclosure", answers={"disclosure": DISCLOSED}, reviews={"disclosure": review("3")})
    assert (found.status, found.score, ids(found)) == (Status.REVIEWED, Decimal("3.00"), [])


@pytest.mark.parametrize(
    ("order", "score", "status"),
    [
        (("computed", "review", "self"), "3.00", "attested"),
        (("self", "review", "computed"), "4.00", "self_only"),
        (("review", "self"), "2.00", "reviewed"),
    ],
)
def test_another_order_of_the_scores_counts_another_score(
    order: tuple[str, ...], score: str, status: str
) -> None:
    found = mark(
        "disclosure",
        rubric_with(counting_order=order),
        answers={"disclosure": DISCLOSED},
        reviews={"disclosure": review("2")},
        self_scores={"disclosure": self_score("4")},
    )
    assert (found.score, found.status, ids(found)) == (Decimal(score), status, ["D15"])
    assert "未能核算" not in found.reason  # 3.00 was computed, whichever score counts


def test_one_answer_without_evidence_takes_the_indicator_out_of_the_supported_total() -> None:
    given = {"fund_use_compliance": ALL_YES | {"8": answer("8", "是", evidence="")}}
    scored = card(answers=given)
    found = scored["fund_use_compliance"]
    assert (found.status, found.score, ids(found)) == (Status.ASSERTED, Decimal("14.00"), ["D19"])
    assert found.reason.endswith("条款 8 未附佐证材料")
    assert (scored.total.supported, scored.total.self_only) == (Decimal(0), Decimal(14))


def test_answers_without_evidence_count_as_attested_where_d19_says_so() -> None:
    given = {"fund_use_compliance": ALL_YES | {"8": answer("8", "是", evidence="")}}
    scored = card(rubric_with(answers_without_evidence="attested"), answers=given)
    assert scored["fund_use_compliance"].status == Status.ATTESTED
    assert [effect.effect for effect in scored["fund_use_compliance"].effects] == [
        "条款 8 未附佐证材料，按设定仍计入有据得分"
    ]
    assert scored.total.supported == Decimal(14)
