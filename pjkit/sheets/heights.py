"""How high a row must be for its text: a spreadsheet finds that out for itself only where no cell is merged."""

import unicodedata
from collections.abc import Iterable
from math import ceil

_LINE, _ROOM = 1.35, 4.0  # a line's height in sizes of its type, room above and below in points
_SMALLEST, _HIGHEST = 15.0, 409.0  # points; the last is what Excel allows
_WIDE = {"W", "F", "A"}  # signs as wide as a Chinese one
_SAFE = 0.92  # of a column's width: fonts differ from computer to computer
_BASE = 10  # the type's size in which a column's width counts letters


def row_height(cells: Iterable[tuple[str, float]], size: int = _BASE) -> float:
    """Points for a row of ``cells``: each a text and the width of its column in letters."""
    lines = max(
        (sum(lines_of(line, width * _BASE / size) for line in text.split("\n")) for text, width in cells),
        default=1,
    )
    return min(_HIGHEST, max(_SMALLEST, lines * size * _LINE + _ROOM))


def lines_of(line: str, width: float) -> int:
    """Lines that one paragraph takes; the last place of a line is left, since wide signs do not break."""
    letters = sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in line)
    return max(1, ceil(letters / max(2.0, min(width - 1, width * _SAFE))))
