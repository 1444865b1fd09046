"""Reads a finished workbook back before it is published: whether it says what its record says.

It is read as a program would that recalculates nothing, so the sums' stored results are looked at, too.
"""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.sheets.text import clean
from pjkit.writers.xlsx import score_table
from pjkit.writers.xlsx.listings import NO_DATA, listings

_Row = list[Any]


def problems_of(workbook: bytes, record: Scorecard) -> list[str]:
    """What is wrong with a workbook, in Chinese; nothing for one that agrees with its record."""
    try:
        sheets = _sheets(workbook)
    except CalamineError:
        return ["评分表工作簿不能读取"]
    expected = {table.name: len(table.rows) for table in listings(record)}
    if list(sheets) != [score_table.NAME, *expected]:
        return [f"评分表工作簿的工作表是{'、'.join(sheets)}"]
    rows = sheets[score_table.NAME]
    whole = [
        f"评分表工作簿“{name}”应有 {count} 行，实为 {len(sheets[name]) - 1} 行"
        for name, count in expected.items()
        if len(sheets[name]) != count + 1
    ]
    return [*_identity(rows, record), *_indicators(rows, record), *_totals(rows, record), *whole]


def _sheets(workbook: bytes) -> dict[str, list[_Row]]:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _identity(rows: list[_Row], record: Scorecard) -> Iterator[str]:
    whose = clean(f"{record.name} {record.year} 年度")
    title = str(rows[0][0]) if rows and rows[0] else ""
    if not title.startswith(whose):
        yield f"评分表工作簿的标题是“{title}”，应为{whose}"


def _indicators(rows: list[_Row], record: Scorecard) -> Iterator[str]:
    shown = rows[score_table.FIRST : score_table.FIRST + len(record.marks)]
    if len(shown) < len(record.marks):
        yield f"评分表工作簿应有 {len(record.marks)} 项指标，实为 {len(shown)} 项"
        return
    columns = score_table.columns_of(record)
    for indicator, row in zip(record.marks, shown, strict=True):
        if not _same(row[columns.name], indicator.name):
            yield f"评分表工作簿中{indicator.name}的{columns.levels[-1]}是“{row[columns.name]}”，记录为 {indicator.name}"
        for column, expected in _expected(indicator).items():
            found = row[columns.at(column)]
            if not _same(found, expected):
                yield f"评分表工作簿中{indicator.name}的{column}是“{found}”，记录为 {expected}"


def _expected(indicator: Mark) -> dict[str, Decimal | str]:
    """What an indicator's cells must say: numbers, or the word for what is unknown."""
    return {
        "分值": indicator.points,
        "自评分": score_table.known(indicator.self_score, "未自评"),
        "核算分": score_table.known(indicator.computed_score, NO_DATA),
        "复核分": score_table.known(indicator.review_score, "未复核"),
        "得分": score_table.known(indicator.score, NO_DATA),
        "依据": indicator.status.label,
        "计分理由": score_table.reasons(indicator),
    }


def _totals(rows: list[_Row], record: Scorecard) -> Iterator[str]:
    total = record.total
    below = {str(row[0]): row for row in rows[score_table.FIRST + len(record.marks) :]}
    expected = {
        "合计": total.score if record.scored else NO_DATA,
        score_table.SUPPORTED: total.supported,
        score_table.ON_WORD: total.self_only,
        score_table.MISSING: total.missing,
    }
    at = score_table.columns_of(record).total
    for name, value in expected.items():
        found = below[name][at] if name in below else ""
        if not _same(found, value):
            yield f"评分表工作簿的{name}是“{found}”，记录为 {value}"


def _same(found: Any, expected: Decimal | str) -> bool:
    """A number must stand there as a number, exactly; a text as the workbook can hold it."""
    if isinstance(expected, str):
        return bool(found == clean(expected))
    return isinstance(found, float | int) and Decimal(str(found)) == expected
