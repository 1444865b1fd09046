"""收支, 项目, 基础数据 and 事业成效: the sheets of figures."""

from dataclasses import replace

from pjkit.model.contract import (
    ACCOUNT_PATHS,
    ACCOUNT_ROOTS,
    ACCOUNTS,
    AMOUNT_COLUMNS,
    FLAGS,
    MONEY_UNIT,
    PROJECT_CATEGORIES,
    THREE_PUBLIC,
    Column,
    Kind,
    number_kind,
)
from pjkit.model.dossier import AccountLine, Output
from pjkit.model.figure import Figure, Project
from pjkit.model.names import KnownNames, fold
from pjkit.model.problem import nearest, shown
from pjkit.scoring.data_contract import extra_columns, items_asked, rows_read
from pjkit.scoring.declarations import FigureSpec
from pjkit.scoring.rubric import Rubric
from pjkit.sources.row import Row


def accounts(rows: list[Row], rubric: Rubric) -> dict[str, AccountLine]:
    """收支 by 科目."""
    known = KnownNames([*ACCOUNT_PATHS, *rows_read(rubric, ACCOUNTS.name)])
    columns = (*AMOUNT_COLUMNS, *extra_columns(rubric))
    lines: dict[str, AccountLine] = {}
    for row in rows:
        path = known.find(row.text("科目")) or _free_path(row)
        if path is None:
            continue
        name = path.split("/")[-1]
        figures = {column: row.figure(column, f"{name} {column}", MONEY_UNIT) for column in columns}
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
        budget = row.figure("年初预算", f"{name} 年初预算", MONEY_UNIT)
        spent = row.figure("本年决算", f"{name} 本年决算", MONEY_UNIT)
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
    """基础数据 by 数据项, each as the rubric asks for it: a number, a whole one, a percentage, one of some words."""
    asked = items_asked(rubric)
    known = KnownNames(asked)
    found: dict[str, Figure] = {}
    for row in rows:
        name = row.one_of("数据项", known)
        if name is not None:
            figure = _item(row, name, asked[name])
            found[name] = replace(figure, evidence=row.text("佐证材料"), note=row.text("说明"))
    return found


def _item(row: Row, name: str, asked: FigureSpec) -> Figure:
    typed, unit = row.text("单位"), "" if asked.words else asked.unit or row.text("单位")
    if typed and asked.unit and fold(typed) != fold(asked.unit):
        row.complain("单位", f"写的是{shown(typed)}", asked.unit, f"按{asked.unit}换算数值，再改正单位")
    return row.cell(item_column(asked, unit), name)


def item_column(asked: FigureSpec, unit: str) -> Column:
    """What the cell of a row of 基础数据 holds."""
    if asked.is_date:
        return Column("数值", Kind.DATE)
    kind = Kind.WHOLE if asked.whole else number_kind(unit, below_zero=asked.below_zero)
    return Column("数值", kind, unit=unit, words=asked.words, below_zero=asked.below_zero)


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
