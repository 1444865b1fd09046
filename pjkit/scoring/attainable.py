"""Which scores an indicator can have at all (可能的得分, rubric.md §3)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

from pjkit.model.amounts import HUNDRED, half_up, plain
from pjkit.model.clause import Attainable, ClauseSpec
from pjkit.model.settings import Settings
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules import RULES

_SHOWN = 8  # scores listed in a message


def ways(clauses: Sequence[ClauseSpec]) -> list[list[int]]:
    """The places of the clauses, those that are ways to the same points (``either``) together, else each alone."""
    numbered = enumerate(clauses)
    labelled = ((one.either or f"\0{at}", at) for at, one in numbered)
    order: dict[str, list[int]] = {}
    for label, at in labelled:
        order.setdefault(label, []).append(at)
    return list(order.values())


def attainable_scores(indicator: Indicator, settings: Settings) -> Attainable:
    """Every printed score the indicator's clauses can add up to; ``None`` where a rate allows any."""
    sums: frozenset[Fraction] = frozenset({Fraction(0)})
    for way in ways(indicator.clauses):
        single = _best([_of_clause(indicator.clauses[at], settings) for at in way])
        if single is None:
            return None
        sums = frozenset(left + right for left, right in product(sums, single))
    return frozenset(map(_printed, sums | {Fraction(0)} if indicator.gate else sums))


def _printed(total: Fraction) -> Fraction:
    """A sum as it is printed; nearly all have two decimals as they are."""
    return total if HUNDRED % total.denominator == 0 else Fraction(half_up(total))


def _of_clause(clause: ClauseSpec, settings: Settings) -> Attainable:
    return RULES[clause.kind].attainable(clause, settings.decided(clause.settings))


def _best(singles: Sequence[Attainable]) -> Attainable:
    """What the best of several clauses can give."""
    if any(single is None for single in singles):
        return None
    known = [single for single in singles if single is not None]
    return frozenset(max(some) for some in product(*known))


def is_attainable(score: Decimal, possible: Attainable) -> bool:
    """Whether a score, as printed, is among the possible ones."""
    return possible is None or Fraction(half_up(score)) in possible


def nearest_scores(score: Decimal, possible: Iterable[Fraction]) -> str:
    """The possible scores nearest to one, the highest first, for a message."""
    every = sorted(possible, key=lambda one: abs(one - Fraction(score)))
    listed = "、".join(plain(one) for one in sorted(every[:_SHOWN], reverse=True))
    return f"{listed} 等" if len(every) > _SHOWN else listed
