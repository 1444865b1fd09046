"""Rows of a table beyond those that its page begins with, so short that 10,000 of them do.

A line each: the department's id, then what the cells say, set apart by tabs; after a ``␟`` what a cell sorts by. The
page's script makes rows of them as somebody looks for them; who has no script finds them in results.csv.
"""

from collections.abc import Iterable

from pjkit.model.cell import Cell, Link, Nothing, Ranked, words
from pjkit.model.summary_block import HeatCell
from pjkit.report.summary.listing import Line

_KEY = "␟"
_ON_WORD = "w"
_PLAIN = str.maketrans(dict.fromkeys(f"\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029{_KEY}", " "))


def short_row(line: Line, cells: Iterable[Cell]) -> str:
    """One department's cells."""
    return "\t".join((line.record.department.translate(_PLAIN), *map(_short, cells)))


def short_heat_cell(cell: HeatCell) -> str:
    """A cell of the heat map: its words tell how it looks."""
    return cell.words + _ON_WORD if cell.on_word else cell.words


def _short(cell: Cell) -> str:
    if isinstance(cell, Nothing):
        return ""
    if isinstance(cell, Ranked):
        return f"{cell.words.translate(_PLAIN)}{_KEY}{cell.key.translate(_PLAIN)}"
    shown = f"{cell.words}（{cell.tag}）" if isinstance(cell, Link) and cell.tag else words(cell)
    return shown.translate(_PLAIN)
