"""What a reviewer looks at first: contradictions, lost points, points without support; the full lists follow later."""

from decimal import Decimal

from pjkit.model.amounts import plain, points
from pjkit.model.report_block import FoundHighlight, Highlight, ReviewHighlights
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.report.findings import by_severity, counted, without_support

_MOST = 5  # lines of each list; what is more is named by number and linked


def brief(card: Scorecard) -> ReviewHighlights:
    """The first findings, the indicators that lost most, those with most points that nothing supports."""
    found, lost, bare = by_severity(card), _lost(card), without_support(card)
    at_stake = sum((mark.points for mark in bare), Decimal(0))
    return ReviewHighlights(
        counted=counted(found),
        findings=tuple(
            FoundHighlight(severity=one.severity, message=one.message, where=one.where)
            for one in found[:_MOST]
        ),
        findings_in_all=len(found),
        some_known=card.scored,
        lost=tuple(_line(mark, f"失 {points(mark.lost or Decimal(0))} 分") for mark in lost[:_MOST]),
        lost_in_all=len(lost),
        unsupported=tuple(_line(mark, f"{plain(mark.points)} 分") for mark in bare[:_MOST]),
        unsupported_in_all=len(bare),
        at_stake=plain(at_stake),
    )


def _lost(card: Scorecard) -> list[Mark]:
    """Indicators with a known score below their points, the most lost first."""
    short = [mark for mark in card.marks if mark.lost]
    return sorted(short, key=lambda mark: -(mark.lost or 0))


def _line(mark: Mark, words: str) -> Highlight:
    return Highlight(id=mark.id, name=mark.name, words=words, status=mark.status)
