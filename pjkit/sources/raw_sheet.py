"""A sheet as text with addresses, and how large one may be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pjkit.model.problem import Problems, shown
from pjkit.model.signs import unseen_sign

MOST_ROWS = 5_000  # of one sheet, with something in them
MOST_COLUMNS = 50
LONGEST_CELL = 20_000  # characters; csv's own limit is higher
UNSEEN_ADVICE = "删去这个字符，多为从别处粘贴带来；看不出在哪里的，把这段文字重新输入"
_MOST_TOLD = 20  # cells of one sheet with signs that nobody sees


@dataclass(frozen=True)
class RawSheet:
    """A sheet as text. Row 0 of ``rows`` is spreadsheet row 1; trailing empty rows and cells are gone.

    ``unreadable``: it was handed in, but what is wrong with it has been told already.
    ``hidden``: Excel does not show it.
    ``values``: what the cells hold that look different, by zero-based row and column; ``rows`` has what is displayed.
    """

    name: str
    rows: tuple[tuple[str, ...], ...] = ()
    unreadable: bool = False
    hidden: bool = False
    values: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def address(self, row: int, column: int) -> str:
        """The spreadsheet address of a cell given by zero-based indices: ``收支!E12``."""
        return f"{self.name}!{address(row, column)}"


def address(row: int, column: int) -> str:
    """The same without the sheet: ``E12``."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def raw_sheet(
    name: str,
    rows: Iterable[Sequence[str]],
    problems: Problems,
    values: Mapping[tuple[int, int], str] | None = None,
) -> RawSheet:
    """The sheet without trailing empty rows; one beyond the limits is a problem. Takes no more rows than it may.

    Signs that nobody sees are a problem of their cell, whatever the column: they would turn numbers round on a page.
    """
    kept: list[tuple[str, ...]] = []
    unseen = 0
    for at, row in _with_content(rows):
        excess = _excess(RawSheet(name), at, row)
        if excess:
            problems.add(*excess)
            return RawSheet(name, unreadable=True)
        kept.extend(() for _ in range(at - len(kept)))
        kept.append(row)
        for problem in islice(_unseen(RawSheet(name), at, row), _MOST_TOLD - unseen):
            problems.add(*problem)
            unseen += 1
    return RawSheet(name, tuple(kept), values=values or {})


def _with_content(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for at, row in enumerate(rows):
        width = max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)
        if width:
            yield at, tuple(row[:width])


def _unseen(sheet: RawSheet, at: int, row: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    """The cells of a row with a sign that nobody sees: where, what was found, what was expected, what to do."""
    for column, cell in enumerate(row):
        if sign := unseen_sign(cell):
            found = f"有看不见的字符 {sign}（显示为·）：{shown(cell)}"
            yield sheet.address(at, column), found, "看得见的文字", UNSEEN_ADVICE


def _excess(sheet: RawSheet, at: int, row: tuple[str, ...]) -> tuple[str, str, str, str] | None:
    """A row that is too much: where, what was found, what was expected, what to do."""
    if at >= MOST_ROWS:
        return sheet.name, f"第 {at + 1} 行还有内容", f"不超过 {MOST_ROWS} 行", "删去空行和无关内容"
    if len(row) > MOST_COLUMNS:
        most = f"不超过 {MOST_COLUMNS} 列"
        return f"{sheet.name} 第 {at + 1} 行", f"有 {len(row)} 列", most, "删去多余的列"
    longest = max(row, key=len)
    if len(longest) > LONGEST_CELL:
        found = f"单元格有 {len(longest)} 字：{shown(longest)}"
        return sheet.address(at, row.index(longest)), found, f"不超过 {LONGEST_CELL} 字", "缩短文字"
    return None
