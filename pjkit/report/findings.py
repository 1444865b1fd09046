"""What contradicts itself, and which points rest on the department's word alone."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from pjkit.model.amounts import plain
from pjkit.model.clause import Severity
from pjkit.model.scorecard import Finding, Mark, Scorecard
from pjkit.report import formats
from pjkit.report.fragment import Fragment, render, sentence
from pjkit.report.mark_summary import summary
from pjkit.report.tables import Row, Table, columns

_ORDER: tuple[Severity, ...] = ("确定", "疑似", "提示")


def findings(card: Scorecard) -> Fragment:
    """Every finding, the surest first; within one severity in the checks' order."""
    found = by_severity(card)
    if not found:
        return sentence("核查未发现问题。")
    heads = columns("程度!", "问题", "位置!", "规则")
    return _anchored(Table(f"核查发现的问题：{counted(found)}", heads, tuple(map(_row, found))), "findings")


def by_severity(card: Scorecard) -> list[Finding]:
    """The findings, the surest first."""
    return sorted(card.findings, key=lambda finding: _ORDER.index(finding.severity))


def counted(found: Iterable[Finding]) -> str:
    """How many there are of each severity, in words."""
    counts = Counter(finding.severity for finding in found)
    return "，".join(f"{word} {counts[word]} 条" for word in _ORDER if counts[word])


def lacking(card: Scorecard) -> list[Mark]:
    """Indicators without supported scores, the most points first."""
    return sorted((mark for mark in card.marks if not mark.status.supported), key=lambda mark: -mark.points)


def _anchored(table: Table, anchor: str) -> Fragment:
    """A table that other parts of the report link to."""
    return render("table", table.text, table=table, anchor=anchor)


def _row(finding: Finding) -> Row:
    cells = (
        formats.severity(finding.severity),
        finding.message,
        formats.source(finding.where),
        finding.title,
    )
    return Row(cells)


def unsupported(card: Scorecard) -> Fragment:
    """Indicators without supported scores, the most points first."""
    marks = lacking(card)
    if not marks:
        return sentence("全部得分均有据可查。")
    points = sum((mark.points for mark in marks), Decimal(0))
    caption = f"缺少依据的指标：{len(marks)} 项，涉及 {plain(points)} 分"
    heads = columns("指标", "分值#", "自评分#", "得分#", "依据!", "缺什么")
    return _anchored(Table(caption, heads, tuple(map(_unsupported_row, marks))), "unsupported")


def _unsupported_row(mark: Mark) -> Row:
    return Row(
        (
            formats.to_indicator(mark),
            plain(mark.points),
            formats.score(mark.self_score, "未自评"),
            formats.score(mark.score),
            formats.badge(mark.status),
            summary(mark),
        )
    )
