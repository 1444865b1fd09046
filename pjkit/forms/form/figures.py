"""The pages of figures beside 收支: 项目, 基础数据, 事业成效 and the rubric's own lists."""

from pjkit.forms import cells
from pjkit.forms.cells import blank, printed
from pjkit.forms.form.order import Order
from pjkit.forms.form.page import PROJECT_ROWS, CellsByColumn, for_each_project, page, project_cell
from pjkit.model import contract
from pjkit.scoring.data_contract import PROJECT_SPENDING, items_asked
from pjkit.scoring.declarations import FigureSpec
from pjkit.scoring.rubric import Rubric
from pjkit.sheets.sheet import Cell, Column, Entry, Sheet
from pjkit.sources.reading_figures import item_column
from pjkit.sources.reading_subjects import NONE_OF_THEM

_OUTPUT_ROWS = _LIST_ROWS = 30
_PROJECT_NOTES = {
    "项目名称": "专项资金和项目逐个填写，每个一行。",
    "类别": "专项资金或项目，从列表中选择。",
    "年初预算": "年初预算安排数，万元；年中追加的写 0。",
    "本年决算": "本年决算数，万元。",
    "重点": "是否列入政府为民办实事的项目，或本部门的重点工程、重点工作。",
    "目标管理": "是否编制绩效目标、实行目标管理。",
    "绩效自评": "是否开展绩效自评。",
    "完工": "评价年度末是否已经完工。",
    "说明": "需要说明的情况，没有就留空。",
}
_NONE_OF_THEM = f"没有可列的，第一行只写“{NONE_OF_THEM[0]}”；整表空白是没有数据。"


def projects(order: Order) -> Sheet:
    """项目: empty rows; the notes say which indicators read a column."""
    flags = dict.fromkeys(contract.FLAGS, cells.FLAG)
    amounts = dict.fromkeys(("年初预算", "本年决算"), cells.MONEY)
    allowed: dict[str, Entry] = {"类别": cells.one_of(contract.PROJECT_CATEGORIES), **amounts, **flags}
    widths = {"项目名称": 36, "说明": 36, **dict.fromkeys(contract.FLAGS, 10)}
    spec = order.contract[contract.PROJECTS.name]
    heads = [
        Column(column.name, widths.get(column.name, 13), _project_note(order, column.name))
        for column in spec.columns
    ]
    row = {name: blank(entry) for name, entry in allowed.items()}
    known = [{**row, "项目名称": printed(name)} for name in order.projects if name and order.by_project]
    return page(spec, heads, [*known, *[row] * (PROJECT_ROWS - len(known))], grows=True)


def _project_note(order: Order, column: str) -> str:
    used_by = uses_of_project_column(order.rubric, column)
    none = no_project(order) if column == contract.PROJECT_COLUMN else ""
    return _PROJECT_NOTES[column] + none + (f"\n用于：{used_by}。" if used_by else "")


def no_project(order: Order) -> str:
    """How a department says that it has no project, where the form has a place for it."""
    asked = order.contract[contract.ACCOUNTS.name].asked
    return f"没有项目的整表留空，并在“收支”的“{PROJECT_SPENDING}”写 0。" if asked else ""


def items(order: Order) -> Sheet:
    """基础数据: every item in its row."""
    heads = (
        Column("数据项", 20),
        Column("数值", 14, "没有数据留空；不适用写“不适用”；0 就是零。"),
        Column("单位", 8, centred=True),
        Column("佐证材料", 44, "能证明这个数的文件、表册，写名称和文号。"),
        Column("说明", 36, "需要说明的情况，没有就留空。"),
        Column("用途", 32, "用到这个数据的评价指标。"),
    )
    asked = items_asked(order.rubric).items()
    rows = for_each_project(order, (_item(name, figure, order.rubric) for name, figure in asked))
    return page(order.contract[contract.ITEMS.name], heads, rows, frozen=1 + order.by_project)


def _item(name: str, asked: FigureSpec, rubric: Rubric) -> CellsByColumn:
    known = asked.unit or asked.words
    return {
        "数据项": printed(name),
        "数值": blank(cells.entry_of(item_column(asked, asked.unit)), asked.hint),
        "单位": printed(asked.unit or None) if known else blank(),
        "用途": printed(uses_of_row(rubric, contract.ITEMS.name, name) or None),
    }


def lists(order: Order, name: str) -> Sheet:
    """A list (明细表) that the rubric declares: empty rows, each cell open to what its column holds."""
    spec = order.contract[name]
    note = "\n".join(filter(None, (spec.hint, _NONE_OF_THEM)))
    first, *others = (column for column in spec.form_columns if column.name != contract.PROJECT_COLUMN)
    heads = [
        Column(first.name, 28, "\n".join(filter(None, (first.hint, note)))),
        *(Column(column.name, _width(column), _list_note(column)) for column in others),
    ]
    row = {column.name: blank(cells.entry_of(column), column.hint) for column in (first, *others)}
    row |= {contract.PROJECT_COLUMN: project_cell()} if order.by_project else {}
    return page(spec, heads, [row] * _LIST_ROWS, grows=True, frozen=1 + order.by_project)


def _width(column: contract.Column) -> int:
    return 26 if column.kind is contract.Kind.TEXT and not column.words else 14


def _list_note(column: contract.Column) -> str:
    said = f"从列表中选择：{'、'.join(column.words)}。" if column.words else f"请填{column.kind.value}。"
    optional = "没有就留空。" if column.optional else ""
    return "\n".join(filter(None, (column.hint, said, optional)))


def outputs(order: Order) -> Sheet:
    """事业成效: last year's outputs with last year's figures, then empty rows."""
    heads = (
        Column("领域", 22, "如：公共阅读、道路养护。同一领域的各行都写。"),
        Column("指标", 44, "全年完成的数量、质量指标，每项一行。"),
        Column("数值", 14, "本年完成数，只写数字。"),
        Column("单位", 12, "如：人次、公里、%。"),
        Column("上年数", 14, "上年完成数，单位与本年相同。"),
        Column("目标数", 14, "年初绩效目标，没有就留空。"),
    )
    number = blank(cells.SIGNED)
    empty = dict.fromkeys(("数值", "上年数", "目标数"), number)
    last = order.last_year.outputs if order.last_year else ()
    taken_over = [
        {
            **empty,
            "领域": Cell(output.area or None, cells.TAKEN_OVER, cells.TEXT),
            "指标": Cell(output.name, cells.TAKEN_OVER, cells.TEXT),
            "单位": Cell(output.figure.unit or None, cells.TAKEN_OVER, cells.TEXT),
            "上年数": Cell(cells.value_of(output.figure), cells.TAKEN_OVER, cells.SIGNED),
        }
        for output in last
    ]
    rows = [*taken_over, *[empty] * _OUTPUT_ROWS]
    return page(order.contract[contract.OUTPUTS.name], heads, rows, grows=True, frozen=2)


# Which indicators use a figure (用途), so that whoever fills in the form sees why it is asked


def uses_of_row(rubric: Rubric, sheet: str, row: str) -> str:
    """The indicators that read a row of 收支 or 基础数据, each with the columns it reads; "" where none does."""
    found: dict[str, list[str]] = {}
    for use in rubric.uses:
        if (use.ref.sheet, use.ref.row) == (sheet, row):
            found.setdefault(use.of, []).append(use.ref.column)
    return "；".join(name + _columns(columns) for name, columns in found.items())


def _columns(columns: list[str]) -> str:
    named = "、".join(dict.fromkeys(column for column in columns if column))
    return f"（{named}）" if named else ""


def uses_of_project_column(rubric: Rubric, column: str) -> str:
    """The indicators that read a column of 项目: an amount, or a flag (目标管理 …)."""
    amounts = [
        use.of
        for use in rubric.uses
        if use.ref.sheet == contract.PROJECTS.name and column in (use.ref.row, use.ref.column)
    ]
    flags = [
        indicator.name
        for indicator in rubric.indicators()
        for clause in indicator.clauses
        if column in clause.flags_read()
    ]
    return "、".join(dict.fromkeys([*amounts, *flags]))
