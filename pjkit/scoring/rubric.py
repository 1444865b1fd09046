"""The rubric (评分表): groups → indicators → clauses, as frozen specs; and which scores an indicator's clauses can give."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import or_
from typing import Annotated, Any

from pydantic import Field

from pjkit.model.amounts import half_up, plain
from pjkit.model.clause import Attainable, ClauseSpec
from pjkit.model.settings import Number, Settings, Spec
from pjkit.scoring.rules import RULES

# The union of all registered specs, told apart by ``kind``; static checkers see their common base.
_ANY_SPEC: Any = reduce(or_, (rule.spec for rule in RULES.values()))
AnyClause = Annotated[_ANY_SPEC, Field(discriminator="kind")]


class Grade(Spec):
    """A grade (等次) and the total from which it is given (D14)."""

    name: str
    from_: Number = Field(alias="from")


class Indicator(Spec):
    """A scored row of the table (三级指标). ``members``: the named indicators that share its score."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    points: Number
    standard: str  # 评价标准
    note: str = ""  # 备注
    members: tuple[str, ...] = Field(default=(), strict=False)
    clauses: list[AnyClause] = Field(min_length=1)


class Group(Spec):
    """A 二级指标 with its indicators."""

    name: str
    points: Number
    indicators: list[Indicator] = Field(min_length=1)


class TopGroup(Spec):
    """A 一级指标 with its 二级指标."""

    name: str
    points: Number
    groups: list[Group] = Field(min_length=1)


class Rubric(Spec):
    """One rubric file, read and checked; ``digest`` tells its content."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    year: int
    points: Number
    reference: str
    settings: Settings
    grades: list[Grade] = Field(min_length=1)
    groups: list[TopGroup] = Field(min_length=1)
    digest: str = ""

    def rows(self) -> Iterator[tuple[TopGroup, Group, Indicator]]:
        """Every scored row with its groups, in the table's order."""
        for top in self.groups:
            for group in top.groups:
                for indicator in group.indicators:
                    yield top, group, indicator

    def indicators(self) -> list[Indicator]:
        """Every scored row."""
        return [indicator for _, _, indicator in self.rows()]

    def __getitem__(self, indicator_id: str) -> Indicator:
        """One scored row by its id."""
        return {indicator.id: indicator for indicator in self.indicators()}[indicator_id]

    def full_names(self) -> dict[str, str]:
        """``二级指标/三级指标``, as the data names an indicator → its id."""
        return {f"{group.name}/{indicator.name}": indicator.id for _, group, indicator in self.rows()}

    def clauses(self) -> list[ClauseSpec]:
        """Every clause of every indicator."""
        return [clause for indicator in self.indicators() for clause in indicator.clauses]


# Which scores an indicator can have at all (可能的得分, rubric.md §3)

_SHOWN = 8  # scores listed in a message


def attainable_scores(indicator: Indicator, settings: Settings) -> Attainable:
    """Every printed score the indicator's clauses can add up to; ``None`` where a rate allows any."""
    sums: frozenset[Fraction] = frozenset({Fraction(0)})
    for clause in indicator.clauses:
        single = RULES[clause.kind].attainable(clause, settings)
        if single is None:
            return None
        sums = frozenset(left + right for left, right in product(sums, single))
    return frozenset(Fraction(half_up(total)) for total in sums)


def is_attainable(score: Decimal, possible: Attainable) -> bool:
    """Whether a score, as printed, is among the possible ones."""
    return possible is None or Fraction(half_up(score)) in possible


def nearest_scores(score: Decimal, possible: Iterable[Fraction]) -> str:
    """The possible scores nearest to one, the highest first, for a message."""
    every = sorted(possible, key=lambda one: abs(one - Fraction(score)))
    listed = "、".join(plain(one) for one in sorted(every[:_SHOWN], reverse=True))
    return f"{listed} 等" if len(every) > _SHOWN else listed
