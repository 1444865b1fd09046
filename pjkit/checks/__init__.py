"""The closed registry of consistency checks. A new check is one function in a module here and one line below."""

from pjkit.checks.base import Case, Check
from pjkit.checks.figures.agreement import same_figure_twice
from pjkit.checks.figures.balance import income_against_spending
from pjkit.checks.figures.classification import mixed_classification
from pjkit.checks.figures.outputs import money_per_person
from pjkit.checks.figures.over_plan import over_plan, part_of_nothing
from pjkit.checks.figures.per_head import retiree_welfare, spending_per_head
from pjkit.checks.figures.staff import over_staffed, staff_sum
from pjkit.checks.figures.sums import sum_of_parts
from pjkit.checks.figures.unchanged import unchanged_accounts
from pjkit.checks.figures.units import yuan_among_wan
from pjkit.checks.rubric_year import rubric_of_another_year
from pjkit.checks.scores.evidence import full_marks_without_evidence, no_evidence_at_all
from pjkit.checks.scores.self_scores import points_lost_without_reason, unattainable_self_score
from pjkit.checks.text.admissions import declared_breach
from pjkit.checks.text.figures import figure_in_text
from pjkit.checks.text.naming import foreign_name, unit_names
from pjkit.checks.text.sections import sections_in_text
from pjkit.checks.text.wording import yuan_in_text, zero_base_wording
from pjkit.checks.text.years import stale_year
from pjkit.model.scorecard import Finding

CHECKS: dict[str, Check] = {
    "sum_of_parts": sum_of_parts,
    "income_against_spending": income_against_spending,
    "mixed_classification": mixed_classification,
    "same_figure_twice": same_figure_twice,
    "unchanged_accounts": unchanged_accounts,
    "yuan_among_wan": yuan_among_wan,
    "staff_sum": staff_sum,
    "over_staffed": over_staffed,
    "spending_per_head": spending_per_head,
    "retiree_welfare": retiree_welfare,
    "money_per_person": money_per_person,
    "over_plan": over_plan,
    "part_of_nothing": part_of_nothing,
    "unattainable_self_score": unattainable_self_score,
    "points_lost_without_reason": points_lost_without_reason,
    "full_marks_without_evidence": full_marks_without_evidence,
    "no_evidence_at_all": no_evidence_at_all,
    "figure_in_text": figure_in_text,
    "sections_in_text": sections_in_text,
    "declared_breach": declared_breach,
    "zero_base_wording": zero_base_wording,
    "yuan_in_text": yuan_in_text,
    "stale_year": stale_year,
    "foreign_name": foreign_name,
    "unit_names": unit_names,
    "rubric_of_another_year": rubric_of_another_year,
}
"""Rule id → check, in the order of the report."""


def find_all(case: Case) -> list[Finding]:
    """Every finding of every check."""
    return [finding for check in CHECKS.values() for finding in check(case)]
