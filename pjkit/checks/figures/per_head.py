"""Spending a head that no department of a county has (人均支出). For information: there may be a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.checks.base import Case, suspected
from pjkit.checks.figures.staff import head_count
from pjkit.model.amounts import half_up, money, plain
from pjkit.model.dossier import AccountLine
from pjkit.model.figure import Figure
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding

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


def spending_per_head(case: Case) -> Iterator[Finding]:
    """Wages, running costs and 三公经费 of the year against the staff."""
    permanent = head_count(case.dossier, "在编人数")
    present = head_count(case.dossier, "年末实有人数")
    counts = [figure for figure in (permanent, present) if figure.value]
    sells = any(case.dossier.account(path, _THIS_YEAR).value for path in _EARNED)
    for usual in _USUAL:
        if sells and usual.path == _RUNNING_COSTS:
            continue
        spent = case.dossier.account(usual.path, _THIS_YEAR)
        if spent.value and counts:
            yield from _outside(usual, spent, spent.value, counts)


def _outside(usual: _Usual, spent: Figure, amount: Decimal, counts: list[Figure]) -> Iterator[Finding]:
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
    yield Finding("spending_per_head", "提示", spent.source, message)


def _working(amount: Decimal, people: Figure) -> str:
    assert people.value, "the caller has looked"
    each = plain(half_up(amount / people.value, 4))
    return (
        f"{money(amount)} 万元÷{people.name.removesuffix('人数')} {plain(people.value)} 人＝人均 {each} 万元"
    )


def retiree_welfare(case: Case) -> Iterator[Finding]:
    """What is paid to retired staff: too much a head, or booked as a project.

    It keeps the department's people, so it is basic spending (基本支出中的人员经费), not a project.
    """
    retired = head_count(case.dossier, "离退休人数")
    for line in case.dossier.accounts.values():
        amount = line.figures[_THIS_YEAR].value
        if amount and (line.path == _BASIC_WELFARE or _is_project_for_retired(line)):
            yield from _for_retired(line, amount, retired)


def _is_project_for_retired(line: AccountLine) -> bool:
    return line.path.startswith(_PROJECTS) and line.name in _PERSONAL and _RETIRED in line.note


def _for_retired(line: AccountLine, amount: Decimal, retired: Figure) -> Iterator[Finding]:
    as_project = line.path != _BASIC_WELFARE
    high = bool(retired.value) and amount > _HIGHEST_FOR_RETIRED * (retired.value or 0)
    working = _working(amount, retired) if retired.value else f"{money(amount)} 万元"
    said = f"{shown(line.path)}本年决算 {working}"
    if high:
        said += f"，高于 {plain(_HIGHEST_FOR_RETIRED)} 万元，请核实"
    if as_project:
        said += f"；说明写{shown(line.note)}，属人员经费，而列在项目支出中"
    if high or as_project:
        severity = suspected(suspect=high and as_project)
        yield Finding("retiree_welfare", severity, line.figures[_THIS_YEAR].source, said)
