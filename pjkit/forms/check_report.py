"""What a check of data found (检查结果), by department and sheet: what is printed, written as JSON, or sent back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from pjkit.checks.across import across, indicators_of
from pjkit.checks.registry import Indicators
from pjkit.model.clause import lacking_words
from pjkit.model.finding import SEVERITIES
from pjkit.model.problem import Problem
from pjkit.model.records import Traces
from pjkit.model.scorecard import Finding, Mark, Scorecard, Status
from pjkit.sources.load import Prepared, Refused
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

    departments: tuple[DepartmentCheck, ...]
    across: tuple[Finding, ...] = ()

    @property
    def usable(self) -> tuple[DepartmentCheck, ...]:
        """The departments whose data can be used."""
        return tuple(one for one in self.departments if not one.problems)

    @property
    def counts(self) -> dict[str, int]:
        """The departments' counts added up."""
        added: Counter[str] = Counter()
        for one in self.departments:
            added.update(one.counts)
        return {word: added[word] for word in (REFUSING, *SEVERITIES)}


@dataclass(frozen=True)
class Checked:
    """What is kept of a usable department: what to tell of it, and what others are compared with it by.

    Its data and its marks are not: they would take ten times the room, and a province has thousands of them.
    """

    told: DepartmentCheck
    year: int
    traces: Traces
    indicators: Indicators


def checked(file: str, card: Scorecard, traces: Traces) -> Checked:
    """What to keep of the department with that parameter file."""
    # what has been reviewed has a score, whatever its rule lacks
    unknown = [mark for mark in card.marks if mark.status in {Status.MISSING, Status.SELF_ONLY}]
    told = DepartmentCheck(
        file,
        card.department,
        card.name,
        card.year,
        findings=by_place(card.findings),
        gaps=tuple(Gap(mark.full_name, mark.points, lacking(mark)) for mark in unknown),
    )
    return Checked(told, card.year, traces, indicators_of([card]))


def check_report(prepared: Prepared[Checked], files: Sequence[Path]) -> CheckReport:
    """All that was found, in the order of ``files``; departments are compared within one year."""
    every = (*(one.told for one in prepared.usable), *map(_refused, prepared.refused))
    made = {one.file: one for one in every}
    years = sorted({one.year for one in prepared.usable})
    found = [_across([one for one in prepared.usable if one.year == year]) for year in years]
    return CheckReport(tuple(made[file.as_posix()] for file in files), tuple(chain(*found)))


def _across(year: Sequence[Checked]) -> tuple[Finding, ...]:
    indicators = {department: known for one in year for department, known in one.indicators.items()}
    return across([one.traces for one in year], indicators)


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
