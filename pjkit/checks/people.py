"""People against posts, and spending a head that no department of a county has."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.checks.registry import CheckContext, Observation, check, suspected
from pjkit.model.amounts import fold_width, half_up, money, percent_of, plain, read_decimal
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import Figure
from pjkit.model.problem import shown


def head_count(dossier: Dossier, item: str) -> Figure:
    """A count of people of 基本信息; blank where there is none, it is 不适用 or no number."""
    line = next((line for line in dossier.profile if line.item == item), None)
    if line is None:
        return Figure(item, None, "人", f"基本信息：无“{item}”行")
    return Figure(item, read_decimal(fold_width(line.content)), "人", line.source)


@check("staff_sum", "人数合计与分项不符")
def staff_sum(context: CheckContext) -> Iterator[Observation]:
    """在编 and 编外 must add up to 年末实有."""
    permanent, others, present = (
        head_count(context.dossier, item).value for item in ("在编人数", "编外人数", "年末实有人数")
    )
    if permanent is None or others is None or present is None:
        return
    total = permanent + others
    if total != present:
        message = (
            f"在编 {plain(permanent)} 人＋编外 {plain(others)} 人＝{plain(total)} 人，"
            f"年末实有 {plain(present)} 人，相差 {plain(abs(present - total))} 人"
        )
        yield Observation("确定", head_count(context.dossier, "年末实有人数").source, message)


@check("over_staffed", "实有人数超过编制")
def over_staffed(context: CheckContext) -> Iterator[Observation]:
    """在职人员控制率 = 在职人数 ÷ 编制数, at most 100% (预算绩效评价共性指标体系框架, 财预〔2013〕53号).

    More permanent staff than posts is suspect; where only staff outside the establishment lead above it,
    that is for information.
    """
    posts = head_count(context.dossier, "编制数").value
    permanent = head_count(context.dossier, "在编人数")
    present = head_count(context.dossier, "年末实有人数")
    if not posts:
        return
    if permanent.value is not None and permanent.value > posts:
        over = plain(permanent.value - posts)
        message = f"在编 {plain(permanent.value)} 人，编制 {plain(posts)} 名，{_rate(permanent.value, posts)}，超编 {over} 人"
        yield Observation("疑似", permanent.source, message)
    elif present.value is not None and present.value > posts:
        message = f"年末实有 {plain(present.value)} 人，编制 {plain(posts)} 名，{_rate(present.value, posts)}"
        if permanent.value is not None:
            message += f"；其中在编 {plain(permanent.value)} 人，{_rate(permanent.value, posts)}，未超编"
        yield Observation("提示", present.source, message)


def _rate(people: Decimal, posts: Decimal) -> str:
    return f"{plain(people)}÷{plain(posts)}＝{percent_of(people, posts)}"


_THIS_YEAR = "本年决算"


@dataclass(frozen=True)
class _Usual:
    """The range of a year's spending a head of staff, 万元; ``None``: no lower end."""

    path: str
    low: Decimal | None
    high: Decimal


_RUNNING_COSTS = "支出/基本支出/商品和服务支出"
_EARNED = ("收入/事业收入", "收入/经营收入")
"""Who earns money buys what it is earned with, medicine or meals, from running costs: no range fits them all."""
_USUAL = (
    # Low: a year at about the lowest minimum wage of 2022 (1,400 元 a month) with the employer's contributions.
    # High: twice the average pay in urban non-private units (114,029 元 in 2022, National Bureau of Statistics),
    # rounded up for the employer's contributions.
    _Usual("支出/基本支出/工资福利支出", Decimal(2), Decimal(25)),
    # Several times a county's fixed allowance for running costs (公用经费定额, 1 to 4 万元 a head).
    _Usual(_RUNNING_COSTS, None, Decimal(10)),
    # As if every second person had a car of the department's (3 to 5 万元 a year).
    _Usual("三公经费", None, Decimal(2)),
)
# Pensions are paid by the insurance fund; what the department itself still pays a retired person in a year
# (allowances, check-ups, help for survivors) is a few thousand 元 up to some 2 万元.
_HIGHEST_FOR_RETIRED = Decimal(3)
_BASIC_WELFARE = "支出/基本支出/对个人和家庭的补助"
_PROJECTS = "支出/项目支出/"
_PERSONAL = ("对个人和家庭的补助", "工资福利支出")
_RETIRED = "退休"  # also in 离退休


@check("spending_per_head", "人均支出异常")
def spending_per_head(context: CheckContext) -> Iterator[Observation]:
    """Wages, running costs and 三公经费 of the year against the staff."""
    permanent = head_count(context.dossier, "在编人数")
    present = head_count(context.dossier, "年末实有人数")
    counts = [figure for figure in (permanent, present) if figure.value]
    sells = any(context.dossier.account(path, _THIS_YEAR).value for path in _EARNED)
    for usual in _USUAL:
        if sells and usual.path == _RUNNING_COSTS:
            continue
        spent = context.dossier.account(usual.path, _THIS_YEAR)
        if spent.value and counts:
            yield from _outside(usual, spent, spent.value, counts)


def _outside(usual: _Usual, spent: Figure, amount: Decimal, counts: list[Figure]) -> Iterator[Observation]:
    """Too high even by all the staff, too low even by the permanent staff alone."""
    fewest, most = (choose(counts, key=lambda figure: figure.value or 0) for choose in (min, max))
    if most.value and amount / most.value > usual.high:
        limit, by = f"高于 {plain(usual.high)} 万元", most
    elif usual.low and fewest.value and amount / fewest.value < usual.low:
        limit, by = f"低于 {plain(usual.low)} 万元", fewest
    else:
        return
    message = (
        f"{shown(usual.path)}本年决算 {_working(amount, by)}，{limit}，请核实金额、单位和人数，或说明原因"
    )
    yield Observation("提示", spent.source, message)


def _working(amount: Decimal, people: Figure) -> str:
    assert people.value, "the caller has looked"
    each = plain(half_up(amount / people.value, 4))
    return (
        f"{money(amount)} 万元÷{people.name.removesuffix('人数')} {plain(people.value)} 人＝人均 {each} 万元"
    )


@check("retiree_welfare", "离退休人员支出需核实")
def retiree_welfare(context: CheckContext) -> Iterator[Observation]:
    """What is paid to retired staff: too much a head, or booked as a project.

    It keeps the department's people, so it is basic spending (基本支出中的人员经费), not a project.
    """
    retired = head_count(context.dossier, "离退休人数")
    for line in context.dossier.accounts.values():
        amount = line.figures[_THIS_YEAR].value
        if amount and (line.path == _BASIC_WELFARE or _is_project_for_retired(line)):
            yield from _for_retired(line, amount, retired)


def _is_project_for_retired(line: AccountLine) -> bool:
    return line.path.startswith(_PROJECTS) and line.name in _PERSONAL and _RETIRED in line.note


def _for_retired(line: AccountLine, amount: Decimal, retired: Figure) -> Iterator[Observation]:
    as_project = line.path != _BASIC_WELFARE
    high = bool(retired.value) and amount > _HIGHEST_FOR_RETIRED * (retired.value or 0)
    working = _working(amount, retired) if retired.value else f"{money(amount)} 万元"
    message = f"{shown(line.path)}本年决算 {working}"
    if high:
        message += f"，高于 {plain(_HIGHEST_FOR_RETIRED)} 万元，请核实"
    if as_project:
        message += f"；说明写{shown(line.note)}，属人员经费，而列在项目支出中"
    if high or as_project:
        severity = suspected(suspect=high and as_project)
        yield Observation(severity, line.figures[_THIS_YEAR].source, message)
