"""What a check of data found (检查结果), by department and sheet: what is printed, written as JSON, or sent back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from pjkit.checks.across import across, indicators_of
from pjkit.model.clause import lacking_words
from pjkit.model.finding import SEVERITIES
from pjkit.model.packed import Packed, PackedMapping
from pjkit.model.problem import Problem
from pjkit.model.records import Traces
from pjkit.model.scorecard import Finding, Mark, Scorecard, Status
from pjkit.sources.load import Refused
from pjkit.sources.places import in_order, place_of

SCHEMA = "pjkit.check/1"
REFUSING = "须改正"
"""What stands for a severity where a problem keeps the data from being used at all."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Gap:
    """An indicator that cannot be computed: its name, its points and what is lacking, with the cells."""

    name: str
    points: Decimal
    reason: str


@dataclass(frozen=True)
class DepartmentCheck:
    """One department. With problems its data cannot be used, and nobody has looked for findings.

    ``department`` is "" where the parameter file could not be read, ``name`` where the data could not.
    """

    file: str
    department: str
    name: str
    year: int | None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def label(self) -> str:
        """What the department is called in lists."""
        return self.name or self.department or self.file

    @property
    def counts(self) -> dict[str, int]:
        """How many problems, then how many findings of each severity."""
        return {REFUSING: len(self.problems), **counted(self.findings)}


@dataclass(frozen=True)
class CheckReport:
    """All departments in the order of their parameter files. ``across``: what shows only when they lie side by side."""

    departments: Sequence[DepartmentCheck]
    across: tuple[Finding, ...] = ()

    @property
    def usable(self) -> int:
        """How many departments' data can be used."""
        return sum(not one.problems for one in self.departments)

    @property
    def counts(self) -> dict[str, int]:
        """The departments' counts added up."""
        added: Counter[str] = Counter()
        for one in self.departments:
            added.update(one.counts)
        return {word: added[word] for word in (REFUSING, *SEVERITIES)}


class Checked:
    """What is kept of the departments whose data can be used: what to tell of each, and what they are compared by.

    Their data and their marks are not kept: a province has thousands of them.
    """

    def __init__(self) -> None:
        self._told: Packed[DepartmentCheck] = Packed()
        self._years: dict[int, _Year] = defaultdict(_Year)

    def add(self, file: str, card: Scorecard, traces: Traces) -> None:
        """Keep the department with that parameter file."""
        # what has been reviewed has a score, whatever its rule lacks
        unknown = [mark for mark in card.marks if mark.status in {Status.MISSING, Status.SELF_ONLY}]
        gaps = tuple(Gap(mark.full_name, mark.points, lacking(mark)) for mark in unknown)
        told = DepartmentCheck(
            file, card.department, card.name, card.year, findings=by_place(card.findings), gaps=gaps
        )
        self._told.append(told)
        year = self._years[card.year]
        year.traces.append(traces)
        year.indicators[card.department] = indicators_of([card])[card.department]

    def report(self, refused: Iterable[Refused], files: Sequence[Path]) -> CheckReport:
        """All that was found, in the order of ``files``; departments are compared within one year."""
        places = {file.as_posix(): place for place, file in enumerate(files)}
        for one in refused:
            self._told.append(_refused(one))
        years = (self._years[year] for year in sorted(self._years))
        found = (across(year.traces, year.indicators) for year in years)
        return CheckReport(self._told.ordered(lambda one: places[one.file]), tuple(chain(*found)))


@dataclass(frozen=True)
class _Year:
    """What the departments of one year are compared by."""

    traces: Packed[Traces] = field(default_factory=Packed)
    indicators: PackedMapping[Mapping[str, tuple[str, Decimal | None]]] = field(default_factory=PackedMapping)


def _refused(one: Refused) -> DepartmentCheck:
    department, year = (one.params.department, one.params.year) if one.params else ("", None)
    return DepartmentCheck(one.file.as_posix(), department, "", year, in_order(one.error.problems))


def lacking(mark: Mark) -> str:
    """What the clauses without a score want for."""
    told = (lacking_words(clause.lacking) for clause in mark.clauses if clause.score is None)
    return "；".join(dict.fromkeys(told))


def by_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as somebody goes through the workbook; in one place the surest first."""
    return tuple(
        sorted(findings, key=lambda one: (place_of(one.where).order, SEVERITIES.index(one.severity)))
    )


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity, also 0."""
    counts = Counter(finding.severity for finding in findings)
    return {word: counts[word] for word in SEVERITIES}


def in_words(counts: dict[str, int]) -> str:
    """``确定 1、疑似 0、提示 4``."""
    return "、".join(f"{word} {number}" for word, number in counts.items())


def to_json(report: CheckReport) -> Json:
    """The whole report as plain data (``pjkit.check/1``), keys always in this order."""
    return {
        "schema": SCHEMA,
        "counts": _counts(report.counts),
        "departments": [_department(one) for one in report.departments],
        "across": [
            {
                **_part(one, "", "rule", "title", "severity"),
                "departments": list(one.departments),
                **_part(one, "", "where", "message"),
            }
            for one in report.across
        ],
    }


def _counts(counts: dict[str, int]) -> Json:
    return {"problems": counts[REFUSING], **{word: counts[word] for word in SEVERITIES}}


def _department(one: DepartmentCheck) -> Json:
    problem = ("file", "sheet", "cell", "found", "expected", "advice")
    finding = ("rule", "title", "severity", "sheet", "cell", "message")
    return {
        "file": one.file,
        "department": one.department or None,
        "name": one.name or None,
        "year": one.year,
        "usable": not one.problems,
        "counts": _counts(one.counts),
        "problems": [_part(told, told.place, *problem) for told in one.problems],
        "findings": [_part(told, told.where, *finding) for told in one.findings],
        "without_data": [
            {"indicator": gap.name, "points": str(gap.points), "reason": gap.reason} for gap in one.gaps
        ],
    }


def _part(told: Problem | Finding, where: str, *names: str) -> Json:
    """What is told, by these names; ``sheet`` and ``cell`` are those of its place."""
    place = place_of(where)
    return {name: getattr(place if name in {"sheet", "cell"} else told, name) for name in names}
