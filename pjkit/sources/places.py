"""Where a problem or finding is: the sheet and cell in its place, and the order in which people go through a workbook."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pjkit.model.contract import ITEMS, SHEETS
from pjkit.model.problem import Problem

_SHEETS = {name: 2 * number for number, name in enumerate(SHEETS)}
_LISTS = _SHEETS[ITEMS.name] + 1  # a rubric's own lists follow 基础数据
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")  # a sheet may be called 收支!A999…
_LINE = re.compile(r"第 (\d{1,7}) 行")


@dataclass(frozen=True)
class Place:
    """A place taken apart: ``收支!E6+E10`` is sheet 收支, cell E6+E10. Either is "" where the place names none."""

    sheet: str
    cell: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Each single cell with its sheet: ``收支!E6``, ``收支!E10``."""
        return tuple(f"{self.sheet}!{letters}{row}" for letters, row in _CELL.findall(self.cell))

    @property
    def order(self) -> tuple[int, str, bool, int, int, str]:
        """Sorts by sheet as the workbook has them, row and column; what is in no cell comes after the cells.

        Places in no sheet (lines of a parameter file or a rubric) come last, in the file's order.
        """
        line = _LINE.search(self.cell)
        if not self.sheet:
            return 2 * len(_SHEETS), "", True, int(line[1]) if line else 0, 0, ""
        cell = _CELL.search(self.cell)
        row = int(cell[2]) if cell else int(line[1]) if line else 0
        letters = cell[1] if cell else ""
        sheet = _SHEETS.get(self.sheet, _LISTS)
        return sheet, self.sheet, not (cell or line), row, len(letters), letters


def place_of(text: str) -> Place:
    """Take apart what messages say: ``收支!E12``, ``收支!第 1 行``, ``收支.csv 第 3 行``, ``收支``."""
    sheet, sign, cell = text.partition("!")
    if sign:
        return Place(sheet, cell)
    name, _, rest = text.partition(" ")
    stem = name.removesuffix(".csv")
    return Place(stem, rest) if stem in _SHEETS or name != stem else Place("", text)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as somebody goes through the workbook."""
    return tuple(sorted(problems, key=lambda problem: place_of(problem.place).order))
