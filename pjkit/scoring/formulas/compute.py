"""Computing a formula's tree on one department's data, exactly, or telling what is missing."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import NoReturn

from pjkit.model.figure import NOT_APPLICABLE, Figure, ListedRows, ListRow
from pjkit.model.formula import Column, Constant, Expression, Name, Operation, Sign, Value, leaves
from pjkit.scoring.formulas.contents import Gap, Outcome, content, day_in, figure_of_rows, word
from pjkit.scoring.formulas.writing import written

LookUp = Callable[[str], Figure | Value]
"""A figure by its name; for a figure that is itself computed its value, which is exact and names what it lacks."""
Lists = Callable[[str], ListedRows | None]
"""A list's rows by its name; ``None`` for a list that nobody handed in."""

_APPLICABLE = Constant(NOT_APPLICABLE, word=NOT_APPLICABLE)


def constant(expression: Expression) -> Fraction | None:
    """What an expression without names gives; ``None`` for any other, and for one that divides by 0."""
    if not all(isinstance(leaf, Constant) for leaf in leaves(expression)):
        return None
    outcome = Computing(_nothing, _nothing).outcome(expression)
    return outcome if isinstance(outcome, Fraction) else None


def _nothing(name: str) -> NoReturn:
    raise KeyError(name)


class Computing:
    """One formula on one department's data; remembers what it read, and each list's sum.

    ``row`` is the row at which a list's conditions look.
    """

    def __init__(self, look_up: LookUp, lists: Lists) -> None:
        self._look_up = look_up
        self._lists = lists
        self.named: dict[str, Figure | Value] = {}
        self.sums: dict[int, Figure] = {}  # by the node's identity
        self.rows: dict[int, ListedRows] = {}  # those that a sum or count took, likewise
        self._of_lists: dict[int, Fraction | Gap] = {}

    def outcome(self, part: Expression, row: ListRow | None = None) -> Outcome:
        """What a part of the formula gives."""
        if isinstance(part, Constant):
            return part.word if part.value is None else part.value
        if isinstance(part, Operation):
            return _OPERATIONS[part.sign](self, part, row)
        return content(self._source(part, row))

    def _source(self, leaf: Name | Column, row: ListRow | None) -> Figure | Value:
        """The figure of that name, or the row's cell."""
        if isinstance(leaf, Column):
            assert row is not None, "columns occur in conditions alone"
            return _cell(row, leaf)
        if leaf.name not in self.named:
            self.named[leaf.name] = self._look_up(leaf.name)
        return self.named[leaf.name]

    def number(self, part: Expression, row: ListRow | None = None) -> Fraction | Gap:
        """What a number or a date gives; a cell with other words in it gives as little as a blank one."""
        outcome = self.outcome(part, row)
        if not isinstance(outcome, str):
            assert not isinstance(outcome, bool), "no formula reads a condition as a number"
            return outcome
        day = day_in(outcome)
        if day is not None:
            return day
        source = self._source(part, row) if isinstance(part, Name | Column) else None
        return Gap(blank=(source,) if isinstance(source, Figure) else ())

    def numbers(self, operation: Operation, row: ListRow | None) -> list[Fraction] | Gap:
        """What all parts give, or everything that is missing."""
        found = [self.number(part, row) for part in operation.parts]
        known = [one for one in found if isinstance(one, Fraction)]
        return known if len(known) == len(found) else _merged(found)

    # Conditions

    def compare(self, operation: Operation, row: ListRow | None) -> bool | Gap:
        """Two numbers, two dates or two words; or whether a figure says 不适用."""
        if _APPLICABLE in operation.parts:
            return self._compare_with_not_applicable(operation, row)
        outcomes = [self.outcome(part, row) for part in operation.parts]
        if any(isinstance(one, Gap) for one in outcomes):
            return _merged(outcomes)
        if _are_words(operation, outcomes):
            left, right = (word(one) for one in outcomes if isinstance(one, Fraction | str))
            return (left == right) == (operation.sign == "=")
        numbers = self.numbers(operation, row)
        return numbers if isinstance(numbers, Gap) else _COMPARISONS[operation.sign](*numbers)

    def _compare_with_not_applicable(self, operation: Operation, row: ListRow | None) -> bool | Gap:
        (asked,) = (part for part in operation.parts if part != _APPLICABLE)
        outcome = self.outcome(asked, row)
        if isinstance(outcome, Gap) and (outcome.blank or not outcome.not_applicable):
            return outcome
        return isinstance(outcome, Gap) == (operation.sign == "=")

    def link(self, parts: Iterable[Expression], row: ListRow | None, *, decisive: bool) -> bool | Gap:
        """且, where one part that fails decides, and 或, where one that holds does, whatever the others lack."""
        found = [self.outcome(part, row) for part in parts]
        if decisive in found:
            return decisive
        gaps = [one for one in found if isinstance(one, Gap)]
        return _merged(gaps) if gaps else not decisive

    # Lists

    def of_list(self, operation: Operation) -> Fraction | Gap:
        """A column's sum or a count, made once: inside another list's conditions it is the same for every row."""
        if id(operation) not in self._of_lists:
            self._of_lists[id(operation)] = self._of_rows(operation)
        return self._of_lists[id(operation)]

    def _of_rows(self, operation: Operation) -> Fraction | Gap:
        of, *conditions = operation.parts
        assert isinstance(of, Column), "a call begins with its list"
        rows = self._chosen(of.list_name, conditions)
        if isinstance(rows, Gap):
            return rows
        self.rows[id(operation)] = rows
        cells = [_cell(row, of) for row in rows] if operation.sign == "sum" else []
        added = _added(cells) if operation.sign == "sum" else Fraction(len(rows))
        if isinstance(added, Fraction):
            self.sums[id(operation)] = figure_of_rows(written(operation), added, cells or rows)
        return added

    def _chosen(self, name: str, conditions: Sequence[Expression]) -> ListedRows | Gap:
        """The rows for which every condition holds. A row that says 不适用 where it is asked does not count."""
        rows = self._lists(name)
        if rows is None:
            return Gap(blank=(Figure(name, None, "", f"“{name}”表缺失"),))
        told = [(row, self.link(conditions, row, decisive=False)) for row in rows]
        gaps = [one for row, one in told if isinstance(one, Gap) and not _says_not_applicable(row, one)]
        return _merged(gaps) if gaps else tuple(row for row, one in told if one is True)


def _cell(row: ListRow, of: Column) -> Figure:
    return row.cells.get(of.column) or Figure(of.column, None, "", row.source)


def _says_not_applicable(row: ListRow, gap: Gap) -> bool:
    """Whether all that is missing is what cells of the row call 不适用."""
    own = {id(cell) for cell in row.cells.values()}
    return bool(gap.not_applicable) and not gap.blank and all(id(one) in own for one in gap.not_applicable)


def _added(cells: Iterable[Figure]) -> Fraction | Gap:
    """The sum of the cells that apply."""
    applying = [cell for cell in cells if not cell.not_applicable]
    found = [content(cell) for cell in applying]
    known = [one for one in found if isinstance(one, Fraction)]
    if len(known) == len(found):
        return sum(known, Fraction(0))
    return Gap(
        blank=tuple(cell for cell, one in zip(applying, found, strict=True) if not isinstance(one, Fraction))
    )


def _merged(found: Iterable[Outcome]) -> Gap:
    """All that is missing; of several divisions by 0 the first."""
    gaps = [one for one in found if isinstance(one, Gap)]
    return Gap(
        tuple(chain.from_iterable(gap.blank for gap in gaps)),
        tuple(chain.from_iterable(gap.not_applicable for gap in gaps)),
        next((gap.divided for gap in gaps if gap.divided is not None), None),
    )


def _are_words(operation: Operation, outcomes: Sequence[Outcome]) -> bool:
    """Whether one is a word in the formula, or both are words in the data that are no dates."""
    if any(isinstance(part, Constant) and part.value is None for part in operation.parts):
        return True
    words = [one for one in outcomes if isinstance(one, str)]
    return len(words) == len(outcomes) and any(day_in(one) is None for one in words)


# What each sign does

_Numbers = Sequence[Fraction]
_COMPARISONS: Mapping[Sign, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}


def _subtracted(numbers: _Numbers) -> Fraction:
    return numbers[0] - sum(numbers[1:], Fraction(0))


def _multiplied(numbers: _Numbers) -> Fraction:
    product = numbers[0]
    for number in numbers[1:]:
        product *= number
    return product


def _divided(numbers: _Numbers) -> Fraction | Gap:
    quotient = numbers[0]
    for number in numbers[1:]:
        if number == 0:
            return Gap(divided=quotient)
        quotient /= number
    return quotient


def _of_numbers(
    function: Callable[[_Numbers], Fraction | Gap],
) -> Callable[[Computing, Operation, ListRow | None], Outcome]:
    def computed(computing: Computing, operation: Operation, row: ListRow | None) -> Outcome:
        numbers = computing.numbers(operation, row)
        return numbers if isinstance(numbers, Gap) else function(numbers)

    return computed


def _negated(computing: Computing, operation: Operation, row: ListRow | None) -> Outcome:
    outcome = computing.outcome(operation.parts[0], row)
    return outcome if isinstance(outcome, Gap) else not outcome


_OPERATIONS: Mapping[Sign, Callable[[Computing, Operation, ListRow | None], Outcome]] = {
    "+": _of_numbers(lambda numbers: sum(numbers, Fraction(0))),
    "-": _of_numbers(_subtracted),
    "×": _of_numbers(_multiplied),
    "÷": _of_numbers(_divided),
    "negative": _of_numbers(lambda numbers: -numbers[0]),
    "min": _of_numbers(min),
    "max": _of_numbers(max),
    "abs": _of_numbers(lambda numbers: abs(numbers[0])),
    "sum": lambda computing, operation, _: computing.of_list(operation),
    "count": lambda computing, operation, _: computing.of_list(operation),
    **dict.fromkeys(_COMPARISONS, Computing.compare),
    "and": lambda computing, operation, row: computing.link(operation.parts, row, decisive=False),
    "or": lambda computing, operation, row: computing.link(operation.parts, row, decisive=True),
    "not": _negated,
}
