"""The door: whatever the data stand in → raw sheets of text with addresses, or what is wrong with it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from pjkit.model.contract import SHEETS, SheetSpec
from pjkit.model.problem import Problems
from pjkit.sources.csv_folder import read_folder
from pjkit.sources.data_files import DataFiles, Kind, read_files
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.workbook import read_workbook

_FOLDER = "/"  # which no suffix is
SOURCES: Mapping[str, Callable[[DataFiles, Problems, Mapping[str, SheetSpec]], dict[str, RawSheet]]] = {
    _FOLDER: read_folder,
    ".xlsx": read_workbook,
}
"""Suffix → reader, which is told what sheets there are; "/" is a folder. A new kind of file is one module and one line here."""

_SUFFIXES = [suffix for suffix in SOURCES if suffix != _FOLDER]
_EXPECTED = "或".join(["一个 CSV 文件夹", *(f"一个 {suffix} 工作簿" for suffix in _SUFFIXES)])
_OTHER_FILES = {
    ".xlsm": ("是带宏的工作簿（.xlsm）", "在 Excel 中另存为“Excel 工作簿（.xlsx）”"),
    ".xls": ("是旧的 .xls 格式", "在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”"),
    ".et": ("是 WPS 的 .et 格式", "在 WPS 中另存为“Excel 工作簿（.xlsx）”"),
    ".xlsb": ("是二进制工作簿（.xlsb）", "在 Excel 中另存为“Excel 工作簿（.xlsx）”"),
    ".ods": ("是 .ods 格式", "另存为“Excel 工作簿（.xlsx）”"),
    ".csv": ("是一个 CSV 文件", "把各表的 CSV 放在一个文件夹里，data 写这个文件夹"),
}
"""Files that people hand in instead: what they are, and how to make them readable."""


def read_sheets(
    path: Path, problems: Problems, specs: Mapping[str, SheetSpec] = SHEETS
) -> dict[str, RawSheet]:
    """Every sheet of the data at ``path`` by name; what cannot be read goes to ``problems``."""
    return sheets_of(read_files(path), problems, specs)


def sheets_of(data: DataFiles, problems: Problems, specs: Mapping[str, SheetSpec]) -> dict[str, RawSheet]:
    """Like :func:`read_sheets`, for files that have been read."""
    if data.kind is Kind.MISSING:
        problems.add("", "数据不存在", _EXPECTED, "检查参数文件中 data 的写法")
        return {}
    if data.kind is Kind.UNREADABLE:
        problems.add("", "数据无法读取", _EXPECTED, "检查 data 的写法和文件权限")
        return {}
    suffix = _FOLDER if data.kind is Kind.FOLDER else data.files[0].suffix
    if suffix in SOURCES:
        return SOURCES[suffix](data, problems, specs)
    found, advice = _OTHER_FILES.get(
        suffix, (f"不是数据文件夹，也不是 {'、'.join(_SUFFIXES)}", "另存为 .xlsx")
    )
    problems.add("", found, _EXPECTED, advice)
    return {}
