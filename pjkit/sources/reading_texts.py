"""基本信息, 职能机构 and 文字: the sheets of texts."""

import re
from collections.abc import Iterable

from pjkit.model.amounts import fold_width
from pjkit.model.contract import ORGANISATION_CATEGORIES, PROFILE_ITEMS, REQUIRED_ITEMS, STAFF_ITEMS
from pjkit.model.dossier import Chapter, OrgLine, ProfileLine
from pjkit.model.names import KnownNames
from pjkit.model.problem import Problems, shown
from pjkit.scoring.formulas.contents import day_in
from pjkit.sources.row import Row

_YEAR = re.compile(r"(\d{4})年?度?")


def profile(rows: list[Row], year: int, problems: Problems) -> tuple[ProfileLine, ...]:
    """基本信息, in the sheet's order; the starred rows must be there and the year must be the parameters'."""
    known = KnownNames(PROFILE_ITEMS)
    lines: list[ProfileLine] = []
    for row in rows:
        item = row.one_of("项目", known)
        if item is not None:
            _check_item(row, item, year)
            lines.append(ProfileLine(item, row.text("内容"), row.text("说明"), row.at("内容")))
    given = {line.item for line in lines if line.content}
    for item in REQUIRED_ITEMS:
        if item not in given and rows and rows[0].at("内容"):
            problems.add("基本信息", f"缺少“{item}”", f"有“{item}”一行并填写内容", "补上这一行")
    return tuple(lines)


def _check_item(row: Row, item: str, year: int) -> None:
    content = fold_width(row.text("内容"))
    if not content:
        return
    if item == "评价年度":
        if year_in(content) != year:
            row.complain(
                "内容", f"评价年度写的是{shown(content)}", f"{year}（与参数文件一致）", "核对年度或参数"
            )
    elif item == "报告日期" and day_in(content) is None:
        row.complain("内容", f"报告日期写的是{shown(content)}", "日期，如 2023-09-24", "改成日期")
    elif item in STAFF_ITEMS and content != "不适用":
        row.count("内容")


def year_in(text: str) -> int | None:
    """The year that a cell says (2022, 2022年 or 2022年度), ``None`` where it says none."""
    match = _YEAR.fullmatch(fold_width(text))
    return int(match[1]) if match else None


def organisation(rows: list[Row]) -> tuple[OrgLine, ...]:
    """职能机构, in the sheet's order."""
    known = KnownNames(ORGANISATION_CATEGORIES)
    found = []
    for row in rows:
        category = row.one_of("类别", known)
        if category is not None:
            found.append(OrgLine(category, row.text("名称"), row.text("内容"), row.at("名称")))
    return tuple(found)


def chapters(rows: list[Row], names: Iterable[str]) -> dict[str, Chapter]:
    """文字 by 章节, one of ``names``; several rows of one chapter are its paragraphs."""
    known = KnownNames(names)
    found: dict[str, Chapter] = {}
    for row in rows:
        name = row.one_of("章节", known)
        text = row.text("内容")
        if name is None or not text:
            continue
        before = found.get(name)
        joined = f"{before.text}\n\n{text}" if before else text
        source = f"{before.source}+{row.at('内容').removeprefix('文字!')}" if before else row.at("内容")
        found[name] = Chapter(name, joined, source)
    return found
