"""A formula's tree → how it is printed: with its names, or with a department's numbers in their place."""

from collections.abc import Callable

from pjkit.model.figure import FigureRef
from pjkit.model.formula import CALLS, Column, Constant, Expression, Name, Operation, Sign, needs_brackets
from pjkit.scoring.formulas.lexer import is_plain, is_reference

_SIGNS: dict[Sign, str] = {
    "+": "＋", "-": "－", "×": "×", "÷": "÷", "negative": "－",
    "=": "＝", "≠": "≠", "<": "＜", "≤": "≤", ">": "＞", "≥": "≥",
    "and": "且", "or": "或", "not": "非",
}  # fmt: skip
_APART = ("and", "or", "not")

PutIn = Callable[[Expression], str | None]
"""What stands in the place of a part: a department's number, or ``None`` for the part as the file writes it."""


def written(expression: Expression) -> str:
    """The formula as a rubric may write it: read again, it is the same tree."""
    return _Writer(_as_it_is, " ").text(expression)


def readable(expression: Expression) -> str:
    """The formula for people: as :func:`written`, with what references mean by the figures' own names."""
    return _Writer(_figure_name, " ").text(expression)


def worked(expression: Expression, put_in: PutIn) -> str:
    """The formula with numbers in it: ``（120.00－20.00）÷120.00``."""
    return _Writer(put_in, "").text(expression)


def _as_it_is(_part: Expression) -> None:
    return None


def _figure_name(part: Expression) -> str | None:
    if not isinstance(part, Name) or not is_reference(part.name):
        return None
    return FigureRef.parse(part.name).name


class _Writer:
    """``space``: what stands around signs; full-width brackets are wide enough without."""

    def __init__(self, put_in: PutIn, space: str) -> None:
        self._put_in = put_in
        self._space = space

    def text(self, expression: Expression) -> str:
        """The whole tree."""
        known = self._put_in(expression)
        if known is not None:
            return known
        if isinstance(expression, Constant):
            return expression.written
        if isinstance(expression, Operation):
            return self._operation(expression)
        return _name(expression.column if isinstance(expression, Column) else expression.name)

    def _operation(self, operation: Operation) -> str:
        if operation.sign in CALLS:
            return self._call(operation)
        sign = _SIGNS[operation.sign]
        space = " " if operation.sign in _APART else self._space
        first, *others = (self._part(operation, at) for at in range(len(operation.parts)))
        if not others:
            return f"{sign}{'' if operation.sign == 'negative' or _opens_wide(first) else space}{first}"
        joined = first
        for part in others:
            before = "" if _closes_wide(joined) else space
            joined += f"{before}{sign}{'' if _opens_wide(part) else space}{part}"
        return joined

    def _part(self, operation: Operation, at: int) -> str:
        """A part's text, in brackets where it needs them."""
        part = operation.parts[at]
        known = self._put_in(part)
        text = self.text(part) if known is None else known
        below_zero = known is not None and known.startswith("-") and (at > 0 or operation.sign == "negative")
        return f"（{text}）" if below_zero or (known is None and needs_brackets(operation, at)) else text

    def _call(self, operation: Operation) -> str:
        parts = [self.text(part) for part in operation.parts]
        first = operation.parts[0]
        if isinstance(first, Column):
            parts[0] = _name(first.list_name) + (f".{_name(first.column)}" if first.column else "")
        return f"{CALLS[operation.sign]}（{'，'.join(parts)}）"


def _opens_wide(text: str) -> bool:
    return text.startswith("（")


def _closes_wide(text: str) -> bool:
    return text.endswith("）")


def _name(name: str) -> str:
    """The name, in square brackets where it could be taken for something else."""
    return name if is_plain(name) else f"[{name.replace(']', ']]')}]"
