"""The two sides of a comparison, read from published records."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from pjkit.scoring.problems import InputError, Problem
from pjkit.scoring.record import SCHEMA
from pjkit.scoring.records import (
    INPUTS_FILE,
    RECORD_FILE,
    RUN_FILE,
    Failure,
    Inputs,
    Part,
    Record,
    read_batch,
    read_inputs,
    read_record,
)

_WANTED = f"一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 {RECORD_FILE}"


class Answer(Part):
    """One answer of 条款核对 or one row of the project list, as a record's clause shows it."""

    no: str
    text: str
    result: str
    effect: str
    evidence: str
    source: str


class _Clause(Part):
    no: str
    items: tuple[Answer, ...] = ()


class _Indicator(Part):
    id: str
    clauses: tuple[_Clause, ...]


class _Answers(Part):
    """The answers of a record, which :class:`Record` leaves out."""

    department: str
    indicators: tuple[_Indicator, ...]


Answers = Mapping[str, tuple[tuple[str, Answer], ...]]  # indicator's id → (clause's number, answer)


@dataclass(frozen=True)
class Report:
    """One department's report as it was published."""

    record: Record
    inputs: Inputs | None = None
    answers: Answers | None = None


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
    return Side(record.year, (Report(record, inputs, _answers(_given(path))),), single=True)


def _batch(folder: Path) -> Side:
    batch = read_batch(folder)
    if not batch.reports and not (folder / RUN_FILE).is_file():
        raise _problem(folder, "这里没有报告", _WANTED, "检查路径，或先生成报告")
    given = [_given(path) for path in sorted(folder.glob(f"*/{RECORD_FILE}")) if _visible(path)]
    twice = [name for name, times in Counter(one.department for one in given).items() if times > 1]
    if twice:
        found = f"部门 {'、'.join(twice)} 有不止一份报告"
        raise _problem(folder, found, "每个部门一份报告", "删去多余的文件夹")
    answers = {one.department: _answers(one) for one in given}
    reports = [
        Report(_sound(folder, one.record), one.inputs, answers.get(one.record.department))
        for one in batch.reports
    ]
    return Side(batch.year, tuple(reports), batch.failures)


def _visible(path: Path) -> bool:
    return not path.parent.name.startswith(".")


def _sound(path: Path, record: Record) -> Record:
    """The record, in which every indicator stands once, else one of them would be lost in silence."""
    times = Counter(indicator.id for indicator in record.indicators)
    twice = [name for name, count in times.items() if count > 1]
    if twice:
        found = f"部门 {record.department} 的记录中指标 {'、'.join(twice)} 重复"
        raise _problem(path, found, "每个指标一次", "重新生成这份报告")
    return record


def _answers(given: _Answers) -> Answers:
    return {indicator.id: tuple(_numbered(indicator)) for indicator in given.indicators}


def _numbered(indicator: _Indicator) -> Iterator[tuple[str, Answer]]:
    for clause in indicator.clauses:
        for item in clause.items:
            yield clause.no, item


def _given(path: Path) -> _Answers:
    try:
        return _Answers.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        expected = f"pjkit 生成的 {path.name}（{SCHEMA}）"
        raise _problem(path, "不是可用的记录", expected, "重新生成这份报告") from None


def _problem(path: Path, found: str, expected: str, advice: str) -> InputError:
    return InputError([Problem(path.as_posix(), "", found, expected, advice)])
