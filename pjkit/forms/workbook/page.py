"""What a workbook is made of: pages of cells, each with what it says, how it looks and what may be typed in it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from pjkit.model.figure import NOT_APPLICABLE, Figure


class Look(Enum):
    """How a cell looks. Its colour tells whoever fills in the form what to do with it."""

    PRINTED = auto()  # given by the form: locked
    TOTAL = auto()  # given, the name of a total
    ASKED = auto()  # to be filled in
    REQUIRED = auto()  # must be filled in
    TAKEN_OVER = auto()  # filled from last year's data, to be looked over
    BARRED = auto()  # nothing can stand here: locked
    COMPUTED = auto()  # an amount that a formula gives: locked
    COUNTED = auto()  # a number or word that a formula gives: locked
    LINK = auto()  # leads to another sheet
    TITLE = auto()
    SECTION = auto()
    PLAIN = auto()


@dataclass(frozen=True)
class Entry:
    """What may be typed in a cell: one of ``choices``, or what makes ``formula`` true.

    ``{cell}`` in the formula is the cell's own address. ``advised``: the choices are offered, anything else
    is taken too.
    """

    choices: tuple[str, ...] = ()
    formula: str = ""
    error: str = ""
    number_format: str = "@"  # text, so that a spreadsheet neither computes nor reshapes what is typed
    advised: bool = False


@dataclass(frozen=True)
class Formula:
    """A live formula and what it gives before anything is filled in."""

    text: str
    result: str | int = ""


@dataclass(frozen=True)
class Cell:
    """One cell. ``hint`` shows when it is selected, ``note`` when the pointer rests on it; ``lines``: at least so high."""

    value: str | Decimal | Formula | None = None
    look: Look = Look.PRINTED
    entry: Entry | None = None
    hint: str = ""
    note: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Head:
    """A column: its name in row 1 ("" on pages without a header), its width in characters, what its note says."""

    name: str
    width: int
    note: str = ""
    centred: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet. ``grows``: rows may be inserted. ``frozen``: columns that stay in sight."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    grows: bool = False
    frozen: int = 1
    alarm: str = ""  # cells that say this are red
    filtered: bool = False  # the header has filters

    @property
    def has_header(self) -> bool:
        """Whether row 1 holds column names; a cover has none."""
        return any(head.name for head in self.heads)

    @property
    def first_row(self) -> int:
        """Where ``rows`` begin on the sheet, counted from 0."""
        return 1 if self.has_header else 0


def blank(entry: Entry | None = None, hint: str = "", lines: int = 1) -> Cell:
    """A cell to be filled in; plain text where no ``entry`` says otherwise."""
    return Cell(None, Look.ASKED, entry or Entry(), hint, lines=lines)


def as_text(text: str, look: Look = Look.PRINTED) -> Cell:
    """Somebody's text, in a cell of text: whatever it begins with, editing the cell makes no formula of it."""
    return Cell(text or None, look, Entry())


def said(figure: Figure) -> str | Decimal | None:
    """A figure as a cell holds it: a number, 不适用, a word, or nothing."""
    return NOT_APPLICABLE if figure.not_applicable else figure.value if not figure.text else figure.text
