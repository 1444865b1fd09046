"""A number format's code, such as ``#,##0.00;[Red]-0.0,"万"``, taken apart as Excel does it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pjkit.sources.xlsx.limits import DamagedError

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
        """How many decimals are shown."""
        kinds = [token.kind for token in self.tokens]
        after = kinds[kinds.index("point") :] if "point" in kinds else []
        return after[: after.index("exponent") if "exponent" in after else None].count("digit")

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
