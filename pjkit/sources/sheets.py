"""The door: a folder of CSV files or one .xlsx → raw sheets of text with addresses, or what is wrong with it."""

import stat
from pathlib import Path

from pjkit.model.contract import SHEETS_FOR_PEOPLE
from pjkit.model.problem import Problems, shown
from pjkit.sources.csv_file import read_csv
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.workbook import read_workbook

_OTHER_FILES = {
    ".xlsm": ("是带宏的工作簿（.xlsm）", "在 Excel 中另存为“Excel 工作簿（.xlsx）”"),
    ".xls": ("是旧的 .xls 格式", "在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”"),
    ".et": ("是 WPS 的 .et 格式", "在 WPS 中另存为“Excel 工作簿（.xlsx）”"),
    ".xlsb": ("是二进制工作簿（.xlsb）", "在 Excel 中另存为“Excel 工作簿（.xlsx）”"),
    ".ods": ("是 .ods 格式", "另存为“Excel 工作簿（.xlsx）”"),
    ".csv": ("是一个 CSV 文件", "把各表的 CSV 放在一个文件夹里，data 写这个文件夹"),
}


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
    suffix = path.suffix.lower()
    if suffix != ".xlsx":
        found, advice = _OTHER_FILES.get(suffix, ("不是数据文件夹，也不是 .xlsx", "另存为 .xlsx"))
        problems.add("", found, "一个 CSV 文件夹或一个 .xlsx 工作簿", advice)
        return {}
    return read_workbook(path, problems)


def _folder(path: Path, problems: Problems) -> dict[str, RawSheet]:
    sheets: dict[str, RawSheet] = {}
    for file in _visible(path, problems):
        name = file.stem.strip()
        if file.suffix.lower() != ".csv" or file.is_dir():
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


def _visible(path: Path, problems: Problems) -> list[Path]:
    """The folder's files without hidden ones and Excel's lock files."""
    try:
        return sorted(file for file in path.iterdir() if not file.name.startswith((".", "~$")))
    except OSError:
        problems.add("", "文件夹无法读取", "可读的文件夹", "检查权限")
        return []
