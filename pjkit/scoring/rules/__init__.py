"""The closed registry of clause kinds. A new kind is one module here, one line below, one YAML case file."""

from collections.abc import Iterable

from pjkit.scoring.rules import (
    banded_rate,
    case_pool,
    change_rate,
    checklist,
    completion_rate,
    control_rate,
    level,
    listed_projects,
    rate_times_points,
    tiered_choice,
    yes_no,
)
from pjkit.scoring.rules.base import Rule


def register(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Rules by kind. Raises ``ValueError`` for a kind given twice."""
    registry: dict[str, Rule] = {}
    for rule in rules:
        if rule.kind in registry:
            raise ValueError(f"clause kind {rule.kind} is registered twice")
        registry[rule.kind] = rule
    return registry


RULES = register(
    [
        change_rate.RULE,
        control_rate.RULE,
        completion_rate.RULE,
        banded_rate.RULE,
        rate_times_points.RULE,
        level.RULE,
        yes_no.RULE,
        checklist.RULE,
        case_pool.RULE,
        listed_projects.RULE,
        tiered_choice.RULE,
    ]
)
"""kind → rule. Reading order: rates, grades, answers, lists."""
