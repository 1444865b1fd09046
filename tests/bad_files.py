"""Bad input files that git or a text editor would spoil: made here; ``tests/bad`` holds the rest."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from other_places import file_of

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


def percent_format(book: openpyxl.Workbook) -> None:
    book["收支"]["E2"] = 0.95
    book["收支"]["E2"].number_format = "0%"


def scaled_format(book: openpyxl.Workbook) -> None:
    """Excel shows 2.4万 and 25.0: neither is what the cells hold."""
    book["收支"]["E2"], book["收支"]["C2"] = 24000, 25000
    book["收支"]["E2"].number_format, book["收支"]["C2"].number_format = '0!.0,"万"', "0.0,"


def zero_that_nobody_sees(book: openpyxl.Workbook) -> None:
    book["收支"]["E2"] = 0
    book["收支"]["E2"].number_format = "0.00;-0.00;;@"


def hidden_accounts(book: openpyxl.Workbook) -> None:
    book["收支"].sheet_state = "hidden"


def hidden_rows_and_columns(book: openpyxl.Workbook) -> None:
    book["基本信息"].row_dimensions[3].hidden = True
    book["收支"].column_dimensions["C"].hidden = True


def merged_title(book: openpyxl.Workbook) -> None:
    sheet = book["收支"]
    sheet.insert_rows(1)
    sheet["A1"] = "2022 年度收支情况表"
    sheet.merge_cells("A1:F1")


def link_to_another_workbook(root: Path) -> None:
    """A value that Excel took from another workbook, and its result."""
    path = root / "params/data/demo.xlsx"
    workbook().save(path)
    rewrite(path, "xl/worksheets/sheet2.xml", b"<v>2.4</v>", b"<f>[1]Sheet1!B3</f><v>2.4</v>")
    rewrite(path, "xl/workbook.xml", b' fullCalcOnLoad="1"', b"")


def macros(root: Path) -> None:
    path = root / "params/data/demo.xlsx"
    workbook().save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Attribute VB_Name")


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace a text in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def far_too_many_parts(root: Path) -> None:
    (root / "params/data/demo.xlsx").write_bytes(b"PK\x01\x02" * 5_000)


SIGNS = [
    "-",
    "约2.5",
    "一百二十",
    "1/2",
    "(2.4)",
    "2.4E+2",
    "'2.4",
    "N/A",
    "TRUE",
    "1,20",
    "1 000",
    "¥3",
    "2.5亿",
    "3人",
]


def numbers_in_other_ways(root: Path) -> None:
    rows = [f'支出/项目支出/第{at}项,"{sign}",,,,' for at, sign in enumerate(SIGNS)]
    text = "\n".join([",".join(AMOUNTS), *rows])
    (root / ACCOUNTS).write_text(text, encoding="utf-8")


DEMO = "department: demo\nyear: 2022\nrubric: params/rubrics/{}.yaml\ndata: params/data/demo\n"
NAMED = "项目,内容,说明\n单位名称,示例局,\n评价年度,2022,\n"


def handed_in(
    form: str, sheets: dict[str, str], change: tuple[str, str] = ("", "")
) -> Callable[[Path], None]:
    """Data for another place's form, a text a sheet; ``change``: a text of the rubric, and what stands for it."""

    def write(root: Path) -> None:
        data = root / "params/data/demo"
        shutil.rmtree(data)
        data.mkdir()
        for name, text in {"基本信息": NAMED, **sheets}.items():
            (data / f"{name}.csv").write_text(text, encoding="utf-8")
        rubric = file_of(form).read_text(encoding="utf-8")
        assert change[0] in rubric
        if change[0]:
            rubric = rubric.replace(*change)
        (root / f"params/rubrics/{form}.yaml").write_text(rubric, encoding="utf-8")
        (root / "params/demo.yaml").write_text(DEMO.format(form), encoding="utf-8")

    return write


_FUNDS = "名称,类别,金额（万元）,拨付率,批次,3月底前下达50%,下达日期\n"
_ACCOUNT_HEAD = "科目,上年决算,年初预算,调整预算,本年决算,说明\n"
_PROJECTS = "项目名称,类别,年初预算,本年决算,说明\n道路养护,项目,100,90,\n人才培训,项目,10,12,\n"

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
    "workbook-with-a-percent-format": saved(percent_format),
    "workbook-with-scaled-formats": saved(scaled_format),
    "workbook-with-a-zero-that-nobody-sees": saved(zero_that_nobody_sees),
    "workbook-with-a-known-sheet-hidden": saved(hidden_accounts),
    "workbook-with-hidden-rows-and-columns": saved(hidden_rows_and_columns),
    "workbook-with-a-merged-title": saved(merged_title),
    "workbook-with-a-link-to-another": link_to_another_workbook,
    "workbook-with-macros": macros,
    "workbook-of-far-too-many-parts": far_too_many_parts,
    "workbook-of-the-old-kind": with_bytes(
        "params/data/demo.xlsx", OLE + bytes(1000) + "Workbook".encode("utf-16-le")
    ),
    "macro-workbook-by-name": with_bytes("params/data/demo.xlsm", b"PK"),
    "numbers-written-in-other-ways": numbers_in_other_ways,
    "columns-separated-by-tabs": with_bytes(ACCOUNTS, "\t".join(AMOUNTS).encode() + b"\n"),
    "list-with-wrong-cells": handed_in(
        "asks-much",
        {
            "专项资金": _FUNDS
            + "甲,县级,-1,约95,1.5,未,五月\n,省级,2,,,,\n乙,省级,1,95%,1,是,2022.6.30\n乙,省级,1,,,,\n"
        },
    ),
    "list-that-says-none-and-more": handed_in(
        "asks-much", {"专项资金": _FUNDS + "无,,,,,,\n甲,省级,1,95,1,是,2022-06-30\n"}
    ),
    "list-without-a-column": handed_in("asks-much", {"专项资金": "名称,类别,数额\n甲,省级,1\n"}),
    "figure-in-another-unit": handed_in(
        "asks-much",
        {"基础数据": "数据项,数值,单位,佐证材料,说明\n年末结转和结余,-30000,元,,\n满意度,九成,%,,\n"},
    ),
    "accounts-without-the-column-of-the-rubric": handed_in(
        "asks-much", {"收支": _ACCOUNT_HEAD + "三公经费,3,2.5,2.5,2.4,\n"}
    ),
    "judged-points-that-do-not-fit": handed_in(
        "asks-much",
        {
            "条款核对": "指标,条款,结果,评分,佐证材料,说明\n履职效果,1,部分达成,12,报告,\n履职效果,2,,4,报告,\n"
        },
    ),
    "judged-points-without-a-tier": handed_in(
        "asks-much",
        {"条款核对": "指标,条款,结果,评分,佐证材料,说明\n履职效果,1,,12,报告,\n履职效果,2,不适用,4,,无\n"},
    ),
    "rows-of-no-project": handed_in(
        "project-2020",
        {
            "项目": _PROJECTS,
            "基础数据": "项目名称,数据项,数值,单位,佐证材料,说明\n道路维护,全年预算数,100,万元,,\n,全年预算数,10,万元,,\n",
            "自评": "指标,自评分,扣分原因\n预算执行率,9,\n",
        },
    ),
    "project-of-an-empty-list": handed_in(
        "project-2020", {"自评": "项目名称,指标,自评分,扣分原因\n道路养护,预算执行率,9,\n"}
    ),
    "rubric-with-lists-that-no-workbook-holds": handed_in(
        "asks-much",
        {},
        (
            "lists:\n",
            """lists:
  项目: {columns: {名称: 文字}}
  收入/支出: {columns: {名称: 文字}}
  会议: {columns: {名称: 文字, 费用: 金额, 费用（万元）: 文字}}
""",
        ),
    ),
    "rubric-with-a-row-asked-in-two-ways": handed_in(
        "asks-much", {}, ("figures:\n", "figures:\n  结余: {ask: 年末结转和结余, unit: 元}\n")
    ),
    "rubric-with-columns-that-are-there": handed_in(
        "asks-much",
        {},
        ("columns: {收支: [上年预算]}", "columns: {收支: [上年预算, 本年决算], 项目: [全年预算]}"),
    ),
    "csv-with-null-characters": with_bytes(ACCOUNTS, ",".join(AMOUNTS).encode() + b"\n\0\n"),
}
