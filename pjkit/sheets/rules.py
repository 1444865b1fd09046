"""What may be typed in a cell and what is told beside it, as a spreadsheet's data validation (数据有效性)."""

from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pjkit.sheets.sheet import Cell, Entry, Sheet

_LONGEST_HINT = 255  # characters; Excel takes no longer one


def add_rules(target: Worksheet, sheet: Sheet) -> None:
    """One rule for each run of cells in a column that have the same entry and hint."""
    for column in range(len(sheet.columns)):
        cells = [
            (row, cells[column])
            for row, cells in enumerate(sheet.rows, sheet.first_row)
            if column < len(cells)
        ]
        for (entry, hint), run in groupby(cells, key=lambda numbered: _asked(numbered[1])):
            rows = [row for row, _ in run]
            if entry and (entry.choices or entry.formula or hint):
                rule = _rule(entry, hint, xl_rowcol_to_cell(rows[0], column))
                target.data_validation(rows[0], column, rows[-1], column, rule)


def _asked(cell: object) -> tuple[Entry | None, str]:
    return (cell.entry, cell.hint) if isinstance(cell, Cell) else (None, "")


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
