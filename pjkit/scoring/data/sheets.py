"""The door: a folder of CSV files or one .xlsx → raw sheets of text with addresses, or what is wrong with it."""

import csv
import io
import stat
from pathlib import Path

from pjkit.scoring.data.raw_sheet import RawSheet, raw_sheet
from pjkit.scoring.data.workbook import read_workbook
from pjkit.scoring.problems import Problems, shown

_LARGEST_FILE = 20_000_000  # bytes


def read_sheets(path: Path, problems: Problems) -> dict[str, RawSheet]:
    """Every sheet of a data folder or workbook by name; what cannot be read goes to ``problems``."""
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        problems.add("", "数据不存在", "一个 CSV 文件夹或一个 .xlsx 工作簿", "检查参数文件中 data 的写法")
        return {}
    except (OSError, ValueError):  # ValueError: a name with a null character
        problems.add("", "数据无法读取", "一个 CSV 文件夹或一个 .xlsx 工作簿", "检查 data 的写法和文件权限")
        return {}
    if is_folder:
        return _folder(path, problems)
    if path.suffix.lower() != ".xlsx":
        problems.add("", "不是数据文件夹，也不是 .xlsx", "一个 CSV 文件夹或一个 .xlsx 工作簿", "另存为 .xlsx")
        return {}
    return read_workbook(path, problems)


def _folder(path: Path, problems: Problems) -> dict[str, RawSheet]:
    sheets: dict[str, RawSheet] = {}
    for file in _visible(path, problems):
        name = file.stem.strip()
        if file.suffix.lower() != ".csv" or file.is_dir():
            problems.add(file.name, "不是 CSV 文件", "每个工作表一个 .csv 文件", "移出数据文件夹")
        elif name in sheets:
            problems.add(file.name, f"{shown(name)}表有两个文件", "每个工作表一个 .csv 文件", "删去其中一个")
        else:
            rows = _csv_rows(file, problems)
            sheets[name] = (
                RawSheet(name, unreadable=True) if rows is None else raw_sheet(name, rows, problems)
            )
    if not sheets:
        problems.add("", "文件夹中没有 CSV 文件", "每个工作表一个 .csv 文件", "检查参数文件中 data 的写法")
    return sheets


def _visible(path: Path, problems: Problems) -> list[Path]:
    """The folder's files without hidden ones and Excel's lock files."""
    try:
        return sorted(file for file in path.iterdir() if not file.name.startswith((".", "~$")))
    except OSError:
        problems.add("", "文件夹无法读取", "可读的文件夹", "检查权限")
        return []


def _csv_rows(file: Path, problems: Problems) -> list[list[str]] | None:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            problems.add(file.name, "文件过大", f"不超过 {_LARGEST_FILE // 1_000_000} MB", "确认选对了文件")
            return None
        text = _decoded(file.read_bytes())
    except OSError:
        problems.add(file.name, "文件无法读取", "可读的 CSV 文件", "关闭正在使用它的程序，检查权限")
        return None
    if text is None:
        expected = "UTF-8 或 GB18030（中文 Excel 的 CSV）编码"
        problems.add(file.name, "编码无法识别", expected, "在 Excel 中打开，另存为“CSV UTF-8”")
        return None
    return _parsed(file.name, text, problems)


def _parsed(name: str, text: str, problems: Problems) -> list[list[str]] | None:
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True))  # keeps the rows before an error
    except csv.Error:
        advice = "检查这一行的引号：成对，格内的引号写两个；或在 Excel 中改正后重新保存"
        problems.add(f"{name} 第 {len(rows) + 1} 行", "引号不成对或写错", "规范的 CSV", advice)
        return None
    return rows


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
