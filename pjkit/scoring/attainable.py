"""Which scores an indicator's clauses can give at all (可能的得分, rubric.md §3)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product

from pjkit.model.amounts import half_up, plain
from pjkit.model.clause import Attainable
from pjkit.model.settings import Settings
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules import RULES

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
