"""A clause's formula as a report shows it: the one that was computed, with its names and with the department's numbers."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pjkit.model.amounts import read_decimal
from pjkit.model.figure import Figure, FigureRef
from pjkit.model.formula import Constant, Expression, Name, Operation
from pjkit.model.report_block import ShownFormula
from pjkit.model.scorecard import ClauseMark, Mark
from pjkit.scoring.formulas import readable, written
from pjkit.scoring.formulas.contents import said
from pjkit.scoring.formulas.lexer import is_reference

_OF_LISTS = ("sum", "count")


def formulas_of(mark: Mark) -> Iterator[ShownFormula]:
    """The formula of each clause that has one."""
    for clause in mark.clauses:
        if clause.expression is not None:
            yield _shown(clause, clause.expression, mark.inputs)
        elif clause.formula:
            yield ShownFormula(no=clause.no, words=clause.formula)


def _shown(clause: ClauseMark, expression: Expression, inputs: Sequence[Figure]) -> ShownFormula:
    numbers, words = in_numbers(expression, inputs), readable(expression)
    if numbers == _computed(expression):
        return ShownFormula(no=clause.no, words=words, expression=expression)
    if clause.value_percent is not None:
        numbers = Operation("=", (numbers, _constant(clause.value_text)))
    return ShownFormula(
        no=clause.no,
        words=words,
        expression=expression,
        in_numbers=readable(numbers),
        numbers=numbers,
    )


def in_numbers(expression: Expression, inputs: Sequence[Figure]) -> Expression:
    """What is computed, with a number for each figure that is known; a figure that nobody gave keeps its name."""
    return _put_in(_computed(expression), _numbers(inputs))


def _computed(expression: Expression) -> Expression:
    """Of a derived figure and what it stands for: what it stands for."""
    if isinstance(expression, Operation) and expression.sign == "=" and isinstance(expression.parts[0], Name):
        return expression.parts[1]
    return expression


def _numbers(inputs: Sequence[Figure]) -> Mapping[str, str]:
    """What stands for a figure, by its name; nothing for a name that means several different numbers."""
    found: dict[str, set[str]] = {}
    for figure in inputs:
        if (number := said(figure)) is not None:
            found.setdefault(figure.name, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _put_in(part: Expression, numbers: Mapping[str, str]) -> Expression:
    number = numbers.get(called(part))
    if number is not None:
        return _constant(number)
    if isinstance(part, Operation) and part.sign not in _OF_LISTS:
        return Operation(part.sign, tuple(_put_in(inner, numbers) for inner in part.parts))
    return part


def _constant(said: str) -> Expression:
    """A number below 0 with its sign apart, so that it stands in brackets where it must; a word as a word."""
    if said.startswith("-"):
        return Operation("negative", (_constant(said[1:]),))
    number = read_decimal(said.rstrip("%‰"))
    return Constant(said, word=said) if number is None else Constant(said, value=Fraction(number))


def called(part: Expression) -> str:
    """The figure's name, as the record has it: of a reference what the figure is called, of a list's sum the formula."""
    if isinstance(part, Name):
        return _label(part.name)
    return written(part) if isinstance(part, Operation) and part.sign in _OF_LISTS else ""


def _label(name: str) -> str:
    return FigureRef.parse(name).name if is_reference(name) else name
