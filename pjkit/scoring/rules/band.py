"""A band (档) of values: where it begins and ends, and what it earns."""

from fractions import Fraction

from pydantic import Field

from pjkit.model.settings import Border, Number, Spec

End = tuple[Fraction, bool]
"""A border of a band, and whether the band includes it."""


class Band(Spec):
    """One band: ``to`` ≤, ``below`` <, ``from`` ≥, ``above`` >, ``eq`` =, or ``else`` with its points."""

    eq: Border | None = None
    to: Border | None = None
    below: Border | None = None
    from_: Border | None = Field(None, alias="from")
    above: Border | None = None
    else_: Number | None = Field(None, alias="else")
    points: Number | None = None

    def written(self) -> dict[str, Border]:
        """The borders that the file states, by their names there."""
        names = {"eq": self.eq, "to": self.to, "below": self.below, "from": self.from_, "above": self.above}
        return {name: border for name, border in names.items() if border is not None}

    @property
    def earned(self) -> Fraction:
        """The points of the band."""
        return Fraction((self.points if self.else_ is None else self.else_) or 0)

    @property
    def low(self) -> End | None:
        """Where it begins, where that is stated."""
        return _end(self.eq, closed=True) or _end(self.from_, closed=True) or _end(self.above, closed=False)

    @property
    def high(self) -> End | None:
        """Where it ends, where that is stated."""
        return _end(self.eq, closed=True) or _end(self.to, closed=True) or _end(self.below, closed=False)

    @property
    def open_side(self) -> str:
        """The side on which it goes on for ever: ``low``, ``high`` or none."""
        return "" if self.low and self.high else "low" if self.high else "high"

    def holds(self, number: Fraction) -> bool:
        """Whether a value falls into it."""
        return within(number, self.low, self.high)


def _end(border: Border | None, *, closed: bool) -> End | None:
    return None if border is None else (border.number, closed)


def within(number: Fraction, low: End | None, high: End | None) -> bool:
    """Whether a number lies between two ends."""
    above = low is None or number > low[0] or (low[1] and number == low[0])
    return above and (high is None or number < high[0] or (high[1] and number == high[0]))
