"""The registry of clause kinds: every module of this folder with a ``RULE``. A new kind is one module and its cases."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from pjkit.scoring.rules.base import Rule


def register(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Rules by kind. Raises ``ValueError`` for a kind given twice."""
    registry: dict[str, Rule] = {}
    for rule in rules:
        if rule.kind in registry:
            raise ValueError(f"clause kind {rule.kind} is registered twice")
        registry[rule.kind] = rule
    return registry


_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
RULES = register(module.RULE for module in _MODULES if hasattr(module, "RULE"))
"""kind → rule, by name."""
