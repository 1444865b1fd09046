"""A sheet as text with addresses, and how large one may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from pjkit.scoring.problems import Problems, shown

MOST_ROWS = 5_000  # of one sheet, with something in them
MOST_COLUMNS = 50
LONGEST_CELL = 20_000  # characters; csv's own limit is higher


@dataclass(frozen=True)
class RawSheet:
    """A sheet as text. Row 0 of ``rows`` is spreadsheet row 1; trailing empty rows are gone.

    ``unreadable``: it was handed in, but what is wrong with it has been told already.
    ``hidden``: Excel does not show it.
    """

    name: str
    rows: tuple[tuple[str, ...], ...] = ()
    unreadable: bool = False
    hidden: bool = False

    def address(self, row: int, column: int) -> str:
        """The spreadsheet address of a cell given by zero-based indices: ``收支!E12``."""
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{self.name}!{letters}{row + 1}"


def raw_sheet(name: str, rows: Sequence[Sequence[str]], problems: Problems) -> RawSheet:
    """The sheet without trailing empty rows; one beyond the limits is a problem."""
    kept = [tuple(row) for row in rows]
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    if len(kept) > MOST_ROWS:
        problems.add(name, f"有 {len(kept)} 行", f"不超过 {MOST_ROWS} 行", "删去空行和无关内容")
        return RawSheet(name, unreadable=True)
    for at, row in enumerate(kept):
        width = max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)
        longest = max(row, key=len, default="")
        if width > MOST_COLUMNS:
            problems.add(
                f"{name} 第 {at + 1} 行", f"有 {width} 列", f"不超过 {MOST_COLUMNS} 列", "删去多余的列"
            )
            return RawSheet(name, unreadable=True)
        if len(longest) > LONGEST_CELL:
            found = f"单元格有 {len(longest)} 字：{shown(longest)}"
            problems.add(
                RawSheet(name).address(at, row.index(longest)), found, f"不超过 {LONGEST_CELL} 字", "缩短文字"
            )
            return RawSheet(name, unreadable=True)
    return RawSheet(name, tuple(kept))
