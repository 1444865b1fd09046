"""A formula (公式) as data: what a rubric's file says, parsed, and what it gives on one department's data.

The tree is what is printed (page, Word, form) and what is computed; it is read by ``scoring.formulas`` and never from a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pjkit.model.figure import Figure, ListedRows

Sign = Literal[
    "+", "-", "×", "÷", "negative", "min", "max", "abs", "sum", "count",
    "=", "≠", "<", "≤", ">", "≥", "and", "or", "not", "list",
]  # fmt: skip
"""What a node does with its parts. ``sum``: column of a list, then conditions; ``count``: list, then conditions."""


@dataclass(frozen=True)
class Name:
    """A declared figure, a list, a column of one, or a direct reference such as ``收支[三公经费].本年决算``."""

    name: str


@dataclass(frozen=True)
class Constant:
    """A number, a date or a word as the file writes it; a percentage's ``value`` is its fraction (80% = 4/5).

    ``word`` for 是, 否 and texts in quotation marks, ``value`` for numbers; a date is its day's ordinal.
    """

    written: str
    value: Fraction | None = None
    word: str = ""


@dataclass(frozen=True)
class Operation:
    """A sign and its parts, in the order of the file."""

    sign: Sign
    parts: tuple["Expression", ...]


Expression = Name | Constant | Operation


def names_in(expression: Expression) -> Iterator[str]:
    """Every name of the tree, in the order of the formula, repeated ones too."""
    if isinstance(expression, Name):
        yield expression.name
    elif isinstance(expression, Operation):
        for part in expression.parts:
            yield from names_in(part)


@dataclass(frozen=True)
class Formula:
    """A formula of a rubric file. ``unit``: of its value, "" for a plain number or a rate.

    In a pydantic spec it is read by ``context["formulas"]``, a function from the file's text to a formula.
    """

    text: str
    expression: Expression
    unit: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it reads, each once."""
        return tuple(dict.fromkeys(names_in(self.expression)))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(_read)


def _read(value: Any, info: core_schema.ValidationInfo) -> Formula:
    return _by_context(value, info, "formulas")


def _by_context(value: Any, info: core_schema.ValidationInfo, reader: str) -> Formula:
    if isinstance(value, Formula):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("formula")  # noqa: TRY004 - pydantic takes no other
    formula: Formula = (info.context or {})[reader](str(value))
    return formula


def _read_condition(value: Any, info: core_schema.ValidationInfo) -> Formula:
    return _by_context(value, info, "conditions")


class _AsCondition:
    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(_read_condition)


Condition = Annotated[Formula, _AsCondition]
"""A formula that holds or does not; in a pydantic spec it is read by ``context["conditions"]``."""


@dataclass(frozen=True)
class Value:
    """What a formula gives on one department's data: a number, or why there is none.

    ``number`` in the formula's unit, a rate as a fraction (1 = 100%). Where it is ``None``: ``blank`` figures have no
    data; ``not_applicable`` figures say 不适用; ``divided`` is what was to be divided by 0. ``figures``: all it read.
    ``working``: the formula with the numbers in, as far as they are known. ``rows``: those that a count counted.
    A condition's number is 1 where it holds, else 0.
    """

    number: Fraction | None
    working: str
    figures: tuple[Figure, ...] = ()
    blank: tuple[Figure, ...] = ()
    not_applicable: tuple[Figure, ...] = ()
    divided: Fraction | None = None
    unit: str = ""
    rows: ListedRows = ()
