"""Income against spending (收支平衡), with what was carried over where the data say so."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pjkit.checks.base import Case, added, by_gap, carried_over
from pjkit.model.amounts import money
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import Figure
from pjkit.model.scorecard import Finding


def income_against_spending(case: Case) -> Iterator[Finding]:
    """收入 must equal 支出 in each column, both with what was carried over (rows 上年结转, 年末结转 below them).

    Unless both rows are there a gap may be what was carried over, so it is no proof.
    """
    for column in AMOUNT_COLUMNS:
        yield from _gap(case.dossier, column)


def _gap(dossier: Dossier, column: str) -> Iterator[Finding]:
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
    yield Finding("income_against_spending", severity, spending.source, message)


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
