"""Bad input files that git or a text editor would spoil: made here; ``tests/bad`` holds the rest."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
AMOUNTS = ["科目", "上年决算", "年初预算", "调整预算", "本年决算", "说明"]
PROFILE, ACCOUNTS = "params/data/demo/基本信息.csv", "params/data/demo/收支.csv"


def in_encoding(name: str, encoding: str) -> Callable[[Path], None]:
    """The base's file in another encoding."""

    def write(root: Path) -> None:
        path = root / name
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    return write


def with_bytes(name: str, content: bytes) -> Callable[[Path], None]:
    """A file of these bytes."""

    def write(root: Path) -> None:
        (root / name).write_bytes(content)

    return write


def workbook() -> openpyxl.Workbook:
    """A department's workbook without problems."""
    book = openpyxl.Workbook()
    profile = book.active
    profile.title = "基本信息"
    for row in (["项目", "内容", "说明"], ["单位名称", "示例县档案馆"], ["评价年度", 2022]):
        profile.append(row)
    accounts = book.create_sheet("收支")
    accounts.append(AMOUNTS)
    accounts.append(["三公经费", 3, 2.5, 2.5, 2.4])
    return book


def saved(change: Callable[[openpyxl.Workbook], None]) -> Callable[[Path], None]:
    """That workbook with something changed in it."""

    def write(root: Path) -> None:
        book = workbook()
        change(book)
        book.save(root / "params/data/demo.xlsx")

    return write


def cut_short(root: Path) -> None:
    """A workbook whose copying broke off."""
    path = root / "params/data/demo.xlsx"
    workbook().save(path)
    path.write_bytes(path.read_bytes()[:2000])


def with_damaged_sheet(root: Path) -> None:
    """A workbook that is a zip file, with a sheet that is no XML."""
    whole, path = root / "whole.xlsx", root / "params/data/demo.xlsx"
    workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if "sheet2" in name else content)
    whole.unlink()


def formula_error(book: openpyxl.Workbook) -> None:
    book["收支"]["E2"] = "#DIV/0!"
    book["收支"]["E2"].data_type = "e"


def formula_never_computed(book: openpyxl.Workbook) -> None:
    book["收支"]["E2"] = "=SUM(B2:C2)"


def merged_cells(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("条款核对")
    sheet.append(["指标", "条款", "结果", "次数", "佐证材料", "说明"])
    for no in (1, 2):
        sheet.append(["预算配置/“三公经费”管理", no, "是"])
    sheet.merge_cells("A2:A3")


def hidden_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Sheet3").sheet_state = "hidden"


def stray_cell(book: openpyxl.Workbook) -> None:
    book["收支"]["XFD1048576"] = "误写"


def odd_cells(book: openpyxl.Workbook) -> None:
    row = ["三公经费/公务接待费", True, "2022-12-31", 1e40, "二"]
    book["收支"].append(row)


MADE: dict[str, Callable[[Path], None]] = {
    "csv-in-utf-16": in_encoding(ACCOUNTS, "utf-16"),
    "csv-in-big5": with_bytes(ACCOUNTS, "科目,上年決算,本年決算\n三公經費,3,2.4\n".encode("big5")),
    "csv-of-garbage": with_bytes(ACCOUNTS, bytes(range(128, 256)) + b"\xff\n"),
    "csv-cut-inside-a-sign": with_bytes(PROFILE, "项目,内容,说明\n单位名称,示例".encode()[:-1]),
    "csv-with-control-characters": with_bytes(
        PROFILE, "项目,内容,说明\n单位名称,示例\x1b[31m县\x07,\n评价年度,2022,\n".encode()
    ),
    "two-files-for-one-sheet": with_bytes("params/data/demo/收支 .csv", f"{','.join(AMOUNTS)}\n".encode()),
    "folder-named-like-a-sheet": lambda root: (root / "params/data/demo/文字.csv").mkdir(),
    "cell-far-too-long": with_bytes(
        "params/data/demo/文字.csv", f"章节,内容\n部门概况,{'长' * 20_001}\n".encode()
    ),
    "sheet-far-too-long": with_bytes(
        "params/data/demo/文字.csv", ("章节,内容\n" + "部门概况,一段\n" * 5_000).encode()
    ),
    "parameters-in-gb18030": in_encoding("params/demo.yaml", "gb18030"),
    "workbook-cut-short": cut_short,
    "workbook-with-a-damaged-sheet": with_damaged_sheet,
    "workbook-with-a-password": with_bytes("params/data/demo.xlsx", OLE + bytes(1000)),
    "workbook-with-a-formula-error": saved(formula_error),
    "workbook-with-a-formula-never-computed": saved(formula_never_computed),
    "workbook-with-merged-cells": saved(merged_cells),
    "workbook-with-a-hidden-sheet": saved(hidden_sheet),
    "workbook-with-a-stray-cell": saved(stray_cell),
    "workbook-with-odd-cells": saved(odd_cells),
}
