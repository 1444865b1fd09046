"""档次: named tiers, each worth a share of the points or a range within which somebody judges."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from pjkit.model.amounts import HUNDRED, plain
from pjkit.model.clause import ClauseProblem
from pjkit.model.figure import JudgedRange
from pjkit.model.problem import shown
from pjkit.model.settings import AppliedSetting, Border, Settings, Spec
from pjkit.scoring.rules.targets import Percentage, fraction


class Tier(Spec):
    """A tier's ``share`` of the points, or the shares ``from`` – ``to`` among which one is judged."""

    name: str
    share: Percentage | None = None
    from_: Percentage | None = Field(None, alias="from")
    to: Percentage | None = None

    @property
    def low(self) -> Fraction:
        """The least it is worth, as a share."""
        return fraction(self.share or self.from_ or Border(Fraction(0), percent=True))

    @property
    def high(self) -> Fraction:
        """The most it is worth, as a share."""
        return fraction(self.share or self.to or Border(Fraction(HUNDRED), percent=True))

    def range_of(self, full: Fraction, tiers: Sequence["Tier"]) -> JudgedRange:
        """Its points; a border that two tiers share belongs to the better one."""
        shared = any(self.low < self.high == other.low for other in tiers if other is not self)
        return JudgedRange(self.name, self.low * full, self.high * full, below=shared)

    @property
    def words(self) -> str:
        """``“达成年度指标”计80%至100%``."""
        low, high = (f"{plain(end * HUNDRED)}%" for end in (self.low, self.high))
        return f"“{self.name}”计{low if self.share else f'{low}至{high}'}"


def tier_problems(tiers: Sequence[Tier]) -> Iterator[ClauseProblem]:
    """Shares beyond 100%, the wrong way round, told twice or not at all; tiers of one name; overlapping ranges."""
    for at, tier in enumerate(tiers):
        wrong = _wrong(tier)
        if wrong:
            yield ("tiers", at), *wrong
        yield from _beside(tiers, at)


def _wrong(tier: Tier) -> tuple[str, str, str] | None:
    name = f"档次{shown(tier.name)}"
    if (tier.share is None) == (tier.from_ is None and tier.to is None):
        return f"{name}写了 share 又写了 from、to，或都没有写", "share，或 from 和 to", "只写其中一种"
    if tier.low > tier.high:
        return f"{name}的 from 高于 to", "from 不高于 to", "改正 from 或 to"
    return (f"{name}超过 100%", "不高于 100%", "改正百分比") if tier.high > 1 else None


def _beside(tiers: Sequence[Tier], at: int) -> Iterator[ClauseProblem]:
    tier = tiers[at]
    for other in tiers[:at]:
        if other.name == tier.name:
            yield ("tiers", at), f"档次{shown(tier.name)}写了两次", "不重复的名称", "改名或删去其中之一"
        elif max(tier.low, other.low) < min(tier.high, other.high):
            found = f"档次{shown(tier.name)}与{shown(other.name)}的范围重叠"
            yield ("tiers", at), found, "范围首尾相接", "改正 from 或 to"


Won = tuple[Fraction | None, tuple[AppliedSetting, ...]]


def won_in(judged: JudgedRange, score: Decimal | None, settings: Settings) -> Won:
    """The points of a tier: those judged, else the only ones there are, else as D22 decides (``None``: no data)."""
    if score is not None:
        return Fraction(score), ()
    if judged.low == judged.high:
        return judged.low, ()
    if settings.tier_without_score == "no_data":
        return None, (AppliedSetting("D22", f"评为“{judged.result}”而没有评分，不计分"),)
    won = judged.low if settings.tier_without_score == "lowest" else judged.high
    end = "最低" if settings.tier_without_score == "lowest" else "最高"
    effect = f"评为“{judged.result}”而没有评分，按该档{end} {plain(won)} 分计"
    return won, (AppliedSetting("D22", effect),)
