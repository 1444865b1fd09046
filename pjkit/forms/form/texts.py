"""The pages of texts: 基本信息, 职能机构 and 文字."""

from pjkit.forms.cells import ASKED, DAY, REQUIRED, TAKEN_OVER, TEXT, WHOLE, blank, one_of, printed
from pjkit.forms.form.order import NAME_ITEM, Order
from pjkit.forms.form.page import page
from pjkit.model import contract
from pjkit.model.amounts import read_decimal
from pjkit.scoring.data_contract import chapter_names
from pjkit.sheets.sheet import Cell, Column, Entry, Sheet

_ORGANISATION_ROWS, _MORE_PARAGRAPHS = 30, 18
_HINTS = {
    NAME_ITEM: "必填。单位全称。",
    "单位简称": "本单位的各种简称和自称，用“、”隔开，如：县图书馆、本馆、我馆。",
    "报告日期": "自评报告的日期，如 2024-03-20。",
    "编制数": "核定编制数，整数。",
    "年末实有人数": "12 月 31 日实有人数（在编加编外），整数。",
    "不公开姓名": "报告公开版中不出现的其他姓名，用“、”隔开；没有就留空。",
}


def profile(order: Order) -> Sheet:
    """基本信息: every item in its row, the year printed because the form is for one year alone."""
    heads = (
        Column("项目", 16),
        Column("内容", 56, "按项目填写；深色格必填。"),
        Column("说明", 56, "需要说明的情况，没有就留空。"),
    )
    rows = ({"项目": printed(item), "内容": _profile_cell(item, order)} for item in contract.PROFILE_ITEMS)
    return page(contract.PROFILE, heads, rows)


def _profile_cell(item: str, order: Order) -> Cell:
    if item == "评价年度":
        return printed(str(order.year))
    last = order.last_year.profile.get(item, "") if order.last_year else ""
    number = read_decimal(last) if item in contract.STAFF_ITEMS else None
    name = order.name if item == NAME_ITEM else ""
    entry = {"报告日期": DAY, **dict.fromkeys(contract.STAFF_ITEMS, WHOLE)}.get(item, TEXT)
    hint = _HINTS.get(item, "整数，不适用写“不适用”。" if item in contract.STAFF_ITEMS else "")
    look = REQUIRED if item in contract.REQUIRED_ITEMS else TAKEN_OVER if last else ASKED
    return Cell(name or number or last or None, look, entry, hint)


def organisation(order: Order) -> Sheet:
    """职能机构: last year's rows, then empty ones."""
    heads = (
        Column("类别", 14, "主要职能或内设机构，从列表中选择。"),
        Column("名称", 34, "职能或机构的名称，每项一行。"),
        Column("内容", 80, "职能的内容，或机构的职责。"),
    )
    category = one_of(contract.ORGANISATION_CATEGORIES)
    last = order.last_year.organisation if order.last_year else ()
    known = [
        {
            "类别": _taken_over(line.category, category),
            "名称": _taken_over(line.name),
            "内容": _taken_over(line.content),
        }
        for line in last
    ]
    empty = [{"类别": blank(category)}] * _ORGANISATION_ROWS
    return page(contract.ORGANISATION, heads, [*known, *empty], grows=True)


def _taken_over(text: str, entry: Entry = TEXT) -> Cell:
    return Cell(text or None, TAKEN_OVER, entry)


def chapters(order: Order) -> Sheet:
    """文字: one row for each chapter, then empty ones for further paragraphs of any chapter."""
    heads = (
        Column("章节", 14, "一章可以分几行写，每行一段，章节名都要写上。"),
        Column("内容", 116, "可以用“1. ”列条目、用 **两个星号** 加重；不要贴图片和表格。"),
    )
    hint = "按自然段填写，格内换行用 Alt+Enter。"
    names = chapter_names(order.rubric)
    named = [{"章节": printed(name), "内容": blank(hint=hint, lines=4)} for name in names]
    more = [{"章节": blank(one_of(names)), "内容": blank(hint=hint)}] * _MORE_PARAGRAPHS
    return page(contract.CHAPTERS, heads, [*named, *more], grows=True)
