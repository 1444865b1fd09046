"""A worksheet → its texts; what a person would read otherwise, or not see at all, is a problem."""

from collections.abc import Iterable, Iterator

from pjkit.model.contract import SHEETS
from pjkit.model.names import KnownNames
from pjkit.model.problem import Problems, shown
from pjkit.sources.raw_sheet import MOST_COLUMNS, MOST_ROWS, RawSheet, address, raw_sheet
from pjkit.sources.xlsx.book import Book
from pjkit.sources.xlsx.cell import Speech
from pjkit.sources.xlsx.sheet import Cell, Sheet

_MOST_TOLD = 20  # problems of one kind in one sheet; more hide the others
_COMPUTE = "改正公式或直接写出结果；在 Excel 中打开并保存一次，公式才有结果"
_UNMERGE = "取消合并，每格都写；标题删去，第 1 行写列名"
_UNLINK = "数据→编辑链接→断开链接，或复制后“选择性粘贴→数值”"
_UNHIDE = "取消隐藏（筛选的先清除筛选），核对内容；不用就删去"
_SHOW_ZEROS = "文件→选项→高级，勾选“在具有零值的单元格中显示零”；没有数据的格留空"

Finding = tuple[str, str, str, str]
"""A problem's place, what was found, what was expected, what to do."""


class SheetTexts:
    """One worksheet with all that is needed to understand it."""

    def __init__(self, name: str, sheet: Sheet, book: Book, speech: Speech) -> None:
        self._name, self._sheet, self._book = name, sheet, book
        said = [(cell, speech.said(cell)) for cell in sheet.cells]
        self._said = [(cell, one) for cell, one in said if one.text.strip() or one.broken]
        guides = KnownNames(SHEETS[name].guides)
        self._guides = {cell.column for cell, one in self._said if cell.row == 1 and guides.find(one.text)}

    def raw(self, problems: Problems) -> RawSheet:
        """The sheet as text; its problems are told, the first of each kind."""
        rows = max((cell.row for cell, _ in self._said), default=0)
        columns = max((cell.column for cell, _ in self._said), default=0)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            found = f"内容远到第 {rows} 行、第 {columns} 列"
            most = f"不超过 {MOST_ROWS} 行、{MOST_COLUMNS} 列"
            problems.add(self._name, found, most, "删去表格以外的内容，如远处不小心写下的格")
            return RawSheet(self._name, unreadable=True)
        for findings in (self._broken(), self._merged(), self._external(), self._hidden(), self._zeros()):
            self._tell(list(findings), problems)
        return raw_sheet(self._name, self._texts(rows, columns), problems, self._looks())

    def _tell(self, findings: list[Finding], problems: Problems) -> None:
        for finding in findings[:_MOST_TOLD]:
            problems.add(*finding)
        if len(findings) > _MOST_TOLD:
            _, found, expected, advice = findings[_MOST_TOLD]
            rest = f"这样的问题还有 {len(findings) - _MOST_TOLD} 处，如{shown(found)}"
            problems.add(self._name, rest, expected, advice)

    def _texts(self, rows: int, columns: int) -> list[list[str]]:
        texts = [[""] * columns for _ in range(rows)]
        for cell, said in self._said:
            texts[cell.row - 1][cell.column - 1] = said.text
        return texts

    def _looks(self) -> dict[tuple[int, int], str]:
        return {(cell.row - 1, cell.column - 1): said.value for cell, said in self._said if said.value}

    def _at(self, cell: Cell) -> str:
        return f"{self._name}!{address(cell.row - 1, cell.column - 1)}"

    def _broken(self) -> Iterator[Finding]:
        for cell, said in self._said:
            if said.broken:
                yield self._at(cell), said.broken, "数字或文字", _COMPUTE

    def _merged(self) -> Iterator[Finding]:
        for merge in self._sheet.merges:
            yield f"{self._name}!{shown(merge)[1:-1]}", "单元格是合并的", "不合并的单元格", _UNMERGE

    def _external(self) -> Iterator[Finding]:
        """A value that another workbook gave is as old as the last time both were open, and nobody here can trace it."""
        shared = {cell.shared for cell, _ in self._said if cell.shared and self._is_external(cell)}
        for cell, _ in self._said:
            if self._is_external(cell) or cell.shared in shared:
                yield self._at(cell), "公式取自其他工作簿，这里无法核对", "本工作簿中的数字或文字", _UNLINK

    def _is_external(self, cell: Cell) -> bool:
        return cell.formula is not None and self._book.is_external(cell.formula)

    def _hidden(self) -> Iterator[Finding]:
        """Rows and columns that nobody saw who checked the sheet; those that a form prints for its filler may be."""
        unseen = [
            cell for cell, _ in self._said if self._sheet.is_hidden(cell) and cell.column not in self._guides
        ]
        for row in _unique(cell.row for cell in unseen if cell.row in self._sheet.hidden_rows):
            yield f"{self._name} 第 {row} 行", "隐藏的行里有内容", "看得见的行", _UNHIDE
        for column in _unique(cell.column for cell in unseen if cell.row not in self._sheet.hidden_rows):
            letters = address(0, column - 1)[:-1]
            yield f"{self._name} {letters} 列", "隐藏的列里有内容", "看得见的列", _UNHIDE

    def _zeros(self) -> Iterator[Finding]:
        zeros = [cell for cell, said in self._said if cell.kind == "n" and said.text.strip("0.") == ""]
        if self._sheet.zeros_hidden and zeros:
            yield (
                self._at(zeros[0]),
                "写的是 0，本表设置成不显示 0，看上去是空白",
                "显示出来的 0",
                _SHOW_ZEROS,
            )


def _unique(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers))
