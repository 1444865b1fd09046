"""One .xlsx → raw sheets of text; what a person would read otherwise, or not see at all, is a problem.

Numbers are taken as Excel shows them (15 significant digits), so that a workbook and a folder of CSV
files give the same text and one reader serves both. Only the sheets of the data contract are read.
"""

from collections.abc import Iterable, Iterator, Mapping

from pjkit.model.contract import SHEETS_FOR_PEOPLE, SheetSpec
from pjkit.model.names import KnownNames
from pjkit.model.problem import Problems, shown
from pjkit.sources.data_files import TOO_LARGE, DataFiles
from pjkit.sources.raw_sheet import MOST_COLUMNS, MOST_ROWS, RawSheet, address, raw_sheet
from pjkit.sources.xlsx.book import Book, SheetEntry, read_book, read_formats, read_strings
from pjkit.sources.xlsx.cell import AMBIGUOUS, CellReader
from pjkit.sources.xlsx.package import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_SHEETS,
    DamagedError,
    MacroError,
    Package,
    TooLargeError,
)
from pjkit.sources.xlsx.sheet import Cell, Sheet, read_sheet

_MOST_TOLD = 20  # problems of one kind in one sheet; more hide the others
_COMPUTE = "改正公式或直接写出结果；在 Excel 中打开并保存一次，公式才有结果"
_REWRITE = "不要用程序改写工作簿；在 Excel 中核对内容，复制到新的填报表后保存"
_UNMERGE = "取消合并，每格都写；标题删去，第 1 行写列名"
_UNLINK = "数据→编辑链接→断开链接，或复制后“选择性粘贴→数值”"
_UNHIDE = "取消隐藏（筛选的先清除筛选），核对内容；不用就删去"
_SHOW_ZEROS = "文件→选项→高级，勾选“在具有零值的单元格中显示零”；没有数据的格留空"

Finding = tuple[str, str, str, str]
"""A problem's place, what was found, what was expected, what to do."""


class SheetTexts:
    """One worksheet with all that is needed to understand it."""

    def __init__(self, spec: SheetSpec, sheet: Sheet, book: Book, reader: CellReader) -> None:
        self._name, self._sheet, self._book = spec.name, sheet, book
        text = [(cell, reader.read(cell)) for cell in sheet.cells]
        self._cells = [(cell, one) for cell, one in text if one.text.strip() or one.broken]
        guides = KnownNames(spec.guides)
        self._guides = {cell.column for cell, one in self._cells if cell.row == 1 and guides.find(one.text)}

    def raw(self, problems: Problems) -> RawSheet:
        """The sheet as text; its problems are told, the first of each kind."""
        if self._sheet.ambiguous:
            self._tell([self._ambiguous(place) for place in self._sheet.ambiguous], problems)
            return RawSheet(self._name, unreadable=True)
        rows = max((cell.row for cell, _ in self._cells), default=0)
        columns = max((cell.column for cell, _ in self._cells), default=0)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            found = f"内容远到第 {rows} 行、第 {columns} 列"
            most = f"不超过 {MOST_ROWS} 行、{MOST_COLUMNS} 列"
            problems.add(self._name, found, most, "删去表格以外的内容，如远处不小心写下的格")
            return RawSheet(self._name, unreadable=True)
        for findings in (self._broken(), self._merged(), self._external(), self._hidden(), self._zeros()):
            self._tell(list(findings), problems)
        return raw_sheet(self._name, self._texts(rows, columns), problems, self._values())

    def _tell(self, findings: list[Finding], problems: Problems) -> None:
        for finding in findings[:_MOST_TOLD]:
            problems.add(*finding)
        if len(findings) > _MOST_TOLD:
            _, found, expected, advice = findings[_MOST_TOLD]
            rest = f"这样的问题还有 {len(findings) - _MOST_TOLD} 处，如{shown(found)}"
            problems.add(self._name, rest, expected, advice)

    def _texts(self, rows: int, columns: int) -> list[list[str]]:
        texts = [[""] * columns for _ in range(rows)]
        for cell, text in self._cells:
            texts[cell.row - 1][cell.column - 1] = text.text
        return texts

    def _values(self) -> dict[tuple[int, int], str]:
        return {(cell.row - 1, cell.column - 1): text.value for cell, text in self._cells if text.value}

    def _at(self, cell: Cell) -> str:
        return f"{self._name}!{address(cell.row - 1, cell.column - 1)}"

    def _broken(self) -> Iterator[Finding]:
        for cell, text in self._cells:
            if text.broken:
                yield self._at(cell), text.broken, "数字或文字", _COMPUTE

    def _ambiguous(self, place: str) -> Finding:
        return f"{self._name}{place}", AMBIGUOUS, "Excel 或 WPS 写出的工作簿", _REWRITE

    def _merged(self) -> Iterator[Finding]:
        for merge in self._sheet.merges:
            yield f"{self._name}!{shown(merge)[1:-1]}", "单元格是合并的", "不合并的单元格", _UNMERGE

    def _external(self) -> Iterator[Finding]:
        """A value that another workbook gave is as old as the last time both were open, and nobody here can trace it."""
        shared = {cell.shared for cell, _ in self._cells if cell.shared and self._is_external(cell)}
        for cell, _ in self._cells:
            if self._is_external(cell) or cell.shared in shared:
                yield self._at(cell), "公式取自其他工作簿，这里无法核对", "本工作簿中的数字或文字", _UNLINK

    def _is_external(self, cell: Cell) -> bool:
        return cell.formula is not None and self._book.is_external(cell.formula)

    def _hidden(self) -> Iterator[Finding]:
        """Rows and columns that nobody saw who checked the sheet; those that a form prints for its filler may be."""
        unseen = [
            cell for cell, _ in self._cells if self._sheet.is_hidden(cell) and cell.column not in self._guides
        ]
        for row in _unique(cell.row for cell in unseen if cell.row in self._sheet.hidden_rows):
            yield f"{self._name} 第 {row} 行", "隐藏的行里有内容", "看得见的行", _UNHIDE
        for column in _unique(cell.column for cell in unseen if cell.row not in self._sheet.hidden_rows):
            letters = address(0, column - 1)[:-1]
            yield f"{self._name} {letters} 列", "隐藏的列里有内容", "看得见的列", _UNHIDE

    def _zeros(self) -> Iterator[Finding]:
        zeros = [cell for cell, text in self._cells if cell.kind == "n" and text.text.strip("0.") == ""]
        if self._sheet.zeros_hidden and zeros:
            yield (
                self._at(zeros[0]),
                "写的是 0，本表设置成不显示 0，看上去是空白",
                "显示出来的 0",
                _SHOW_ZEROS,
            )


def _unique(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers))


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls files and encrypted workbooks begin
_ENCRYPTED, _OLD = (name.encode("utf-16-le") for name in ("EncryptedPackage", "Workbook"))
_EXPECTED = "没有密码的 .xlsx 工作簿"
_AGAIN = "用 Excel 打开（有密码的先去掉密码），另存为 .xlsx"
_MOST = f"不超过 {LARGEST_FILE // 1_000_000} MB（解压后 {LARGEST_UNPACKED // 1_000_000} MB）、{MOST_SHEETS} 个工作表"


def read_workbook(data: DataFiles, problems: Problems, specs: Mapping[str, SheetSpec]) -> dict[str, RawSheet]:
    """Every sheet by name; what cannot be read goes to ``problems``."""
    content = data.files[0].content
    if content is None:
        _tell_unread(data.files[0].flaw, problems)
        return {}
    try:
        return dict(_sheets(Package(content), specs, problems))
    except TooLargeError:
        _tell_unread(TOO_LARGE, problems)
    except MacroError:
        problems.add(
            "", "工作簿里有宏（程序）", "没有宏的 .xlsx 工作簿", "在 Excel 中另存为“Excel 工作簿（.xlsx）”"
        )
    except DamagedError:
        problems.add("", _unreadable(content), _EXPECTED, _AGAIN)
    return {}


def _tell_unread(flaw: str, problems: Problems) -> None:
    if flaw == TOO_LARGE:
        advice = "删去与评价无关的内容（图片、大片空白格的格式），或复制到新工作簿"
        problems.add("", "工作簿过大", _MOST, advice)
    else:
        problems.add("", flaw, "一个 .xlsx 工作簿", "放入文件本身，关闭正在使用它的程序，检查权限")


def _unreadable(content: bytes) -> str:
    if not content.startswith(_OLE):
        return "不是可读的 Excel 工作簿，可能已损坏"
    if _ENCRYPTED in content:
        return "有密码"
    return "是旧的 .xls 格式" if _OLD in content else "有密码，或是旧的 .xls 格式"


def _sheets(
    package: Package, specs: Mapping[str, SheetSpec], problems: Problems
) -> Iterator[tuple[str, RawSheet]]:
    book = read_book(package)
    strings, formats = read_strings(package, book.strings), read_formats(package, book.styles)
    reader = CellReader(strings, formats, book.from_1904, book.stale)
    seen: set[str] = set()
    for entry in book.sheets:
        name = entry.name.strip()
        if name in SHEETS_FOR_PEOPLE:
            continue
        if name in seen:
            problems.add(name, "有两个工作表叫这个名称", "不重复的名称", "删去其中一个")
            continue
        seen.add(name)
        sheet = _unread(entry, specs, problems)
        yield (
            name,
            sheet or SheetTexts(specs[name], read_sheet(package, entry.part), book, reader).raw(problems),
        )


def _unread(entry: SheetEntry, specs: Mapping[str, SheetSpec], problems: Problems) -> RawSheet | None:
    """A sheet that is none of the contract's, or that nobody saw who signs the workbook; ``None`` for one to be read."""
    name = entry.name.strip()
    if name not in specs or not entry.part:
        return RawSheet(name, hidden=entry.hidden)
    if entry.hidden:
        advice = "右击工作表标签取消隐藏，核对内容；不用就删去"
        problems.add(name, "工作表是隐藏的", "看得见的工作表", advice)
        return RawSheet(name, unreadable=True, hidden=True)
    return None
