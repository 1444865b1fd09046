"""Consistency checks. A new check is one decorated function in one of these modules, and its cases."""

from importlib import import_module

from pjkit.checks.registry import CHECKS, find_all
from pjkit.model.finding import finding_title

__all__ = ["CHECKS", "find_all", "finding_title"]  # a title is known once the checks are

for _module in (
    *("accounts", "units", "people", "outputs", "scores"),
    *("text.figures", "text.statements", "text.wording", "text.origin"),
):  # checks report in this order; ``across`` joins them where departments are compared, for it brings numpy
    import_module(f"{__name__}.{_module}")
