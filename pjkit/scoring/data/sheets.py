"""The door: a folder of CSV files or one .xlsx → raw sheets of text with addresses, or what is wrong with it.

Numbers of a workbook are taken as Excel shows them (15 significant digits), so that both ways in give
the same text and one reader serves both.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from pjkit.scoring.problems import Problems, shown

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 200_000_000  # bytes; a workbook is a zip file
MOST_ROWS = 5_000  # of one sheet, with something in them
MOST_STORED_ROWS = 200_000  # of one sheet, empty ones included
MOST_COLUMNS = 50
LONGEST_CELL = 20_000  # characters; csv's own limit is higher


@dataclass(frozen=True)
class RawSheet:
    """A sheet as text. Row 0 of ``rows`` is spreadsheet row 1; trailing empty rows are gone."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    def address(self, row: int, column: int) -> str:
        """The spreadsheet address of a cell given by zero-based indices: ``收支!E12``."""
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{self.name}!{letters}{row + 1}"


def read_sheets(path: Path, problems: Problems) -> dict[str, RawSheet]:
    """Every sheet of a data folder or workbook by name; what cannot be read goes to ``problems``."""
    if path.is_dir():
        return _folder(path, problems)
    if not path.exists():
        problems.add("", "数据不存在", "一个 CSV 文件夹或一个 .xlsx 工作簿", "检查参数文件中 data 的写法")
        return {}
    if path.suffix.lower() != ".xlsx":
        problems.add("", "不是数据文件夹，也不是 .xlsx", "一个 CSV 文件夹或一个 .xlsx 工作簿", "另存为 .xlsx")
        return {}
    return _workbook(path, problems)


def _folder(path: Path, problems: Problems) -> dict[str, RawSheet]:
    sheets: dict[str, RawSheet] = {}
    for file in sorted(path.iterdir()):
        if file.suffix.lower() != ".csv" or file.name.startswith("."):
            if not file.name.startswith((".", "~$")):
                problems.add(file.name, "不是 CSV 文件", "每个工作表一个 .csv 文件", "移出数据文件夹")
            continue
        rows = _csv_rows(file, problems)
        if rows is not None:
            sheets[file.stem.strip()] = RawSheet(file.stem.strip(), _within_limits(file.name, rows, problems))
    if not sheets and not problems:
        problems.add("", "文件夹中没有 CSV 文件", "每个工作表一个 .csv 文件", "检查参数文件中 data 的写法")
    return sheets


def _csv_rows(file: Path, problems: Problems) -> list[list[str]] | None:
    if file.stat().st_size > LARGEST_FILE:
        problems.add(file.name, "文件过大", f"不超过 {LARGEST_FILE // 1_000_000} MB", "确认选对了文件")
        return None
    text = _decoded(file.read_bytes())
    if text is None:
        expected = "UTF-8 或 GB18030（中文 Excel 的 CSV）编码"
        problems.add(file.name, "编码无法识别", expected, "在 Excel 中另存为“CSV UTF-8”")
        return None
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        problems.add(file.name, "CSV 格式有误，多为引号不成对", "规范的 CSV", "在 Excel 中打开检查后重新保存")
        return None


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _workbook(path: Path, problems: Problems) -> dict[str, RawSheet]:
    if not _safe_size(path, problems):
        return {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {name.strip(): _sheet(book, name, problems) for name in book.sheet_names}
    except CalamineError:
        problems.add(
            "",
            "不是可读的 Excel 工作簿（可能损坏或有密码）",
            "没有密码的 .xlsx",
            "用 Excel 打开后另存为 .xlsx",
        )
    except OSError:
        problems.add("", "文件无法读取", "一个 .xlsx 工作簿", "关闭正在使用它的程序，检查权限")
    return {}


def _safe_size(path: Path, problems: Problems) -> bool:
    """Whether the file and what it unpacks to are of a sane size; a workbook's own figures are not trusted."""
    try:
        packed = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        problems.add(
            "",
            "不是可读的 Excel 工作簿（可能损坏或有密码）",
            "没有密码的 .xlsx",
            "用 Excel 打开后另存为 .xlsx",
        )
        return False
    if packed > LARGEST_FILE or unpacked > LARGEST_UNPACKED:
        most = f"不超过 {LARGEST_FILE // 1_000_000} MB（解压后 {LARGEST_UNPACKED // 1_000_000} MB）"
        problems.add("", "工作簿过大", most, "删去与评价无关的内容")
        return False
    return True


def _sheet(book: CalamineWorkbook, name: str, problems: Problems) -> RawSheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_STORED_ROWS:
        problems.add(name, f"有 {sheet.total_height} 行", f"不超过 {MOST_ROWS} 行", "删去空行和无关内容")
        return RawSheet(name.strip(), ())
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return RawSheet(name.strip(), _within_limits(name, rows, problems))


def _text(value: object) -> str:
    """A workbook cell as the text a CSV would have."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def _within_limits(
    name: str, rows: Sequence[Sequence[str]], problems: Problems
) -> tuple[tuple[str, ...], ...]:
    kept = [tuple(row) for row in rows]
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    if len(kept) > MOST_ROWS:
        problems.add(name, f"有 {len(kept)} 行", f"不超过 {MOST_ROWS} 行", "删去空行和无关内容")
        return ()
    for at, row in enumerate(kept):
        width = max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)
        longest = max(row, key=len, default="")
        if width > MOST_COLUMNS:
            problems.add(
                f"{name} 第 {at + 1} 行", f"有 {width} 列", f"不超过 {MOST_COLUMNS} 列", "删去多余的列"
            )
            return ()
        if len(longest) > LONGEST_CELL:
            found = f"单元格有 {len(longest)} 字：{shown(longest)}"
            problems.add(f"{name} 第 {at + 1} 行", found, f"不超过 {LONGEST_CELL} 字", "缩短文字")
            return ()
    return tuple(kept)
