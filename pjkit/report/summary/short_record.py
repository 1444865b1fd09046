"""What a summary tells of one department, and no more: a province has 10,000 records, each too large to keep."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from sys import intern

from pjkit.checks.across import compared
from pjkit.model.amounts import add
from pjkit.model.finding import Severity
from pjkit.model.levels import Path, side_by_side
from pjkit.model.scorecard import Finding, Mark, Scorecard, Status
from pjkit.model.total import Totals
from pjkit.report.score_gaps import gap_of
from pjkit.report.tables import cut

EXAMPLES = 3  # departments that show what a rule found
_LONGEST = 90  # characters of an example or a reason; the department's page has it whole


@dataclass(frozen=True, slots=True)
class ShortGap:
    """Scores of one indicator that differ, as :class:`~pjkit.report.score_gaps.Gap` tells them; ``why`` is cut."""

    size: Decimal
    computed_step: Decimal | None
    review_step: Decimal | None
    final_step: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What all departments under one rubric have in common."""

    id: str
    name: str
    path: Path
    points: Decimal


@dataclass(frozen=True, slots=True)
class ShortMark:
    """One indicator's result. ``compared``: the name and the number by which departments are laid side by side."""

    indicator: Indicator
    status: Status
    score: Decimal | None
    compared: tuple[str, Decimal | None]
    gap: ShortGap | None

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id

    @property
    def name(self) -> str:
        """The indicator's name."""
        return self.indicator.name

    @property
    def path(self) -> Path:
        """The groups it stands in."""
        return self.indicator.path

    @property
    def points(self) -> Decimal:
        """Full marks."""
        return self.indicator.points

    @property
    def lost(self) -> Decimal | None:
        """Points lost, ``None`` where the score is unknown."""
        return None if self.score is None else self.points - self.score


@dataclass(frozen=True, slots=True)
class ShortFinding:
    """``message``: cut, and "" where enough other departments have examples of its kind."""

    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class ShortRecord:
    """One department's record; sums are those of its scorecard."""

    department: str
    name: str
    year: int
    rubric: str
    total: Totals
    known_total: Decimal | None
    points: Decimal
    lost: Decimal
    marks: tuple[ShortMark, ...]
    findings: tuple[ShortFinding, ...]


class Shortener:
    """Shortens the records of a batch, in the order of departments; what is the same in many is held once."""

    def __init__(self) -> None:
        self._indicators: dict[tuple[str, str, Path, str], Indicator] = {}
        self._numbers: dict[str, Decimal] = {}
        self._examples: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def shorten(self, whole: Scorecard) -> ShortRecord:
        """What is kept of one record, its marks as they are laid beside other departments'."""
        record = whole.model_copy(update={"marks": side_by_side(whole)})
        return ShortRecord(
            record.department,
            record.name,
            record.year,
            intern(record.rubric.id),
            record.total,
            record.known_total,
            self._once(record.points),
            add(one.lost for one in record.marks if one.lost is not None),
            tuple(map(self._mark, record.marks)),
            tuple(self._findings(record)),
        )

    def _mark(self, mark: Mark) -> ShortMark:
        key = (mark.id, mark.name, mark.path, str(mark.points))
        indicator = self._indicators.setdefault(key, Indicator(mark.id, mark.name, mark.path, mark.points))
        name, number = compared(mark)
        return ShortMark(
            indicator, mark.status, self._known(mark.score), (name, self._known(number)), _gap(mark)
        )

    def _findings(self, record: Scorecard) -> Iterator[ShortFinding]:
        for finding in record.findings:
            message = cut(finding.message, _LONGEST) if self._shows(finding, record.department) else ""
            yield ShortFinding(intern(finding.rule), finding.severity, message)

    def _shows(self, finding: Finding, department: str) -> bool:
        """Whether the department is among the first with such a finding."""
        shown = self._examples[finding.rule, finding.severity]
        if len(shown) < EXAMPLES:
            shown.add(department)
        return department in shown

    def _known(self, number: Decimal | None) -> Decimal | None:
        return None if number is None else self._once(number)

    def _once(self, number: Decimal) -> Decimal:
        return self._numbers.setdefault(str(number), number)


def _gap(mark: Mark) -> ShortGap | None:
    gap = gap_of(mark)
    if gap is None:
        return None
    return ShortGap(gap.size, gap.computed_step, gap.review_step, gap.final_step, cut(gap.why, _LONGEST))
