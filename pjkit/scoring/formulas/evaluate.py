"""What a formula gives on one department's data, with its working and all that it read, or why it gives nothing.

Of several reasons the first of these tells: a blank, 不适用, a division by 0.
"""

from fractions import Fraction

from pjkit.model.figure import Figure
from pjkit.model.formula import Constant, Expression, Formula, Name, Operation, Value
from pjkit.scoring.formulas.compute import Computing, Lists, LookUp
from pjkit.scoring.formulas.contents import Gap, number_said, said
from pjkit.scoring.formulas.units import is_share
from pjkit.scoring.formulas.writing import worked, written


def evaluate(formula: Formula, look_up: LookUp, lists: Lists) -> Value:
    """The formula's value, money in 万元 and rates as fractions."""
    computing = Computing(look_up, lists)
    return _value(formula, computing, computing.number(formula.expression))


def holds(condition: Formula, look_up: LookUp, lists: Lists) -> bool | Value:
    """Whether the condition holds; where that cannot be told, the value without a number that says why."""
    computing = Computing(look_up, lists)
    outcome = computing.outcome(condition.expression)
    if isinstance(outcome, bool):
        return outcome
    assert isinstance(outcome, Gap), "the formula was read as a condition"
    return _value(condition, computing, outcome)


def _value(formula: Formula, computing: Computing, outcome: Fraction | Gap) -> Value:
    gap = outcome if isinstance(outcome, Gap) else Gap()
    inapplicable = () if gap.blank else gap.not_applicable
    return Value(
        outcome if isinstance(outcome, Fraction) else None,
        _working(formula, computing, outcome),
        figures=_read_figures(computing),
        blank=tuple(dict.fromkeys(gap.blank)),
        not_applicable=tuple(dict.fromkeys(inapplicable)),
        divided=None if gap.blank or inapplicable else gap.divided,
        unit=formula.unit,
    )


def _read_figures(computing: Computing) -> tuple[Figure, ...]:
    """Every figure behind the value, each once; of a computed one those behind it, and each list's sum as one."""
    found: list[Figure] = []
    for source in (*computing.named.values(), *computing.sums.values()):
        found += source.figures if isinstance(source, Value) else (source,)
    return tuple(dict.fromkeys(found))


def _working(formula: Formula, computing: Computing, outcome: Fraction | Gap) -> str:
    """``（120.00－20.00）÷120.00＝83.33%``; without the result where there is none."""
    expression = formula.expression

    def source(part: Expression) -> Figure | Value | None:
        return computing.named.get(part.name) if isinstance(part, Name) else computing.sums.get(id(part))

    def put_in(part: Expression) -> str | None:
        found = source(part)
        return (said(found) or _label(found, part)) if found else None

    alone = source(expression)
    working = _label(alone, expression) if alone else worked(expression, put_in)
    if isinstance(outcome, Gap):
        return working
    rate = not formula.unit and _is_rate(expression, computing)
    unit = f" {formula.unit}" if formula.unit and not is_share(formula.unit) else ""
    return f"{working}＝{number_said(outcome, formula.unit, rate=rate)}{unit}"


def _label(source: Figure | Value, part: Expression) -> str:
    return source.name if isinstance(source, Figure) else written(part)


def _is_rate(expression: Expression, computing: Computing) -> bool:
    """Whether a number without a unit is read as a percentage: a quotient, or made of percentages."""
    if isinstance(expression, Constant):
        return expression.written.endswith(("%", "％", "‰"))
    if isinstance(expression, Name):
        source = computing.named.get(expression.name)
        return isinstance(source, Figure | Value) and is_share(source.unit)
    if not isinstance(expression, Operation) or expression.sign == "count":
        return False
    if expression.sign == "sum":
        return id(expression) in computing.sums and is_share(computing.sums[id(expression)].unit)
    return expression.sign == "÷" or any(_is_rate(part, computing) for part in expression.parts)
