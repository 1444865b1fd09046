"""Units (计量单位) of figures: which may be added up, and what a number typed in one counts inside a formula."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce

MONEY, DAYS = "万元", "天"
_MONEY = {
    "元": Fraction(1, 10_000),
    "千元": Fraction(1, 10),
    MONEY: Fraction(1),
    "百万元": Fraction(100),
    "亿元": Fraction(10_000),
}
_PLAIN = {
    "": Fraction(1),
    "%": Fraction(1, 100),
    "％": Fraction(1, 100),
    "百分点": Fraction(1, 100),
    "个百分点": Fraction(1, 100),
    "‰": Fraction(1, 1_000),
}

Powers = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Unit:
    """What a number counts: dimensions with their powers, 万元/人 being (万元, 1) and (人, −1); none for plain numbers.

    ``scale``: what 1 as typed counts, money in 万元 and shares of 1. ``free``: a bare number or a count, which
    takes the unit of what it is added to or compared with.
    """

    powers: Powers = ()
    scale: Fraction = Fraction(1)
    free: bool = False

    def __str__(self) -> str:
        """Of what is computed: 元 is 万元 there, and % nothing."""
        above = "·".join(name for name, power in self.powers for _ in range(power))
        below = "".join(f"/{name}" for name, power in self.powers for _ in range(-power))
        return f"{above or 1}{below}" if below else above

    @property
    def said(self) -> str:
        """The unit in a message."""
        return f"“{self}”" if self.powers else "没有单位的数或比率"

    def multiplied(self, other: "Unit", power: int = 1) -> "Unit":
        """The unit of a product, or with ``power`` −1 of a quotient; equal units cancel."""
        counted = dict(self.powers)
        for name, times in other.powers:
            counted[name] = counted.get(name, 0) + times * power
        powers = tuple(sorted((name, times) for name, times in counted.items() if times))
        scale = self.scale_of_dimensions * other.scale_of_dimensions**power if powers else Fraction(1)
        return Unit(powers, scale, self.free and other.free)

    @property
    def scale_of_dimensions(self) -> Fraction:
        """``scale`` inside a product, where 80% of 元 is an amount in 元."""
        return self.scale if self.powers else Fraction(1)

    def common(self, other: "Unit") -> "Unit":
        """The unit of a sum of two that fit."""
        return self if self.scale == other.scale else Unit(self.powers)


FREE = Unit(free=True)


@cache
def unit_of(text: str) -> Unit:
    """The unit a rubric or a department writes: ``万元``, ``%``, ``元/人``, ``人·天``."""
    above, *below = (reduce(Unit.multiplied, map(_single, part.split("·"))) for part in text.split("/"))
    for unit in below:
        above = above.multiplied(unit, -1)
    return above


def _single(name: str) -> Unit:
    name = name.strip()
    if name in _MONEY:
        return Unit(((MONEY, 1),), _MONEY[name])
    if name in _PLAIN:
        return Unit((), _PLAIN[name])
    return Unit(() if name == "1" else ((name, 1),))


def fits(declared: str, found: Unit) -> bool:
    """Whether a figure declared in this unit may hold what a formula gives."""
    return found.free or unit_of(declared).powers == found.powers


def is_share(text: str) -> bool:
    """Whether numbers in this unit are parts of 1: %, ‰, 百分点."""
    return text in _PLAIN and bool(text)
