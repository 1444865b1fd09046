"""Formulas of a rubric: read, checked for units, computed exactly, written."""

from collections.abc import Callable

from pjkit.model.figure import Figure, ListedRows
from pjkit.model.formula import Constant, Expression, Formula, Name, Value

LookUp = Callable[[str], Figure]
Lists = Callable[[str], ListedRows | None]


def evaluate(formula: Formula, look_up: LookUp, lists: Lists) -> Value:
    """What a formula gives on one department's data."""
    raise NotImplementedError


def holds(condition: Formula, look_up: LookUp, lists: Lists) -> bool | Value:
    """Whether a condition holds; a value that says why where it cannot be told."""
    raise NotImplementedError


def written(expression: Expression) -> str:
    """A formula as people write it."""
    if isinstance(expression, Name):
        return expression.name
    if isinstance(expression, Constant):
        return expression.written
    return "（" + expression.sign.join(map(written, expression.parts)) + "）"
