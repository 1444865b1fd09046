"""Laws of whole scorecards that hold for all data, checked on many made-up departments."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from helpers import rubric
from hypothesis import HealthCheck, given
from hypothesis import settings as laws
from hypothesis import strategies as st
from strategies import all_settings, dossiers

from pjkit.evaluation import evaluate
from pjkit.model.clause import lacking_words
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Mark, Scorecard, Status
from pjkit.model.settings import SETTING_QUESTIONS
from pjkit.model.stored import record_text
from pjkit.scoring.attainable import attainable_scores
from pjkit.scoring.rubric import Rubric
from pjkit.scoring.totals import group_scores

rubrics: st.SearchStrategy[Rubric] = all_settings.map(
    lambda under: rubric().model_copy(update={"settings": under})
)


@cache
def made_up() -> list[tuple[Rubric, Dossier, Scorecard]]:
    """Departments that handed in some of everything. Making one takes longer than all laws on it: made once."""
    made = []

    @laws(deadline=None, derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
    @given(under=rubrics, handed_in=dossiers())
    def make(under: Rubric, handed_in: Dossier) -> None:
        made.append((under, handed_in, evaluate(under, handed_in)))

    make()
    return made


def cards() -> Iterator[Scorecard]:
    return (card for _, _, card in made_up())


def marks() -> Iterator[Mark]:
    return (mark for card in cards() for mark in card.marks)


def test_the_made_up_departments_are_worth_looking_at() -> None:
    assert len(made_up()) == 120
    assert {mark.status for mark in marks()} == set(Status)
    assert {card.total.grade for card in cards()} >= {"中", "差", None}
    reached = {effect.id for mark in marks() for effect in mark.effects}
    rare = {"D5", "D8", "D12", "D13", "D14", "D20", "D21", "D22"}  # left to the cases and the samples
    assert reached >= set(SETTING_QUESTIONS) - rare


def test_the_total_is_the_sum_of_the_printed_scores() -> None:
    for card in cards():
        printed = [
            Decimal(row["score"])
            for row in card.model_dump(mode="json")["indicators"]
            if row["score"] is not None
        ]
        assert card.total.score == sum(printed)
        for level in (0, 1):
            groups = group_scores(card.marks, level)
            assert sum(group.score for group in groups) == card.total.score
            assert sum(group.unknown for group in groups) == card.total.missing
            assert sum(group.points for group in groups) == 100


def test_every_point_is_supported_or_asserted_or_missing_or_lost() -> None:
    for card in cards():
        total = card.total
        assert total.supported + total.self_only == total.score
        lost = sum(mark.lost for mark in card.marks if mark.lost is not None)
        assert total.score + lost + total.missing == 100


def test_the_range_holds_the_total() -> None:
    for card in cards():
        total = card.total
        assert 0 <= total.low == total.supported <= total.score
        assert total.score + total.missing <= total.high <= 100


def test_the_grade_is_open_only_where_missing_points_decide() -> None:
    for card in cards():
        total = card.total
        assert (total.grade is None) == (len(total.grade_range) > 1)
        assert total.grade in {None, total.grade_range[0]}
        assert total.missing > 0 or total.grade is not None


def test_every_score_has_a_reason_and_lies_within_its_points() -> None:
    for card in cards():
        for mark in card.marks:
            assert mark.reason
            assert mark.score is None or 0 <= mark.score <= mark.points
            assert all(clause.reason for clause in mark.clauses)


def test_unknown_is_a_status_and_never_a_score() -> None:
    for card in cards():
        for mark in card.marks:
            assert (mark.status == Status.MISSING) == (mark.score is None)
            unknown = any(clause.score is None for clause in mark.clauses)
            assert unknown == (mark.computed_score is None)


def test_the_review_counts_before_the_computed_score_before_the_self_score() -> None:
    for under, _, card in made_up():
        stands_in = under.settings.no_data == "self_stands_in"
        for mark in card.marks:
            scores = [mark.review_score, mark.computed_score, mark.self_score if stands_in else None]
            assert mark.score == next((score for score in scores if score is not None), None)


def test_the_total_is_rescaled_only_where_something_does_not_apply() -> None:
    for card in cards():
        out = [mark for mark in card.marks if mark.status == Status.NOT_APPLICABLE]
        assert (card.total.rescaled is None) == (not out)
        # what does not apply earned its full marks, so that leaving it out never raises the share
        assert card.total.rescaled is None or card.total.rescaled <= card.total.score


def test_what_was_computed_is_never_called_unattainable() -> None:
    for under, _, card in made_up():
        for mark in card.marks:
            possible = attainable_scores(under[mark.id], under.settings)
            assert possible is None or mark.computed_score is None or mark.computed_score in possible


def test_the_same_data_give_the_same_scorecard_and_the_same_bytes() -> None:
    for under, handed_in, first in made_up():
        second = evaluate(under, handed_in)
        assert first == second
        assert record_text(first).encode() == record_text(second).encode()


def test_a_record_holds_texts_and_no_numbers_but_the_year() -> None:
    for card in cards():
        kinds = {type(leaf) for leaf in leaves({**card.model_dump(mode="json"), "year": None})}
        assert kinds <= {str, type(None)}


def leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from leaves(child)
    else:
        yield node


def test_a_record_read_back_is_the_same_scorecard() -> None:
    for card in cards():
        assert Scorecard.model_validate_json(record_text(card)) == card


def test_a_clause_without_a_score_says_what_it_lacks_and_says_it_in_its_reason() -> None:
    for clause in (clause for mark in marks() for clause in mark.clauses):
        assert (clause.score is None) == bool(clause.lacking)
        if clause.lacking:
            assert clause.reason == f"无数据：{lacking_words(clause.lacking)}"


_LATER = {"title", "reference", "members", "self_source", "effects", "text", "formula", "curve"}


def test_a_record_of_version_0_2_is_read_without_the_fields_that_came_later() -> None:
    card = next(cards())
    old = json.loads(record_text(card))
    for part in (old["rubric"], *old["indicators"]):
        for name in _LATER & part.keys():
            del part[name]
    old["indicators"][0]["clauses"] = [
        {name: clause[name] for name in ("no", "kind", "points", "score", "reason", "items")}
        for clause in old["indicators"][0]["clauses"]
    ]
    for figure in (figure for row in old["indicators"] for figure in row["inputs"]):
        del figure["evidence"], figure["note"]
    read = Scorecard.model_validate_json(json.dumps(old))
    assert (read.total, read.settings, read.marks[0].reason) == (
        card.total,
        card.settings,
        card.marks[0].reason,
    )
