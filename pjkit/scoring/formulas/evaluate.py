"""What a formula gives on one department's data, with its working and all that it read, or why it gives nothing.

Of several reasons the first of these tells: a blank, 不适用, a division by 0.
"""

from fractions import Fraction

from pjkit.model.figure import Figure
from pjkit.model.formula import Constant, Expression, Formula, Name, Operation, Value
from pjkit.scoring.formulas.compute import Computing, Lists, LookUp
from pjkit.scoring.formulas.contents import Gap, Outcome, constant_said, number_said, said
from pjkit.scoring.formulas.units import is_share
from pjkit.scoring.formulas.writing import worked, written


def evaluate(formula: Formula, look_up: LookUp, lists: Lists) -> Value:
    """The formula's value, money in 万元 and rates as fractions; of a condition 1 where it holds, else 0."""
    computing = Computing(look_up, lists)
    if formula.is_condition:
        return _value(formula.expression, computing, _told(computing.outcome(formula.expression)), "")
    outcome = computing.number(formula.expression)
    unit = formula.unit or ("%" if _is_rate(formula.expression, computing) else "")
    return _value(formula.expression, computing, outcome, unit)


def holds(condition: Formula, look_up: LookUp, lists: Lists) -> bool | Value:
    """Whether the condition holds; where that cannot be told, the value without a number that says why."""
    computing = Computing(look_up, lists)
    outcome = _told(computing.outcome(condition.expression))
    return _value(condition.expression, computing, outcome, "") if isinstance(outcome, Gap) else outcome


def _told(outcome: Outcome) -> bool | Gap:
    assert isinstance(outcome, bool | Gap), "the formula was read as a condition"
    return outcome


def _value(expression: Expression, computing: Computing, outcome: Outcome, unit: str) -> Value:
    gap = outcome if isinstance(outcome, Gap) else Gap()
    inapplicable = () if gap.blank else gap.not_applicable
    return Value(
        None if isinstance(outcome, Gap) else Fraction(outcome),
        _working(expression, computing) + _result(outcome, unit),
        figures=_read_figures(computing),
        blank=tuple(dict.fromkeys(gap.blank)),
        not_applicable=tuple(dict.fromkeys(inapplicable)),
        divided=None if gap.blank or inapplicable else gap.divided,
        unit=unit,
        rows=computing.rows.get(id(expression), ()),
    )


def _read_figures(computing: Computing) -> tuple[Figure, ...]:
    """Every figure behind the value, each once; of a computed one those behind it, and each list's sum as one."""
    found: list[Figure] = []
    for source in (*computing.named.values(), *computing.sums.values()):
        found += source.figures if isinstance(source, Value) else (source,)
    return tuple(dict.fromkeys(found))


def _working(expression: Expression, computing: Computing) -> str:
    """``（120.00－20.00）÷120.00``; of a figure alone its name."""

    def source(part: Expression) -> Figure | Value | None:
        return computing.named.get(part.name) if isinstance(part, Name) else computing.sums.get(id(part))

    def put_in(part: Expression) -> str | None:
        if isinstance(part, Constant):
            return constant_said(part)
        found = source(part)
        return (said(found) or _label(found, part)) if found else None

    alone = source(expression)
    return _label(alone, expression) if alone else worked(expression, put_in)


def _result(outcome: Outcome, unit: str) -> str:
    """``＝83.33%``, ``＝1.20 万元``, and nothing where there is no number."""
    if not isinstance(outcome, Fraction):
        return ""
    return f"＝{number_said(outcome, unit)}{f' {unit}' if unit and not is_share(unit) else ''}"


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
