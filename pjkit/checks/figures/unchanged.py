"""A column of 收支 that was copied: this year's amounts are last year's throughout (照抄上年)."""

from collections.abc import Iterator

from pjkit.checks.base import Case
from pjkit.model.scorecard import Finding

_ENOUGH = 5  # rows with an amount; 三公经费 alone has four, and those can be held level


def unchanged_accounts(case: Case) -> Iterator[Finding]:
    """本年决算 that equals 上年决算 in every row where both are given."""
    rows = [(line.figures["上年决算"], line.figures["本年决算"]) for line in case.dossier.accounts.values()]
    known = [(last, this) for last, this in rows if last.value is not None and this.value is not None]
    amounts = [(last, this) for last, this in known if last.value or this.value]
    if len(amounts) < _ENOUGH or any(last.value != this.value for last, this in amounts):
        return
    first, last_row = amounts[0][1].source, amounts[-1][1].source.removeprefix("收支!")
    message = f"{len(known)} 行的本年决算与上年决算全部相同，其中 {len(amounts)} 行不为 0（{first} 至 {last_row}），疑似照抄上年数"
    yield Finding("unchanged_accounts", "疑似", first, message)
