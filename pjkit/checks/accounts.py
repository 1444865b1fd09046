"""The accounts (收支): sums, balance, classification, one figure in two places, a year copied from the last."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pjkit.checks.registry import CheckContext, Observation, added, by_gap, carried_over, check
from pjkit.model.amounts import add, money
from pjkit.model.contract import ALL_PROJECTS, AMOUNT_COLUMNS, PROJECT_AMOUNTS
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import Figure, FigureRef
from pjkit.model.names import fold
from pjkit.model.problem import shown
from pjkit.scoring.resolve_inputs import look_up_place

_PROJECT_SPENDING = "支出/项目支出"


@check("sum_of_parts", "合计与分项之和不符")
def sum_of_parts(context: CheckContext) -> Iterator[Observation]:
    """Each parent row of 收支 whose parts are all given must be their sum, and 项目支出 that of the list."""
    for line in context.dossier.accounts.values():
        for column in line.figures:
            yield from _of_rows(context.dossier, line, column)
    for column in PROJECT_AMOUNTS:
        yield from _of_projects(context.dossier, column)


def _of_rows(dossier: Dossier, line: AccountLine, column: str) -> Iterator[Observation]:
    stated = line.figures[column]
    parts = [dossier.account(child.path, column) for child in dossier.children(line.path)]
    amounts = [part.value for part in parts if part.value is not None]
    if stated.value is None or not amounts or any(part.blank for part in parts):
        return
    gap = stated.value - add(amounts)
    if gap:
        message = (
            f"{shown(line.path)}{column}合计 {money(stated.value)} 万元，"
            f"分项 {added(amounts)}，合计比分项之和{_more(gap)} {money(abs(gap))} 万元"
        )
        yield Observation(by_gap(gap, "确定"), stated.source, message)


def _of_projects(dossier: Dossier, column: str) -> Iterator[Observation]:
    """A list that holds more than the total contradicts it; one that holds less may leave projects out."""
    stated = dossier.account(_PROJECT_SPENDING, column)
    listed = look_up_place(FigureRef("项目", ALL_PROJECTS, column), dossier)
    if stated.value is None or listed.value is None or not dossier.projects:
        return
    gap = stated.value - listed.value
    if gap:
        hint = "，“项目”表可能没有列全" if gap > 0 else ""
        message = (
            f"“{_PROJECT_SPENDING}”{column} {money(stated.value)} 万元，“项目”表 {len(dossier.projects)} 项{column}合计 "
            f"{money(listed.value)} 万元，前者比后者{_more(gap)} {money(abs(gap))} 万元{hint}"
        )
        yield Observation(by_gap(gap, "疑似" if gap > 0 else "确定"), stated.source, message)


def _more(gap: Decimal) -> str:
    return "多" if gap > 0 else "少"


@check("income_against_spending", "收入与支出不相等")
def income_against_spending(context: CheckContext) -> Iterator[Observation]:
    """收入 must equal 支出 in each column, both with what was carried over (rows 上年结转, 年末结转 below them).

    Unless both rows are there a gap may be what was carried over, so it is no proof.
    """
    for column in AMOUNT_COLUMNS:
        yield from _gap(context.dossier, column)


def _gap(dossier: Dossier, column: str) -> Iterator[Observation]:
    income, spending = dossier.account("收入", column), dossier.account("支出", column)
    carried = [*carried_over(dossier, "收入"), *carried_over(dossier, "支出")]
    if income.value is None or spending.value is None or any(line.figures[column].blank for line in carried):
        return
    gap = spending.value - income.value
    if not gap:
        return
    message = (
        f"{column}收入 {_working(dossier, income, '收入', column)}，支出 {_working(dossier, spending, '支出', column)}，"
        f"支出比收入{'多' if gap > 0 else '少'} {money(abs(gap))} 万元，{_why(carried, gap)}"
    )
    complete = {line.path.partition("/")[0] for line in carried} == {"收入", "支出"}
    severity = by_gap(gap, "确定" if complete else "疑似")
    yield Observation(severity, spending.source, message)


def _why(carried: Iterable[AccountLine], gap: Decimal) -> str:
    listed = "、".join(f"“{line.path}”" for line in carried)
    if listed:
        return f"计入 {listed} 后仍不相等"
    return "没有列出上年结转等来源" if gap > 0 else "没有列出年末结转"


def _working(dossier: Dossier, total: Figure, path: str, column: str) -> str:
    """The total and its cell; where no total is stated, the parts it was summed from."""
    line = dossier.accounts.get(path)
    if line is not None and line.figures[column].source == total.source:
        return f"{money(total.value or Decimal(0))} 万元（{total.source}）"
    parts = [dossier.account(child.path, column) for child in dossier.children(path)]
    return f"{added(part.value for part in parts if part.value is not None)}（{total.source}）"


# The classes (类) of 2022年政府收支分类科目. Those whose name stands in both classifications, such as
# 其他支出, 转移性支出, 预备费 and 债务付息支出, tell nothing and are left out.
FUNCTIONS = frozenset(
    {
        "一般公共服务支出",
        "外交支出",
        "国防支出",
        "公共安全支出",
        "教育支出",
        "科学技术支出",
        "文化旅游体育与传媒支出",
        "社会保障和就业支出",
        "社会保险基金支出",
        "卫生健康支出",
        "节能环保支出",
        "城乡社区支出",
        "农林水支出",
        "交通运输支出",
        "资源勘探工业信息等支出",
        "商业服务业等支出",
        "金融支出",
        "援助其他地区支出",
        "自然资源海洋气象等支出",
        "住房保障支出",
        "粮油物资储备支出",
        "国有资本经营预算支出",
        "灾害防治及应急管理支出",
    }
)
"""支出功能分类: what the money is for."""

ECONOMIC = frozenset(
    {
        "工资福利支出",
        "商品和服务支出",
        "对个人和家庭的补助",
        "债务利息及费用支出",
        "资本性支出(基本建设)",
        "资本性支出",
        "对企业补助(基本建设)",
        "对企业补助",
        "对社会保障基金补助",
        "机关工资福利支出",
        "机关商品和服务支出",
        "机关资本性支出",
        "机关资本性支出(基本建设)",
        "对事业单位经常性补助",
        "对事业单位资本性补助",
        "对企业资本性支出",
    }
)
"""支出经济分类, of departments and of the government: what it was spent on. Names as ``fold`` writes them."""


@check("mixed_classification", "功能分类与经济分类混用")
def mixed_classification(context: CheckContext) -> Iterator[Observation]:
    """Parts of one row of 收支 must be of one classification: the same money stands in both."""
    for path in dict.fromkeys(line.path.rpartition("/")[0] for line in context.dossier.accounts.values()):
        children = context.dossier.children(path) if path else []
        functions = [line for line in children if fold(line.name) in FUNCTIONS]
        economic = [line for line in children if fold(line.name) in ECONOMIC]
        if functions and economic:
            message = (
                f"{shown(path)}的分项混用两种分类：{_listed(functions)}是功能分类，{_listed(economic)}是经济分类；"
                "同一笔支出在两种分类中各有位置，混列容易重复或遗漏"
            )
            yield Observation("疑似", functions[0].source, message)


def _listed(lines: Iterable[AccountLine]) -> str:
    return "、".join(f"{shown(line.name)}（{line.source.removeprefix('收支!')}）" for line in lines)


_SINGLE = "商品和服务支出"
_BASIC, _PROJECT = "支出/基本支出/商品和服务支出", "支出/项目支出/商品和服务支出"


@check("same_figure_twice", "同一数据两处不一致")
def same_figure_twice(context: CheckContext) -> Iterator[Observation]:
    """The single row 商品和服务支出 must be that of 基本支出, or that of 基本支出 and 项目支出 together."""
    for column in AMOUNT_COLUMNS:
        yield from _goods_and_services(context.dossier, column)


def _goods_and_services(dossier: Dossier, column: str) -> Iterator[Observation]:
    single, basic = dossier.account(_SINGLE, column), dossier.account(_BASIC, column)
    if single.value is None or basic.value is None:
        return
    both = basic.value + (dossier.account(_PROJECT, column).value or Decimal(0))
    gap = single.value - basic.value
    if single.value in {basic.value, both}:
        return
    message = (
        f"{column}“{_SINGLE}”{money(single.value)} 万元，而“{_BASIC}”{money(basic.value)} 万元（{basic.source}），"
        f"相差 {money(abs(gap))} 万元，加上项目支出中的也不相等"
    )
    yield Observation(by_gap(gap, "疑似"), single.source, message)


_ENOUGH = 5  # rows with an amount; 三公经费 alone has four, and those can be held level


@check("unchanged_accounts", "本年数与上年数全部相同")
def unchanged_accounts(context: CheckContext) -> Iterator[Observation]:
    """本年决算 that equals 上年决算 in every row where both are given."""
    rows = [
        (line.figures["上年决算"], line.figures["本年决算"]) for line in context.dossier.accounts.values()
    ]
    known = [(last, this) for last, this in rows if last.value is not None and this.value is not None]
    amounts = [(last, this) for last, this in known if last.value or this.value]
    if len(amounts) < _ENOUGH or any(last.value != this.value for last, this in amounts):
        return
    first, last_row = amounts[0][1].source, amounts[-1][1].source.removeprefix("收支!")
    message = f"{len(known)} 行的本年决算与上年决算全部相同，其中 {len(amounts)} 行不为 0（{first} 至 {last_row}），疑似照抄上年数"
    yield Observation("疑似", first, message)
