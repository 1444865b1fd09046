"""One .xlsx → raw sheets of text.

Numbers are taken as Excel shows them (15 significant digits), so that a workbook and a folder of CSV
files give the same text and one reader serves both.
"""

import datetime as dt
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from pjkit.scoring.data.broken_cells import broken_cells
from pjkit.scoring.data.raw_sheet import MOST_ROWS, RawSheet, raw_sheet
from pjkit.scoring.problems import Problems

_LARGEST_FILE = 20_000_000  # bytes
_LARGEST_UNPACKED = 200_000_000  # bytes; a workbook is a zip file
_MOST_STORED_ROWS = 200_000  # of one sheet, empty ones included
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls files and encrypted workbooks begin
_DAMAGED = (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, NotImplementedError, EOFError)
_AGAIN = "用 Excel 打开（有密码的先去掉密码），另存为 .xlsx"


def read_workbook(path: Path, problems: Problems) -> dict[str, RawSheet]:
    """Every sheet by name; what cannot be read goes to ``problems``."""
    if not _is_sane(path, problems):
        return {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = _sheets(book, problems)
        broken = list(broken_cells(path))
    except (CalamineError, zlib.error, *_DAMAGED):
        problems.add("", "不是可读的 Excel 工作簿，可能已损坏", "一个 .xlsx 工作簿", _AGAIN)
        return {}
    for sheet, cell, said in broken:
        advice = "改正公式或直接写出结果；在 Excel 中打开并保存一次，公式才有结果"
        problems.add(f"{sheet}!{cell}", said, "数字或文字", advice)
    return sheets


def _is_sane(path: Path, problems: Problems) -> bool:
    """Whether the file is a zip of a sane size; a workbook's own figures are not trusted."""
    try:
        with path.open("rb") as file:
            is_ole = file.read(len(_OLE)) == _OLE
        packed = path.stat().st_size
    except OSError:
        problems.add("", "文件无法读取", "一个 .xlsx 工作簿", "关闭正在使用它的程序，检查权限")
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (OSError, *_DAMAGED):
        found = "有密码，或是旧的 .xls 格式" if is_ole else "不是可读的 Excel 工作簿，可能已损坏"
        problems.add("", found, "没有密码的 .xlsx 工作簿", _AGAIN)
        return False
    if packed > _LARGEST_FILE or unpacked > _LARGEST_UNPACKED:
        most = f"不超过 {_LARGEST_FILE // 1_000_000} MB（解压后 {_LARGEST_UNPACKED // 1_000_000} MB）"
        problems.add("", "工作簿过大", most, "删去与评价无关的内容")
        return False
    return True


def _sheets(book: CalamineWorkbook, problems: Problems) -> dict[str, RawSheet]:
    sheets: dict[str, RawSheet] = {}
    for stored in book.sheets_metadata:
        name = stored.name.strip()
        if name in sheets:
            problems.add(name, "有两个工作表叫这个名称", "不重复的名称", "删去其中一个")
            continue
        hidden = stored.visible != SheetVisibleEnum.Visible
        sheets[name] = replace(_sheet(book, stored.name, problems), hidden=hidden)
    return sheets


def _sheet(book: CalamineWorkbook, stored_name: str, problems: Problems) -> RawSheet:
    name, sheet = stored_name.strip(), book.get_sheet_by_name(stored_name)
    if sheet.total_height > _MOST_STORED_ROWS:
        problems.add(name, f"有 {sheet.total_height} 行", f"不超过 {MOST_ROWS} 行", "删去空行和无关内容")
        return RawSheet(name, unreadable=True)
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return raw_sheet(name, rows, problems)


def _text(value: object) -> str:
    """A workbook cell as the text a CSV would have."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)
