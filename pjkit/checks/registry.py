"""What a consistency check (勾稽检查) sees and is, and the registry of all of them.

A check is one generator that yields what it observed; its id and title stand in its decorator and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from pjkit.model.amounts import add, money
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.finding import Severity, declare_title
from pjkit.model.records import Traces
from pjkit.model.scorecard import Finding, Mark
from pjkit.scoring.resolve_inputs import Inputs
from pjkit.scoring.rubric import Rubric

Indicators = Mapping[str, Mapping[str, tuple[str, Decimal | None]]]
"""Department → indicator id → its name and its value or score (``None``: unknown). Serves scorecards and records."""


@dataclass(frozen=True)
class CheckContext:
    """One department's data with the marks they got: what a check within a department sees."""

    rubric: Rubric
    dossier: Dossier
    marks: tuple[Mark, ...]

    @cached_property
    def inputs(self) -> Inputs:
        """The department's figures by the rubric's names."""
        return Inputs(self.rubric, self.dossier)


@dataclass(frozen=True)
class Comparison:
    """Departments side by side, in the order of their ids: what a check across departments sees.

    ``indicators`` may hold more or fewer departments than ``traces``.
    """

    traces: Sequence[Traces]
    indicators: Indicators

    @property
    def names(self) -> Mapping[str, str]:
        """The departments' names by id."""
        return {one.department: one.name for one in self.traces}


class Observation(NamedTuple):
    """What a check saw: how grave it is, where, the arithmetic in words, and what it is about.

    ``departments``: those that are compared. ``indicator``: the id of the one whose score is in doubt, if it is one.
    """

    severity: Severity
    where: str
    message: str
    departments: tuple[str, ...] = ()
    indicator: str = ""


Seen = TypeVar("Seen", CheckContext, Comparison)
Observe = Callable[[Seen], Iterable[Observation]]


@dataclass(frozen=True)
class Check(Generic[Seen]):
    """A registered check: calling it gives its findings, stamped with its id, and so its title."""

    id: str
    title: str
    sees: type[Seen]
    observe: Observe[Seen]

    def __call__(self, seen: Seen) -> Iterator[Finding]:
        """Every finding of this check."""
        for observation in self.observe(seen):
            yield Finding(self.id, *observation)


CHECKS: dict[str, Check[Any]] = {}
"""Rule id → check, in the order of the report."""


def check(rule: str, title: str) -> Callable[[Observe[CheckContext]], Check[CheckContext]]:
    """Register a check within a department."""
    return lambda observe: _registered(Check(rule, title, CheckContext, observe))


def comparison(rule: str, title: str) -> Callable[[Observe[Comparison]], Check[Comparison]]:
    """Register a check across departments."""
    return lambda observe: _registered(Check(rule, title, Comparison, observe))


def _registered(made: Check[Seen]) -> Check[Seen]:
    declare_title(made.id, made.title)
    CHECKS[made.id] = made
    return made


def find_all(seen: CheckContext | Comparison) -> Iterator[Finding]:
    """Every finding of every check that looks at such a thing."""
    for one in CHECKS.values():
        if one.sees is type(seen):
            yield from one(seen)


# What several checks share

ROUNDING = Decimal("0.01")
"""万元; a gap up to this is information only, as checkers in this field have it."""

_CARRIED = ("结转", "结余")  # words of the rows for what last year left and what this year leaves


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
    total = f"{money(add(parts))} 万元"
    return f"{'＋'.join(map(money, parts))}＝{total}" if len(parts) > 1 else total
