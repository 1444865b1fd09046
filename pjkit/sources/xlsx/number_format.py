"""What a number looks like in its cell, where that is not the number itself.

A cell that holds 0.95 and shows 95%, or holds 123456 and shows 12.3万, says one thing to people and another
to programs. Rounding, thousands separators, a currency sign and padding change nothing.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pjkit.model.amounts import half_up, plain
from pjkit.sources.xlsx.format_code import Section, section_for, section_for_text

_MOST_PLACES = 30
_TEXTS = {"quoted", "escaped", "literal", "slash", "percent"}
_HARMLESS = re.compile(r"[\s¥￥$€£]|CNY|RMB")
_MINUS = re.compile(r"[-－−()（）]")
_DASHES = {"-", "－", "—"}
_NONE_FITS = "########"  # Excel's own sign for it


def is_date(value: Decimal, code: str) -> bool:
    """Whether the number is shown as a date or a time."""
    section = section_for(value, code)[0] if code else None
    return section is not None and section.is_date


def look(value: Decimal, code: str) -> str | None:
    """What a person sees in the cell, ``None`` where it is the number itself (perhaps rounded)."""
    if not code:
        return None  # the general format, as most cells have it
    section, is_signed = section_for(value, code)
    if section is None:
        return _NONE_FITS
    text = _text(abs(value), section)
    shown = f"-{text}" if is_signed else text
    return None if _says(shown, value, section) else shown


def look_of_text(text: str, code: str) -> str | None:
    """The same for a text: a section for texts may change it, or show nothing."""
    section = section_for_text(code)
    if section is None:
        return None
    shown = "".join(
        text if token.kind == "at" else token.text for token in section.tokens if token.kind != "bracket"
    )
    return None if shown.strip() == text.strip() else shown


def _says(shown: str, value: Decimal, section: Section) -> bool:
    """Whether a person reads the number itself, in the decimals shown."""
    if value and (section.thousands or section.has("percent")):
        return False  # whatever rounding leaves of it
    bare = _HARMLESS.sub("", shown)
    if value < 0:
        has_minus = _MINUS.search(bare) is not None or section.is_red
        return has_minus and _is_number(_MINUS.sub("", bare), -value, section)
    if value == 0 and bare in _DASHES:
        return True  # 会计专用 shows 0 so
    return _is_number(bare, value, section)


def _is_number(text: str, value: Decimal, section: Section) -> bool:
    if section.has("exponent", "general", "at"):
        return text == _text(value, section, only_digits=True)
    try:
        return text.isascii() and Decimal(text) == half_up(value, _places(section))
    except ArithmeticError:
        return False


def _text(value: Decimal, section: Section, *, only_digits: bool = False) -> str:
    """What the section shows of a number of at least 0."""
    percents = sum(token.kind == "percent" for token in section.tokens)
    scaled = value * 100**percents / 1000**section.thousands
    if section.has("slash") and section.has("digit"):
        return _fraction(scaled)
    pieces = _pieces(scaled, section)
    return "".join(text for kind, text in pieces if not only_digits or kind not in _TEXTS)


def _fraction(value: Decimal) -> str:
    whole, rest = divmod(Fraction(value), 1)
    nearest = rest.limit_denominator(99)
    return f"{whole or ''} {nearest or ''}".strip() or "0"


def _places(section: Section) -> int:
    return min(section.places, _MOST_PLACES)


def _pieces(value: Decimal, section: Section) -> Iterator[tuple[str, str]]:
    """The kinds and texts of all that is shown, in order."""
    digits = iter(_digits(value, section))
    for token in section.tokens:
        if token.kind == "exponent":
            return
        if token.kind == "digit":
            yield token.kind, next(digits)
        elif token.kind in {"general", "at"}:
            yield token.kind, plain(value, _MOST_PLACES)
        elif token.kind in {*_TEXTS, "point"}:
            yield token.kind, token.text


def _digits(value: Decimal, section: Section) -> list[str]:
    """What stands in each place for a digit: filled from the point outwards, the first place takes all the rest."""
    whole, _, part = f"{half_up(value, _places(section)):f}".partition(".")
    tokens = section.tokens
    at_point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    places = [token.text for token in tokens[:at_point] if token.kind == "digit"]
    left = list(whole.lstrip("0").zfill(places.count("0")))
    filled = [left.pop() if left else "" for _ in places][::-1]
    if filled:
        filled[0] = "".join(left) + filled[0]
    behind = sum(token.kind == "digit" for token in tokens[at_point:])
    return [*filled, *part.ljust(behind, "0")]
