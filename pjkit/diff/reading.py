"""The two sides of a comparison, read from published records."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from pjkit.model.problem import InputError, Problem
from pjkit.model.records import (
    INPUTS_FILE,
    RECORD_FILE,
    RUN_FILE,
    Failure,
    Inputs,
    read_batch,
    read_inputs,
    read_record,
)
from pjkit.model.scorecard import Scorecard

_WANTED = f"一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 {RECORD_FILE}"


@dataclass(frozen=True)
class Report:
    """One department's report as it was published."""

    record: Scorecard
    inputs: Inputs | None = None


@dataclass(frozen=True)
class Side:
    """One side of a comparison; ``single``: one department was named, not a batch."""

    year: int
    reports: tuple[Report, ...]
    failures: tuple[Failure, ...] = ()
    single: bool = False

    def only(self, departments: set[str]) -> "Side":
        """The side without the other departments."""
        reports = tuple(report for report in self.reports if report.record.department in departments)
        failures = tuple(failure for failure in self.failures if failure.department in departments)
        return replace(self, reports=reports, failures=failures)


def read_sides(old: Path, new: Path) -> tuple[Side, Side]:
    """Read both sides. Where one names a single department, the other is cut down to that one.

    Raises :class:`InputError` with the problems of both.
    """
    sides: list[Side] = []
    problems: list[Problem] = []
    for path in (old, new):
        try:
            sides.append(_side(path))
        except InputError as error:
            problems += (problem for problem in error.problems if problem not in problems)
    if problems:
        raise InputError(problems)
    first, second = sides
    if first.single != second.single:
        (one,) = (first if first.single else second).reports
        return first.only({one.record.department}), second.only({one.record.department})
    return first, second


def _side(path: Path) -> Side:
    try:
        if path.is_file():
            return _one(path)
        if (path / RECORD_FILE).is_file():
            return _one(path / RECORD_FILE)
        if path.is_dir():
            return _batch(path)
    except OSError:  # a name too long, a folder that may not be read
        pass
    raise _problem(path, "没有这个文件夹或文件", _WANTED, "检查路径")


def _one(path: Path) -> Side:
    record = _sound(path, read_record(path))
    beside = path.with_name(INPUTS_FILE)
    inputs = read_inputs(beside) if beside.is_file() else None
    return Side(record.year, (Report(record, inputs),), single=True)


def _batch(folder: Path) -> Side:
    batch = read_batch(folder)
    if not batch.reports and not (folder / RUN_FILE).is_file():
        raise _problem(folder, "这里没有报告", _WANTED, "检查路径，或先生成报告")
    times = Counter(one.record.department for one in batch.reports)
    twice = [name for name, count in times.items() if count > 1]
    if twice:
        found = f"部门 {'、'.join(twice)} 有不止一份报告"
        raise _problem(folder, found, "每个部门一份报告", "删去多余的文件夹")
    reports = [Report(_sound(folder, one.record), one.inputs) for one in batch.reports]
    return Side(batch.year, tuple(reports), batch.failures)


def _sound(path: Path, record: Scorecard) -> Scorecard:
    """The record, in which every indicator stands once, else one of them would be lost in silence."""
    times = Counter(indicator.id for indicator in record.marks)
    twice = [name for name, count in times.items() if count > 1]
    if twice:
        found = f"部门 {record.department} 的记录中指标 {'、'.join(twice)} 重复"
        raise _problem(path, found, "每个指标一次", "重新生成这份报告")
    return record


def _problem(path: Path, found: str, expected: str, advice: str) -> InputError:
    return InputError([Problem(path.as_posix(), "", found, expected, advice)])
