"""The two sides of a comparison, read from published records."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pjkit.model.problem import InputError, Problem
from pjkit.model.records import (
    INPUTS_FILE,
    RECORD_FILE,
    RUN_FILE,
    Batch,
    Published,
    read_batch,
    read_inputs,
    read_record,
)

_WANTED = f"一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 {RECORD_FILE}"


class _Side(NamedTuple):
    batch: Batch
    only: str = ""  # the department, where one was named and not a batch


def read_sides(old: Path, new: Path) -> tuple[Batch, Batch]:
    """Read both sides. Where one names a single department, the other is cut down to that one.

    Raises :class:`InputError` with the problems of both.
    """
    sides: list[_Side] = []
    problems: dict[Problem, None] = {}
    for path in (old, new):
        try:
            sides.append(_side(path))
        except InputError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise InputError(problems)
    first, second = sides
    return _cut_down(first, second.only), _cut_down(second, first.only)


def _cut_down(side: _Side, department: str) -> Batch:
    if side.only or not department:
        return side.batch
    reports = tuple(report for report in side.batch.reports if report.record.department == department)
    failures = tuple(failure for failure in side.batch.failures if failure.department == department)
    return replace(side.batch, reports=reports, failures=failures)


def _side(path: Path) -> _Side:
    try:
        if path.is_file():
            return _one(path)
        if (path / RECORD_FILE).is_file():
            return _one(path / RECORD_FILE)
        if path.is_dir():
            return _Side(_batch(path))
    except OSError:  # a name too long, a folder that may not be read
        pass
    raise _problem(path, "没有这个文件夹或文件", _WANTED, "检查路径")


def _one(path: Path) -> _Side:
    record, beside = read_record(path), path.with_name(INPUTS_FILE)
    report = Published(record=record, inputs=read_inputs(beside) if beside.is_file() else None)
    return _Side(_sound(path, Batch(year=record.year, reports=(report,), failures=())), record.department)


def _batch(folder: Path) -> Batch:
    batch = read_batch(folder)
    if not batch.reports and not (folder / RUN_FILE).is_file():
        raise _problem(folder, "这里没有报告", _WANTED, "检查路径，或先生成报告")
    twice = _twice(report.record.department for report in batch.reports)
    if twice:
        raise _problem(folder, f"部门 {twice} 有不止一份报告", "每个部门一份报告", "删去多余的文件夹")
    return _sound(folder, batch)


def _sound(path: Path, batch: Batch) -> Batch:
    """The batch, in whose records every indicator stands once, else one of them would be lost in silence."""
    for record in (report.record for report in batch.reports):
        twice = _twice(mark.id for mark in record.marks)
        if twice:
            found = f"部门 {record.department} 的记录中指标 {twice} 重复"
            raise _problem(path, found, "每个指标一次", "重新生成这份报告")
    return batch


def _twice(names: Iterable[str]) -> str:
    return "、".join(name for name, times in Counter(names).items() if times > 1)


def _problem(path: Path, found: str, expected: str, advice: str) -> InputError:
    return InputError([Problem(path.as_posix(), "", found, expected, advice)])
