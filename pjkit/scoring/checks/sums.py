"""A stated total against the sum of its parts (合计与分项)."""

from collections.abc import Iterator
from decimal import Decimal

from pjkit.scoring.amounts import money
from pjkit.scoring.checks.base import Case
from pjkit.scoring.data.contract import AMOUNT_COLUMNS
from pjkit.scoring.data.dossier import AccountLine, Dossier
from pjkit.scoring.scorecard import Finding

_ROUNDING = Decimal("0.01")  # 万元; a gap up to this is information only, as checkers in this field have it


def sum_of_parts(case: Case) -> Iterator[Finding]:
    """Each parent row of 收支 whose parts are all given must be their sum."""
    for line in case.dossier.accounts.values():
        for column in AMOUNT_COLUMNS:
            yield from _gap(case.dossier, line, column)


def _gap(dossier: Dossier, line: AccountLine, column: str) -> Iterator[Finding]:
    stated = line.figures[column]
    children = dossier.children(line.path)
    parts = [dossier.account(child.path, column) for child in children]
    amounts = [part.value for part in parts if part.value is not None]
    if stated.value is None or not amounts or any(part.blank for part in parts):
        return
    total = sum(amounts, Decimal(0))
    gap = stated.value - total
    if gap:
        working = "＋".join(money(amount) for amount in amounts)
        more = "多" if gap > 0 else "少"
        message = (
            f"“{line.path}”{column}合计 {money(stated.value)} 万元，"
            f"分项 {working}＝{money(total)} 万元，合计比分项之和{more} {money(abs(gap))} 万元"
        )
        yield Finding("sum_of_parts", "提示" if abs(gap) <= _ROUNDING else "确定", stated.source, message)
