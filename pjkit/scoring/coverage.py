"""What a rubric consists of and what it asks: points by group, clause kinds, figures, lists, questions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model import contract
from pjkit.model.clause import Question
from pjkit.model.figure import FigureRef
from pjkit.scoring.data_contract import items_asked
from pjkit.scoring.declarations import FigureSpec
from pjkit.scoring.rubric import Group, Indicator, Rubric

_UNITS = {contract.ACCOUNTS.name: "万元", contract.PROJECTS.name: "万元", contract.PROFILE.name: "人"}


@dataclass(frozen=True)
class AskedFigure:
    """A figure that departments fill in: its place in the data, how it is typed, which indicators (or 总分) read it."""

    place: FigureRef
    unit: str
    hint: str
    words: tuple[str, ...]
    used_by: tuple[str, ...]


def figures_asked(rubric: Rubric) -> list[AskedFigure]:
    """Every figure that the rubric reads, sheet by sheet, each once."""
    used_by: dict[FigureRef, list[str]] = {}
    for use in rubric.uses:
        used_by.setdefault(use.ref, []).append(use.of)
    items = items_asked(rubric)
    sheets = list(contract.SHEETS)
    return [
        _asked(place, items.get(place.row) if place.sheet == contract.ITEMS.name else None, names)
        for place, names in sorted(used_by.items(), key=lambda pair: sheets.index(pair[0].sheet))
    ]


def _asked(place: FigureRef, item: FigureSpec | None, used_by: list[str]) -> AskedFigure:
    spec = item or FigureSpec()
    unit = spec.unit or _UNITS.get(place.sheet, "")
    return AskedFigure(place, unit, spec.hint, spec.words, tuple(dict.fromkeys(used_by)))


def questions_asked(rubric: Rubric) -> Iterator[tuple[str, Indicator, Question]]:
    """Every row of 条款核对 with its indicator's full name."""
    for row in rubric.placed:
        for clause in row.indicator.clauses:
            for question in clause.questions():
                yield row.full_name, row.indicator, question


def kinds_used(rubric: Rubric) -> Counter[str]:
    """How often each clause kind stands in the rubric, in the order of the table."""
    return Counter(clause.kind for clause in rubric.clauses())


@dataclass(frozen=True)
class GroupShare:
    """A group of the highest level, its points in the total, and how many indicators it has."""

    name: str
    points: Decimal
    indicators: int


def points_by_group(rubric: Rubric) -> list[GroupShare]:
    """The highest groups; indicators outside of all groups each for themselves."""
    alone = [GroupShare(one.name, one.points, 1) for one in rubric.indicators_]
    return alone + [GroupShare(one.name, one.counts, _count(one)) for one in rubric.groups]


def _count(group: Group) -> int:
    return len(group.indicators) + sum(map(_count, group.groups))
