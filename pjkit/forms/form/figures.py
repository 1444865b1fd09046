"""The pages of figures beside 收支: 项目, 基础数据 and 事业成效."""

from collections.abc import Iterator, Mapping

from pjkit.forms import cells
from pjkit.forms.cells import blank, printed
from pjkit.forms.form.order import Order
from pjkit.model import contract
from pjkit.model.figure import FigureRef
from pjkit.scoring.rubric import Rubric
from pjkit.sheets.sheet import Cell, Column, Entry, Sheet

PROJECT_ROWS = 30
_OUTPUT_ROWS = 30
_UNITS = {
    "固定资产总额": "万元",
    "在用固定资产": "万元",
    "重点工作任务数": "项",
    "重点工作完成数": "项",
    "有效问卷数": "份",
    "满意问卷数": "份",
    "非税局核定完成数": "万元",
}
_PROJECT_NOTES = {
    "项目名称": "专项资金和项目逐个填写，每个一行。没有项目的整表留空，并在“收支”表的“支出/项目支出”写 0。",
    "类别": "专项资金或项目，从列表中选择。",
    "年初预算": "年初预算安排数，万元；年中追加的写 0。",
    "本年决算": "本年决算数，万元。",
    "重点": "是否列入政府为民办实事的项目，或本部门的重点工程、重点工作。",
    "目标管理": "是否编制绩效目标、实行目标管理。",
    "绩效自评": "是否开展绩效自评。",
    "完工": "评价年度末是否已经完工。",
    "说明": "需要说明的情况，没有就留空。",
}
_ITEM_HINTS = {
    "固定资产总额": "年末账面数，万元。没有固定资产的写“不适用”。",
    "在用固定资产": "年末在用的固定资产，万元，不大于固定资产总额。",
    "重点工作任务数": "列入政府为民办实事的事项和本部门重点工程、重点工作的项数。",
    "有效问卷数": "收回的有效问卷份数。没有开展调查的留空。",
    "满意问卷数": "其中表示满意的份数，不大于有效问卷数。",
    "非税局核定完成数": "存在减免因素、由非税局核定完成数的才填，万元；“说明”中写核定文号和理由。没有就整行留空。",
}


def projects(order: Order) -> Sheet:
    """项目: empty rows; the notes say which indicators read a column."""
    flags = dict.fromkeys(contract.FLAGS, cells.FLAG)
    amounts = dict.fromkeys(("年初预算", "本年决算"), cells.MONEY)
    allowed: dict[str, Entry] = {"类别": cells.one_of(contract.PROJECT_CATEGORIES), **amounts, **flags}
    widths = {"项目名称": 36, "说明": 36, **dict.fromkeys(contract.FLAGS, 10)}
    heads = tuple(
        Column(column.name, widths.get(column.name, 13), _project_note(order.rubric, column.name))
        for column in contract.PROJECTS.columns
    )
    row = tuple(blank(allowed.get(head.name)) for head in heads)
    return Sheet(contract.PROJECTS.name, heads, (row,) * PROJECT_ROWS, grows=True)


def _project_note(rubric: Rubric, column: str) -> str:
    uses = uses_of_project_column(rubric, column)
    return _PROJECT_NOTES[column] + (f"\n用于：{uses}。" if uses else "")


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
    levels = {
        clause.figure_refs()[field].row: words
        for clause in order.rubric.clauses()
        for field, words in clause.words_read().items()
    }
    names = dict.fromkeys([*contract.DATA_ITEMS, *rows_read(order.rubric, contract.ITEMS.name)])
    return Sheet(contract.ITEMS.name, heads, tuple(_item(name, order.rubric, levels) for name in names))


def _item(name: str, rubric: Rubric, levels: Mapping[str, tuple[str, ...]]) -> tuple[Cell, ...]:
    unit = _UNITS.get(name, "")
    if name in levels:
        figure = blank(cells.one_of((*levels[name], "不适用")), "考核评估确定的等次，从列表中选择。")
    else:
        entry = (
            cells.WHOLE if name in contract.COUNTED_ITEMS else cells.MONEY if unit == "万元" else cells.AMOUNT
        )
        figure = blank(entry, _ITEM_HINTS.get(name, ""))
    has_unit = unit or name in levels
    return (
        printed(name),
        figure,
        printed(unit or None) if has_unit else blank(),
        blank(),
        blank(),
        printed(uses_of_row(rubric, contract.ITEMS.name, name) or None),
    )


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
    empty = (blank(), blank(), number, blank(), number, number)
    last = order.last_year.outputs if order.last_year else ()
    taken_over = tuple(
        (
            Cell(output.area or None, cells.TAKEN_OVER, cells.TEXT),
            Cell(output.name, cells.TAKEN_OVER, cells.TEXT),
            number,
            Cell(output.figure.unit or None, cells.TAKEN_OVER, cells.TEXT),
            Cell(cells.value_of(output.figure), cells.TAKEN_OVER, cells.SIGNED),
            number,
        )
        for output in last
    )
    return Sheet(contract.OUTPUTS.name, heads, taken_over + (empty,) * _OUTPUT_ROWS, grows=True, frozen=2)


# Which indicators use a figure (用途), so that whoever fills in the form sees why it is asked


def rows_read(rubric: Rubric, sheet: str) -> list[str]:
    """The rows of 收支 or 基础数据 that the rubric reads, whether or not the contract knows them."""
    return [ref.row for _, ref in _references(rubric) if ref.sheet == sheet]


def uses_of_row(rubric: Rubric, sheet: str, row: str) -> str:
    """The indicators that read a row of 收支 or 基础数据, each with the columns it reads; "" where none does."""
    found: dict[str, list[str]] = {}
    for name, ref in _references(rubric):
        if (ref.sheet, ref.row) == (sheet, row):
            found.setdefault(name, []).append(ref.column)
    return "；".join(name + _columns(columns) for name, columns in found.items())


def _columns(columns: list[str]) -> str:
    named = "、".join(dict.fromkeys(column for column in columns if column))
    return f"（{named}）" if named else ""


def uses_of_project_column(rubric: Rubric, column: str) -> str:
    """The indicators that read a column of 项目: an amount, or a flag (目标管理 …)."""
    amounts = [
        name for name, ref in _references(rubric) if ref.sheet == "项目" and column in (ref.row, ref.column)
    ]
    flags = [
        indicator.name
        for indicator in rubric.indicators()
        for clause in indicator.clauses
        if column in clause.flags_read()
    ]
    return "、".join(dict.fromkeys([*amounts, *flags]))


def _references(rubric: Rubric) -> Iterator[tuple[str, FigureRef]]:
    """Each figure that the rubric reads, with the indicator's name."""
    for indicator in rubric.indicators():
        for clause in indicator.clauses:
            yield from ((indicator.name, ref) for ref in clause.figure_refs().values())
