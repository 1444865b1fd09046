"""The record of one department's result: plain JSON with decimals as strings (contract ``pjkit.scorecard/1``).

It goes into ``scorecard.json`` and the executed notebook's metadata, and is all that a summary or a
comparison of batches may read.
"""

import json
from decimal import Decimal
from typing import Any

from pjkit.model.amounts import half_up, plain
from pjkit.model.clause import ItemVerdict
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.model.scorecard import ClauseMark, Finding, Mark, Scorecard, Totals

SCHEMA = "pjkit.scorecard/1"
RECORD_OUTPUT = "pjkit_record"  # marks the output that handed the record over

Json = dict[str, Any]


def to_record(card: Scorecard) -> Json:
    """The scorecard as plain data, keys in the contract's order."""
    return {
        "schema": SCHEMA,
        "department": card.department,
        "name": card.name,
        "year": card.year,
        "rubric": {"id": card.rubric.id, "digest": card.rubric.digest},
        "data_digest": card.data_digest,
        "total": _total(card.total),
        "indicators": [_indicator(mark) for mark in card.marks],
        "findings": [_finding(finding) for finding in card.findings],
        "settings": [
            {"id": effect.id, "effect": effect.effect, "indicator": mark.id}
            for mark, effect in card.effects()
        ],
        "edition": card.edition,
    }


def dumps(record: Json) -> str:
    """The record as text: the same bytes for the same scorecard."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _total(total: Totals) -> Json:
    names = ("score", "self", "supported", "self_only", "missing", "low", "high", "rescaled")
    return {
        **{name: _printed(getattr(total, name)) for name in names},
        "grade": total.grade,
        "grade_range": list(total.grade_range),
    }


def _printed(score: Decimal | None) -> str | None:
    """A score with two decimals."""
    return None if score is None else str(half_up(score))


def _given(score: Decimal | None) -> str | None:
    """A score as somebody gave it."""
    return None if score is None else plain(score)


def _indicator(mark: Mark) -> Json:
    rated = mark.rated
    return {
        "id": mark.id,
        "name": mark.name,
        "path": list(mark.path),
        "points": plain(mark.points),
        "status": mark.status.value,
        "value": _given(rated.value_percent) if rated else None,
        "value_text": rated.value_text if rated else None,
        "score": _printed(mark.score),
        "computed_score": _printed(mark.computed_score),
        "self_score": _given(mark.self_score),
        "review_score": _given(mark.review_score),
        "reason": mark.reason,
        "self_reason": mark.self_reason,
        "review_reason": mark.review_reason,
        "reviewer": mark.reviewer,
        "standard": mark.indicator.standard,
        "note": mark.indicator.note,
        "inputs": [_input(figure) for figure in mark.inputs],
        "clauses": [_clause(clause) for clause in mark.clauses],
    }


def _input(figure: Figure) -> Json:
    word = NOT_APPLICABLE if figure.not_applicable else figure.text or None
    value = word if figure.value is None else plain(figure.value)
    return {"name": figure.name, "value": value, "unit": figure.unit, "source": figure.source}


def _clause(clause: ClauseMark) -> Json:
    return {
        "no": clause.no,
        "kind": clause.kind,
        "points": plain(clause.points),
        "score": _printed(clause.score),
        "reason": clause.reason,
        "items": [_item(item) for item in clause.items],
    }


def _item(item: ItemVerdict) -> Json:
    names = ("no", "text", "result", "effect", "evidence", "source")
    return {name: getattr(item, name) for name in names}


def _finding(finding: Finding) -> Json:
    names = ("rule", "severity", "where", "message")
    return {name: getattr(finding, name) for name in names}
