"""The indicators of two reports: what differs in each, and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pjkit.diff import model
from pjkit.model.clause import ItemVerdict
from pjkit.model.scorecard import Mark, Scorecard


def compare_indicators(old: Scorecard, new: Scorecard, basis: model.Basis) -> Iterator[model.IndicatorDiff]:
    """Every indicator that differs, in the new report's order, then those that are gone."""
    before, after = ({mark.id: mark for mark in card.marks} for card in (old, new))
    for name in dict.fromkeys([*after, *before]):
        first, second = before.get(name), after.get(name)
        if first and second:
            aspects, others = _aspects(first, old), _aspects(second, new)
            differs = tuple(aspect for aspect in aspects if aspects[aspect] != others[aspect])
        else:
            differs = ("presence",)
        if differs:
            yield _indicator(first, second, differs, basis)


def _aspects(mark: Mark, card: Scorecard) -> dict[str, object]:
    """All that can differ, by the names that a comparison has for it, as every version's records have it."""
    return {
        "score": mark.score,
        "points": mark.points,
        "name": (mark.path, mark.name),
        "status": mark.status,
        "computed_score": mark.computed_score,
        "self_score": mark.self_score,
        "review_score": mark.review_score,
        "value": (mark.value, mark.value_text),
        "evidence": (_figures(mark), _answers(mark)),
        "explanation": mark.reason,
        "clauses": [(one.no, one.kind, one.points, one.score, one.reason) for one in mark.clauses],
        "settings": [(one.id, one.effect) for one in card.settings if one.indicator == mark.id],
    }


def _indicator(
    old: Mark | None, new: Mark | None, differs: tuple[str, ...], basis: model.Basis
) -> model.IndicatorDiff:
    mark = new or old
    assert mark is not None, "one of the two reports has it"
    facts = tuple(_facts(old, new)) if old and new else ()
    causes = _causes(facts, basis, asked_alike=_asked(old) == _asked(new))
    explanation = model.Change[str](old=old and old.reason, new=new and new.reason)
    return model.IndicatorDiff(
        id=mark.id,
        name=mark.name,
        path=mark.path,
        presence="added" if old is None else "removed" if new is None else "both",
        differs=differs,
        reason=_reason(causes, basis),
        causes=causes,
        facts=facts,
        **{**model.IndicatorDiff.changes(old, new), "explanation": explanation},
    )


def _asked(mark: Mark | None) -> object:
    """What the rubric shows of itself in a record."""
    clauses = [(one.no, one.kind, one.points) for one in mark.clauses] if mark else []
    return mark and (mark.points, mark.path, mark.name, clauses)


def _causes(facts: Sequence[model.Fact], basis: model.Basis, *, asked_alike: bool) -> tuple[model.Cause, ...]:
    """All that may be the reason. A rule's effect may differ by code or rubric, and another cell is no other figure."""
    data_seen = any(fact.kind != "effect" and fact.old != fact.new for fact in facts)
    seen: dict[model.CauseKind, bool] = {"data": data_seen, "rubric": not asked_alike}
    return tuple(model.Cause(kind=kind, seen=seen.get(kind, False)) for kind in basis.causes)


def _reason(causes: Sequence[model.Cause], basis: model.Basis) -> model.Reason:
    """The one reason, ``several``, or ``unknown``.

    Unknown: nothing differs, or what differs is not seen at work and nobody knows whether the code does too.
    """
    if not causes or (basis.unsure and not any(cause.seen for cause in causes)):
        return "unknown"
    return causes[0].kind if len(causes) == 1 else "several"


# What of an indicator's data differs


class _Cell(NamedTuple):
    value: str | None
    source: str | None = None
    unit: str = ""


_Name = tuple[model.FactKind, str]


def _facts(old: Mark, new: Mark) -> Iterator[model.Fact]:
    before, after = _numbered(old), _numbered(new)
    for key in dict.fromkeys([*before, *after]):
        first, second = before.get(key), after.get(key)
        if first != second:
            (kind, name), either = key[0], second or before[key]
            yield model.Fact(
                kind=kind,
                name=name,
                unit=either.unit,
                old=first and first.value,
                new=second and second.value,
                old_source=first and first.source,
                new_source=second and second.source,
            )


def _numbered(mark: Mark) -> dict[tuple[_Name, int], _Cell]:
    """The cells, those of one name told apart by a number."""
    times: Counter[_Name] = Counter()
    cells: dict[tuple[_Name, int], _Cell] = {}
    for name, cell in dict.fromkeys(_cells(mark)):  # a figure that two clauses use stands once
        times[name] += 1
        cells[name, times[name]] = cell
    return cells


def _cells(mark: Mark) -> Iterator[tuple[_Name, _Cell]]:
    for figure, word, source, unit in _figures(mark):
        yield ("figure", figure), _Cell(word, source, unit)
    for clause, answer in _answers(mark):
        name = f"条款 {answer.no}" if answer.no else f"条款 {clause} {answer.text}"
        yield ("answer", name), _Cell(answer.result, answer.source)
        yield ("evidence", name), _Cell(answer.evidence or None)
        yield ("effect", name), _Cell(answer.effect)
    yield ("self", ""), _Cell(_written(mark.self_score))
    yield ("review", ""), _Cell(_written(mark.review_score))


def _figures(mark: Mark) -> list[tuple[str, str | None, str, str]]:
    return [(one.name, one.word, one.source, one.unit) for one in mark.inputs]


def _answers(mark: Mark) -> list[tuple[str, ItemVerdict]]:
    """Each answer with the number of its clause."""
    return [(clause.no, item) for clause in mark.clauses for item in clause.items]


def _written(score: Decimal | None) -> str | None:
    return None if score is None else format(score, "f")
