"""收支, 项目, 基础数据 and 事业成效: the sheets of figures."""

from collections.abc import Mapping
from decimal import Decimal

from pjkit.model.contract import (
    ACCOUNT_PATHS,
    ACCOUNT_ROOTS,
    AMOUNT_COLUMNS,
    COUNTED_ITEMS,
    DATA_ITEMS,
    FLAGS,
    PROJECT_CATEGORIES,
    THREE_PUBLIC,
)
from pjkit.model.dossier import AccountLine, Output
from pjkit.model.figure import Figure, FigureRef, Project
from pjkit.model.names import KnownNames
from pjkit.model.problem import nearest, shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources.tables import Row

_MONEY = "万元"


def accounts(rows: list[Row], rubric: Rubric) -> dict[str, AccountLine]:
    """收支 by 科目."""
    known = KnownNames([*ACCOUNT_PATHS, *_rubric_rows(rubric, "收支")])
    lines: dict[str, AccountLine] = {}
    for row in rows:
        path = known.find(row.text("科目")) or _free_path(row)
        if path is None:
            continue
        name = path.split("/")[-1]
        figures = {column: row.figure(column, f"{name} {column}", _MONEY) for column in AMOUNT_COLUMNS}
        lines[path] = AccountLine(path, figures, row.text("说明"), row.at("科目"))
    return lines


def _free_path(row: Row) -> str | None:
    """A 科目 below a known one, e.g. 支出/项目支出/免费开放; 三公经费 has three parts and no other."""
    parts = [part.strip() for part in row.text("科目").replace("／", "/").split("/")]
    root = KnownNames(ACCOUNT_ROOTS).find(parts[0])
    if root == "三公经费":
        expected = nearest(row.text("科目"), [f"三公经费/{name}" for name in THREE_PUBLIC])
        row.complain("科目", f"“三公经费”没有{shown(parts[-1])}这一项", expected, "改成其中之一")
        return None
    if root is None or not all(parts):
        expected = nearest(row.text("科目"), ACCOUNT_PATHS) + "，或其下级"
        row.complain(
            "科目",
            f"没有{shown(row.text('科目'))}这个科目",
            expected,
            "改正科目，上下级用“/”隔开；不是科目的行（签名、备注、总计）请删去",
        )
        return None
    return "/".join([root, *parts[1:]])


def projects(rows: list[Row]) -> tuple[Project, ...]:
    """项目, in the sheet's order."""
    categories = KnownNames(PROJECT_CATEGORIES)
    found = []
    for row in rows:
        name, category = row.text("项目名称"), row.one_of("类别", categories)
        budget = row.figure("年初预算", f"{name} 年初预算", _MONEY)
        spent = row.figure("本年决算", f"{name} 本年决算", _MONEY)
        flags, sources = _flags_of(row)
        if category:
            project = Project(
                name, category, budget, spent, flags, sources, row.text("说明"), row.at("项目名称")
            )
            found.append(project)
    return tuple(found)


def _flags_of(row: Row) -> tuple[dict[str, str], dict[str, str]]:
    """A project's four flags and their addresses."""
    return {name: row.flag(name) for name in FLAGS}, {name: row.at(name) for name in FLAGS}


def items(rows: list[Row], rubric: Rubric) -> dict[str, Figure]:
    """基础数据 by 数据项. An assessment's result is a word of the rubric's levels, all else a number."""
    known = KnownNames([*DATA_ITEMS, *_rubric_rows(rubric, "基础数据")])
    levels = _levels(rubric)
    found: dict[str, Figure] = {}
    for row in rows:
        name = row.one_of("数据项", known)
        if name is not None:
            figure = _level(row, name, levels[name]) if name in levels else _number(row, name)
            evidence, note = row.text("佐证材料"), row.text("说明")
            found[name] = Figure(**{**vars(figure), "evidence": evidence, "note": note})
    return found


def _number(row: Row, name: str) -> Figure:
    figure = row.figure("数值", name, row.text("单位"))
    if name in COUNTED_ITEMS and figure.value is not None and not _is_whole(figure.value):
        row.complain("数值", f"写的是 {figure.value}", "整数", "核对后改正")
    return figure


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _level(row: Row, name: str, levels: KnownNames) -> Figure:
    typed = row.text("数值")
    if not typed or typed == "不适用":
        return Figure(name, None, "", row.at("数值"), not_applicable=bool(typed))
    return Figure(name, None, "", row.at("数值"), text=row.one_of("数值", levels) or "")


def outputs(rows: list[Row]) -> tuple[Output, ...]:
    """事业成效, in the sheet's order. Growth may be below 0."""
    found = []
    for row in rows:
        name, unit = row.text("指标"), row.text("单位")
        figures = [
            row.figure(column, f"{name}{label}", unit, below_zero=True)
            for column, label in (("数值", ""), ("上年数", "（上年）"), ("目标数", "（目标）"))
        ]
        found.append(Output(row.text("领域"), name, *figures))
    return tuple(found)


def _rubric_rows(rubric: Rubric, sheet: str) -> list[str]:
    refs: list[FigureRef] = [ref for clause in rubric.clauses() for ref in clause.figure_refs().values()]
    return [ref.row for ref in refs if ref.sheet == sheet]


def _levels(rubric: Rubric) -> Mapping[str, KnownNames]:
    return {
        clause.figure_refs()[field].row: KnownNames(words)
        for clause in rubric.clauses()
        for field, words in clause.words_read().items()
    }
