"""One .xlsx → raw sheets of text.

Numbers are taken as Excel shows them (15 significant digits), so that a workbook and a folder of CSV
files give the same text and one reader serves both.
"""

import datetime as dt
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from pjkit.scoring.data.raw_sheet import MOST_COLUMNS, MOST_ROWS, RawSheet, raw_sheet
from pjkit.scoring.data.workbook_scan import SheetScan, scan_workbook
from pjkit.scoring.problems import Problems

_LARGEST_FILE = 20_000_000  # bytes
_LARGEST_UNPACKED = 200_000_000  # bytes; a workbook is a zip file
_MOST_CELLS = 5_000_000  # of one sheet, empty ones included
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls files and encrypted workbooks begin
_DAMAGED = (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, NotImplementedError, EOFError)
_AGAIN = "用 Excel 打开（有密码的先去掉密码），另存为 .xlsx"


def read_workbook(path: Path, problems: Problems) -> dict[str, RawSheet]:
    """Every sheet by name; what cannot be read goes to ``problems``."""
    if not _is_sane(path, problems):
        return {}
    try:
        scans = {scan.name: scan for scan in scan_workbook(path)}
        return _sheets(CalamineWorkbook.from_path(str(path)), scans, problems)
    except (CalamineError, zlib.error, *_DAMAGED):
        problems.add("", "不是可读的 Excel 工作簿，可能已损坏", "没有密码的 .xlsx 工作簿", _AGAIN)
        return {}


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


def _sheets(
    book: CalamineWorkbook, scans: Mapping[str, SheetScan], problems: Problems
) -> dict[str, RawSheet]:
    sheets: dict[str, RawSheet] = {}
    for stored in book.sheets_metadata:
        name = stored.name.strip()
        if name in sheets:
            problems.add(name, "有两个工作表叫这个名称", "不重复的名称", "删去其中一个")
            continue
        scan = scans.get(stored.name)  # None: a sheet that is nothing but a chart
        sheet = _sheet(book, scan, problems) if scan else RawSheet(name)
        sheets[name] = replace(sheet, hidden=stored.visible != SheetVisibleEnum.Visible)
    return sheets


def _sheet(book: CalamineWorkbook, scan: SheetScan, problems: Problems) -> RawSheet:
    name = scan.name.strip()
    if scan.rows * scan.columns > _MOST_CELLS:
        found = f"内容远到第 {scan.rows} 行、第 {scan.columns} 列"
        most = f"不超过 {MOST_ROWS} 行、{MOST_COLUMNS} 列"
        problems.add(name, found, most, "删去表格以外的内容，如远处不小心写下的格")
        return RawSheet(name, unreadable=True)
    for cell, said in scan.broken:
        advice = "改正公式或直接写出结果；在 Excel 中打开并保存一次，公式才有结果"
        problems.add(f"{name}!{cell}", said, "数字或文字", advice)
    rows = book.get_sheet_by_name(scan.name).to_python(skip_empty_area=False)
    return raw_sheet(name, [[_text(value) for value in row] for row in rows], problems)


def _text(value: object) -> str:
    """A workbook cell as the text a CSV would have."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)
