"""What a rule asks stands in every report, clause by clause and row by row, answered or not."""

import pytest
from helpers import answers, card, dossier, rubric
from other_places import form

from pjkit.evaluation import evaluate
from pjkit.model.cell import Nothing, words
from pjkit.model.report_block import IndicatorCard
from pjkit.model.scorecard import Scorecard
from pjkit.report.indicator import indicator

POOLS = ("fund_use_compliance", "asset_safety")
PARTLY = {"fund_use_compliance": answers({"1": "是", "2": "否"})}


def asked(indicator_id: str) -> list[str]:
    return [row.text for clause in rubric()[indicator_id].clauses for row in clause.questions()]


def shown(scored: Scorecard, indicator_id: str) -> IndicatorCard:
    return indicator(scored, indicator_id)


@pytest.mark.parametrize("indicator_id", POOLS)
def test_all_nine_requirements_stand_on_the_page_and_in_word_without_any_answer(indicator_id: str) -> None:
    made = shown(card(), indicator_id)
    assert len(asked(indicator_id)) == 9
    assert made.clauses is not None
    assert [words(row.cells[1]) for row in made.clauses.rows] == asked(indicator_id)
    assert all(text in str(made.html) for text in asked(indicator_id))
    said = [demand.line for demand in made.demands]
    assert said == [
        f"{at}．{text.rstrip('。')}（未核对）。" for at, text in enumerate(asked(indicator_id), 1)
    ]


@pytest.mark.parametrize("given", [{}, PARTLY], ids=["unanswered", "answered in part"])
def test_every_clause_of_every_indicator_is_told(given: dict[str, object]) -> None:
    scored = card(answers=given)
    for asks in rubric().indicators():
        made = shown(scored, asks.id)
        told = "".join(demand.line for demand in made.demands)
        for clause in asks.clauses:
            rows = [row for row in clause.questions() if row.no != clause.no]
            for text in [row.text for row in rows] if len(asks.clauses) == 1 and rows else [clause.text]:
                assert text in str(made.html), (asks.id, text)
                assert text.rstrip("。") in told, (asks.id, text)


def test_what_was_answered_so_far_stands_beside_what_was_not() -> None:
    made = shown(card(answers=PARTLY), "fund_use_compliance")
    assert made.clauses is not None
    results = [row.cells[2] for row in made.clauses.rows]
    assert results[:2] == ["是", "否"]
    assert {type(one) for one in results[2:]} == {Nothing}
    said = [demand.line.partition("（")[2] for demand in made.demands]
    assert said[:3] == ["是）。", "否）。", "未核对）。"]


def test_an_answered_pool_says_what_each_row_cost() -> None:
    every = {str(number): "是" for number in range(1, 10)} | {"2": "否"}
    made = shown(card(answers={"fund_use_compliance": answers(every)}), "fund_use_compliance")
    assert made.demands[1].line.endswith("（否，1 例，扣 2.00 分）。")
    assert made.demands[0].line.endswith("（是，未发现）。")


def test_a_record_keeps_the_rows_only_where_the_verdict_does_not_tell_them() -> None:
    every = answers({str(number): "是" for number in range(1, 10)})
    (clause,) = card(answers={"fund_use_compliance": every})["fund_use_compliance"].clauses
    assert clause.asked == ()
    assert "asked" not in clause.model_dump(mode="json")
    (clause,) = card()["fund_use_compliance"].clauses
    assert [row.no for row in clause.asked] == [str(number) for number in range(1, 10)]


@pytest.mark.parametrize("given", [{}, {str(no): "是" for no in range(1, 6)}], ids=["unanswered", "answered"])
def test_a_requirement_with_the_number_of_its_clause_is_told_too(given: dict[str, str]) -> None:
    filled_in = dossier(answers={"compliant_use": answers(given)} if given else {})
    made = shown(evaluate(form("yueyang-department"), filled_in), "compliant_use")
    assert [demand.line.partition("．")[0] for demand in made.demands] == ["1", "2", "3", "4", "5"]
    assert made.clauses is not None
    assert len(made.clauses.rows) == 5
