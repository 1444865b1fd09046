"""What a notebook calls: pure functions of frozen results that give tables, charts and text as HTML fragments.

Nothing here computes a score or reads a file of a department. :data:`VERBS` says where each verb lives, so
that ``import pjkit as pj`` can load it when it is first used.
"""

VERBS: dict[str, str] = {
    "style": "style",
    "masthead": "masthead",
    "profile": "overview",
    "functions": "overview",
    "sections": "overview",
    "staff": "overview",
    "outputs": "overview",
    "spending": "spending",
    "basic_spending": "spending",
    "project_spending": "spending",
    "income": "spending",
    "three_public": "spending",
    "other_accounts": "spending",
    "project_list": "project_list",
    "indicator": "indicator",
    "score_table": "scoretable",
    "group_table": "scoretable",
    "findings": "findings",
    "unsupported": "findings",
    "sources": "sources",
    "settings_used": "sources",
    "chapter": "narrative",
    "chart": "charts_view",
    "rule_curve": "charts_view",
    "score_by_group": "charts_view",
    "points_lost": "charts_view",
    "spending_by_kind": "charts_view",
    "budget_and_actual": "charts_view",
    "frame": "frames",
    "accounts": "frames",
}
"""Verb → the module of ``pjkit.display`` that has it."""
