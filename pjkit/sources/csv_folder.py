"""A folder of CSV files, one a sheet → raw sheets of text, or what is wrong with them."""

import csv
import io
from collections.abc import Iterator, Mapping

from pjkit.model.contract import SHEETS_FOR_PEOPLE, SheetSpec
from pjkit.model.problem import Problems, shown
from pjkit.sources.data_files import TOO_LARGE, DataFile, DataFiles
from pjkit.sources.raw_sheet import LONGEST_CELL, RawSheet, raw_sheet

_LARGEST_FILE = 10_000_000  # bytes
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = {";": "分号", "\t": "制表符", "，": "中文逗号", "；": "中文分号", "|": "竖线", "、": "顿号"}
_COMMAS = "删去多余的逗号；数字不写千分位逗号，或给这个数字加引号"
_MOST_TOLD = 20
_SAVE_AGAIN = "在 Excel 中打开，另存为“CSV UTF-8（逗号分隔）”"


def read_folder(data: DataFiles, problems: Problems, _specs: Mapping[str, SheetSpec]) -> dict[str, RawSheet]:
    """Every sheet by name; what cannot be read goes to ``problems``."""
    sheets: dict[str, RawSheet] = {}
    for file in data.files:
        name = file.stem
        if file.suffix != ".csv" or file.is_folder:
            problems.add(file.name, "不是 CSV 文件", "每个工作表一个 .csv 文件", "移出数据文件夹")
        elif name in SHEETS_FOR_PEOPLE:
            continue
        elif name in sheets:
            problems.add(file.name, f"{shown(name)}表有两个文件", "每个工作表一个 .csv 文件", "删去其中一个")
        else:
            sheets[name] = read_csv(file, problems)
    if not sheets:
        problems.add("", "文件夹中没有 CSV 文件", "每个工作表一个 .csv 文件", "检查参数文件中 data 的写法")
    return sheets


def read_csv(file: DataFile, problems: Problems) -> RawSheet:
    """The sheet; one that cannot be read is told and marked so."""
    content = _content(file, problems)
    encoding = _encoding(file.name, content, problems) if content is not None else None
    if content is None or encoding is None:
        return RawSheet(file.stem, unreadable=True)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    return _parsed(file, lines, problems)


def _content(file: DataFile, problems: Problems) -> bytes | None:
    if file.content is not None and len(file.content) <= _LARGEST_FILE:
        return file.content
    if file.content is not None or file.flaw == TOO_LARGE:
        problems.add(file.name, TOO_LARGE, f"不超过 {_LARGEST_FILE // 1_000_000} MB", "确认选对了文件")
    else:
        problems.add(file.name, file.flaw, "可读的 CSV 文件", "放入文件本身，关闭正在使用它的程序，检查权限")
    return None


def _encoding(name: str, content: bytes, problems: Problems) -> str | None:
    expected = "UTF-8 或 GB18030（中文 Excel 的 CSV）编码"
    if content.startswith(_UTF_16):
        problems.add(name, "编码是 UTF-16（Excel 的“Unicode 文本”）", expected, _SAVE_AGAIN)
    elif b"\0" in content:
        problems.add(name, "有空字符，可能是 UTF-16 编码或已损坏", expected, _SAVE_AGAIN)
    else:
        for encoding in _ENCODINGS:
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
        problems.add(name, "编码无法识别", expected, _SAVE_AGAIN)
    return None


def _parsed(file: DataFile, lines: io.TextIOWrapper, problems: Problems) -> RawSheet:
    rows = _Rows(lines)
    try:
        sheet = raw_sheet(file.stem, rows, problems)
    except csv.Error as error:
        problems.add(f"{file.name} 第 {rows.read + 1} 行", *_flaw(str(error)))
        return RawSheet(file.stem, unreadable=True)
    for at, cells in rows.wide[:_MOST_TOLD]:
        found = f"有 {cells} 格，列名只有 {rows.width} 格"
        problems.add(f"{file.name} 第 {at} 行", found, "各行一样多的格", _COMMAS)
    separator = _separator(sheet)
    if separator:
        found = f"各列用{_SEPARATORS[separator]}隔开"
        problems.add(f"{file.name} 第 1 行", found, "各列用英文逗号（,）隔开", _SAVE_AGAIN)
        return RawSheet(file.stem, unreadable=True)
    return sheet


class _Rows:
    """The rows one by one.

    ``read`` counts them, ``width`` is the first one's. ``wide``: numbers and widths of rows that are wider, by
    blank cells: a comma too many shifts figures into other columns. Wider ones with content are told anyway.
    """

    def __init__(self, lines: io.TextIOWrapper) -> None:
        self._reader = csv.reader(lines, strict=True)
        self.read = self.width = 0
        self.wide: list[tuple[int, int]] = []

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            self.width = self.width or len(row)
            yield row
            self.read += 1
            if len(row) > self.width and any(row[: self.width]) and not any(row[self.width :]):
                self.wide.append((self.read, len(row)))


def _flaw(error: str) -> tuple[str, str, str]:
    """What was found, what was expected, what to do."""
    if error.startswith("field larger than"):
        return "单元格过长，或引号不成对", f"不超过 {LONGEST_CELL} 字", "缩短文字，检查这一行的引号"
    advice = "检查这一行的引号：成对，格内的引号写两个；或在 Excel 中改正后重新保存"
    return "引号不成对或写错", "规范的 CSV", advice


def _separator(sheet: RawSheet) -> str:
    """What stands where the first row should have commas; "" where it has them. No sheet has one column."""
    first = sheet.rows[0] if sheet.rows else ()
    if len(first) != 1:
        return ""
    return next((sign for sign in _SEPARATORS if sign in first[0]), "")
