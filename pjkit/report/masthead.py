"""The head of a report: whose it is, the total, and how much of that total rests on evidence."""

import re

from pjkit.model.amounts import points
from pjkit.model.cell import Nothing
from pjkit.model.dossier import Dossier
from pjkit.model.levels import report_name
from pjkit.model.report_block import Masthead, Style
from pjkit.model.scorecard import Scorecard
from pjkit.model.total import Totals

_DETAILS = ("主管部门", "单位性质", "报告日期")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def style() -> Style:
    """The style sheet; a notebook's first cell shows it."""
    return Style()


def masthead(card: Scorecard, dossier: Dossier) -> Masthead:
    """Department, year, total, grade; the bar of 有据, 仅凭自述, 无数据; the possible range."""
    return Masthead(
        name=card.name or card.department,
        year=card.year,
        edition=card.edition,
        rubric=f"{card.rubric.title}（{card.rubric.id}）",
        report=report_name(card.rubric.subject),
        points=card.points,
        total=card.total,
        verdict=verdict(card.total),
        withheld=dossier.withheld if dossier.edition == "public" else None,
        details=tuple((item, dossier.profile_text(item) or Nothing()) for item in _DETAILS),
        date=day(dossier.profile_text("报告日期")),
    )


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


def day(text: str) -> str:
    """``2023-09-24`` as 2023年9月24日; other words as they are."""
    found = _DATE.fullmatch(text.strip())
    return "{}年{}月{}日".format(*map(int, found.groups())) if found else text.strip()
