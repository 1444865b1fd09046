"""What a check or a rule finds: how grave it is, and the words by which each kind of finding is called."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["提示", "疑似", "确定"]
SEVERITIES: tuple[Severity, ...] = ("确定", "疑似", "提示")
"""The surest first."""


_TITLES: dict[str, str] = {}


def declare_title(rule: str, title: str) -> str:
    """Name in a few words what a rule finds wrong, where it arises; gives the rule's id.

    Raises ``ValueError`` for a rule or a title given twice.
    """
    if rule in _TITLES or title in _TITLES.values():
        raise ValueError(f"finding {rule} or its title {title} is declared twice")
    _TITLES[rule] = title
    return rule


def finding_title(rule: str) -> str:
    """What users read instead of a rule's id; the id itself where a later version has one not known here."""
    return _TITLES.get(rule, rule)


@dataclass(frozen=True)
class RuleWarning:
    """Something a rule noticed that a person should look at; becomes a finding. ``rule`` was declared."""

    rule: str
    severity: Severity
    message: str
    where: str
