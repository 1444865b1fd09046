"""What one figure says to a formula, and how its number is written in a working."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pjkit.model.amounts import fold_width, money, percent, plain, read_decimal
from pjkit.model.figure import Figure, ListRow
from pjkit.model.formula import Constant, Value
from pjkit.model.names import fold
from pjkit.scoring.formulas.units import MONEY, is_share, unit_of

_DATE = re.compile(r"(\d{4})[-/.年](\d\d?)[-/.月](\d\d?)日?")
_PLACES = 4  # of a quotient that is no rate


@dataclass(frozen=True)
class Gap:
    """Why a part of a formula has no value."""

    blank: tuple[Figure, ...] = ()
    not_applicable: tuple[Figure, ...] = ()
    divided: Fraction | None = None


Outcome = Fraction | str | bool | Gap


def content(source: Figure | Value) -> Fraction | str | Gap:
    """The number, 元 as 万元 and 95 % as 0.95; the word; or why there is neither."""
    if isinstance(source, Value):
        if source.number is not None:
            return source.number
        return Gap(source.blank, source.not_applicable, source.divided)
    if source.value is not None:
        scale = unit_of(source.unit).scale
        return Fraction(source.value) if scale == 1 else Fraction(source.value) * scale
    if source.not_applicable:
        return Gap(not_applicable=(source,))
    return source.text or Gap(blank=(source,))


@lru_cache(maxsize=1_000)
def day_in(text: str) -> Fraction | None:
    """The day a cell says, as a number that can be subtracted; ``None`` where it says none."""
    match = _DATE.fullmatch(fold_width(text))
    try:
        return Fraction(dt.date(*map(int, match.groups())).toordinal()) if match else None
    except ValueError:
        return None


def word(outcome: Fraction | str) -> str:
    """A word for comparing; a number, too, where a column of words holds one."""
    return _folded(outcome) if isinstance(outcome, str) else plain(outcome)


_folded = lru_cache(maxsize=1_000)(fold)


def said(source: Figure | Value) -> str | None:
    """What stands for the figure in a working, money in 万元; ``None`` where it is unknown."""
    if isinstance(source, Value):
        return None if source.number is None else number_said(source.number, source.unit)
    if source.value is None:
        return source.word
    if unit_of(source.unit).powers == unit_of(MONEY).powers:
        return money(source.value if source.unit == MONEY else _in_base_unit(source.value, source.unit))
    sign = source.unit if source.unit == "‰" else "%"
    return f"{plain(source.value)}{sign if is_share(source.unit) else ''}"


def constant_said(constant: Constant) -> str | None:
    """A bare number that stood beside 元, in 万元 as the figures around it; ``None`` for any that is what it says."""
    typed_number = read_decimal(constant.written)
    changed = typed_number is not None and Fraction(typed_number) != constant.value
    return plain(constant.value) if changed and constant.value is not None else None


def number_said(number: Fraction, unit: str) -> str:
    """A computed number in a working, without its unit but for %."""
    if is_share(unit):
        return percent(number)
    return money(Decimal(plain(number, _PLACES))) if unit == MONEY else plain(number, _PLACES)


def _in_base_unit(value: Decimal, unit: str) -> Decimal:
    return typed(Fraction(value) * unit_of(unit).scale, MONEY)


def typed(number: Fraction, unit: str) -> Decimal:
    """A computed number as a cell of that unit would have it: 0.95 is 95 in %, 0.5 万元 is 5000 in 元."""
    in_unit = number / unit_of(unit).scale
    return Decimal(in_unit.numerator) / Decimal(in_unit.denominator)


def figure_of_rows(name: str, total: Fraction, rows: Sequence[Figure | ListRow]) -> Figure:
    """A list's sum or count as a figure, with the places of all it is made of."""
    first, *others = [row.source for row in rows] or ["无此类行"]
    sheet = first.partition("!")[0]
    places = "+".join((first, *(other.removeprefix(f"{sheet}!") for other in others)))
    unit = next((row.unit for row in rows if isinstance(row, Figure)), "")
    return Figure(name, typed(total, unit), unit, places)
