"""Row heights: estimated from the text, because not every spreadsheet program fits rows when it opens a file."""

import unicodedata
from collections.abc import Iterable
from math import ceil, inf

from pjkit.sheets.sheet import Cell, Formula

_LINE, _ROOM = 1.35, 7  # a line's height in sizes of its type, room above and below in points
_HIGHEST = 409  # points; what Excel allows
_WIDE = {"W", "F", "A"}  # signs as wide as a Chinese one
_SAFE = 0.92  # of a column's width: fonts differ from computer to computer
_BASE = 11  # the type's size in which a column's width counts letters


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
    letters = sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in line)
    return max(1, ceil(letters / max(2.0, min(width - 1, width * _SAFE))))
