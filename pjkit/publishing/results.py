"""All results of a batch as ``results.csv`` and ``results.xlsx``, for those who go on in Excel.

Numbers are numbers, unknown is blank. What departments wrote is text and stays text: a spreadsheet must not
run a name that begins with ``=``. Same batch, same bytes.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pjkit.scoring.records import Batch, Record, RecordIndicator

CSV_FILE, XLSX_FILE = "results.csv", "results.xlsx"

Cell = str | Decimal | None  # text, a number, or unknown
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_000  # characters; Excel refuses a cell with more than 32,767
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - any fixed one: a clock would change the bytes
_NARROW, _WIDE, _WIDEST = 10, 26, 80  # widths of columns, in characters
_WIDE_HEADS = {"部门代码", "部门名称", "规则", "位置", "出错的单元", "重新生成的命令"}
_WIDEST_HEADS = {"问题", "原因", "详情"}

_TOTALS: dict[str, Callable[[Record], Cell]] = {
    "总分": lambda record: record.total.score if _scored(record) else None,
    "自评总分": lambda record: record.total.self_total,
    "有据": lambda record: record.total.supported,
    "仅凭自述": lambda record: record.total.self_only,
    "无数据分值": lambda record: record.total.missing,
    "可能最低": lambda record: record.total.low,
    "可能最高": lambda record: record.total.high,
    "折算分": lambda record: record.total.rescaled,
    "等次": lambda record: record.total.grade,
}
_KINDS = {
    "input": "数据或参数有误",
    "cell": "笔记本单元出错",
    "kernel": "内核中断",
    "timeout": "超过时限",
    "product": "生成的报告与记录不符",
    "worker": "工作进程中断",
}


@dataclass(frozen=True)
class Sheet:
    """One table: heads, and rows as long as the heads."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_results(batch: Batch) -> dict[str, bytes]:
    """File name → content. The CSV has the scores alone; the workbook findings and failures too."""
    sheets = (_scores(batch), _findings(batch), _failures(batch))
    return {CSV_FILE: _csv(sheets[0]), XLSX_FILE: _xlsx(sheets)}


# What stands in the sheets


def _scores(batch: Batch) -> Sheet:
    records = [report.record for report in batch.reports]
    names = _indicator_names(records)
    heads = ("部门代码", "部门名称", *_TOTALS)
    more = [f"{name} {what}" for name in names.values() for what in ("得分", "状态")]
    return Sheet("得分", (*heads, *more), tuple(_score_row(record, names) for record in records))


def _score_row(record: Record, names: Iterable[str]) -> tuple[Cell, ...]:
    totals = (value(record) for value in _TOTALS.values())
    results = {indicator.id: indicator for indicator in record.indicators}
    pairs = (_pair(results.get(id_)) for id_ in names)
    return (record.department, record.name, *totals, *(cell for pair in pairs for cell in pair))


def _pair(indicator: RecordIndicator | None) -> tuple[Cell, Cell]:
    """Score and status; both blank where the department's rubric lacks the indicator."""
    return (None, None) if indicator is None else (indicator.score, indicator.status.label)


def _indicator_names(records: Iterable[Record]) -> dict[str, str]:
    """Indicator id → name, with its 二级指标 where two have one name."""
    found = {one.id: one for record in records for one in record.indicators}
    counts = Counter(one.name for one in found.values())
    return {
        id_: f"{one.name}（{one.path[1]}）" if counts[one.name] > 1 else one.name
        for id_, one in found.items()
    }


def _scored(record: Record) -> bool:
    """Whether anything is known: a total of nothing but unknown scores is unknown, not 0."""
    return any(indicator.score is not None for indicator in record.indicators)


def _findings(batch: Batch) -> Sheet:
    rows = tuple(
        (record.department, record.name, finding.severity, finding.rule, finding.where, finding.message)
        for record in (report.record for report in batch.reports)
        for finding in record.findings
    )
    return Sheet("疑点", ("部门代码", "部门名称", "程度", "规则", "位置", "问题"), rows)


def _failures(batch: Batch) -> Sheet:
    heads = ("部门代码", "部门名称", "类别", "原因", "出错的单元", "详情", "重新生成的命令")
    rows = tuple(
        (one.department, one.name, _KINDS[one.kind], one.cause, one.cell, "\n".join(one.details), one.command)
        for one in batch.failures
    )
    return Sheet("未完成", heads, rows)


# How they are written


def _csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark: without it Excel reads Chinese as something else."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_plain, sheet.heads))
    writer.writerows(map(_plain, row) for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _plain(cell: Cell) -> str:
    """A cell of the CSV; an apostrophe before what a spreadsheet would calculate."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _xlsx(sheets: Iterable[Sheet]) -> bytes:
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": "部门整体支出绩效自评结果"})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        points = book.add_format({"num_format": "0.00"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, (head, points))
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet, formats: tuple[Format, Format]) -> None:
    head, points = formats
    for column, name in enumerate(sheet.heads):
        page.set_column(column, column, _width(name))
        page.write_string(0, column, _cut(name), head)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                page.write_number(number, column, float(cell), points)
            elif cell:
                page.write_string(number, column, _cut(cell))  # never as a formula or a link
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)


def _cut(text: str) -> str:
    """Text as a workbook can hold it: not too long, and without halves of characters."""
    return text[:_LONGEST].encode("utf-8", errors="replace").decode()


def _width(head: str) -> int:
    return _WIDEST if head in _WIDEST_HEADS else _WIDE if head in _WIDE_HEADS else _NARROW
