"""A batch's departments as every table of the summary lists them: ranked, with names that tell them apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from pjkit.model.amounts import add
from pjkit.model.cell import Link
from pjkit.model.clause import Severity
from pjkit.model.records import Batch
from pjkit.model.scorecard import Scorecard

OPEN = "待定"
MANY = 60  # departments from which a table scrolls in its own pane, or is condensed


@dataclass(frozen=True)
class Line:
    """One department with a report. ``rank`` is ``None`` where not one indicator has a score."""

    record: Scorecard
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
        return add(one.lost for one in self.record.marks if one.lost is not None)

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


def lines(batch: Batch) -> tuple[Line, ...]:
    """Every department with a report, best total first; equal totals share a rank; the unknown come last."""
    records = [report.record for report in batch.reports]
    names = dict(zip((record.department for record in records), unique_names(records), strict=True))
    failed = {failure.department for failure in batch.failures}
    ordered = sorted(records, key=_order)
    ranks = _ranks([record.known_total for record in ordered])
    return tuple(
        Line(record, names[record.department], rank, record.department in failed)
        for record, rank in zip(ordered, ranks, strict=True)
    )


def _ranks(totals: list[Decimal | None]) -> list[int | None]:
    """Places of totals that stand in order, as in sports: 1, 2, 2, 4."""
    first: dict[Decimal | None, int] = {}
    for place, total in enumerate(totals, 1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]


def _order(record: Scorecard) -> tuple[bool, Decimal, str]:
    total = record.known_total
    return total is None, -(total or Decimal(0)), record.department


def unique_names(records: Iterable[Scorecard]) -> list[str]:
    """The departments' names; with the folder's name where two are called alike or one has none."""
    listed = list(records)
    counts = Counter(record.name for record in listed)
    return [
        record.name
        if record.name and counts[record.name] == 1
        else f"{record.name}（{record.department}）"
        if record.name
        else record.department
        for record in listed
    ]


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
