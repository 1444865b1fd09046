"""What contradicts itself, and which points rest on the department's word alone."""

from collections import Counter
from decimal import Decimal

from pjkit.display import formats
from pjkit.display.fragment import Fragment, sentence
from pjkit.display.summary import summary
from pjkit.display.tables import Row, Table, columns, show
from pjkit.scoring.amounts import plain
from pjkit.scoring.rules.base import Severity
from pjkit.scoring.scorecard import Finding, Mark, Scorecard

_ORDER: tuple[Severity, ...] = ("确定", "疑似", "提示")


def findings(card: Scorecard) -> Fragment:
    """Every finding, the surest first; within one severity in the checks' order."""
    if not card.findings:
        return sentence("核查未发现问题。")
    ordered = sorted(card.findings, key=lambda finding: _ORDER.index(finding.severity))
    counts = Counter(finding.severity for finding in ordered)
    told = "，".join(f"{word} {counts[word]} 条" for word in _ORDER if counts[word])
    rows = tuple(_row(finding) for finding in ordered)
    heads = columns("程度!", "问题", "位置!", "规则编号!")
    return show(Table(f"核查发现的问题：{told}", heads, rows))


def _row(finding: Finding) -> Row:
    cells = (
        formats.severity(finding.severity),
        finding.message,
        formats.source(finding.where),
        formats.source(finding.rule),
    )
    return Row(cells)


def unsupported(card: Scorecard) -> Fragment:
    """Indicators without supported scores, the most points first."""
    marks = [mark for mark in card.marks if not mark.status.supported]
    if not marks:
        return sentence("全部得分均有据可查。")
    ordered = sorted(marks, key=lambda mark: -mark.points)
    points = sum((mark.points for mark in marks), Decimal(0))
    caption = f"缺少依据的指标：{len(marks)} 项，涉及 {plain(points)} 分"
    heads = columns("指标", "分值#", "自评分#", "得分#", "依据!", "缺什么")
    return show(Table(caption, heads, tuple(_unsupported_row(mark) for mark in ordered)))


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
