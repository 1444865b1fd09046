"""What a consistency check (勾稽检查) sees and is, and what several checks share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import money
from pjkit.model.clause import Severity
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.scorecard import Finding, Mark
from pjkit.scoring.rubric import Rubric

ROUNDING = Decimal("0.01")
"""万元; a gap up to this is information only, as checkers in this field have it."""

_CARRIED = ("结转", "结余")  # words of the rows for what last year left and what this year leaves


@dataclass(frozen=True)
class Case:
    """One department's data with the marks they got."""

    rubric: Rubric
    dossier: Dossier
    marks: tuple[Mark, ...]


Check = Callable[[Case], Iterable[Finding]]
"""A pure function: the findings of one rule, each with severity, place and arithmetic."""


def by_gap(gap: Decimal, severity: Severity) -> Severity:
    """The severity of a gap in 万元: 提示 where rounding can explain it, else the one given."""
    return "提示" if abs(gap) <= ROUNDING else severity


def suspected(*, suspect: bool) -> Severity:
    """疑似 where more than one thing speaks against the figure, else 提示."""
    return "疑似" if suspect else "提示"


def carried_over(dossier: Dossier, total: str) -> list[AccountLine]:
    """The rows below 收入 or 支出 for what was carried over: 收入/上年结转, 支出/年末结转和结余."""
    return [line for line in dossier.children(total) if any(word in line.name for word in _CARRIED)]


def added(amounts: Iterable[Decimal]) -> str:
    """Amounts in 万元 and their sum as a working: ``372.46＋46.19＝418.65 万元``."""
    parts = list(amounts)
    total = f"{money(sum(parts, Decimal(0)))} 万元"
    return f"{'＋'.join(map(money, parts))}＝{total}" if len(parts) > 1 else total
