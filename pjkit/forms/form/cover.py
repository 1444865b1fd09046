"""The cover (填报说明): what to fill in where, what colours and blanks mean, what came from last year, who signs."""

from collections.abc import Iterator

from pjkit.forms.cells import ASKED, BARRED, LINK, PLAIN, PRINTED, REQUIRED, SECTION, TAKEN_OVER, TITLE
from pjkit.forms.form.figures import no_project
from pjkit.forms.form.order import NAME_ITEM, Order
from pjkit.model.contract import ANSWERS, COVER, CROSS_CHECKS, PROFILE, PROFILE_ITEMS, PROJECTS
from pjkit.sheets.sheet import Cell, Column, Formula, Sheet

_RULES = {
    "金额单位": "一律为万元，只写数字，不写单位，不用千分位逗号。例如 3.20 万元写 3.2。",
    "空白、0、不适用": "三者含义不同：空白是没有数据，0 是确实为零，“不适用”是本单位没有这一事项。没有数据的一律留空，不要用 0 代替。",
    "结果与佐证": "“条款核对”逐条从列表中选“是”“否”或“不适用”，并写明佐证材料的名称和文号。没有佐证材料的回答可以填，但不算有据。",
    "提示": "选中一格，旁边出现填写提示；指针停在右上角有红色小三角的格上，显示评价标准或口径。有下拉箭头的格从列表中选择。",
    "增加行": "留的空行不够时，在空行之间插入行。用不到的空行不用删。",
    "不要改动": "不要改工作表名和第 1 行的列名，不要合并单元格，不要增加列或工作表。各表设了保护，只是防止误改，没有密码。",
    "不公开的内容": "国家秘密不得写进本表。公开版不宜出现的内容，在该段或该格写上【涉密】，公开版略去整段；不宜公开的姓名，填入“基本信息”的“不公开姓名”。",
    "粘贴": "从别处粘贴时选“只粘贴值”，以免带来其他格式和公式。",
    "填完以后": f"先看“{CROSS_CHECKS}”，红色的“不符”请改正；保存为 .xlsx，连同盖章的本页一并报送。",
}
_RULES_OF = {"结果与佐证": ANSWERS.name, "不公开的内容": PROFILE.name}
"""Rules that are about one sheet, and not told where the form has none."""
_COLOURS = (
    (ASKED, "填写"),
    (REQUIRED, "必须填写"),
    (TAKEN_OVER, "已由上年数据带入，请核对，有变化的改正"),
    (PRINTED, "表上印好的内容，不用填"),
    (BARRED, "不用填"),
)
_SHEETS = {
    "基本信息": "单位名称、评价年度、人员等基本情况",
    "职能机构": "主要职能和内设机构，每项一行",
    "收支": "各科目的预算和决算",
    "项目": "专项资金和项目的清单",
    "基础数据": "计分要用的数据，每项一行",
    "条款核对": "对照评价标准逐条核对，写明结果和佐证材料",
    "自评": "各项指标的自评分和扣分原因",
    "复核": "由评审人员填写，填报单位不用填",
    "事业成效": "全年完成的数量、质量指标",
    "文字": "自评报告各章的文字",
    CROSS_CHECKS: "不用填：自动核对合计与分项，显示还有哪些没有填",
}
_SIGNED_BY = ("填报人", "负责人", "联系电话")


def cover(order: Order) -> Sheet:
    """填报说明, for people alone: the reader passes over it."""
    rows = (*_title(order), *_guide(order), *_last_year(order), *_signatures())
    return Sheet(COVER, (Column("", 20), Column("", 78)), rows, on_one_page=True)


def _title(order: Order) -> Iterator[tuple[Cell, ...]]:
    yield (Cell(f"{order.year} 年度绩效自评填报表", TITLE),)
    yield Cell("填报单位", PLAIN), Cell(_from_profile(NAME_ITEM, order.name), PLAIN)
    yield Cell("评分标准", PLAIN), Cell(f"{order.rubric.title}（{order.rubric.id}）", PLAIN)


def _from_profile(item: str, now: str = "") -> Formula:
    cell = f"'{PROFILE.name}'!$B${PROFILE_ITEMS.index(item) + 2}"
    return Formula(f'=IF({cell}="","",{cell})', now)


def _guide(order: Order) -> Iterator[tuple[Cell, ...]]:
    yield _section("一、怎样填写")
    for name, text in _RULES.items():
        if order.contract[_RULES_OF.get(name, PROFILE.name)].asked:
            yield Cell(name, PLAIN), Cell(text, PLAIN)
    yield _section("二、颜色")
    for look, text in _COLOURS:
        if order.last_year or look is not TAKEN_OVER:
            yield Cell(None, look), Cell(text, PLAIN)
    yield _section("三、各工作表")
    for name, text in _sheets(order):
        link = Formula(f'=HYPERLINK("#\'{name}\'!A1","{name}")', name)
        yield Cell(link, LINK), Cell(text, PLAIN)


def _sheets(order: Order) -> Iterator[tuple[str, str]]:
    """Each sheet with what it is for."""
    for name, spec in order.contract.items():
        if spec.asked:
            none = f"；{no_project(order)}" if name == PROJECTS.name and no_project(order) else ""
            yield name, (_SHEETS.get(name) or spec.hint or "逐项填写，每项一行") + none.rstrip("。")
    yield CROSS_CHECKS, _SHEETS[CROSS_CHECKS]


def _last_year(order: Order) -> Iterator[tuple[Cell, ...]]:
    last = order.last_year
    if last is None:
        return
    yield _section(f"四、由 {last.year} 年度数据带入的内容")
    yield Cell("来源", PLAIN), Cell(last.source, PLAIN)
    for sheet, what in last.summary().items():
        yield Cell(sheet, PLAIN), Cell(what, PLAIN)


def _signatures() -> Iterator[tuple[Cell, ...]]:
    yield _section("签章")
    for item in _SIGNED_BY:
        yield Cell(item, PLAIN), Cell(_from_profile(item), ASKED)
    yield Cell("日期", PLAIN), Cell(None, ASKED)
    yield Cell("单位公章", PLAIN), Cell(None, ASKED, lines=6)


def _section(text: str) -> tuple[Cell, ...]:
    return Cell(text, SECTION), Cell(None, SECTION)
