"""A rubric's formula as MathML: a division as a fraction, readable to screen readers."""

from collections.abc import Mapping

from markupsafe import Markup

from pjkit.model.figure import FigureRef
from pjkit.model.formula import CALLS, Column, Constant, Expression, Name, Operation, Sign, needs_brackets

_SIGNS: dict[Sign, str] = {
    "+": "＋",
    "-": "－",
    "negative": "－",
    "=": "＝",
    "and": "且",
    "or": "或",
    "not": "非",
}
_MATH = Markup('<math displaystyle="true"><mrow>{}</mrow></math>')
_ROW = Markup("<mrow>{}</mrow>")
_FRACTION = Markup("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>")
_SIGN = Markup("<mo>{}</mo>")
_NUMBER = Markup("<mn>{}</mn>")
_WORDS = Markup("<mtext>{}</mtext>")
_IN_BRACKETS = Markup("<mrow><mo>（</mo>{}<mo>）</mo></mrow>")


def mathml(expression: Expression, values: Mapping[str, str] | None = None) -> Markup:
    """The formula as a ``<math>`` element, with numbers for the names that ``values`` knows."""
    return _MATH.format(_markup(expression, values or {}))


def _markup(expression: Expression, values: Mapping[str, str]) -> Markup:
    if isinstance(expression, Operation):
        return _operation(expression, values)
    if isinstance(expression, Constant):
        return (_WORDS if expression.value is None else _NUMBER).format(expression.written)
    if isinstance(expression, Column):
        return _WORDS.format(expression.column)
    known = values.get(expression.name)
    return _WORDS.format(_label(expression)) if known is None else _NUMBER.format(known)


def _label(name: Name) -> str:
    """The name; of a reference to the data, what the figure is called elsewhere on the page."""
    try:
        place = FigureRef.parse(name.name)
    except ValueError:
        return name.name
    return place.name if place.sheet else name.name


def _operation(operation: Operation, values: Mapping[str, str]) -> Markup:
    if operation.sign in CALLS:
        return _call(operation, values)
    if operation.sign == "÷":
        return _fraction(operation, values)
    sign = _SIGN.format(_SIGNS.get(operation.sign, operation.sign))
    parts = [_part(operation, at, values) for at in range(len(operation.parts))]
    return sign + parts[0] if len(parts) == 1 else sign.join(parts)


def _part(operation: Operation, at: int, values: Mapping[str, str]) -> Markup:
    """A part, in brackets where it needs them; a fraction's line holds together what it divides."""
    part = operation.parts[at]
    html = _markup(part, values)
    fraction = isinstance(part, Operation) and part.sign == "÷"
    return _IN_BRACKETS.format(html) if needs_brackets(operation, at) and not fraction else html


def _fraction(operation: Operation, values: Mapping[str, str]) -> Markup:
    above, *below = (_markup(part, values) for part in operation.parts)
    for divisor in below:
        above = _FRACTION.format(above, divisor)
    return above


def _call(operation: Operation, values: Mapping[str, str]) -> Markup:
    first, *others = operation.parts
    parts = [_of_list(first) if isinstance(first, Column) else _markup(first, values)]
    parts += [_ROW.format(_markup(part, values)) for part in others]
    return _WORDS.format(CALLS[operation.sign]) + _IN_BRACKETS.format(_SIGN.format("，").join(parts))


def _of_list(column: Column) -> Markup:
    return _WORDS.format(".".join(filter(None, (column.list_name, column.column))))
