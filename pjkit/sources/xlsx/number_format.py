"""A number format's code, taken apart as Excel does it, and what a number looks like where that is not itself.

A cell that holds 0.95 and shows 95%, or holds 123456 and shows 12.3万, says one thing to people and another
to programs. Rounding, thousands separators, a currency sign and padding change nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pjkit.model.amounts import half_up, plain
from pjkit.sources.xlsx.package import DamagedError

_LONGEST_CODE = 1000  # Excel's own limit is 255
_FOURTH = 3  # above 0, below 0, 0, text
_TOKEN = re.compile(
    r"""  "(?P<quoted>[^"]*)"?
        | [\\!](?P<escaped>.)
        | [_*](?P<padding>.)
        | \[(?P<bracket>[^\]]*)\]
        | (?P<general>general|g/通用格式)
        | (?P<date>am/pm|a/p|上午/下午)
        | (?P<exponent>e[+-])
        | (?P<digit>[0#?])
        | (?P<point>\.)
        | (?P<comma>,)
        | (?P<percent>%)
        | (?P<slash>/)
        | (?P<at>@)
        | (?P<section>;)
        | (?P<moment>[ymdhsegb])
        | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?\d{1,20}(?:\.\d{1,20})?)")
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)")
_RED = ("red", "红", "color", "颜色")


@dataclass(frozen=True)
class Token:
    """A piece of a format: what kind it is, and the text it shows."""

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """One of the up to four parts of a format."""

    tokens: tuple[Token, ...]

    def has(self, *kinds: str) -> bool:
        """Whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    def _brackets(self) -> list[str]:
        return [token.text.lower() for token in self.tokens if token.kind == "bracket"]

    def fits(self, value: Decimal) -> bool:
        """Whether the section's condition holds; one without a condition takes what is left."""
        return all(_holds(match, value) for match in map(_CONDITION.fullmatch, self._brackets()) if match)

    @property
    def is_conditional(self) -> bool:
        """Whether it is for some numbers only, such as ``[>=10000]``."""
        return any(_CONDITION.fullmatch(text) for text in self._brackets())

    @property
    def is_red(self) -> bool:
        """Whether a colour tells numbers below 0."""
        return any(text.startswith(_RED) for text in self._brackets())

    @property
    def is_date(self) -> bool:
        """Whether numbers are shown as dates or times."""
        return self.has("date", "moment") or any(map(_ELAPSED.fullmatch, self._brackets()))

    @property
    def places(self) -> int:
        """How many decimals are shown, of those that matter."""
        kinds = [token.kind for token in self.tokens]
        after = kinds[kinds.index("point") :] if "point" in kinds else []
        shown = after[: after.index("exponent") if "exponent" in after else None].count("digit")
        return min(shown, _MOST_PLACES)

    @property
    def thousands(self) -> int:
        """How often the number is divided by 1000: once for each comma behind the last digit before the point."""
        kinds = "".join(
            token.kind[0] for token in self.tokens if token.kind in {"digit", "comma", "point"}
        )  # d, c, p
        return sum(len(commas) for commas in re.findall(r"(?<=d)c+(?=p|$)", kinds))


def sections_of(code: str) -> tuple[Section, ...]:
    """The sections in their order: above 0, below 0, 0, text."""
    if len(code) > _LONGEST_CODE:
        raise DamagedError
    return _sections(code)


@cache
def _sections(code: str) -> tuple[Section, ...]:
    parts: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "section":
            parts.append([])
        elif kind != "padding":
            parts[-1].append(_token(kind, match[kind]))
    return tuple(Section(tuple(part)) for part in parts)


def _token(kind: str, text: str) -> Token:
    currency = _CURRENCY.match(text) if kind == "bracket" else None  # [$¥-804]
    return Token("quoted", currency[1]) if currency else Token(kind, text)


def _holds(condition: re.Match[str], value: Decimal) -> bool:
    sign, limit = condition[1], Decimal(condition[2])
    held = {"<": value < limit, "=": value == limit, ">": value > limit}
    return any(held[one] for one in sign)


def section_for(value: Decimal, code: str) -> tuple[Section | None, bool]:
    """The section that shows a number, if any does, and whether Excel adds the minus to it by itself."""
    sections = sections_of(code or "General")[:_FOURTH]
    numeric = [section for at, section in enumerate(sections) if at == 0 or not section.has("at")]
    if any(section.is_conditional for section in numeric):
        return next((section for section in numeric if section.fits(value)), None), value < 0
    at = 1 if value < 0 else 2 if value == 0 else 0
    return numeric[at if at < len(numeric) else 0], value < 0 and len(numeric) == 1


def section_for_text(code: str) -> Section | None:
    """The section that shows texts, if the format has one of its own."""
    sections = sections_of(code)
    return sections[_FOURTH] if len(sections) > _FOURTH else None


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


def displayed(value: Decimal, code: str) -> str | None:
    """What a person sees in the cell, ``None`` where it is the number itself (perhaps rounded)."""
    if not code:
        return None  # the general format, as most cells have it
    section, is_signed = section_for(value, code)
    if section is None:
        return _NONE_FITS
    text = _text(abs(value), section)
    shown = f"-{text}" if is_signed else text
    return None if _reads_as_itself(shown, value, section) else shown


def displayed_text(text: str, code: str) -> str | None:
    """The same for a text: a section for texts may change it, or show nothing."""
    section = section_for_text(code)
    if section is None:
        return None
    shown = "".join(
        text if token.kind == "at" else token.text for token in section.tokens if token.kind != "bracket"
    )
    return None if shown.strip() == text.strip() else shown


def _reads_as_itself(shown: str, value: Decimal, section: Section) -> bool:
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
        return text.isascii() and Decimal(text) == half_up(value, section.places)
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
    whole, _, part = f"{half_up(value, section.places):f}".partition(".")
    tokens = section.tokens
    at_point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    places = [token.text for token in tokens[:at_point] if token.kind == "digit"]
    left = list(whole.lstrip("0").zfill(places.count("0")))
    filled = [left.pop() if left else "" for _ in places][::-1]
    if filled:
        filled[0] = "".join(left) + filled[0]
    behind = sum(token.kind == "digit" for token in tokens[at_point:])
    return [*filled, *part.ljust(behind, "0")]
