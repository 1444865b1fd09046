"""A stated total against the sum of its parts (合计与分项)."""

from collections.abc import Iterator
from decimal import Decimal

from pjkit.checks.base import Case, added, by_gap
from pjkit.model.amounts import money
from pjkit.model.contract import ALL_PROJECTS, AMOUNT_COLUMNS, PROJECT_AMOUNTS
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import FigureRef
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding
from pjkit.scoring.resolve_inputs import look_up

_PROJECT_SPENDING = "支出/项目支出"


def sum_of_parts(case: Case) -> Iterator[Finding]:
    """Each parent row of 收支 whose parts are all given must be their sum, and 项目支出 that of the list."""
    for line in case.dossier.accounts.values():
        for column in AMOUNT_COLUMNS:
            yield from _of_rows(case.dossier, line, column)
    for column in PROJECT_AMOUNTS:
        yield from _of_projects(case.dossier, column)


def _of_rows(dossier: Dossier, line: AccountLine, column: str) -> Iterator[Finding]:
    stated = line.figures[column]
    parts = [dossier.account(child.path, column) for child in dossier.children(line.path)]
    amounts = [part.value for part in parts if part.value is not None]
    if stated.value is None or not amounts or any(part.blank for part in parts):
        return
    gap = stated.value - sum(amounts, Decimal(0))
    if gap:
        message = (
            f"{shown(line.path)}{column}合计 {money(stated.value)} 万元，"
            f"分项 {added(amounts)}，合计比分项之和{_more(gap)} {money(abs(gap))} 万元"
        )
        yield Finding("sum_of_parts", by_gap(gap, "确定"), stated.source, message)


def _of_projects(dossier: Dossier, column: str) -> Iterator[Finding]:
    """A list that holds more than the total contradicts it; one that holds less may leave projects out."""
    stated = dossier.account(_PROJECT_SPENDING, column)
    listed = look_up(FigureRef("项目", ALL_PROJECTS, column), dossier)
    if stated.value is None or listed.value is None or not dossier.projects:
        return
    gap = stated.value - listed.value
    if gap:
        hint = "，“项目”表可能没有列全" if gap > 0 else ""
        message = (
            f"“{_PROJECT_SPENDING}”{column} {money(stated.value)} 万元，“项目”表 {len(dossier.projects)} 项{column}合计 "
            f"{money(listed.value)} 万元，前者比后者{_more(gap)} {money(abs(gap))} 万元{hint}"
        )
        yield Finding("sum_of_parts", by_gap(gap, "疑似" if gap > 0 else "确定"), stated.source, message)


def _more(gap: Decimal) -> str:
    return "多" if gap > 0 else "少"
