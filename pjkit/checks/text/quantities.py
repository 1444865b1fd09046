"""Numbers with their units, as Chinese texts write them: 427.57万元, 1.45亿元, 138万人次, 36人, 97.20%, 1,234.50 元."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pjkit.checks.text.reading import Sentence
from pjkit.model.amounts import half_up

_NUMBER = re.compile(r"(?<![\d.,A-Za-z])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_SCALE = re.compile(r" ?([百千万亿]{0,2})")
_VAGUE_AFTER = re.compile(r"[\u4e00-\u9fff]{0,3}(?:左右|以上|以下|以内|上下)")
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_UNIT = re.compile(r"([百千万亿]{0,2})(.+)")
_LONGEST = 20  # digits; a longer number is no amount of a department


@dataclass(frozen=True)
class Unit:
    """A unit: 万元 is 10,000 of 元. ``bases`` are the words the text may use for it."""

    scale: int
    bases: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, *others: str) -> "Unit | None":
        """Read the unit of a cell; ``others`` are words that mean the same. ``None`` where there is none."""
        match = _UNIT.fullmatch(text.strip().replace("％", "%"))
        return cls(scale_of(match[1]), (match[2], *others)) if match else None


@dataclass(frozen=True)
class Quantity:
    """A number of a sentence. ``scale`` is what 万 or 亿 after it says; its unit follows at ``end``."""

    value: Decimal
    places: int
    scale: int
    start: int
    end: int
    rest: str  # what follows the scale: the unit and a few signs more

    def is_of(self, unit: Unit) -> str:
        """The word of ``unit`` that follows the number, "" where none does or the number is vague."""
        for base in unit.bases:
            after = self.rest[len(base) :]
            counts_visits = after.startswith("次") and not base.endswith("次")
            if self.rest.startswith(base) and not counts_visits and not _VAGUE_AFTER.match(after):
                return base
        return ""

    def printed(self, exact: Fraction, unit: Unit) -> Decimal:
        """``exact``, which is in ``unit``, as this number would print it: same scale, same decimals."""
        return half_up(exact * unit.scale / self.scale, self.places)

    def in_unit(self, unit: Unit) -> Fraction:
        """The number in ``unit``."""
        return Fraction(self.value) * self.scale / unit.scale


def scale_of(signs: str) -> int:
    """10,000 for 万, 10**12 for 万亿, 1 for nothing."""
    scale = 1
    for sign in signs:
        scale *= _SCALES[sign]
    return scale


def quantities(sentence: Sentence) -> Iterator[Quantity]:
    """Every number of the sentence, in order."""
    for match in _NUMBER.finditer(sentence.plain):
        digits = match[0].replace(",", "")
        scale = _SCALE.match(sentence.plain, match.end())
        if len(digits) > _LONGEST or scale is None:
            continue
        places = len(digits.partition(".")[2])
        rest = sentence.plain[scale.end() : scale.end() + 12]
        yield Quantity(Decimal(digits), places, scale_of(scale[1]), match.start(), scale.end(), rest)
