"""Tables of a Word file: fixed columns, a head that repeats on every page, rows that stay whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from docx.oxml.ns import qn

from pjkit.writers.docx.ooxml import Element, keep_with_next, mm, paragraph, run, w

Align = Literal["left", "center", "right"]
ALIGN: dict[str, Align] = {"text": "left", "number": "right", "word": "center"}
"""How a column of a block is set."""

_SMALL = 12  # rows of a table that stays on one page
_TOGETHER = 3  # rows at the end of any table: a sum does not stand alone on a page
_LONGEST_WHOLE = 900  # characters of a cell; a row with more would leave half a page white, so it may break


@dataclass(frozen=True)
class Cell:
    """One cell. ``span``: columns it covers; ``merge``: it begins a vertical merge or goes on with it."""

    text: str
    align: Align = "left"
    strong: bool = False
    span: int = 1
    merge: Literal["", "restart", "continue"] = ""


@dataclass(frozen=True)
class Look:
    """The table as a whole: widths in mm, the styles of its text, and what it shows in words."""

    widths: tuple[float, ...]
    body: str
    head: str
    title: str


def word_table(head: Sequence[str], rows: Sequence[Sequence[Cell]], look: Look) -> Element:
    """A table whose rows cover all columns of ``look``."""
    heads = [Cell(words, "center") for words in head]
    made = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val="TableGrid"),
            w("tblW", w=mm(sum(look.widths)), type="dxa"),
            w("jc", val="center"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0020", firstRow=1),
            w("tblCaption", val=look.title),
        ),
        w("tblGrid", *(w("gridCol", w=mm(width)) for width in look.widths)),
        _row(heads, look, look.head),
        *(_row(row, look, look.body) for row in rows),
    )
    every = list(made.iter(qn("w:tr")))
    keep_with_next(every[:-1] if len(rows) <= _SMALL else every[-_TOGETHER:-1])
    return made


def _row(cells: Sequence[Cell], look: Look, style: str) -> Element:
    is_head = style == look.head
    whole = max(len(cell.text) for cell in cells) <= _LONGEST_WHOLE
    properties = w("trPr", w("cantSplit") if whole else None, w("tblHeader") if is_head else None)
    row, at = w("tr", properties), 0
    for cell in cells:
        row.append(_cell(cell, sum(look.widths[at : at + cell.span]), style))
        at += cell.span
    return row


def _cell(cell: Cell, width: float, style: str) -> Element:
    properties = w(
        "tcPr",
        w("tcW", w=mm(width), type="dxa"),
        w("gridSpan", val=cell.span) if cell.span > 1 else None,
        w("vMerge", val=cell.merge) if cell.merge else None,
        w("vAlign", val="center"),
    )
    words = run(cell.text, strong=cell.strong) if cell.text else None
    return w("tc", properties, paragraph(style, words, align=w("jc", val=cell.align)))
