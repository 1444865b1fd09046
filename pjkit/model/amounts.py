"""Exact amounts: money and points are decimals, rates are fractions; nothing here is a float.

A rate such as 1/3 has no exact decimal, so everything between the data and a printed score is a
``Fraction``; it becomes a ``Decimal`` once, by :func:`half_up` (decision D8).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_LONGEST_NUMBER = 30  # digits; a county's budget has 10

_MOST_PLACES = 8  # of a percentage

HUNDRED = 100


def add(values: Iterable[Decimal]) -> Decimal:
    """The sum as a decimal, also where there is nothing to add up."""
    return sum(values, Decimal(0))


def sum_of_known(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known, ``None`` where nothing is."""
    known = [value for value in values if value is not None]
    return add(known) if known else None


def sum_if_known(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, ``None`` as soon as one is unknown."""
    known = [value for value in values if value is not None]
    return add(known) if len(known) == len(values) else None


def fold_width(text: str) -> str:
    """Full-width digits and letters as half-width ones, and no spaces around: ``１２．５`` is ``12.5``."""
    return unicodedata.normalize("NFKC", text).strip()


def read_decimal(text: str) -> Decimal | None:
    """The number a cell's text says, exactly, or ``None`` where it says none.

    Full-width digits and thousands separators are read as a person would; units, percent signs and
    exponents are not numbers.
    """
    folded = fold_width(text)
    if len(folded) > _LONGEST_NUMBER or not _NUMBER.fullmatch(folded):
        return None
    return Decimal(folded.replace(",", ""))


def half_up(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """``value`` rounded half-up (away from zero) to ``places`` decimals, from its exact value."""
    numerator, denominator = value.as_integer_ratio()
    units = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    rounded = Decimal(units).scaleb(-places)
    return -rounded if numerator < 0 and units else rounded


def plain(value: Decimal | Fraction | int, places: int = 6) -> str:
    """``value`` as people write it: no exponent, no trailing zeros, at most ``places`` decimals."""
    text = format(half_up(value, places), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal) -> str:
    """An amount in 万元 with thousands separators; at least two decimals, more only if the data has more."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "amounts are finite"
    return f"{value:,.{max(2, -exponent)}f}"


def percent(rate: Fraction) -> str:
    """A rate (1 = 100%) as a percentage with two decimals, or more where two would hide a border.

    89.995% must not be shown as 90.00%: decimals are added until the shown figure is no whole number
    that the exact one is not.
    """
    exact = rate * HUNDRED
    places = 2
    while (
        places < _MOST_PLACES and exact.denominator != 1 and Fraction(half_up(exact, places)).denominator == 1
    ):
        places += 1
    return f"{half_up(exact, places)}%"


def percent_of(part: Decimal, whole: Decimal) -> str:
    """``part`` of ``whole`` as a percentage; ``whole`` must not be 0."""
    return percent(Fraction(part) / Fraction(whole))


def points(value: Fraction | Decimal | int) -> str:
    """Points as printed in a working: two decimals (D8)."""
    return str(half_up(value))


def exact_points(value: Fraction) -> str:
    """Points inside a working: all their decimals, so that the working leads to the printed score.

    Two decimals where that is exact, else up to four, marked 约 where even those are not.
    """
    if value == half_up(value):
        return points(value)
    return plain(value, 4) if value == half_up(value, 4) else f"约 {plain(value, 4)}"


def exact_percentage_points(value: Fraction) -> str:
    """A distance in 百分点 with the decimals it has, at most four, marked 约 where it has more."""
    return plain(value, 4) if value == half_up(value, 4) else f"约 {plain(value, 4)}"
