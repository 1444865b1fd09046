"""A sheet that is one table: heads that stay in sight and are printed on every page, and a filter."""

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from pjkit.sheets.book import FRAMED, HEAD, Book, Cell, Look, print_on_a4
from pjkit.sheets.heights import row_height


@dataclass(frozen=True)
class Column:
    """A head, its width in characters, and how the cells below look."""

    head: str
    width: int
    look: Look = FRAMED


@dataclass(frozen=True)
class Table:
    """One sheet. Rows are as long as ``columns``. ``frozen``: columns that stay in sight."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int = 0


def add_table(book: Book, table: Table) -> None:
    """Write it as the next sheet."""
    sheet = book.sheet(table.name)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        book.write(sheet, (0, at), column.head, HEAD)
    for number, row in enumerate(table.rows, 1):
        _add_row(book, sheet, number, list(zip(table.columns, row, strict=True)))
    sheet.freeze_panes(1, table.frozen)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    print_on_a4(sheet, 0, table.name)


def _add_row(book: Book, sheet: Worksheet, number: int, cells: list[tuple[Column, Cell]]) -> None:
    for at, (column, cell) in enumerate(cells):
        if cell is not None or column.look.framed:
            book.write(sheet, (number, at), cell, column.look)
    texts = [(cell, column.width) for column, cell in cells if isinstance(cell, str)]
    sheet.set_row(number, row_height(texts))
