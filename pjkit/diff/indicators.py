"""One indicator of two reports: what differs, and why."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from pjkit.diff.reading import Report
from pjkit.model.clause import ItemVerdict
from pjkit.model.scorecard import Mark


@dataclass(frozen=True)
class Seen:
    """One indicator as one report shows it."""

    mark: Mark
    effects: tuple[tuple[str, str], ...]  # the settings that touched it

    @property
    def figures(self) -> list[tuple[object, ...]]:
        """The figures without what stands beside them, which older records do not have."""
        return [(one.name, one.word, one.unit, one.source) for one in self.mark.inputs]

    @property
    def answers(self) -> tuple[tuple[str, ItemVerdict], ...]:
        """Each answer with the number of its clause."""
        return tuple((clause.no, item) for clause in self.mark.clauses for item in clause.items)

    @property
    def clauses(self) -> list[tuple[object, ...]]:
        """The clauses' results without the answers."""
        return [(one.no, one.kind, one.points, one.score, one.reason) for one in self.mark.clauses]


_ASPECTS: dict[str, Callable[[Seen], object]] = {
    "score": lambda seen: seen.mark.score,
    "points": lambda seen: seen.mark.points,
    "name": lambda seen: (seen.mark.path, seen.mark.name),
    "status": lambda seen: seen.mark.status,
    "computed_score": lambda seen: seen.mark.computed_score,
    "self_score": lambda seen: seen.mark.self_score,
    "review_score": lambda seen: seen.mark.review_score,
    "value": lambda seen: (seen.mark.value, seen.mark.value_text),
    "evidence": lambda seen: (seen.figures, seen.answers),
    "explanation": lambda seen: seen.mark.reason,
    "clauses": lambda seen: seen.clauses,
    "settings": lambda seen: seen.effects,
}


def seen_in(report: Report) -> dict[str, Seen]:
    """The indicators of a report by id, in its order."""
    effects: dict[str, list[tuple[str, str]]] = {}
    for setting in report.record.settings:
        effects.setdefault(setting.indicator, []).append((setting.id, setting.effect))
    return {mark.id: Seen(mark, tuple(effects.get(mark.id, ()))) for mark in report.record.marks}


def indicator_diff(old: Seen, new: Seen, basis: Basis) -> IndicatorDiff | None:
    """What differs in an indicator that both reports have; ``None``: nothing."""
    differs = tuple(name for name, of in _ASPECTS.items() if of(old) != of(new))
    if not differs:
        return None
    facts = tuple(_facts(old, new))
    data_seen, rubric_seen = any(map(_proves_data, facts)), _asked(old) != _asked(new)
    found = tuple(_causes(basis, data_seen=data_seen, rubric_seen=rubric_seen))
    return _made(old, new, basis, found).model_copy(update={"differs": differs, "facts": facts})


def lone_indicator(old: Seen | None, new: Seen | None, basis: Basis) -> IndicatorDiff:
    """An indicator that only one of the two reports has."""
    made = _made(old, new, basis, tuple(_causes(basis, data_seen=False, rubric_seen=True)))
    return made.model_copy(
        update={"differs": ("presence",), "presence": "removed" if new is None else "added"}
    )


def _made(old: Seen | None, new: Seen | None, basis: Basis, causes: tuple[Cause, ...]) -> IndicatorDiff:
    before, after = (one.mark if one else None for one in (old, new))
    mark = after or before
    assert mark is not None, "one of the two reports has it"

    def move(name: str) -> Move:
        return Move(old=getattr(before, name, None), new=getattr(after, name, None))

    return IndicatorDiff(
        id=mark.id,
        name=mark.name,
        path=mark.path,
        presence="both",
        differs=(),
        points=move("points"),
        status=StatusChange(
            old=before and before.status.value,
            new=after and after.status.value,
            old_label=before and before.status.label,
            new_label=after and after.status.label,
        ),
        score=move("score"),
        computed_score=move("computed_score"),
        self_score=move("self_score"),
        review_score=move("review_score"),
        reason=_reason(causes, basis),
        causes=causes,
        facts=(),
        explanation=Change(old=before and before.reason, new=after and after.reason),
    )


# Why


def _causes(basis: Basis, *, data_seen: bool, rubric_seen: bool) -> Iterator[Cause]:
    """Everything that differs between the reports and so may be the reason."""
    code: State = "different" if "different" in (basis.code, basis.libraries) else basis.code
    states: dict[CauseKind, tuple[State, bool]] = {
        "data": (basis.data, data_seen),
        "rubric": (basis.rubric, rubric_seen),
        "code": (code, False),
        "notebook": (basis.notebook, False),
    }
    for kind, (state, seen) in states.items():
        if state == "different":
            yield Cause(kind=kind, seen=seen)


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


def _asked(seen: Seen) -> object:
    """What the rubric shows of itself in a record."""
    mark = seen.mark
    return mark.points, mark.path, mark.name, [(one.no, one.kind, one.points) for one in mark.clauses]


# What of the data differs


@dataclass(frozen=True)
class _Cell:
    kind: FactKind
    name: str
    value: str | None
    source: str | None = None
    unit: str = ""


_Key = tuple[FactKind, str, int]  # the last tells cells with one name apart


def _facts(old: Seen, new: Seen) -> Iterator[Fact]:
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


def _by_key(seen: Seen) -> dict[_Key, _Cell]:
    times: Counter[tuple[FactKind, str]] = Counter()
    cells: dict[_Key, _Cell] = {}
    for cell in dict.fromkeys(_cells(seen)):  # a figure that two clauses use stands once
        times[cell.kind, cell.name] += 1
        cells[cell.kind, cell.name, times[cell.kind, cell.name]] = cell
    return cells


def _cells(seen: Seen) -> Iterator[_Cell]:
    for figure in seen.mark.inputs:
        yield _Cell("figure", figure.name, figure.word, figure.source, figure.unit)
    for clause, answer in seen.answers:
        name = f"条款 {answer.no}" if answer.no else f"条款 {clause} {answer.text}"
        yield _Cell("answer", name, answer.result, answer.source)
        yield _Cell("evidence", name, answer.evidence or None)
        yield _Cell("effect", name, answer.effect)
    for kind, score in (("self", seen.mark.self_score), ("review", seen.mark.review_score)):
        yield _Cell("self" if kind == "self" else "review", "", None if score is None else format(score, "f"))
