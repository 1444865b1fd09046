"""One .xlsx → raw sheets of text.

Numbers are taken as Excel shows them (15 significant digits), so that a workbook and a folder of CSV
files give the same text and one reader serves both. Only the sheets of the data contract are read.
"""

import stat
from collections.abc import Iterator
from pathlib import Path

from pjkit.model.contract import SHEETS, SHEETS_FOR_PEOPLE
from pjkit.model.problem import Problems
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.sheet_of_workbook import SheetTexts
from pjkit.sources.xlsx.book import Book, SheetEntry, read_book
from pjkit.sources.xlsx.cell import Speech
from pjkit.sources.xlsx.limits import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_SHEETS,
    DamagedError,
    MacroError,
    TooLargeError,
)
from pjkit.sources.xlsx.package import Package
from pjkit.sources.xlsx.sheet import read_sheet
from pjkit.sources.xlsx.strings import read_formats, read_strings

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls files and encrypted workbooks begin
_ENCRYPTED, _OLD = (name.encode("utf-16-le") for name in ("EncryptedPackage", "Workbook"))
_EXPECTED = "没有密码的 .xlsx 工作簿"
_AGAIN = "用 Excel 打开（有密码的先去掉密码），另存为 .xlsx"
_MOST = f"不超过 {LARGEST_FILE // 1_000_000} MB（解压后 {LARGEST_UNPACKED // 1_000_000} MB）、{MOST_SHEETS} 个工作表"


def read_workbook(path: Path, problems: Problems) -> dict[str, RawSheet]:
    """Every sheet by name; what cannot be read goes to ``problems``."""
    try:
        content = _content(path)
    except OSError:
        problems.add("", "文件无法读取", "一个 .xlsx 工作簿", "关闭正在使用它的程序，检查权限")
        return {}
    try:
        return dict(_sheets(Package(content), problems))
    except TooLargeError:
        problems.add(
            "", "工作簿过大", _MOST, "删去与评价无关的内容（图片、大片空白格的格式），或复制到新工作簿"
        )
    except MacroError:
        problems.add(
            "", "工作簿里有宏（程序）", "没有宏的 .xlsx 工作簿", "在 Excel 中另存为“Excel 工作簿（.xlsx）”"
        )
    except DamagedError:
        problems.add("", _unreadable(content), _EXPECTED, _AGAIN)
    return {}


def _content(path: Path) -> bytes:
    """The file's bytes, no more than just above the limit: a device has no end."""
    with path.open("rb") as file:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError
        return file.read(LARGEST_FILE + 1)


def _unreadable(content: bytes) -> str:
    if not content.startswith(_OLE):
        return "不是可读的 Excel 工作簿，可能已损坏"
    if _ENCRYPTED in content:
        return "有密码"
    return "是旧的 .xls 格式" if _OLD in content else "有密码，或是旧的 .xls 格式"


def _sheets(package: Package, problems: Problems) -> Iterator[tuple[str, RawSheet]]:
    book = read_book(package)
    strings, formats = read_strings(package, book.strings), read_formats(package, book.styles)
    speech = Speech(strings, formats, book.from_1904, book.stale)
    seen: set[str] = set()
    for entry in book.sheets:
        name = entry.name.strip()
        if name in SHEETS_FOR_PEOPLE:
            continue
        if name in seen:
            problems.add(name, "有两个工作表叫这个名称", "不重复的名称", "删去其中一个")
            continue
        seen.add(name)
        yield name, _sheet(package, entry, (book, speech), problems)


def _sheet(package: Package, entry: SheetEntry, told_by: tuple[Book, Speech], problems: Problems) -> RawSheet:
    name = entry.name.strip()
    if name not in SHEETS or not entry.part:
        return RawSheet(name, hidden=entry.hidden)
    if entry.hidden:
        # Who checks and signs the workbook does not see it: what it says must not count unseen.
        advice = "右击工作表标签取消隐藏，核对内容；不用就删去"
        problems.add(name, "工作表是隐藏的", "看得见的工作表", advice)
        return RawSheet(name, unreadable=True, hidden=True)
    return SheetTexts(name, read_sheet(package, entry.part), *told_by).raw(problems)
