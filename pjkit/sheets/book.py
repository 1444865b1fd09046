"""A workbook being written: looks by their properties, and cells in which nothing given becomes a formula."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pjkit.sheets.text import clean, fits, like_formula

Place = tuple[int, int]  # row and column, counted from 0
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - any fixed one: a clock would change the bytes
_A4 = 9
_FONT = "宋体"  # what every Chinese office computer has
_LINE = "#A6A6A6"


@dataclass(frozen=True)
class Look:
    """How a cell looks. ``number``: a number's format in a spreadsheet's own signs, "" for the usual one."""

    number: str = ""
    align: Literal["", "left", "center", "right"] = ""  # "": numbers right, text left
    bold: bool = False
    size: int = 10
    framed: bool = False
    fill: str = ""
    ink: str = ""
    quoted: bool = False  # text that stays text when somebody edits the cell

    @property
    def properties(self) -> dict[str, Any]:
        """In xlsxwriter's words. All text wraps: a row grows with it."""
        given = {
            "num_format": self.number,
            "align": self.align,
            "border": int(self.framed),
            "border_color": _LINE if self.framed else "",
            "bg_color": self.fill,
            "font_color": self.ink,
            "bold": self.bold,
            "quote_prefix": self.quoted,
        }
        always = {"font_name": _FONT, "font_size": self.size, "text_wrap": True}
        kept = {name: value for name, value in given.items() if value}
        return {**always, "valign": "vcenter", **kept}


PLAIN = Look()
FRAMED = Look(framed=True)
HEAD = Look(bold=True, align="center", framed=True, fill="#E4E8EC")
SCORE = Look(number="0.00")


@dataclass(frozen=True)
class Formula:
    """A live formula, and what it gives with the workbook's own numbers: shown where nothing recalculates."""

    text: str
    result: Decimal


@dataclass(frozen=True)
class Number:
    """A number in a format of its own, whatever the column's: people are counted, money has two decimals."""

    value: Decimal
    format: str


Cell = str | Decimal | Number | Formula | None  # text, a number, a formula of ours, or nothing


class Book:
    """A workbook in memory."""

    def __init__(self, title: str) -> None:
        self._out = BytesIO()
        self._book = Workbook(self._out, {"in_memory": True})
        self._book.set_properties({"created": _CREATED, "title": clean(title)})
        self._formats: dict[Look, Format] = {}

    def sheet(self, name: str) -> Worksheet:
        """A new sheet."""
        return self._book.add_worksheet(name)

    def write(self, sheet: Worksheet, at: Place, cell: Cell, look: Look = PLAIN) -> None:
        """One cell. A number with more than 15 digits stands as text, which is exact."""
        if isinstance(cell, Number):
            look, cell = replace(look, number=cell.format), cell.value
        if isinstance(cell, Formula):
            sheet.write_formula(*at, cell.text, self._format(look), float(cell.result))
        elif isinstance(cell, Decimal) and fits(cell):
            sheet.write_number(*at, float(cell), self._format(look))
        elif cell is None or cell == "":
            sheet.write_blank(*at, None, self._format(look))
        else:
            self._write_text(sheet, at, clean(str(cell)), look)

    def _write_text(self, sheet: Worksheet, at: Place, text: str, look: Look) -> None:
        """Never as a formula or a link; nor does it become one when somebody edits the cell."""
        sheet.write_string(*at, text, self._format(replace(look, quoted=like_formula(text))))

    def merge(self, sheet: Worksheet, corners: tuple[Place, Place], cell: Cell, look: Look) -> None:
        """One cell over several, from the first corner to the last."""
        first, last = corners
        if first != last:
            sheet.merge_range(*first, *last, "", self._format(look))
        self.write(sheet, first, cell, look)

    def _format(self, look: Look) -> Format:
        if look not in self._formats:
            self._formats[look] = self._book.add_format(look.properties)
        return self._formats[look]

    def content(self) -> bytes:
        """The finished workbook; nothing can be written afterwards."""
        self._book.close()
        return self._out.getvalue()


def print_on_a4(sheet: Worksheet, head: int, name: str) -> None:
    """A4 across, as wide as the paper, with the row ``head`` on every page. ``name`` is ours: it goes unescaped."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer(f"&L{name}&R第 &P 页，共 &N 页")
