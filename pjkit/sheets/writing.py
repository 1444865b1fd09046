"""A described workbook → its bytes. Nothing given becomes a formula but what is said to be one; same cells, same bytes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from math import ceil
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pjkit.sheets.sheet import FONT, Cell, Column, Entry, Formula, Look, Row, Sheet, Value, Workbook
from pjkit.sheets.text import clean, fits, like_formula, row_height

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - any fixed one: a clock would change the bytes
_LONGEST_FOOTER = 120  # characters; a spreadsheet program refuses a footer of 255
_A4 = 9
_TAB = "#FFC000"
_LONGEST_HINT = 255  # characters; Excel takes no longer one
_NOTE_LETTERS, _NOTE_LINE = 26, 17  # a note's width in Chinese characters, a line's height in pixels
_ALARM = {"bold": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"}
_REPEATED = {"font_color": "#8C8C8C"}
_FIXED = b' customHeight="1"'


def write(workbook: Workbook) -> bytes:
    """The workbook as .xlsx."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": clean(workbook.title)})
        formats = _Formats(book)
        for sheet in workbook.sheets:
            target = book.add_worksheet(sheet.name)
            _Cells(target, formats).write(sheet, workbook.head)
            _add_rules(target, sheet)
            _mark_by_content(target, sheet, formats)
            _set_up_print(target, sheet, workbook.footer)
            if workbook.guarded:
                _guard(target, sheet)
    return _let_rows_grow(out.getvalue()) if workbook.guarded else out.getvalue()


class _Formats:
    """A workbook's formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[Look, Format] = {}
        self.alarm: Format = book.add_format(_ALARM)
        self.repeated: Format = book.add_format(_REPEATED)

    def of(self, look: Look) -> Format:
        if look not in self._made:
            self._made[look] = self._book.add_format(look.properties)
        return self._made[look]


class _Cells:
    """Writes the cells of one sheet."""

    def __init__(self, target: Worksheet, formats: _Formats) -> None:
        self._target, self._formats = target, formats

    def write(self, sheet: Sheet, head: Look) -> None:
        for at, column in enumerate(sheet.columns):
            self._target.set_column(at, at, column.width)
        for row, cells in enumerate(sheet.above):
            self._write_row(row, cells, sheet.columns)
        if sheet.has_heads:
            heads = tuple(Cell(column.name, head, note=column.note) for column in sheet.columns)
            self._write_row(len(sheet.above), heads, sheet.columns)
        for row, cells in enumerate(sheet.rows, sheet.first_row):
            self._write_row(row, cells, sheet.columns)

    def _write_row(self, row: int, given: Row, columns: Sequence[Column]) -> None:
        cells = [_as_cell(one, column) for one, column in zip(given, columns, strict=False)]
        widths = [sum(one.width for one in columns[at : at + cell.across]) for at, cell in enumerate(cells)]
        self._target.set_row(row, row_height(zip(cells, widths, strict=True)))
        covered = 0
        for column, cell in enumerate(cells):
            if column >= covered:
                self._write_cell(row, column, cell)
                covered = column + cell.across

    def _write_cell(self, row: int, column: int, cell: Cell) -> None:
        stored = _stored(cell.value)
        look = self._formats.of(_look_of(cell, stored))
        if cell.across > 1 or cell.down > 1:
            self._target.merge_range(row, column, row + cell.down - 1, column + cell.across - 1, "", look)
        if isinstance(stored, Formula):
            result = float(stored.result) if isinstance(stored.result, Decimal) else stored.result
            self._target.write_formula(row, column, stored.text, look, result)
        elif isinstance(stored, str):
            self._target.write_string(row, column, stored, look)
        elif stored is not None:
            self._target.write_number(row, column, stored, look)
        elif cell.look.drawn:
            self._target.write_blank(row, column, None, look)
        if cell.note:
            self._write_note(row, column, cell.note)

    def _write_note(self, row: int, column: int, text: str) -> None:
        lines = sum(max(1, ceil(len(line) / _NOTE_LETTERS)) for line in text.splitlines())
        size = {"width": 340, "height": _NOTE_LINE * (lines + 1)}
        self._target.write_comment(row, column, text, {"font_name": FONT, "font_size": 9, **size})


def _as_cell(given: Cell | Value, column: Column) -> Cell:
    cell = given if isinstance(given, Cell) else Cell(given, column.look)
    return replace(cell, look=replace(cell.look, align="center")) if column.centred else cell


def _stored(value: Value) -> Formula | str | float | None:
    """A value as the file holds it. A number with more than 15 digits is text, which is exact."""
    if isinstance(value, Decimal):
        return float(value) if fits(value) else str(value)
    return (clean(value) or None) if isinstance(value, str) else value


def _look_of(cell: Cell, stored: Formula | str | float | None) -> Look:
    """Its look with what its entry asks for; text that looks like a formula stays text when somebody edits it."""
    look, number = cell.look, cell.entry.number_format if cell.entry else cell.look.number
    quoted = isinstance(stored, str) and like_formula(stored)
    return (
        look
        if (number, quoted) == (look.number, look.quoted)
        else replace(look, number=number, quoted=quoted)
    )


# What may be typed, as a spreadsheet's data validation (数据有效性)


def _add_rules(target: Worksheet, sheet: Sheet) -> None:
    """One rule for each run of cells in a column that have the same entry and hint."""
    for column in range(len(sheet.columns)):
        cells = [
            (row, cells[column])
            for row, cells in enumerate(sheet.rows, sheet.first_row)
            if column < len(cells)
        ]
        for (entry, hint), run in groupby(cells, key=lambda numbered: _asked(numbered[1])):
            rows = [row for row, _ in run]
            if entry and (entry.choices or entry.listed or entry.formula or hint):
                rule = _rule_of(entry, hint, xl_rowcol_to_cell(rows[0], column))
                target.data_validation(rows[0], column, rows[-1], column, rule)


def _asked(cell: object) -> tuple[Entry | None, str]:
    return (cell.entry, cell.hint) if isinstance(cell, Cell) else (None, "")


def _rule_of(entry: Entry, hint: str, first: str) -> dict[str, Any]:
    """``first``: the run's first cell; a spreadsheet moves the formula along from there."""
    told = {"error_title": "填写有误", "error_message": entry.error, "show_error": not entry.advised}
    hinted = {"input_message": shortened(hint)} if hint else {}
    if entry.choices or entry.listed:
        source = f"={entry.listed}" if entry.listed else list(entry.choices)
        return {"validate": "list", "source": source, **told, **hinted}
    if entry.formula:
        return {"validate": "custom", "value": "=" + entry.formula.format(cell=first), **told, **hinted}
    return {"validate": "any", **hinted}


def shortened(text: str) -> str:
    """A hint as long as a spreadsheet takes it."""
    return text if len(text) <= _LONGEST_HINT else text[: _LONGEST_HINT - 1] + "…"


# The sheet as a whole


def _mark_by_content(target: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    """What follows from the content: alarms, repetitions, and a tab that says there is something to be filled in."""
    first, last = sheet.first_row, sheet.last_row
    if sheet.alarm:
        rule = {"type": "cell", "criteria": "==", "value": f'"{sheet.alarm}"', "format": formats.alarm}
        target.conditional_format(first, 0, last, len(sheet.columns) - 1, rule)
    if sheet.dims_repeats:
        same = f'=AND($A{first + 1}=$A{first},$A{first + 1}<>"")'
        rule = {"type": "formula", "criteria": same, "format": formats.repeated}
        target.conditional_format(first, 0, last, 0, rule)
    if sheet.has_heads and sheet.has_open_cells:
        target.set_tab_color(_TAB)


def _guard(target: Worksheet, sheet: Sheet) -> None:
    """Against slips, not against people: no password, and widths and heights stay free."""
    allowed = {"format_columns": True, "format_rows": True, "insert_rows": sheet.grows}
    target.protect("", {**allowed, "autofilter": sheet.filtered})


def _set_up_print(target: Worksheet, sheet: Sheet, footer: str) -> None:
    target.set_paper(_A4)
    target.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    target.fit_to_pages(1, 1 if sheet.on_one_page else 0)
    ours = footer.replace("&", "&&")[:_LONGEST_FOOTER]
    target.set_footer(f"&L{ours}&C&A&R第 &P 页，共 &N 页")
    if sheet.has_heads:
        head = len(sheet.above)
        target.set_landscape()
        target.repeat_rows(head)
        target.freeze_panes(head + 1, sheet.frozen)
        if sheet.filtered:
            target.autofilter(head, 0, sheet.last_row, len(sheet.columns) - 1)


def _let_rows_grow(workbook: bytes) -> bytes:
    """The workbook with its row heights as a start: a row grows with what is typed, which xlsxwriter cannot say."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for entry in given.infolist():
            content = given.read(entry)
            is_sheet = entry.filename.startswith("xl/worksheets/sheet")
            made.writestr(entry, content.replace(_FIXED, b"") if is_sheet else content)
    return out.getvalue()
