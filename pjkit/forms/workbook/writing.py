"""Pages → workbook bytes. Nothing given becomes a formula but what a page says is one; same pages, same bytes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pjkit.forms.workbook.heights import height_of, let_rows_grow
from pjkit.forms.workbook.page import Cell, Formula, Look, Page
from pjkit.forms.workbook.rules import add_rules
from pjkit.forms.workbook.styles import FONT, Formats
from pjkit.model.contract import SHEETS_FOR_PEOPLE
from pjkit.sheets.text import clean, fits

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - any fixed one: a clock would change the bytes
_A4 = 9
_HEADER_HEIGHT = 26  # points
_TAB = "#FFC000"
_NOTE_LETTERS, _NOTE_LINE = 26, 17  # a note's width in Chinese characters, a line's height in pixels


def write(pages: Sequence[Page], title: str) -> bytes:
    """The workbook as bytes."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": title})
        formats = Formats(book)
        for page in pages:
            sheet = book.add_worksheet(page.name)
            _fill(sheet, page, formats)
            add_rules(sheet, page)
            _colour(sheet, page, formats)
            _guard(sheet, page)
            _set_up_print(sheet, page, title)
    return let_rows_grow(out.getvalue())


def _fill(sheet: Worksheet, page: Page, formats: Formats) -> None:
    if page.has_header:
        sheet.set_row(0, _HEADER_HEIGHT)
    for column, head in enumerate(page.heads):
        sheet.set_column(column, column, head.width)
        if head.name:
            sheet.write_string(0, column, head.name, formats.head)
        if head.note:
            _note(sheet, (0, column), head.note)
    for row, cells in enumerate(page.rows, start=page.first_row):
        sheet.set_row(row, height_of(cells, page.heads))
        for column, (cell, head) in enumerate(zip(cells, page.heads, strict=False)):
            _write(sheet, (row, column), cell, formats.of(cell, centred=head.centred))


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, look: Format) -> None:
    value = cell.value
    if isinstance(value, Formula):
        sheet.write_formula(*at, value.text, look, value.result)
    elif isinstance(value, Decimal) and fits(value):
        sheet.write_number(*at, float(value), look)
    elif value is None:
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_string(*at, clean(str(value)), look)
    if cell.note:
        _note(sheet, at, cell.note)


def _note(sheet: Worksheet, at: tuple[int, int], text: str) -> None:
    lines = sum(max(1, ceil(len(line) / _NOTE_LETTERS)) for line in text.splitlines())
    size = {"width": 340, "height": _NOTE_LINE * (lines + 1)}
    sheet.write_comment(*at, text, {"font_name": FONT, "font_size": 9, **size})


def _colour(sheet: Worksheet, page: Page, formats: Formats) -> None:
    """What depends on the content: alarms, and printed names that only repeat the row above."""
    last = page.first_row + len(page.rows) - 1
    if page.alarm:
        rule = {"type": "cell", "criteria": "==", "value": f'"{page.alarm}"', "format": formats.alarm}
        sheet.conditional_format(page.first_row, 0, last, len(page.heads) - 1, rule)
    names = [row[0].value if row[0].look is Look.PRINTED else None for row in page.rows]
    if any(name is not None and name == above for above, name in pairwise(names)):
        rule = {"type": "formula", "criteria": '=AND($A2=$A1,$A2<>"")', "format": formats.repeated}
        sheet.conditional_format(page.first_row, 0, last, 0, rule)
    if page.has_header and any(cell.look is Look.ASKED for row in page.rows for cell in row):
        sheet.set_tab_color(_TAB)


def _guard(sheet: Worksheet, page: Page) -> None:
    """Against slips, not against people: no password, and widths and heights stay free."""
    allowed = {"format_columns": True, "format_rows": True, "insert_rows": page.grows}
    sheet.protect("", {**allowed, "autofilter": page.filtered})
    if page.filtered:
        sheet.autofilter(0, 0, len(page.rows), len(page.heads) - 1)
    if page.has_header:
        sheet.freeze_panes(1, page.frozen)


def _set_up_print(sheet: Worksheet, page: Page, title: str) -> None:
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    # as many pages long as it takes, but a cover is signed on one sheet of paper
    sheet.fit_to_pages(1, 1 if page.name in SHEETS_FOR_PEOPLE else 0)
    sheet.set_footer(f"&L{title}&C&A&R第 &P 页，共 &N 页")
    if page.has_header:
        sheet.set_landscape()
        sheet.repeat_rows(0)
