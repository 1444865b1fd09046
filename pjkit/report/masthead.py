"""The head of a report: whose it is, the total, and how much of that total rests on evidence."""

from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import half_up, points
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Scorecard, Totals
from pjkit.report import formats
from pjkit.report.fragment import Fragment, render

_WIDE_ENOUGH = 12  # percent of the bar's width that a label needs
_ROOMY = 27  # … and needs on a telephone


@dataclass(frozen=True)
class Part:
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


_PARTS = (
    ("supported", "有据", "由数据核算、有佐证材料、经复核或不适用的得分"),
    ("self-only", "仅凭自述", "仅有自评分，或条款回答无佐证材料的得分"),
    ("missing", "无数据", "既无数据也无自评分的指标分值，未计入总分"),
    ("lost", "失分", "已知得分的指标所失的分"),
)


def masthead(card: Scorecard, dossier: Dossier) -> Fragment:
    """Department, year, total, grade; the bar of 有据, 仅凭自述, 无数据; the possible range."""
    total = card.total
    grade = grade_words(total)
    return render(
        "masthead",
        f"{card.name} {card.year} 年度：总分 {points(total.score)}，{grade}",
        card=card,
        total=total,
        grade=grade,
        verdict=verdict(total),
        parts=parts(total, card.points),
        details=_details(dossier),
        withheld=dossier.withheld if dossier.edition == "public" else None,
    )


def grade_words(total: Totals) -> str:
    """The grade, or which grades the missing points still allow."""
    return total.grade or f"等次{total.grade_words}"


def verdict(total: Totals) -> str:
    """One sentence on what the total rests on."""
    score, supported = points(total.score), points(total.supported)
    missing = f"；另有 {points(total.missing)} 分的指标无数据，未计入总分" if total.missing else ""
    if not total.score:
        return f"总分 {score} 分{missing}。"
    if not total.self_only:
        return f"总分 {score} 分全部有据可查{missing}。"
    only = "只有" if total.supported * 2 < total.score else "有"
    word = f"{points(total.self_only)} 分仅凭部门自述"
    found = f"有据可查的{only} {supported} 分，" if total.supported else "没有一分有据可查，"
    return f"总分 {score} 分中，{found}{word}{missing}。"


def parts(total: Totals, full: Decimal) -> tuple[Part, ...]:
    """The rubric's points, parted; the four add up to ``full``."""
    known = (total.supported, total.self_only, total.missing)
    found: list[Part] = []
    start = Decimal(0)
    for (name, word, meaning), amount in zip(_PARTS, (*known, full - sum(known)), strict=True):
        width = amount * 100 / full
        found.append(Part(name, word, meaning, amount, half_up(start), half_up(width)))
        start += width
    return tuple(found)


def _details(dossier: Dossier) -> list[tuple[str, str]]:
    """What 基本信息 says of the report itself."""
    items = ("主管部门", "单位性质", "报告日期")
    return [(item, dossier.profile_text(item) or formats.dash()) for item in items]
