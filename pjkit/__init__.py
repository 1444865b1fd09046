"""pjkit: explained, checked performance reports for public departments.

``import pjkit as pj`` offers what a notebook needs. Each name is loaded when it is first used, so that
``pjkit --help`` and a check of parameters load neither matplotlib nor pandas.
"""

from importlib import import_module
from typing import Any

__version__ = "0.2.0"

_VERBS = {
    # read and score
    "load": "pjkit.scoring.opening",
    "evaluate": "pjkit.scoring.evaluate",
    # the page
    "style": "pjkit.display.style",
    "masthead": "pjkit.display.masthead",
    "brief": "pjkit.display.brief",
    # 部门概况
    "profile": "pjkit.display.overview",
    "functions": "pjkit.display.overview",
    "sections": "pjkit.display.overview",
    "staff": "pjkit.display.overview",
    "outputs": "pjkit.display.overview",
    # 部门整体支出管理及使用情况
    "basic_spending": "pjkit.display.spending",
    "project_spending": "pjkit.display.spending",
    "project_list": "pjkit.display.project_list",
    "income": "pjkit.display.spending",
    "three_public": "pjkit.display.spending",
    "spending_by_kind": "pjkit.display.charts_view",
    "budget_and_actual": "pjkit.display.charts_view",
    # 部门整体支出绩效情况
    "indicator": "pjkit.display.indicator",
    "score_by_group": "pjkit.display.charts_view",
    "points_lost": "pjkit.display.charts_view",
    "chapter": "pjkit.display.narrative",
    # the table and what a reviewer asks
    "score_table": "pjkit.display.scoretable",
    "group_table": "pjkit.display.scoretable",
    "findings": "pjkit.display.findings",
    "unsupported": "pjkit.display.findings",
    "score_gaps": "pjkit.display.score_gaps",
    "sources": "pjkit.display.sources",
    "settings_used": "pjkit.display.sources",
    "document": "pjkit.display.document.output",
    "record": "pjkit.display.recording",
    # the summary of a batch
    "batch": "pjkit.display.county.reading",
    "summary_style": "pjkit.display.county.fragments",
    "summary_head": "pjkit.display.county.head",
    "ranking": "pjkit.display.county.ranking",
    "grades": "pjkit.display.county.grades",
    "total_distribution": "pjkit.display.county.grades",
    "heat_map": "pjkit.display.county.heat",
    "losses": "pjkit.display.county.losses",
    "coverage": "pjkit.display.county.coverage",
    "gaps_by_department": "pjkit.display.county.gaps",
    "gaps_by_indicator": "pjkit.display.county.gaps",
    "findings_by_rule": "pjkit.display.county.rules",
    "across_departments": "pjkit.display.county.across",
    "failures": "pjkit.display.county.failures",
    # for going on in pandas
    "frame": "pjkit.display.frames",
    "accounts": "pjkit.display.frames",
}

__all__ = ["__version__", *_VERBS]  # noqa: PLE0604 - names of the lazily loaded verbs


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used (PEP 562)."""
    if name not in _VERBS:
        raise AttributeError(f"module 'pjkit' has no attribute {name!r}")
    return getattr(import_module(_VERBS[name]), name)


def __dir__() -> list[str]:
    """For completion in Jupyter."""
    return sorted(__all__)
