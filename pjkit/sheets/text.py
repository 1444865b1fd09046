"""Text as a cell can hold and show it. It comes from departments: a spreadsheet must not run, break on or hide any of it."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from math import ceil, inf

from pjkit.sheets.sheet import Cell, Formula

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet calculates when it is typed; Chinese editions take the full-width signs, too."""

LONGEST = 32_000  # UTF-16 units; Excel refuses a cell with more than 32,767
_CUT = "……（太长，后面略去）"
_LINE_ENDS = re.compile(r"\r\n?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_RICH = ("<r>", "</r>")

_LINE, _ROOM = 1.35, 7  # a line's height in sizes of its type, room above and below in points
_HIGHEST = 409  # points; what Excel allows
_WIDE = {"W", "F", "A"}  # signs as wide as a Chinese one
_SAFE = 0.92  # of a column's width: fonts differ from computer to computer
_BASE = 11  # the type's size in which a column's width counts letters


def clean(text: str) -> str:
    """``text`` without control characters and halves of characters, cut where it is too long.

    Text between ``<r>`` and ``</r>`` gets a space: xlsxwriter would write it into the file as markup.
    """
    mended = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).encode("utf-8", errors="replace").decode()
    units = mended.encode("utf-16-le")
    if len(units) > 2 * LONGEST:
        mended = units[: 2 * LONGEST].decode("utf-16-le", errors="ignore") + _CUT
    return f"{mended} " if mended.startswith(_RICH[0]) and mended.endswith(_RICH[1]) else mended


def like_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate ``text`` if somebody typed it, or went into its cell and out again."""
    return text.startswith(FORMULA_STARTS)


def fits(number: Decimal) -> bool:
    """Whether a cell's number, which has 15 digits, is ``number`` exactly."""
    return Decimal(format(float(number), ".15g")) == number


# Heights: estimated, because not every spreadsheet program fits rows to their text when it opens a file


def row_height(cells: Iterable[tuple[Cell, float]]) -> int:
    """Points that show every cell of a row in full: each with the width that it takes up, in letters."""
    return min(_HIGHEST, max((_height(cell, width) for cell, width in cells if cell.down == 1), default=0))


def _height(cell: Cell, width: float) -> int:
    text = cell.value.result if isinstance(cell.value, Formula) else cell.value
    usable = inf if cell.look.one_line else width * _BASE / cell.look.size
    lines = sum(_lines_of(line, usable) for line in str(text or "").splitlines())
    return max(cell.look.least, ceil(max(lines, cell.lines) * cell.look.size * _LINE + _ROOM))


def _lines_of(line: str, width: float) -> int:
    """Lines that one paragraph takes; the last place of a line is left, since wide signs do not break."""
    letters = sum(map(_letters_of, line))
    return max(1, ceil(letters / max(2.0, min(width - 1, width * _SAFE))))


@cache
def _letters_of(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in _WIDE else 1
