"""The line that stays in view above a page: whose it is, what it scored, how much of that is supported."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pjkit.model.levels import report_name

_LONGEST_NAME = 36  # characters of a name that fit into the margin of a printed page
SUMMARY_SCHEMA = "pjkit.summary/1"
_PARTS = (("supported", "有据"), ("self_only", "仅凭自述"), ("missing", "无数据"))


@dataclass(frozen=True)
class Share:
    """A part of the bar: points of the full marks, and where it lies, in percent."""

    name: str
    word: str
    points: str
    start: Decimal
    width: Decimal


@dataclass(frozen=True)
class Headline:
    """What the header shows, all of it from the record; a summary of a year has no score of its own."""

    name: str
    year: str
    kind: str  # what the page is, after name and year
    total: str = ""
    grade: str = ""
    parts: tuple[Share, ...] = ()

    @property
    def title(self) -> str:
        """The page's title."""
        return f"{self.name}{self.year}年度{self.kind}"

    @property
    def running(self) -> str:
        """The printed pages' header as the inside of a CSS string."""
        short = self.name if len(self.name) <= _LONGEST_NAME else f"{self.name[: _LONGEST_NAME - 1]}…"
        return css_text(f"{short}　{self.year} 年度{self.kind}".strip("　"))


def headline(record: dict[str, Any]) -> Headline:
    """The headline of a record (``scorecard.json``), or of what stands for one in a summary."""
    if record["schema"] == SUMMARY_SCHEMA:
        return Headline("", str(record["year"]), f"部门整体支出绩效自评汇总{_edition(record)}")
    total = record["total"]
    worst_to_best = total["grade_range"]
    grade = total["grade"] or f"等次待定（{worst_to_best[0]}～{worst_to_best[-1]}）"
    rubric = record.get("rubric", {})
    kind = f"{report_name(rubric.get('subject', 'department'))}{_edition(record)}"
    return Headline(
        str(record["name"]),
        str(record["year"]),
        kind,
        total["score"],
        grade,
        _parts(total, _full(record, rubric)),
    )


def _full(record: dict[str, Any], rubric: dict[str, Any]) -> Decimal:
    """The full marks; records of earlier versions do not say them."""
    listed = (Decimal(one["points"]) for one in record["indicators"])
    return Decimal(rubric["points"]) if "points" in rubric else sum(listed, Decimal(0))


def _edition(record: dict[str, Any]) -> str:
    """Records of earlier versions do not say: they are internal."""
    return "（公开版）" if record.get("edition") == "public" else ""


def _parts(total: dict[str, Any], full: Decimal) -> tuple[Share, ...]:
    found: list[Share] = []
    start = Decimal(0)
    for name, word in _PARTS:
        width = Decimal(total[name]) * 100 / full if full else Decimal(0)
        found.append(Share(name.replace("_", "-"), word, total[name], round(start, 2), round(width, 2)))
        start += width
    return tuple(found)


def css_text(text: str) -> str:
    """``text`` for the inside of a CSS string in a ``<style>`` element: all but letters and digits as escapes."""
    return "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
