"""pjkit: explained, checked performance reports for public departments.

``import pjkit as pj`` offers what a notebook needs. Each name is loaded when it is first used, so that
``pjkit --help`` and a check of parameters load neither matplotlib nor pandas.
"""

from importlib import import_module
from typing import Any

__version__ = "0.4.0"

_VERBS = {
    # read and score
    "load": "pjkit.sources.load",
    "evaluate": "pjkit.evaluation",
    # the page
    "style": "pjkit.report.masthead",
    "masthead": "pjkit.report.masthead",
    "brief": "pjkit.report.findings",
    # its chapters, as the rubric orders them
    "chapters": "pjkit.report.chapters",
    "show": "pjkit.report.chapters",
    "indicators": "pjkit.report.chapters",
    # what a chapter can show
    "chapter": "pjkit.report.overview",
    "profile": "pjkit.report.overview",
    "functions": "pjkit.report.overview",
    "sections": "pjkit.report.overview",
    "staff": "pjkit.report.overview",
    "outputs": "pjkit.report.overview",
    "basic_spending": "pjkit.report.spending",
    "project_spending": "pjkit.report.spending",
    "project_list": "pjkit.report.projects",
    "project_management": "pjkit.report.projects",
    "projects": "pjkit.report.projects",
    "income": "pjkit.report.spending",
    "three_public": "pjkit.report.spending",
    "spending_by_kind": "pjkit.report.spending",
    "budget_and_actual": "pjkit.report.spending",
    "indicator": "pjkit.report.indicator",
    "figures": "pjkit.report.computation",
    "value_of": "pjkit.report.computation",
    "check_computation": "pjkit.report.computation",
    "score_by_group": "pjkit.report.score_table",
    "points_lost": "pjkit.report.score_table",
    # the table and what a reviewer asks
    "score_table": "pjkit.report.score_table",
    "group_table": "pjkit.report.score_table",
    "findings": "pjkit.report.findings",
    "unsupported": "pjkit.report.findings",
    "score_gaps": "pjkit.report.score_gaps",
    "data_sources": "pjkit.report.sources",
    "settings_used": "pjkit.report.sources",
    "record": "pjkit.report.recording",
    # the summary of a batch
    "load_batch": "pjkit.report.summary.heading",
    "summary_style": "pjkit.report.summary.heading",
    "summary_head": "pjkit.report.summary.heading",
    "ranking": "pjkit.report.summary.departments",
    "grades": "pjkit.report.summary.departments",
    "total_distribution": "pjkit.report.summary.departments",
    "heat_map": "pjkit.report.summary.lost_points",
    "losses": "pjkit.report.summary.lost_points",
    "coverage": "pjkit.report.summary.departments",
    "gaps_by_department": "pjkit.report.summary.gaps",
    "gaps_by_indicator": "pjkit.report.summary.gaps",
    "findings_by_rule": "pjkit.report.summary.findings",
    "across_departments": "pjkit.report.summary.findings",
    "failures": "pjkit.report.summary.failures",
    # for going on in pandas
    "frame": "pjkit.report.frames",
    "accounts": "pjkit.report.frames",
}

__all__ = ["__version__", *_VERBS]  # noqa: PLE0604 - names of the lazily loaded verbs


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used (PEP 562)."""
    if name not in _VERBS:
        raise AttributeError(f"module 'pjkit' has no attribute {name!r}")
    import_module("pjkit.jupyter").prepare()
    return getattr(import_module(_VERBS[name]), name)


def __dir__() -> list[str]:
    """For completion in Jupyter."""
    return sorted(__all__)
