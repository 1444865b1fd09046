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
    "=", "≠", "<", "≤", ">", "≥", "and", "or", "not",
]  # fmt: skip
"""What a node does with its parts. ``sum``: column of a list, then conditions; ``count``: list, then conditions."""


@dataclass(frozen=True)
class Name:
    """A declared figure, or a direct reference such as ``收支[三公经费].本年决算``."""

    name: str


@dataclass(frozen=True)
class Column:
    """A column of a declared list; with ``column`` empty the list itself. Occurs in ``sum`` and ``count`` alone."""

    list_name: str
    column: str = ""


@dataclass(frozen=True)
class Constant:
    """A number, a date or a word as the file writes it; a percentage's ``value`` is its fraction (80% = 4/5).

    ``word`` for 是, 否 and texts in quotation marks, ``value`` for numbers; a date is its day's ordinal. A bare number
    beside a figure in 元 or % counts 元 or %, so that its ``value`` is in 万元 or a fraction, as everything computed.
    """

    written: str
    value: Fraction | None = None
    word: str = ""


@dataclass(frozen=True)
class Operation:
    """A sign and its parts, in the order of the file; ``甲 － 乙 － 丙`` is one operation with three parts."""

    sign: Sign
    parts: tuple["Expression", ...]


Expression = Name | Column | Constant | Operation


def leaves(expression: Expression) -> Iterator[Name | Column | Constant]:
    """The tree's ends in the order of the formula, repeated ones too."""
    if isinstance(expression, Operation):
        for part in expression.parts:
            yield from leaves(part)
    else:
        yield expression


CALLS: dict[Sign, str] = {"min": "最小", "max": "最大", "abs": "绝对值", "sum": "合计", "count": "计数"}
"""What is written as a function, by its Chinese name."""
_STRENGTH: dict[str, int] = {
    "or": 1, "and": 2, "not": 3, **dict.fromkeys(("=", "≠", "<", "≤", ">", "≥"), 4),
    "+": 5, "-": 5, "×": 6, "÷": 6, "negative": 7, **dict.fromkeys(CALLS, 8),
}  # fmt: skip
_FROM_THE_LEFT = ("or", "and", "+", "-", "×", "÷")


def needs_brackets(operation: Operation, at: int) -> bool:
    """Whether the part must stand in brackets for the tree to be read back as it is."""
    part = operation.parts[at]
    if not isinstance(part, Operation) or operation.sign in CALLS:
        return False
    if part.sign == "negative" and at > 0 and operation.sign in _FROM_THE_LEFT:
        return True  # two signs in a row
    stronger = at > 0 or operation.sign not in _FROM_THE_LEFT
    return _STRENGTH.get(part.sign, 0) < _STRENGTH.get(operation.sign, 0) + stronger


_ANSWERING = {"=", "≠", "<", "≤", ">", "≥", "and", "or", "not"}


@dataclass(frozen=True)
class Formula:
    """A formula of a rubric file. ``unit``: of its value (of money always 万元), "" for a plain number or a rate.

    In a pydantic spec it is read by ``context["formulas"]``, a function from the file's text to a formula.
    """

    text: str
    expression: Expression
    unit: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every figure it reads, each once."""
        return tuple(dict.fromkeys(leaf.name for leaf in leaves(self.expression) if isinstance(leaf, Name)))

    @property
    def lists(self) -> tuple[str, ...]:
        """Every list it adds up or counts, each once."""
        found = (leaf.list_name for leaf in leaves(self.expression) if isinstance(leaf, Column))
        return tuple(dict.fromkeys(found))

    @property
    def is_condition(self) -> bool:
        """Whether it holds or does not, instead of giving a number."""
        return isinstance(self.expression, Operation) and self.expression.sign in _ANSWERING

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

    ``number`` in the formula's unit, a rate as a fraction (1 = 100%) with the ``unit`` %. Where it is ``None``: ``blank`` figures have no
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
