"""What findings (问题) are called: every rule that finds something names it once, where it arises."""

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
