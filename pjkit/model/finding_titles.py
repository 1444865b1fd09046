"""What users read instead of a finding's rule id: one title for every id that rules and checks can give."""

FINDING_TITLES: dict[str, str] = {
    # consistency checks (checks/__init__.py)
    "sum_of_parts": "合计与分项之和不符",
    "income_against_spending": "收入与支出不相等",
    "mixed_classification": "功能分类与经济分类混用",
    "same_figure_twice": "同一数据两处不一致",
    "unchanged_accounts": "本年数与上年数全部相同",
    "yuan_among_wan": "元与万元混用",
    "staff_sum": "人数合计与分项不符",
    "over_staffed": "实有人数超过编制",
    "spending_per_head": "人均支出异常",
    "retiree_welfare": "离退休人员支出需核实",
    "money_per_person": "成效数据人均金额异常",
    "over_plan": "完成数超过任务数或预算",
    "part_of_nothing": "整体为零而部分不为零",
    "unattainable_self_score": "自评分按规则得不出",
    "points_lost_without_reason": "自评扣分未写原因",
    "full_marks_without_evidence": "自评满分缺少依据",
    "no_evidence_at_all": "通篇未列佐证材料",
    "figure_in_text": "文字中的数与数据不符",
    "sections_in_text": "文字中的内设机构数与清单不符",
    "declared_breach": "文字所述与满分相矛盾",
    "zero_base_wording": "零预算零支出的措辞不当",
    "yuan_in_text": "文字中混用元与万元",
    "stale_year": "年份未更新",
    "foreign_name": "出现其他单位的名称",
    "unit_names": "对本单位的称呼过多",
    "rubric_of_another_year": "评分标准不是本年度的",
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
