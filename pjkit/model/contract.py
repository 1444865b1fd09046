"""The data contract: which sheets there are, their columns, and what a cell of each column may say.

What a rubric adds to it, and which part of it the rubric asks for, is told by ``scoring.data_contract``.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum

AMOUNT_COLUMNS = ("上年决算", "年初预算", "调整预算", "本年决算")
FLAGS = ("重点", "目标管理", "绩效自评", "完工")
ALL_PROJECTS = "全部"
THIS_PROJECT = "本项目"
PROJECT_AMOUNTS = ("年初预算", "本年决算")
MONEY_UNIT = "万元"
PROJECT_COLUMN = "项目名称"


class Kind(Enum):
    """What a column holds; the value is what a message says was expected."""

    TEXT = "文字"
    MONEY = "不小于 0 的数字（万元），没有数据留空，不适用写“不适用”"
    AMOUNT = "不小于 0 的数字，没有数据留空，不适用写“不适用”"
    NUMBER = "数字，没有数据留空，不适用写“不适用”"
    WHOLE = "不小于 0 的整数，没有数据留空，不适用写“不适用”"
    PERCENT = "百分比，如 95 或 95%，没有数据留空，不适用写“不适用”"
    POINTS = "不小于 0 的数字，没有就留空"
    COUNT = "不小于 0 的整数，没有就留空"
    FLAG = "是、否、不适用之一，没有数据留空"
    DATE = "日期，如 2022-06-30，没有数据留空，不适用写“不适用”"
    GUIDE = "填报表印给填报人看的内容，不作为数据"


def number_kind(unit: str, *, below_zero: bool = False) -> Kind:
    """What a column of numbers in that unit holds."""
    if unit == "%":
        return Kind.PERCENT
    if below_zero:
        return Kind.NUMBER
    return Kind.MONEY if unit == MONEY_UNIT else Kind.AMOUNT


@dataclass(frozen=True)
class Column:
    """One column. ``optional``: the whole column may be absent (contract extensions, and what a form prints).

    ``unit``: the form's head says it, and the reader takes the head with it or without. ``words``: a text is one of
    these. ``asked``: the rubric has a use for it, so that the form prints it.
    """

    name: str
    kind: Kind = Kind.TEXT
    optional: bool = False
    unit: str = ""
    words: tuple[str, ...] = ()
    hint: str = ""
    below_zero: bool = False
    asked: bool = True

    @property
    def label(self) -> str:
        """The head as a form prints it: ``本年决算（万元）``."""
        says_it = not self.unit or self.name.endswith((f"（{self.unit}）", f"({self.unit})"))
        return self.name if says_it else f"{self.name}（{self.unit}）"


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: its columns and those that name a row (no two rows may be alike in them).

    ``printed``: what a form writes into a row beforehand; a row that says no more says nothing. ``asked``: the form
    has the sheet. ``hint``: what it is for.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False
    printed: tuple[str, ...] = ()
    asked: bool = True
    hint: str = ""

    @property
    def required_columns(self) -> tuple[str, ...]:
        """The names of the columns that must be there."""
        return tuple(column.name for column in self.columns if not column.optional)

    @property
    def guides(self) -> tuple[str, ...]:
        """The names of the columns that a form prints for whoever fills it in, and that nobody reads as data."""
        return tuple(column.name for column in self.columns if column.kind is Kind.GUIDE)

    @property
    def form_columns(self) -> tuple[Column, ...]:
        """The columns of a form."""
        return tuple(column for column in self.columns if column.asked)

    @property
    def header(self) -> str:
        """The required names as a message lists them."""
        return "、".join(self.required_columns)

    def with_columns(self, *more: Column, after: str) -> "SheetSpec":
        """The sheet with further columns behind the one called ``after`` ("" for before all)."""
        at = [column.name for column in self.columns].index(after) + 1 if after else 0
        return replace(self, columns=(*self.columns[:at], *more, *self.columns[at:]))

    def requiring(self, name: str) -> "SheetSpec":
        """The sheet where that column may not be absent."""
        columns = (replace(one, optional=False) if one.name == name else one for one in self.columns)
        return replace(self, columns=tuple(columns))

    def asking(self, asked: Collection[str], among: Collection[str]) -> "SheetSpec":
        """The sheet where of the columns ``among`` only the ``asked`` ones are; the others may be absent."""
        columns = tuple(
            replace(one, optional=True, asked=False) if one.name in among and one.name not in asked else one
            for one in self.columns
        )
        return replace(self, columns=columns)


def _sheet(name: str, columns: str, key: str, *, required: bool = False) -> SheetSpec:
    return SheetSpec(name, tuple(map(_column, columns.split())), tuple(key.split()), required)


def _column(text: str) -> Column:
    """``本年决算:MONEY`` is a column of amounts, ``同一事项?`` an optional one."""
    name, _, kind = text.partition(":")
    is_money = kind == Kind.MONEY.name
    return Column(
        name.rstrip("?"),
        Kind[kind] if kind else Kind.TEXT,
        optional=name.endswith("?"),
        unit=MONEY_UNIT if is_money else "",
    )


PROFILE = _sheet("基本信息", "项目 内容 说明", "项目", required=True)
ORGANISATION = _sheet("职能机构", "类别 名称 内容", "类别 名称")
ACCOUNTS = _sheet(
    "收支", "科目 上年决算:MONEY 年初预算:MONEY 调整预算:MONEY 本年决算:MONEY 说明 用途?:GUIDE", "科目"
)
PROJECTS = _sheet(
    "项目",
    "项目名称 类别 年初预算:MONEY 本年决算:MONEY 重点:FLAG 目标管理:FLAG 绩效自评:FLAG 完工:FLAG 说明",
    "项目名称 类别",
)
ITEMS = _sheet("基础数据", "数据项 数值:NUMBER 单位 佐证材料 说明 用途?:GUIDE", "数据项")
ANSWERS = _sheet(
    "条款核对",
    "指标 条款 核对内容?:GUIDE 结果 评分?:POINTS 次数:COUNT 佐证材料 说明 同一事项?",
    "指标 条款",
)
SELF_SCORES = _sheet("自评", "指标 分值?:GUIDE 评价标准?:GUIDE 自评分:POINTS 扣分原因", "指标")
REVIEWS = _sheet("复核", "指标 复核分:POINTS 复核人 理由", "指标")
OUTPUTS = _sheet("事业成效", "领域 指标 数值:NUMBER 单位 上年数:NUMBER 目标数:NUMBER", "领域 指标")
CHAPTERS = _sheet("文字", "章节 内容", "章节 内容")

SHEETS: dict[str, SheetSpec] = {
    spec.name: spec
    for spec in (
        PROFILE,
        ORGANISATION,
        ACCOUNTS,
        PROJECTS,
        ITEMS,
        ANSWERS,
        SELF_SCORES,
        REVIEWS,
        OUTPUTS,
        CHAPTERS,
    )
}
"""Sheet name → what it holds, in the workbook's order."""

COVER, CROSS_CHECKS = "填报说明", "勾稽核对"
SHEETS_FOR_PEOPLE = (COVER, CROSS_CHECKS)
"""What a form holds beside the data; passed over unread, whatever stands there."""

PERSON_ITEMS = ("负责人", "填报人", "联系人", "联系电话")
HIDDEN_NAMES = "不公开姓名"  # 、-separated: further names that the public edition leaves out
PROFILE_ITEMS = (
    "单位名称",
    "单位简称",
    "主管部门",
    "单位性质",
    "评价年度",
    "报告日期",
    "编制数",
    "在编人数",
    "编外人数",
    "离退休人数",
    "年末实有人数",
    *PERSON_ITEMS,
    HIDDEN_NAMES,
)
REQUIRED_ITEMS = ("单位名称", "评价年度")
STAFF_ITEMS = ("编制数", "在编人数", "编外人数", "离退休人数", "年末实有人数")
ORGANISATION_CATEGORIES = ("主要职能", "内设机构")
ACCOUNT_ROOTS = ("收入", "支出", "三公经费", "商品和服务支出", "非税收入", "政府采购")
THREE_PUBLIC = ("因公出国（境）费", "公务用车购置及运行费", "公务接待费")
ACCOUNT_PATHS = (
    *ACCOUNT_ROOTS,
    "收入/财政拨款",
    "收入/其他收入",
    "支出/基本支出",
    "支出/基本支出/工资福利支出",
    "支出/基本支出/商品和服务支出",
    "支出/基本支出/对个人和家庭的补助",
    "支出/项目支出",
    *(f"三公经费/{name}" for name in THREE_PUBLIC),
)
PROJECT_CATEGORIES = ("专项资金", "项目")
