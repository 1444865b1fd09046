"""What may be typed in a cell and what is told beside it, as a spreadsheet's data validation (数据有效性)."""

from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pjkit.forms.workbook.page import Cell, Entry, Page

_LONGEST_HINT = 255  # characters; Excel takes no longer one


def add_rules(sheet: Worksheet, page: Page) -> None:
    """One rule for each run of cells in a column that have the same entry and hint."""
    for column in range(len(page.heads)):
        cells = [
            (row, cells[column]) for row, cells in enumerate(page.rows, page.first_row) if column < len(cells)
        ]
        for (entry, hint), run in groupby(cells, key=_asked):
            rows = [row for row, _ in run]
            if entry and (entry.choices or entry.formula or hint):
                rule = _rule(entry, hint, xl_rowcol_to_cell(rows[0], column))
                sheet.data_validation(rows[0], column, rows[-1], column, rule)


def _asked(numbered: tuple[int, Cell]) -> tuple[Entry | None, str]:
    return numbered[1].entry, numbered[1].hint


def _rule(entry: Entry, hint: str, first: str) -> dict[str, Any]:
    """``first``: the run's first cell; a spreadsheet moves the formula along from there."""
    told = {"error_title": "填写有误", "error_message": entry.error, "show_error": not entry.advised}
    hinted = {"input_message": shortened(hint)} if hint else {}
    if entry.choices:
        return {"validate": "list", "source": list(entry.choices), **told, **hinted}
    if entry.formula:
        return {"validate": "custom", "value": "=" + entry.formula.format(cell=first), **told, **hinted}
    return {"validate": "any", **hinted}


def shortened(text: str) -> str:
    """A hint as long as a spreadsheet takes it."""
    return text if len(text) <= _LONGEST_HINT else text[: _LONGEST_HINT - 1] + "…"
