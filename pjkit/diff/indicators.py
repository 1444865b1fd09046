"""One indicator of two reports: what differs, and why."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pjkit.diff.model import (
    Basis,
    Cause,
    CauseKind,
    Change,
    Fact,
    FactKind,
    IndicatorDiff,
    Move,
    Reason,
    State,
    StatusChange,
)
from pjkit.model.clause import ItemVerdict
from pjkit.model.scorecard import Mark, Scorecard

_MOVES = ("points", "score", "computed_score", "self_score", "review_score")
_Effects = tuple[tuple[str, str], ...]  # the settings that touched an indicator, by id


class Seen(NamedTuple):
    """One indicator as one report shows it."""

    mark: Mark
    effects: _Effects


def seen_in(card: Scorecard) -> dict[str, Seen]:
    """The indicators of a report by id, in its order."""
    effects: dict[str, _Effects] = {}
    for one in card.settings:
        effects[one.indicator] = (*effects.get(one.indicator, ()), (one.id, one.effect))
    return {mark.id: Seen(mark, effects.get(mark.id, ())) for mark in card.marks}


def indicator_diff(old: Seen | None, new: Seen | None, basis: Basis) -> IndicatorDiff | None:
    """What differs in an indicator; ``None``: nothing. One that a report lacks differs by its presence."""
    if old is None or new is None:
        return _diff(old, new, basis, _causes(basis, data_seen=False, rubric_seen=True))
    before, after = _aspects(old), _aspects(new)
    differs = tuple(name for name in before if before[name] != after[name])
    if not differs:
        return None
    facts = tuple(_facts(old.mark, new.mark))
    data_seen, rubric_seen = any(map(_proves_data, facts)), _asked(old.mark) != _asked(new.mark)
    diff = _diff(old, new, basis, _causes(basis, data_seen=data_seen, rubric_seen=rubric_seen))
    return diff.model_copy(update={"presence": "both", "differs": differs, "facts": facts})


def _aspects(seen: Seen) -> dict[str, object]:
    """All that can differ, by the names that a comparison has for it."""
    mark, effects = seen
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
        "settings": effects,
    }


def _figures(mark: Mark) -> list[tuple[str, str | None, str, str]]:
    """The figures as every version's records have them."""
    return [(one.name, one.word, one.source, one.unit) for one in mark.inputs]


def _answers(mark: Mark) -> list[tuple[str, ItemVerdict]]:
    """Each answer with the number of its clause."""
    return [(clause.no, item) for clause in mark.clauses for item in clause.items]


def _asked(mark: Mark) -> object:
    """What the rubric shows of itself in a record."""
    return mark.points, mark.path, mark.name, [(one.no, one.kind, one.points) for one in mark.clauses]


def _diff(old: Seen | None, new: Seen | None, basis: Basis, causes: tuple[Cause, ...]) -> IndicatorDiff:
    before, after = (one.mark if one else None for one in (old, new))
    mark = after or before
    assert mark is not None, "one of the two reports has it"
    moves = {name: Move(old=getattr(before, name, None), new=getattr(after, name, None)) for name in _MOVES}
    return IndicatorDiff(
        id=mark.id,
        name=mark.name,
        path=mark.path,
        presence="added" if before is None else "removed",
        differs=("presence",),
        status=StatusChange(
            old=before and before.status.value,
            new=after and after.status.value,
            old_label=before and before.status.label,
            new_label=after and after.status.label,
        ),
        reason=_reason(causes, basis),
        causes=causes,
        facts=(),
        explanation=Change(old=before and before.reason, new=after and after.reason),
        **moves,
    )


# Why


def _causes(basis: Basis, *, data_seen: bool, rubric_seen: bool) -> tuple[Cause, ...]:
    """Everything that differs between the reports and so may be the reason."""
    code: State = "different" if "different" in (basis.code, basis.libraries) else basis.code
    states: dict[CauseKind, tuple[State, bool]] = {
        "data": (basis.data, data_seen),
        "rubric": (basis.rubric, rubric_seen),
        "code": (code, False),
        "notebook": (basis.notebook, False),
    }
    return tuple(
        Cause(kind=kind, seen=seen) for kind, (state, seen) in states.items() if state == "different"
    )


def _reason(causes: tuple[Cause, ...], basis: Basis) -> Reason:
    """The one reason, ``several``, or ``unknown``.

    Unknown: nothing differs, or what differs is not seen at work and nobody knows whether the code does too.
    """
    seen = any(cause.seen for cause in causes)
    if not causes or (not seen and "unknown" in (basis.code, basis.notebook)):
        return "unknown"
    return causes[0].kind if len(causes) == 1 else "several"


def _proves_data(fact: Fact) -> bool:
    """A rule's effect may differ by code or rubric, and another cell is no other figure."""
    return fact.kind != "effect" and fact.old != fact.new


# What of the data differs


class _Cell(NamedTuple):
    kind: FactKind
    name: str
    value: str | None
    source: str | None = None
    unit: str = ""


_Key = tuple[FactKind, str, int]  # the last tells cells with one name apart


def _facts(old: Mark, new: Mark) -> Iterator[Fact]:
    before, after = _by_key(old), _by_key(new)
    for key in dict.fromkeys([*before, *after]):
        first, second = before.get(key), after.get(key)
        if first == second:
            continue
        either = second or first
        assert either is not None, "the key is of one of them"
        yield Fact(
            kind=either.kind,
            name=either.name,
            unit=either.unit,
            old=first and first.value,
            new=second and second.value,
            old_source=first and first.source,
            new_source=second and second.source,
        )


def _by_key(mark: Mark) -> dict[_Key, _Cell]:
    times: Counter[tuple[FactKind, str]] = Counter()
    cells: dict[_Key, _Cell] = {}
    for cell in dict.fromkeys(_cells(mark)):  # a figure that two clauses use stands once
        times[cell.kind, cell.name] += 1
        cells[cell.kind, cell.name, times[cell.kind, cell.name]] = cell
    return cells


def _cells(mark: Mark) -> Iterator[_Cell]:
    for figure in _figures(mark):
        yield _Cell("figure", *figure)
    for clause, answer in _answers(mark):
        name = f"条款 {answer.no}" if answer.no else f"条款 {clause} {answer.text}"
        yield _Cell("answer", name, answer.result, answer.source)
        yield _Cell("evidence", name, answer.evidence or None)
        yield _Cell("effect", name, answer.effect)
    scores: dict[FactKind, object] = {"self": mark.self_score, "review": mark.review_score}
    for kind, score in scores.items():
        yield _Cell(kind, "", None if score is None else format(score, "f"))
