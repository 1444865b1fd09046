"""What users read instead of a finding's rule id: one title for every id that rules and checks can give."""

FINDING_TITLES: dict[str, str] = {
    # consistency checks (checks/__init__.py)
    "sum_of_parts": "合计与分项之和不符",
    "unattainable_self_score": "自评分按规则得不出",
    # what clause kinds notice (rules/)
    "rate_over_100": "比率超过 100%",
    "authority_without_document": "认定完成但无文件依据",
    "small_survey": "有效问卷偏少",
    "spending_without_base": "上年为零，本年有支出",
}
"""Rule id → title, a few words that name what is wrong. A test finds ids without one."""


def finding_title(rule: str) -> str:
    """The title of a rule id; the id itself where a record of a later version has one not known here."""
    return FINDING_TITLES.get(rule, rule)
