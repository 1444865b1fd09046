"""The levels (级) that indicators stand in, as tables of any depth and any rubric show them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal, Protocol

from pjkit.model.amounts import half_up
from pjkit.model.scorecard import Mark, RubricRef, Scorecard, Status, weighted

Subject = Literal["department", "project"]
_REPORTS: dict[Subject, str] = {
    "department": "部门整体支出绩效自评报告",
    "project": "项目支出绩效自评报告",
}
Path = tuple[str, ...]


def report_name(subject: Subject) -> str:
    """What a report is called, by what its rubric evaluates."""
    return _REPORTS[subject]


def level_names(named: Sequence[str], paths: Iterable[Path]) -> tuple[str, ...]:
    """The names of the levels down to these groups' indicators, which are the last.

    As many as the paths are deep, and one; a record that names fewer has no name for the highest.
    """
    levels = max(map(len, paths), default=0) + 1
    return ("",) * (levels - len(named)) + tuple(named[-levels:])


def of_project(indicator_id: str) -> bool:
    """Whether a mark is one of several projects' (``quantity.2``), which its path begins with."""
    return "." in indicator_id


def project_and_name(mark: Mark) -> str:
    """An indicator's name where it stands alone: that of one project of several follows the project's."""
    return f"{mark.path[0]}/{mark.name}" if of_project(mark.id) and mark.path else mark.name


@dataclass(frozen=True)
class GroupCell:
    """A group beside one row of a table. ``span``: the lines it takes; 0 where it goes on from the row above."""

    name: str
    span: int


def group_cells(paths: Sequence[Path], heights: Sequence[int] = ()) -> list[tuple[GroupCell, ...]]:
    """The groups beside each row, the highest first; a path that ends early has nameless ones.

    ``heights``: the lines of each row, one where nothing is said.
    """
    depth = max(map(len, paths), default=0)
    whole = [path + ("",) * (depth - len(path)) for path in paths]
    lines = heights or [1] * len(whole)
    columns = [list(_column(whole, lines, level)) for level in range(1, depth + 1)]
    return [tuple(column[at] for column in columns) for at in range(len(whole))]


def _column(paths: Sequence[Path], lines: Sequence[int], level: int) -> Iterator[GroupCell]:
    for path, run in groupby(range(len(paths)), lambda at: paths[at][:level]):
        rows = list(run)
        for at in rows:
            yield GroupCell(path[-1], sum(lines[row] for row in rows) if at == rows[0] else 0)


def group_labels(paths: Iterable[Path]) -> dict[Path, str]:
    """Each path → its lowest group's name, with those above it as far as these tell equal names apart."""
    found = list(dict.fromkeys(paths))
    return {path: _label(path, [other for other in found if other != path]) for path in found}


def _label(path: Path, others: Sequence[Path]) -> str:
    for depth in range(1, len(path)):
        if all(other[-depth:] != path[-depth:] for other in others):
            return "/".join(path[-depth:])
    return "/".join(path)


class Named(Protocol):
    """An indicator, as far as names are told apart by it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def path(self) -> Path:
        """The groups it stands in."""


def unique_names(indicators: Iterable[Named]) -> dict[str, str]:
    """Indicator id → name, with the group that tells it from others called alike. Of several with one id the last counts."""
    found = {one.id: one for one in indicators}
    alike: dict[str, list[Named]] = {}
    for one in found.values():
        alike.setdefault(one.name, []).append(one)
    labels = {name: _labels_apart([one.path for one in ones]) for name, ones in alike.items()}
    return {
        id_: f"{one.name}（{labels[one.name][one.path]}）" if len(alike[one.name]) > 1 else one.name
        for id_, one in found.items()
    }


def _labels_apart(paths: Sequence[Path]) -> dict[Path, str]:
    """The name of the lowest level at which all of them differ, such as the project; else all that it takes."""
    for level in range(1, min(map(len, paths)) + 1):
        names = {path: path[-level] for path in paths}
        if len(set(names.values())) == len(paths):
            return names
    return group_labels(paths)


# Departments beside each other, whatever their rubrics: points of the total, and an indicator once for all projects

_SUREST = (
    *(Status.NOT_APPLICABLE, Status.REVIEWED, Status.COMPUTED, Status.ATTESTED, Status.ASSERTED),
    *(Status.SELF_ONLY, Status.MISSING),
)


def side_by_side(record: Scorecard) -> tuple[Mark, ...]:
    """The marks for laying beside other departments': in points of the total, those of several projects as one.

    Their ids and paths begin with the rubric's, for two rubrics may have indicators called alike.
    """
    found: dict[str, list[Mark]] = {}
    for mark in record.marks:
        found.setdefault(mark.id.partition(".")[0], []).append(mark)
    return tuple(_beside(record.rubric, id_, marks) for id_, marks in found.items())


def _beside(rubric: RubricRef, indicator_id: str, marks: Sequence[Mark]) -> Mark:
    first = marks[0]
    path = first.path[1:] if of_project(first.id) else first.path
    named = {"id": f"{rubric.id}/{indicator_id}", "path": (rubric.title or rubric.id, *path)}
    counted = {} if len(marks) == 1 and first.weight == 1 else _together(marks)
    return first.model_copy(update=named | counted)


def _together(marks: Sequence[Mark]) -> dict[str, object]:
    """What several marks are as one: a score is known where each is, and rests on what the least sure rests on."""
    scores = ("score", "computed_score", "self_score", "review_score")
    return {
        **{name: _summed(marks, [getattr(mark, name) for mark in marks]) for name in scores},
        "points": weighted(marks, lambda mark: mark.points),
        "weight": Fraction(1),
        "status": max((mark.status for mark in marks), key=_SUREST.index),
        "clauses": tuple(clause for mark in marks for clause in mark.clauses),
        **{name: _joined(getattr(mark, name) for mark in marks) for name in ("self_reason", "review_reason")},
    }


def _summed(marks: Sequence[Mark], given: Sequence[Decimal | None]) -> Decimal | None:
    known = [Fraction(one) * mark.weight for one, mark in zip(given, marks, strict=True) if one is not None]
    return half_up(sum(known, Fraction(0))) if len(known) == len(marks) else None


def _joined(words: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(filter(None, words)))
