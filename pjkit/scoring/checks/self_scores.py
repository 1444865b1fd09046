"""A self score that no outcome of the rule can give (自评分不可能)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from pjkit.scoring.amounts import half_up, plain
from pjkit.scoring.checks.base import Case
from pjkit.scoring.rubric.model import Indicator
from pjkit.scoring.rules import RULES
from pjkit.scoring.rules.base import Attainable
from pjkit.scoring.scorecard import Finding
from pjkit.scoring.settings import Settings

_SHOWN = 8  # attainable scores listed in a message


def attainable_scores(indicator: Indicator, settings: Settings) -> Attainable:
    """Every printed score the indicator's clauses can add up to; ``None`` where a rate allows any."""
    sums: frozenset[Fraction] = frozenset({Fraction(0)})
    for clause in indicator.clauses:
        single = RULES[clause.kind].attainable(clause, settings)
        if single is None:
            return None
        sums = frozenset(left + right for left, right in product(sums, single))
    return frozenset(Fraction(half_up(total)) for total in sums)


def unattainable_self_score(case: Case) -> Iterator[Finding]:
    """Compare each self score with what its rule can give (rubric.md §3)."""
    for mark in case.marks:
        if mark.self_score is None:
            continue
        possible = attainable_scores(mark.indicator, case.rubric.settings)
        if possible is None or Fraction(half_up(mark.self_score)) in possible:
            continue
        nearest = sorted(possible, key=lambda score: abs(score - Fraction(str(mark.self_score))))[:_SHOWN]
        listed = "、".join(plain(score) for score in sorted(nearest, reverse=True))
        message = f"{mark.name}自评 {plain(mark.self_score)} 分，按评分规则得不出；可能的得分有 {listed} 等"
        yield Finding("unattainable_self_score", "确定", mark.self_source, message)
