"""What contradicts itself, and which points rest on the department's word alone: the whole lists, and their head."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from pjkit.model.amounts import plain, points
from pjkit.model.block import Notice, Row, Table
from pjkit.model.cell import SeverityWord, StatusWord
from pjkit.model.finding import SEVERITIES
from pjkit.model.levels import project_and_name
from pjkit.model.report_block import FoundHighlight, Highlight, ReviewHighlights
from pjkit.model.scorecard import Finding, Mark, Scorecard, exactly_weighted, weighted
from pjkit.report import cells
from pjkit.report.indicator import summary
from pjkit.report.tables import columns, row


def findings(card: Scorecard) -> Table | Notice:
    """Every finding, the surest first; within one severity in the checks' order."""
    found = by_severity(card)
    if not found:
        return Notice(words="核查未发现问题。", only="page")
    return Table(
        caption=f"核查发现的问题：{counted(found)}",
        columns=columns("程度!", "问题", "位置!", "规则"),
        rows=tuple(map(_row, found)),
        anchor="findings",
        only="page",
    )


def by_severity(card: Scorecard) -> list[Finding]:
    """The findings, the surest first."""
    return sorted(card.findings, key=lambda finding: SEVERITIES.index(finding.severity))


def counted(found: Iterable[Finding]) -> str:
    """How many there are of each severity, in words."""
    counts = Counter(finding.severity for finding in found)
    return "，".join(f"{word} {counts[word]} 条" for word in SEVERITIES if counts[word])


def _row(finding: Finding) -> Row:
    severity = SeverityWord(words=finding.severity)
    return row(severity, finding.message, cells.source(finding.where), finding.title)


def without_support(card: Scorecard) -> list[Mark]:
    """Indicators without supported scores, the most points first."""
    return sorted(
        (mark for mark in card.marks if not mark.status.supported),
        key=lambda mark: -exactly_weighted([mark], _full),
    )


def unsupported(card: Scorecard) -> Table | Notice:
    """Indicators without supported scores, the most points first."""
    marks = without_support(card)
    if not marks:
        return Notice(words="全部得分均有据可查。", only="page")
    return Table(
        caption=f"缺少依据的指标：{len(marks)} 项，涉及 {plain(weighted(marks, _full))} 分",
        columns=columns("指标", "分值#", "自评分#", "得分#", "依据!", "缺什么"),
        rows=tuple(map(_unsupported_row, marks)),
        anchor="unsupported",
        only="page",
    )


def _unsupported_row(mark: Mark) -> Row:
    return row(
        cells.to_indicator(mark),
        cells.points(mark.points),
        cells.score(mark.self_score, "未自评"),
        cells.score(mark.score),
        StatusWord(status=mark.status),
        summary(mark),
    )


# What a reviewer looks at first: contradictions, lost points, points without support; the full lists follow later

_MOST = 5  # lines of each list; what is more is named by number and linked


def brief(card: Scorecard) -> ReviewHighlights:
    """The first findings, the indicators that lost most, those with most points that nothing supports."""
    found, lost, bare = by_severity(card), _lost(card), without_support(card)
    return ReviewHighlights(
        counted=counted(found),
        findings=tuple(
            FoundHighlight(severity=one.severity, message=one.message, where=one.where)
            for one in found[:_MOST]
        ),
        findings_in_all=len(found),
        some_known=card.scored,
        lost=tuple(_line(mark, f"失 {points(weighted([mark], _loss))} 分") for mark in lost[:_MOST]),
        lost_in_all=len(lost),
        unsupported=tuple(_line(mark, f"{plain(weighted([mark], _full))} 分") for mark in bare[:_MOST]),
        unsupported_in_all=len(bare),
        at_stake=plain(weighted(bare, _full)),
    )


def _lost(card: Scorecard) -> list[Mark]:
    """Indicators with a known score below their points, the most lost first."""
    short = [mark for mark in card.marks if mark.lost]
    return sorted(short, key=lambda mark: -exactly_weighted([mark], _loss))


def _loss(mark: Mark) -> Decimal | None:
    return mark.lost


def _full(mark: Mark) -> Decimal:
    return mark.points


def _line(mark: Mark, words: str) -> Highlight:
    return Highlight(id=mark.id, name=project_and_name(mark), words=words, status=mark.status)
