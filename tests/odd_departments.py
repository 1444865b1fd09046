"""Departments that strain a page: hostile text in every field, very long names and tables, no data, every status."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Rows = list[dict[str, str]]

ATTACK = (
    "<script>window.pwned=1</script><img src=x onerror=\"window.pwned=2\"><svg onload='window.pwned=3'>"
    '<a href="javascript:window.pwned=4" onclick=window.pwned=5>点</a>[点](javascript:window.pwned=6)'
    "![图](http://remote.example/a.png)</style></script></title><!--$$E=mc^2$$=cmd|' /C calc'!A0{{7*7}}"
)
IN_A_PATH = "<img src=x onerror=window.pwned=7>{{7*7}}"  # a slash would part the name of an account
# Every column that takes free text, by sheet.
FREE_TEXT = {
    "基本信息": ("内容", "说明"),
    "职能机构": ("名称", "内容"),
    "收支": ("科目", "说明"),
    "项目": ("项目名称", "说明"),
    "基础数据": ("佐证材料", "说明"),
    "条款核对": ("佐证材料", "说明"),
    "自评": ("扣分原因",),
    "复核": ("复核人", "理由"),
    "事业成效": ("领域", "指标", "单位"),
    "文字": ("内容",),
}
CLOSED_ITEMS = {"评价年度", "报告日期", "编制数", "在编人数", "编外人数", "离退休人数", "年末实有人数"}
LONG = "超长名称" * 30 + "UnbrokenLatin" * 12
ROWS = 200


def write_odd_departments(root: Path) -> list[str]:
    """Their data and parameters under ``root``, a copy of the project; gives their names."""
    made = {"odd-hostile": hostile, "odd-long": long, "odd-bare": bare, "odd-statuses": every_status}
    for name, change in made.items():
        folder = root / "params" / "data" / f"{name}-2022"
        source = "demo-archives-2022" if change is every_status else "demo-library-2022"
        shutil.copytree(ROOT / "params" / "data" / source, folder)
        change(folder)
        parameters = f"department: {name}\nyear: 2022\nrubric: params/rubrics/xinning-2022.yaml\n"
        path = root / "params" / f"{name}.yaml"
        path.write_text(f"{parameters}data: params/data/{name}-2022\n", encoding="utf-8")
    return list(made)


def mark_of(sheet: str, column: str) -> str:
    """What ends the hostile text of one column, to find it on the page."""
    return f"#{sheet}.{column}#"


def hostile(folder: Path) -> None:
    """Hostile text at the end of every free text of every sheet."""
    write(folder, "复核", [{"指标": "职责履行/工作质量", "复核分": "2", "复核人": "甲", "理由": "查阅"}])
    for sheet, columns in FREE_TEXT.items():
        edit(folder, sheet, lambda rows, sheet=sheet, columns=columns: attacked(rows, sheet, columns))  # type: ignore[misc]


def attacked(rows: Rows, sheet: str, columns: tuple[str, ...]) -> None:
    """The rows with hostile text; accounts get it in names of projects' parts only, which are free."""
    for row in rows:
        if row.get("项目") in CLOSED_ITEMS:
            continue
        for column in columns:
            if column != "科目":
                row[column] += ATTACK + mark_of(sheet, column)
            elif row[column].count("/") > 1:
                row[column] += IN_A_PATH + mark_of(sheet, column)


def long(folder: Path) -> None:
    """Names without end, tables of 200 rows, a chapter of many paragraphs."""
    edit(folder, "基本信息", lambda rows: rows[0].update(内容="示例县" + LONG))
    edit(folder, "项目", lambda rows: many(rows, "项目名称"))
    edit(folder, "职能机构", lambda rows: many(rows, "名称"))
    edit(folder, "事业成效", lambda rows: many(rows, "指标"))
    paragraphs = "\n\n".join(f"第{number}段。" + "本部门做了很多工作。" * 12 for number in range(1, 31))
    write(
        folder,
        "文字",
        [{"章节": "部门概况", "内容": paragraphs + "全文到此为止。"}, {"章节": "存在问题", "内容": " "}],
    )


def many(rows: Rows, column: str) -> None:
    """200 rows like the first, each with a name of its own; the first with a very long one."""
    first = rows[0]
    rows[:] = [{**first, column: f"{first[column]}之{number}"} for number in range(1, ROWS + 1)]
    rows[0][column] += LONG


def bare(folder: Path) -> None:
    """基本信息 with what it must have, and nothing else."""
    for file in folder.iterdir():
        if file.stem != "基本信息":
            file.unlink()
    edit(folder, "基本信息", lambda rows: keep(rows, "项目", {"单位名称", "评价年度"}))


def every_status(folder: Path) -> None:
    """One with answers without evidence and with nothing to judge gets a review, a gap and a mere claim."""
    claimed, empty, reviewed = "预算管理/内控制度情况", "资产管理/管理制度健全性", "职责履行/工作质量"
    edit(folder, "条款核对", lambda rows: drop(rows, "指标", {claimed, empty}))
    edit(folder, "自评", lambda rows: drop(rows, "指标", {empty}))
    write(folder, "复核", [{"指标": reviewed, "复核分": "2", "复核人": "甲", "理由": "查阅考核文件"}])


def keep(rows: Rows, column: str, values: set[str]) -> None:
    """Only the rows with one of these values."""
    rows[:] = [row for row in rows if row[column] in values]


def drop(rows: Rows, column: str, values: set[str]) -> None:
    """Without the rows with one of these values."""
    rows[:] = [row for row in rows if row[column] not in values]


def edit(folder: Path, sheet: str, change: Callable[[Rows], None]) -> None:
    """Change a sheet's rows in place."""
    with (folder / f"{sheet}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    write(folder, sheet, rows)


def write(folder: Path, sheet: str, rows: Rows) -> None:
    """A sheet of these rows."""
    with (folder / f"{sheet}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
