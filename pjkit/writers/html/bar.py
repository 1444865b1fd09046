"""The masthead's bar: what a total rests on, as parts of the full marks."""

from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import half_up
from pjkit.model.total import Totals

_WIDE_ENOUGH = 12  # percent of the bar's width that a label needs
_ROOMY = 27  # … and needs on a telephone
_PARTS = (
    ("supported", "有据", "由数据核算、有佐证材料、经复核或不适用的得分"),
    ("self-only", "仅凭自述", "仅有自评分，或条款回答无佐证材料的得分"),
    ("missing", "无数据", "既无数据也无自评分的指标分值，未计入总分"),
    ("lost", "失分", "已知得分的指标所失的分"),
)


@dataclass(frozen=True)
class BarPart:
    """One part of the bar: points of the rubric's full marks, and where it lies, in percent."""

    name: str
    word: str
    meaning: str
    points: Decimal
    start: Decimal
    width: Decimal

    @property
    def middle(self) -> Decimal:
        """Where its label stands."""
        return half_up(self.start + self.width / 2)

    @property
    def labelled(self) -> bool:
        """Whether a label fits in."""
        return self.width >= _WIDE_ENOUGH

    @property
    def roomy(self) -> bool:
        """Whether it also fits in on a telephone."""
        return self.width >= _ROOMY


def bar_parts(total: Totals, full: Decimal) -> tuple[BarPart, ...]:
    """The rubric's points, parted; the four add up to ``full``."""
    known = (total.supported, total.self_only, total.missing)
    found: list[BarPart] = []
    start = Decimal(0)
    for (name, word, meaning), amount in zip(_PARTS, (*known, full - sum(known)), strict=True):
        width = amount * 100 / full
        found.append(BarPart(name, word, meaning, amount, half_up(start), half_up(width)))
        start += width
    return tuple(found)
