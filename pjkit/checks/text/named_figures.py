"""The figures a text can name: rows of 收支, 项目, 基础数据, 基本信息 and 事业成效 under the names people use for them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from pjkit.checks.registry import carried_over
from pjkit.checks.text.reading import Unit
from pjkit.model.amounts import read_decimal
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import Figure
from pjkit.model.names import fold

MONEY, PERCENT = Unit(10**4, ("元",)), Unit(1, ("%",))
PEOPLE, POINTS = Unit(1, ("人", "名", "位")), Unit(1, ("分",))
ACTUAL, LAST, BUDGET = "本年决算", "上年决算", "年初预算"

_SAME_ACCOUNT = {
    "三公经费": ("三公经费支出",),
    "三公经费/公务用车购置及运行费": ("公务用车购置及运行维护费", "公务用车购置费及运行维护费"),
    "三公经费/公务接待费": ("公务招待费",),
    "三公经费/因公出国（境）费": ("因公出国境经费", "因公出国境费用"),
    "收入": ("收入合计", "本年收入", "全年收入", "总收入"),
    "支出": ("支出合计", "本年支出", "总支出"),
    "收入/财政拨款": ("财政拨款收入",),
    "支出/基本支出/对个人和家庭的补助": ("对个人和家庭的补助支出", "对个人和家庭补助"),
    "支出/项目支出/对个人和家庭的补助": ("对个人和家庭的补助支出", "对个人和家庭补助"),
}
_SAME_STAFF = {
    "编制数": ("编制", "编制数", "人员编制", "编制人数"),
    "在编人数": ("在编", "在编人员", "在编人数"),
    "编外人数": ("编外", "编外人员", "编外人数", "临聘", "临聘人员"),
    "离退休人数": ("离退休", "离退休人员", "离退休人数"),
    "年末实有人数": ("年末实有", "年末实有人数", "年末实有人员", "实有人数", "实有人员"),
}
_SAME_ITEM = {
    "固定资产总额": ("固定资产", "固定资产总额", "固定资产原值"),
    "在用固定资产": ("在用", "在用固定资产"),
    "有效问卷数": ("有效问卷", "有效问卷数"),
    "满意问卷数": ("满意", "满意问卷", "满意问卷数"),
    "重点工作任务数": ("重点工作任务", "重点工作任务数"),
}
_TOO_GENERAL = {"收入", "支出"}  # “全年支出” may be that of a project, “收入” that of a hall
_ONLY_NEAR = {
    "收入合计": "财政拨款",
    "本年收入": "财政拨款",
    "全年收入": "财政拨款",
    "总收入": "财政拨款",
    "在用": "固定资产",
    "利用率": "固定资产",
    "固定资产": "在用",
}
"""Names that mean the row only where the paragraph speaks of this, too."""
PLANNED = {"重点工作任务数"}
"""Rows of what was to be done: 重点工作任务 15 项，完成 14 项 states another figure."""
_SELF_TOTALS = tuple(
    f"{of}自评{total}"
    for of in ("", "绩效", "整体支出", "整体支出绩效", "部门整体支出", "部门整体支出绩效")
    for total in ("得分", "总得分", "综合得分", "总分", "分合计")
)
_NOT_NEAR = {"满意": re.compile("(?:基本|非常|很|比较|较)满意")}
"""Names that mean another figure where the paragraph speaks of this: 满意 120 份、基本满意 67 份 are 187."""
_RATES = {
    ("满意问卷数", "有效问卷数"): ("满意率", "满意度"),
    ("在用固定资产", "固定资产总额"): ("固定资产利用率", "资产利用率", "利用率"),
    ("重点工作完成数", "重点工作任务数"): ("重点工作完成率",),
}


@dataclass(frozen=True)
class NamedFigure:
    """A figure as a text may call it. ``value`` is exact and in ``unit``."""

    row: str  # 支出/基本支出
    column: str  # 本年决算; "" where the row has one figure only
    value: Fraction
    unit: Unit
    source: str
    parent: str = ""  # 基本支出: tells rows of the same name apart
    alone: bool = False  # a part of the unit may have a figure of this name, too

    @property
    def label(self) -> str:
        """What a message calls it."""
        return f"“{self.row}”{self.column}"


Names = Mapping[str, tuple[NamedFigure, ...]]
"""Folded name → the figures it may mean."""


def bare(text: str) -> str:
    """A name or words around it, for comparing: no blanks, quotation marks or brackets."""
    return fold(text).translate(str.maketrans("", "", '"()*'))


def belongs(name: str, context: str) -> bool:
    """Whether ``name`` has its meaning in what the paragraph has said."""
    other = _NOT_NEAR.get(name)
    return _ONLY_NEAR.get(name, "") in context and not (other and other.search(context))


def named_figures(dossier: Dossier, scored: int = 0) -> Names:
    """Every figure of the data that has a number, by each of its names.

    ``scored``: how many indicators there are; the total of the self scores is one only where all have been given.
    """
    found: dict[str, list[NamedFigure]] = {}
    every = (_accounts(dossier), _projects(dossier), _counts(dossier), _outputs(dossier))
    for name, figure in (*chain.from_iterable(every), *_self_total(dossier, scored)):
        found.setdefault(bare(name), []).append(figure)
    return {name: tuple(figures) for name, figures in found.items()}


_Found = Iterator[tuple[str, NamedFigure]]


def _accounts(dossier: Dossier) -> _Found:
    for line in dossier.accounts.values():
        names = (line.name, *_SAME_ACCOUNT.get(line.path, ()))
        for name in names[1 if line.path in _TOO_GENERAL else 0 :]:
            for figure in (*_columns(line), *_of_the_year_alone(dossier, line)):
                yield name, figure


def _columns(line: AccountLine) -> Iterator[NamedFigure]:
    above = line.path.split("/")[:-1]
    for column, figure in line.figures.items():
        if figure.value is not None:
            parent = above[-1] if above else ""
            yield NamedFigure(line.path, column, Fraction(figure.value), MONEY, figure.source, parent)


def _of_the_year_alone(dossier: Dossier, line: AccountLine) -> Iterator[NamedFigure]:
    """收入 and 支出 without what was carried over: final accounts call the sums with it 总计, those without it 合计."""
    carried = carried_over(dossier, line.path) if line.path in _TOO_GENERAL else []
    for figure in _columns(line) if carried else ():
        parts = [one.figures[figure.column].value for one in carried]
        without = figure.value - sum(Fraction(part) for part in parts if part is not None)
        yield replace(figure, value=without)


def _projects(dossier: Dossier) -> _Found:
    for project in dossier.listed_projects or ():
        for column, figure in ((BUDGET, project.budget), (ACTUAL, project.spent)):
            if figure.value is not None:
                value = Fraction(figure.value)
                yield project.name, NamedFigure(project.name, column, value, MONEY, figure.source, alone=True)


def _counts(dossier: Dossier) -> _Found:
    for line in dossier.profile:
        value = read_decimal(line.content)
        for name in _SAME_STAFF.get(line.item, ()):
            if value is not None:
                yield name, NamedFigure(line.item, "", Fraction(value), PEOPLE, line.source, alone=True)
    for item, names in _SAME_ITEM.items():
        figure = dossier.items.get(item)
        unit = Unit.parse(figure.unit) if figure else None
        if figure is not None and figure.value is not None and unit is not None:
            for name in names:
                yield name, NamedFigure(item, "", Fraction(figure.value), unit, figure.source)
    yield from _rates(dossier.items)


def _rates(items: Mapping[str, Figure]) -> _Found:
    for (part, whole), names in _RATES.items():
        top, bottom = items.get(part), items.get(whole)
        if top is None or bottom is None or top.value is None or not bottom.value:
            continue
        rate = Fraction(top.value) * 100 / Fraction(bottom.value)
        for name in names:
            yield name, NamedFigure(f"{part}÷{whole}", "", rate, PERCENT, f"{top.source}÷{bottom.source}")


def _self_total(dossier: Dossier, scored: int) -> _Found:
    given = [one.score for one in dossier.self_scores.values()]
    if given and len(given) == scored:
        first = next(iter(dossier.self_scores.values())).source
        for name in _SELF_TOTALS:
            yield name, NamedFigure("自评分合计", "", Fraction(sum(given)), POINTS, f"{first} 起各项相加")


def _outputs(dossier: Dossier) -> _Found:
    for output in dossier.outputs:
        unit = Unit.parse(output.figure.unit)
        for column, figure in (("", output.figure), (LAST, output.last_year)):
            if figure.value is not None and unit is not None:
                value = Fraction(figure.value)
                yield output.name, NamedFigure(output.name, column, value, unit, figure.source, alone=True)
