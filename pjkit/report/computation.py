"""An indicator's computation in the open: its figures, its formula as plain arithmetic, and whether that is what counts.

A notebook that ``pjkit notebook`` writes has a cell for each indicator that calls these.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from pjkit.model.amounts import HUNDRED, half_up
from pjkit.model.clause import ClauseSpec
from pjkit.model.formula import Constant, Expression, Formula, Name, Operation, Sign
from pjkit.model.scorecard import ClauseMark, Scorecard
from pjkit.report.formulas import called
from pjkit.scoring.formulas.contents import content
from pjkit.scoring.rubric import Indicator, Rubric

_PLACES = 6  # decimals of a rate in percent in the record
_ARITHMETIC: dict[Sign, str] = {"+": "+", "-": "-", "×": "*", "÷": "/"}
_CALLS: dict[Sign, str] = {"min": "min", "max": "max", "abs": "abs"}


def figures(card: Scorecard, indicator_id: str) -> dict[str, Fraction]:
    """The numbers an indicator's clauses read, by name: money in 万元, 95% as 19/20. What has no number is not among them."""
    found = {figure.name: content(figure) for figure in card[indicator_id].inputs}
    return {name: number for name, number in found.items() if isinstance(number, Fraction)}


def value_of(arithmetic: Callable[[], Fraction], places: int | None = None) -> Fraction | None:
    """What a formula's arithmetic gives, ``None`` where a figure is missing or it divides by 0.

    ``places``: those to which the rule rounds the rate in percent before it is scored.
    """
    try:
        value = arithmetic()
    except (KeyError, ZeroDivisionError):
        return None
    return value if places is None else Fraction(half_up(value * HUNDRED, places)) / HUNDRED


def check_computation(card: Scorecard, indicator_id: str, values: Mapping[str, Fraction | None]) -> None:
    """Hold the values of clauses, by their numbers, against the record. Raises :class:`AssertionError` in Chinese."""
    clauses = {clause.no: clause for clause in card[indicator_id].clauses}
    wrong = [words for no, value in values.items() if (words := _difference(clauses[no], value))]
    if wrong:
        raise AssertionError("；".join([f"{card[indicator_id].name}与核算记录不符", *wrong]))


def _difference(clause: ClauseMark, value: Fraction | None) -> str:
    recorded, expression = clause.value_percent, clause.expression
    if recorded is None or value is None or expression is None:
        return (
            "" if value is None or clause.score is None or recorded is None else f"条款 {clause.no} 没有得数"
        )
    given = half_up(value * HUNDRED, _PLACES)
    return "" if given == recorded else f"条款 {clause.no} 是 {given}%，记录为 {recorded}%"


# The cells of such a notebook


def cells_of(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """A cell for each indicator: the rule in words, the figures, each formula, the check, the card."""
    for indicator in rubric.indicators():
        yield f"computed-{indicator.id.replace('_', '-')}", "\n".join(_lines(indicator, rubric))


def _lines(indicator: Indicator, rubric: Rubric) -> Iterator[str]:
    yield f"# {indicator.name}（{indicator.points:f} 分）：{_one_line(indicator.standard)}"
    if rubric.subject == "department":
        yield from _computed(indicator, rubric, repr(indicator.id))
        yield f"pj.indicator(card, {indicator.id!r})"
        return
    yield f"for one in [mark.id for mark in card.marks if mark.id.startswith({indicator.id + '.'!r})]:"
    yield from (f"    {line}" for line in _computed(indicator, rubric, "one"))
    yield "    display(pj.indicator(card, one))"


def _computed(indicator: Indicator, rubric: Rubric, which: str) -> Iterator[str]:
    """The figures, each clause's value, and the check, of the indicator (in a project form: of one project's)."""
    formulas = {clause.no: (clause, tree) for clause in indicator.clauses if (tree := _rate(clause))}
    if formulas:
        yield f"figures = pj.figures(card, {which})"
    for no, (clause, tree) in formulas.items():
        yield f"# 条款 {no}（{clause.points:f} 分）：{_one_line(clause.text)}"
        places = "" if clause.percent_places is None else f", places={clause.percent_places}"
        yield f"value_{_position(indicator, no)} = pj.value_of(lambda: {arithmetic(tree, rubric)}{places})"
    values = ", ".join(f"{no!r}: value_{_position(indicator, no)}" for no in formulas)
    yield f"pj.check_computation(card, {which}, {{{values}}})"


def _rate(clause: ClauseSpec) -> Expression | None:
    """The formula whose value is recorded; a condition has none."""
    tree = clause.expression()
    return None if tree is None or Formula("", tree).is_condition else tree


def _position(indicator: Indicator, no: str) -> int:
    return 1 + [clause.no for clause in indicator.clauses].index(no)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def arithmetic(part: Expression, rubric: Rubric) -> str:
    """A formula as Python's arithmetic over ``figures``; a derived figure as what it stands for."""
    if isinstance(part, Name):
        declared = rubric.figures.get(part.name)
        if declared is not None and declared.value is not None:
            return f"({arithmetic(declared.value.expression, rubric)})"
        return f"figures[{called(part)!r}]"
    if isinstance(part, Constant):
        return _number(part)
    if isinstance(part, Operation):
        return _operation(part, rubric)
    return "None"


def _number(constant: Constant) -> str:
    number = constant.value
    if number is None:
        return repr(constant.word)
    return str(number.numerator) if number.denominator == 1 else f"Fraction({str(number)!r})"


def _operation(operation: Operation, rubric: Rubric) -> str:
    if operation.sign in {"sum", "count"}:
        return f"figures[{called(operation)!r}]"
    parts = [arithmetic(part, rubric) for part in operation.parts]
    if operation.sign in _ARITHMETIC:
        return "(" + f" {_ARITHMETIC[operation.sign]} ".join(parts) + ")"
    return f"-{parts[0]}" if operation.sign == "negative" else f"{_CALLS[operation.sign]}({', '.join(parts)})"
