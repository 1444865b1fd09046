"""A batch's departments, ranked, and its indicators, as every table of the summary lists them, with names that differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from urllib.parse import quote

from pjkit.model.amounts import add
from pjkit.model.cell import Link
from pjkit.model.finding import Severity
from pjkit.model.levels import unique_names
from pjkit.model.records import Batch
from pjkit.model.scorecard import Mark
from pjkit.report.summary.short_record import Shortener, ShortMark, ShortRecord

OPEN = "待定"
WHOLE, FIRST = (
    1000,
    200,
)  # departments of which a table has all rows; rows that it begins with where there are more
MANY = 60  # departments from which a table scrolls in its own pane, or is condensed


@dataclass(frozen=True)
class Line:
    """One department with a report. ``rank`` is ``None`` where not one indicator has a score."""

    record: ShortRecord
    name: str  # no two lines of a batch have the same
    rank: int | None
    stale: bool  # the last run failed: this is the report of an earlier one

    @property
    def total(self) -> Decimal | None:
        """The total in points, ``None`` where nothing is known of it."""
        return self.record.known_total

    @property
    def full(self) -> Decimal:
        """Full marks of the rubric, in points."""
        return self.record.points

    @property
    def lost(self) -> Decimal:
        """Points lost by indicators whose score is known."""
        return self.record.lost

    @property
    def grade(self) -> str:
        """The grade, or 待定 with those it can be."""
        return self.record.total.grade_words

    @property
    def link(self) -> str:
        """The department's page, seen from ``outputs/<year>/index.html``."""
        return f"{quote(self.record.department, safe='')}/report.html"

    @property
    def linked(self) -> Link:
        """The department's name, which leads to its page."""
        return Link(words=self.name, target=self.link, tag="旧报告" if self.stale else "")

    def found(self, severity: Severity) -> int:
        """How many findings of one severity there are."""
        return sum(finding.severity == severity for finding in self.record.findings)


@lru_cache(maxsize=1)
def lines(batch: Batch) -> tuple[Line, ...]:
    """Every department with a report, the largest share of its full marks first; equal ones share a rank; the unknown come last.

    Reads each record once for all tables of a summary.
    """
    shortener, reports = Shortener(), sorted(batch.reports, key=lambda report: report.department)
    records = [shortener.shorten(report.record) for report in reports]
    names = _names(records)
    failed = {failure.department for failure in batch.failures}
    ordered = sorted(records, key=_order)
    ranks = _ranks([_share(record) for record in ordered])
    return tuple(
        Line(record, names[record.department], rank, record.department in failed)
        for record, rank in zip(ordered, ranks, strict=True)
    )


def _ranks(shares: list[Fraction | None]) -> list[int | None]:
    """Places of what stands in order, as in sports: 1, 2, 2, 4."""
    first: dict[Fraction | None, int] = {}
    for place, share in enumerate(shares, 1):
        first.setdefault(share, place)
    return [None if share is None else first[share] for share in shares]


def _order(record: ShortRecord) -> tuple[bool, Fraction, str]:
    share = _share(record)
    return share is None, -(share or Fraction(0)), record.department


def _share(record: ShortRecord) -> Fraction | None:
    """The total as a share of the full marks, which differ from rubric to rubric; ``None`` where nothing is known."""
    total = record.known_total
    return None if total is None or not record.points else Fraction(total) / Fraction(record.points)


def _names(records: list[ShortRecord]) -> dict[str, str]:
    """Department → its name; with the folder's where two are called alike or one has none."""
    counts = Counter(record.name for record in records)
    own = {record.department: record.name or record.department for record in records}
    return {
        department: f"{name}（{department}）" if counts[name] > 1 else name
        for department, name in own.items()
    }


@dataclass(frozen=True)
class Grade:
    """Departments of one grade, best first. An open grade is one of its own, whatever it can be."""

    name: str
    lines: tuple[Line, ...]


def by_grade(listed: tuple[Line, ...]) -> tuple[Grade, ...]:
    """The grades that occur, the best first, 待定 last.

    A record does not tell its rubric's grades; their order is that of the best totals in them.
    """
    groups: dict[str, list[Line]] = {}
    for line in listed:
        groups.setdefault(line.record.total.grade or OPEN, []).append(line)
    ordered = sorted(groups, key=lambda name: name == OPEN)  # stable: lines come best first
    return tuple(Grade(name, tuple(groups[name])) for name in ordered)


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of what is known, ``None`` where nothing is."""
    known = [value for value in values if value is not None]
    return add(known) / len(known) if known else None


# Its indicators: each with its results in all departments, and what it cost them


@dataclass(frozen=True)
class Criterion:
    """One indicator over all departments; those whose rubric does not have it are not in ``results``."""

    id: str
    name: str  # no two of a batch have the same
    path: tuple[str, ...]
    results: tuple[ShortMark, ...]

    @cached_property
    def lost(self) -> tuple[Decimal, ...]:
        """Points lost, one for each department whose score is known."""
        return tuple(one.lost for one in self.results if one.lost is not None)

    @property
    def unknown(self) -> int:
        """Departments without a score: neither a loss nor none."""
        return len(self.results) - len(self.lost)

    @property
    def losing(self) -> int:
        """Departments that lost something."""
        return sum(lost > 0 for lost in self.lost)

    @property
    def mean_lost(self) -> Decimal | None:
        """Mean loss in points over the known, ``None`` where nothing is known."""
        return mean(self.lost)

    @property
    def mean_share(self) -> Decimal | None:
        """Mean share of the points lost (1 = all) over the known."""
        return mean(share_lost(one) for one in self.results)

    @property
    def points(self) -> tuple[Decimal, Decimal]:
        """Least and most full marks: rubrics of one batch may differ."""
        points = [one.points for one in self.results]
        return min(points), max(points)


def share_lost(indicator: Mark | ShortMark) -> Decimal | None:
    """Which share of the indicator's points was lost (1 = all), ``None`` where the score is unknown."""
    if indicator.lost is None or not indicator.points:
        return None
    return indicator.lost / indicator.points


def criteria(listed: Iterable[Line]) -> tuple[Criterion, ...]:
    """Every indicator of the batch, in the order of the rubric that came first."""
    groups: dict[str, list[ShortMark]] = {}
    for line in listed:
        for indicator in line.record.marks:
            groups.setdefault(indicator.id, []).append(indicator)
    names = unique_names(group[0] for group in groups.values())
    return tuple(Criterion(id_, names[id_], group[0].path, tuple(group)) for id_, group in groups.items())


def by_loss(found: Iterable[Criterion]) -> list[Criterion]:
    """The largest mean loss first; those of which nothing is known last."""
    return sorted(found, key=lambda one: (one.mean_lost is None, -(one.mean_lost or Decimal(0))))
