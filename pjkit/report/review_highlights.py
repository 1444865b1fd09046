"""What a reviewer looks at first: contradictions, lost points, points without support; the full lists follow later."""

from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import plain, points
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.report import formats
from pjkit.report.findings import by_severity, counted, lacking
from pjkit.report.fragment import Fragment, render

_MOST = 5  # lines of each list; what is more is named by number and linked


@dataclass(frozen=True)
class Line:
    """One line of a list: an indicator and what it is about."""

    mark: Mark
    said: str


def brief(card: Scorecard) -> Fragment:
    """The first findings, the indicators that lost most, those with most points that nothing supports."""
    found, lost, bare = by_severity(card), _lost(card), lacking(card)
    unsupported = [Line(mark, f"{plain(mark.points)} 分") for mark in bare]
    at_stake = sum((mark.points for mark in bare), Decimal(0))
    return render(
        "brief",
        f"审阅要点：核查发现 {len(found)} 条，失分指标 {len(lost)} 项，缺少依据的指标 {len(bare)} 项",
        findings=[(formats.severity(one.severity), one) for one in found[:_MOST]],
        found=len(found),
        told=counted(found),
        some_known=any(mark.score is not None for mark in card.marks),
        lost=lost[:_MOST],
        lost_more=max(len(lost) - _MOST, 0),
        unsupported=unsupported[:_MOST],
        unsupported_more=max(len(unsupported) - _MOST, 0),
        at_stake=plain(at_stake),
    )


def _lost(card: Scorecard) -> list[Line]:
    """Indicators with a known score below their points, the most lost first."""
    short = [mark for mark in card.marks if mark.lost]
    ordered = sorted(short, key=lambda mark: -(mark.lost or 0))
    return [Line(mark, f"失 {points(mark.lost or Decimal(0))} 分") for mark in ordered]
