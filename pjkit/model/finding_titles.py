"""What users read instead of a finding's rule id: declared where the rule arises, known here."""

_TITLES: dict[str, str] = {}


def declare_title(rule: str, title: str) -> None:
    """Name what a rule finds wrong, in a few words. Raises ``ValueError`` for a rule or a title given twice."""
    if rule in _TITLES or title in _TITLES.values():
        raise ValueError(f"finding {rule} or its title {title} is declared twice")
    _TITLES[rule] = title


def finding_title(rule: str) -> str:
    """The title of a rule id; the id itself where a record of a later version has one not known here."""
    return _TITLES.get(rule, rule)
