"""A workbook as plain data: sheets of cells, each with what it says, how it looks and what may be typed in it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

FONT = "宋体"  # what every Chinese office computer has
_LINE = "#A6A6A6"
_RULE = "#1F4E79"


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
    unlocked: bool = False  # can be typed in where the workbook is guarded
    one_line: bool = False  # runs on over empty cells beside it; all other text wraps
    underlined: bool = False
    ruled: bool = False  # stands on a thick line
    least: int = 0  # points that its row is at least high

    @property
    def properties(self) -> dict[str, Any]:
        """In xlsxwriter's words."""
        given = {
            "num_format": self.number,
            "align": self.align,
            "border": int(self.framed),
            "border_color": _LINE if self.framed else "",
            "bottom": 2 * self.ruled,
            "bottom_color": _RULE if self.ruled else "",
            "bg_color": self.fill,
            "font_color": self.ink,
            "bold": self.bold,
            "underline": int(self.underlined),
            "quote_prefix": self.quoted,
            "text_wrap": not self.one_line,
        }
        always = {"font_name": FONT, "font_size": self.size, "locked": not self.unlocked}
        kept = {name: value for name, value in given.items() if value}
        return {**always, "valign": "bottom" if self.ruled else "vcenter", **kept}

    @property
    def drawn(self) -> bool:
        """Whether a cell that says nothing is seen."""
        return self.framed or self.ruled or bool(self.fill)


FRAMED = Look(framed=True)
HEAD = Look(bold=True, align="center", framed=True, fill="#E4E8EC")
SCORE = Look(number="0.00")


@dataclass(frozen=True)
class Entry:
    """What may be typed in a cell: one of ``choices``, of what stands in the cells ``listed``, or what makes ``formula`` true.

    ``{cell}`` in the formula is the cell's own address. ``advised``: the choices are offered, anything else
    is taken too.
    """

    choices: tuple[str, ...] = ()
    listed: str = ""
    formula: str = ""
    error: str = ""
    number_format: str = "@"  # text, so that a spreadsheet neither computes nor reshapes what is typed
    advised: bool = False


@dataclass(frozen=True)
class Formula:
    """A live formula, and what it gives with the workbook's own numbers: shown where nothing recalculates."""

    text: str
    result: str | int | Decimal = ""


Value = str | Decimal | Formula | None  # text, a number, a formula of ours, or nothing


@dataclass(frozen=True)
class Cell:
    """One cell. ``hint`` shows when it is selected, ``note`` when the pointer rests on it; ``lines``: at least so high.

    ``across`` and ``down``: the columns and rows that it takes up.
    """

    value: Value = None
    look: Look = FRAMED
    entry: Entry | None = None
    hint: str = ""
    note: str = ""
    lines: int = 1
    across: int = 1
    down: int = 1


Row = tuple[Cell | Value, ...]


@dataclass(frozen=True)
class Column:
    """A column: its head ("" on sheets without heads), its width in characters, what its head's note says.

    ``look``: how values look that do not say so themselves as a :class:`Cell`.
    """

    name: str
    width: float
    note: str = ""
    centred: bool = False
    look: Look = FRAMED


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows above the heads, the heads, which are printed on every page, and the rows below them."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()
    frozen: int = 1  # columns that stay in sight
    filtered: bool = False  # the heads have filters
    grows: bool = False  # rows may be inserted
    alarm: str = ""  # cells that say this are red
    dims_repeats: bool = False  # a first cell that only repeats the one above is grey
    on_one_page: bool = False

    @property
    def has_heads(self) -> bool:
        """Whether the columns are named; a cover's are not."""
        return any(column.name for column in self.columns)

    @property
    def first_row(self) -> int:
        """Where ``rows`` begin on the sheet, counted from 0."""
        return len(self.above) + self.has_heads

    @property
    def last_row(self) -> int:
        """Where ``rows`` end; the first row where there are none."""
        return self.first_row + max(len(self.rows), 1) - 1

    @property
    def has_open_cells(self) -> bool:
        """Whether something is to be filled in."""
        return any(isinstance(cell, Cell) and cell.look.unlocked for row in self.rows for cell in row)


@dataclass(frozen=True)
class Workbook:
    """Sheets in their order. ``footer``: ours, printed below every page; the title may hold a department's words.

    ``guarded``: to be filled in. Only cells with an unlocked look can be typed in, and rows grow with what is typed.
    """

    title: str
    footer: str
    sheets: tuple[Sheet, ...]
    head: Look = HEAD
    guarded: bool = False
