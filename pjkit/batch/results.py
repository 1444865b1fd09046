"""All results of a batch as ``results.csv`` and ``results.xlsx``, for those who go on in Excel.

Numbers are numbers, unknown is blank. What departments wrote is text and stays text: a spreadsheet must not
run a name that begins with ``=``. Same batch, same bytes.
"""

import csv
from collections.abc import Callable, Iterable
from decimal import Decimal
from io import StringIO
from typing import NamedTuple

from pjkit.checks import finding_title
from pjkit.model.levels import unique_names
from pjkit.model.records import Batch
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.sheets.sheet import SCORE, Column, Sheet, Value, Workbook
from pjkit.sheets.text import like_formula
from pjkit.sheets.writing import write

CSV_FILE, XLSX_FILE = "results.csv", "results.xlsx"
_TITLE = "部门整体支出绩效自评结果"

_NARROW, _WIDE, _WIDEST = 10, 26, 80  # widths of columns, in characters
_WIDE_HEADS = {"部门代码", "部门名称", "规则", "位置", "出错的单元", "重新生成的命令"}
_WIDEST_HEADS = {"问题", "原因", "详情"}

_TOTALS: dict[str, Callable[[Scorecard], Value]] = {
    "总分": lambda record: record.total.score if record.scored else None,
    "自评总分": lambda record: record.total.self_total,
    "有据": lambda record: record.total.supported,
    "仅凭自述": lambda record: record.total.self_only,
    "无数据分值": lambda record: record.total.missing,
    "可能最低": lambda record: record.total.low,
    "可能最高": lambda record: record.total.high,
    "折算分": lambda record: record.total.rescaled,
    "等次": lambda record: record.total.grade,
}


def write_results(batch: Batch) -> dict[str, bytes]:
    """File name → content. The CSV has the scores alone; the workbook findings and failures too."""
    found = _Found()
    for report in batch.reports:  # each may be read from its file as it comes
        found.add(report.record)
    sheets = (found.scores(), found.findings(), _failures(batch))
    return {CSV_FILE: _csv(sheets[0]), XLSX_FILE: write(Workbook(_TITLE, _TITLE, sheets))}


# What stands in the sheets


_Pair = tuple[Value, Value]  # score and status


class _Indicator(NamedTuple):
    """What a column's name is made of."""

    id: str
    name: str
    path: tuple[str, ...]


class _Found:
    """The rows of scores and findings, gathered record by record."""

    def __init__(self) -> None:
        self._names: dict[str, _Indicator] = {}
        self._scores: list[tuple[tuple[Value, ...], dict[str, _Pair]]] = []
        self._numbers: dict[str, Decimal] = {}  # many have the same score
        self._findings: list[tuple[Value, ...]] = []

    def add(self, record: Scorecard) -> None:
        """One department's."""
        who = (record.department, record.name)
        totals = (value(record) for value in _TOTALS.values())
        pairs = {mark.id: self._pair(mark) for mark in record.marks}
        self._names |= {mark.id: _Indicator(mark.id, mark.name, mark.path) for mark in record.marks}
        self._scores.append(((*who, *totals), pairs))
        self._findings += (
            (*who, one.severity, finding_title(one.rule), one.where, one.message) for one in record.findings
        )

    def _pair(self, mark: Mark) -> _Pair:
        score = mark.score
        known = None if score is None else self._numbers.setdefault(str(score), score)
        return known, mark.status.label

    def scores(self) -> Sheet:
        """A row a department; score and status are blank where its rubric lacks the indicator."""
        names = unique_names(self._names.values())
        more = [f"{name} {what}" for name in names.values() for what in ("得分", "状态")]
        rows = (
            (*head, *(cell for id_ in names for cell in pairs.get(id_, (None, None))))
            for head, pairs in self._scores
        )
        return _table("得分", ("部门代码", "部门名称", *_TOTALS, *more), rows)

    def findings(self) -> Sheet:
        """A row a finding."""
        return _table("疑点", ("部门代码", "部门名称", "程度", "规则", "位置", "问题"), self._findings)


def _failures(batch: Batch) -> Sheet:
    heads = ("部门代码", "部门名称", "类别", "原因", "出错的单元", "详情", "重新生成的命令")
    rows = (
        (one.department, one.name, one.kind_words, one.cause, one.cell, "\n".join(one.details), one.command)
        for one in batch.failures
    )
    return _table("未完成", heads, rows)


def _table(name: str, heads: Iterable[str], rows: Iterable[tuple[Value, ...]]) -> Sheet:
    columns = tuple(Column(head, _width(head), look=SCORE) for head in heads)
    return Sheet(name, columns, tuple(rows), frozen=2, filtered=True)


def _width(head: str) -> int:
    return _WIDEST if head in _WIDEST_HEADS else _WIDE if head in _WIDE_HEADS else _NARROW


# How they are written


def _csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark: without it Excel reads Chinese as something else."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_plain(column.name) for column in sheet.columns)
    writer.writerows(map(_plain, row) for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _plain(cell: object) -> str:
    """A cell of the CSV; an apostrophe before what a spreadsheet would calculate."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    text = str(cell or "")
    return f"'{text}" if like_formula(text) else text
