"""The closed registry of consistency checks. A new check is one function in a module here and one line below."""

from pjkit.scoring.checks.base import Case, Check
from pjkit.scoring.checks.self_scores import unattainable_self_score
from pjkit.scoring.checks.sums import sum_of_parts
from pjkit.scoring.scorecard import Finding

CHECKS: dict[str, Check] = {
    "sum_of_parts": sum_of_parts,
    "unattainable_self_score": unattainable_self_score,
}
"""Rule id → check, in the order of the report."""


def find_all(case: Case) -> list[Finding]:
    """Every finding of every check."""
    return [finding for check in CHECKS.values() for finding in check(case)]
