"""The shipped rubric against the project's rubric notes, typed here as literals: §1 (table) and §2 (defaults)."""

import re
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from helpers import clause, rubric

from pjkit.model.figure import FigureRef
from pjkit.model.settings import SETTING_QUESTIONS, Settings

# §1: 一级/二级, id, 三级指标, points, clause kinds in order, rows of 条款核对 (- none)
TABLE = """
投入/预算配置 three_public_change_rate “三公经费”变动率 3 change_rate -
投入/预算配置 three_public_management “三公经费”管理 3 3×yes_no 1,2,3
投入/预算配置 reception_change_rate 公务招待费变动率 2 change_rate -
投入/预算配置 vehicle_change_rate 公务用车购置运行费变动率 2 change_rate -
投入/预算配置 goods_services_change_rate 商品和服务支出变动率 2 change_rate -
投入/预算配置 key_spending_share 重点支出安排率 2 banded_rate -
投入/预算配置 nontax_completion_rate 非税收入完成率 2 completion_rate -
投入/预算配置 nontax_management 非税收入管理 3 case_pool 1,2,3
过程/预算执行 three_public_control_rate “三公经费”控制率 3 control_rate -
过程/预算执行 procurement 政府采购 4 2×yes_no+completion_rate 1,2
过程/预算管理 management_system 管理制度健全性 6 5×yes_no+checklist 1,2,3,4,5,6.1,6.2,6.3,6.4,6.5
过程/预算管理 internal_control 内控制度情况 4 case_pool 1
过程/预算管理 fund_use_compliance 资金使用合规性 14 case_pool 1,2,3,4,5,6,7,8,9
过程/预算管理 disclosure 预决算信息公开性和完善性 4 4×yes_no 1,2,3,4
过程/资产管理 asset_system 管理制度健全性 2 2×yes_no 1,2
过程/资产管理 asset_safety 资产管理安全性 16 case_pool 1,2,3,4,5,6,7,8,9
过程/资产管理 fixed_asset_use_rate 固定资产利用率 2 completion_rate -
过程/绩效管理 target_management 目标管理 8 2×listed_projects+2×yes_no 2,3
过程/绩效管理 evaluation_management 绩效评价管理 7 2×listed_projects+2×yes_no 3,4
过程/绩效管理 result_use 评价结果运用 2 yes_no 1
产出/职责履行 key_task_completion_rate 重点工作完成率 2 rate_times_points -
产出/职责履行 work_quality 工作质量 3 level -
效果/履职效益 benefits 经济效益、社会效益、生态效益 2 tiered_choice 1,2,3
效果/履职效益 satisfaction 社会公众或服务对象满意度 2 banded_rate -
"""
GROUP_POINTS = "预算配置 19、预算执行 7、预算管理 28、资产管理 20、绩效管理 17、职责履行 5、履职效益 4"
TOP_POINTS = "投入 19、过程 72、产出 5、效果 4"

# §1: what a percentage point or a project costs, by clause
DEDUCT = """
three_public_change_rate 1 0.3
reception_change_rate 1 0.2
vehicle_change_rate 1 0.2
goods_services_change_rate 1 0.2
nontax_completion_rate 1 0.1
three_public_control_rate 1 0.5
procurement 3 0.5
fixed_asset_use_rate 1 0.2
target_management 1.1 1
target_management 1.2 1
evaluation_management 1 1
evaluation_management 2 1
"""
# §1: what a case of each clause of a pool costs; "once" however many
POOLS = {
    "nontax_management": ["1 once", "1", "1"],
    "internal_control": ["1"],
    "fund_use_compliance": ["2"] * 9,
    "asset_safety": ["2"] * 8 + ["1 once"],
}
# §1: clause points of indicators with several
CLAUSE_POINTS = """
three_public_management 1 1 1
procurement 1 1 2
management_system 1 1 1 1 1 1
disclosure 1 1 1 1
asset_system 1 1
target_management 2 2 2 2
evaluation_management 2 2 1 2
"""
# §1: where each figure comes from
FIGURES = """
three_public_change_rate last=收支[三公经费].上年决算
three_public_change_rate this=收支[三公经费].本年决算
reception_change_rate last=收支[三公经费/公务接待费].上年决算
reception_change_rate this=收支[三公经费/公务接待费].本年决算
vehicle_change_rate last=收支[三公经费/公务用车购置及运行费].上年决算
vehicle_change_rate this=收支[三公经费/公务用车购置及运行费].本年决算
goods_services_change_rate last=收支[商品和服务支出].上年决算
goods_services_change_rate this=收支[商品和服务支出].本年决算
key_spending_share part=项目[重点].年初预算
key_spending_share whole=项目[全部].年初预算
nontax_completion_rate done=收支[非税收入].本年决算
nontax_completion_rate planned=收支[非税收入].年初预算
nontax_completion_rate authority=基础数据[非税局核定完成数]
three_public_control_rate spent=收支[三公经费].本年决算
three_public_control_rate budget=收支[三公经费].年初预算
procurement done=收支[政府采购].本年决算
procurement planned=收支[政府采购].年初预算
fixed_asset_use_rate done=基础数据[在用固定资产]
fixed_asset_use_rate planned=基础数据[固定资产总额]
key_task_completion_rate done=基础数据[重点工作完成数]
key_task_completion_rate planned=基础数据[重点工作任务数]
work_quality item=基础数据[工作质量等次]
satisfaction part=基础数据[满意问卷数]
satisfaction whole=基础数据[有效问卷数]
"""
# §2: the defaults
DEFAULTS = {
    "zero_base_unchanged": "full",  # D1
    "zero_base_increased": "zero",  # D2
    "no_budget_made": "zero",  # D3
    "zero_spent_on_zero_budget": "full",
    "some_spent_on_zero_budget": "zero",
    "part_of_point": "prorate",  # D4
    "band_border": "lower_inclusive",  # D5
    "rate_above_100": "cap",  # D6
    "nothing_to_judge": "full",  # D7
    "score_places": 2,  # D8
    "same_fact": "once",  # D9
    "clause_not_applicable": "met",  # D10
    "no_data": "self_stands_in",  # D11
    "authority_figure": "replaces",  # D12
    "smallest_survey": 10,  # D13
    "counting_order": ("review", "computed", "self"),  # D15
    "partial_data": "wait",  # D16
    "cases_if_blank": 1,  # D17
    "tiers": {"是": Decimal(1), "部分": Decimal("0.6"), "否": Decimal(0)},  # D18
    "answers_without_evidence": "asserted",  # D19
    "zero_over_zero": "not_applicable",  # D20–D22: for other places' rubrics; nothing in this one asks them
    "some_over_zero": "zero",
    "negative_target": "zero",
    "tier_without_score": "no_data",
}


def counted(kinds: list[str]) -> str:
    """``yes_no yes_no completion_rate`` as ``2×yes_no+completion_rate``."""
    runs = [(kind, len(list(run))) for kind, run in groupby(kinds)]
    return "+".join(kind if times == 1 else f"{times}×{kind}" for kind, times in runs)


def test_the_rows_are_those_of_the_table() -> None:
    shipped = [
        f"{'/'.join(placed.path)} {row.id} {row.name} {row.points} {counted([one.kind for one in row.clauses])} "
        + (",".join(asked.no for one in row.clauses for asked in one.questions()) or "-")
        for placed in rubric().placed
        for row in [placed.indicator]
    ]
    assert shipped == TABLE.strip().splitlines()


def test_24_rows_name_26_indicators() -> None:
    rows = rubric().indicators()
    named = [name for row in rows for name in row.members or (row.name,)]
    assert (len(rows), len(named)) == (24, 26)
    assert named[22:25] == ["经济效益", "社会效益", "生态效益"]


def test_the_points_of_the_groups_are_those_of_the_table() -> None:
    groups = [f"{group.name} {group.points}" for top in rubric().groups for group in top.groups]
    assert "、".join(groups) == GROUP_POINTS
    assert "、".join(f"{top.name} {top.points}" for top in rubric().groups) == TOP_POINTS
    assert rubric().points == 100


def test_the_points_of_the_clauses_are_those_of_the_table() -> None:
    several = [row for row in rubric().indicators() if row.clauses[1:]]
    shipped = [" ".join([row.id, *(str(one.points) for one in row.clauses)]) for row in several]
    assert shipped == CLAUSE_POINTS.strip().splitlines()


def test_what_a_point_or_a_project_costs_is_that_of_the_table() -> None:
    shipped = [
        f"{row.id} {one.no} {one.deduct}"
        for row in rubric().indicators()
        for one in row.clauses
        if hasattr(one, "deduct")
    ]
    assert shipped == DEDUCT.strip().splitlines()


def test_what_a_case_or_a_missing_part_costs_is_that_of_the_table() -> None:
    pools: dict[str, Any] = {name: clause(name) for name in POOLS}
    shipped = {
        name: [f"{item.deduct}{' once' if item.once else ''}" for item in pool.items]
        for name, pool in pools.items()
    }
    assert shipped == POOLS
    checklist: Any = clause("management_system", "6")
    assert [str(part.deduct) for part in checklist.parts] == ["0.2"] * 5


@pytest.mark.parametrize("name", ["key_spending_share", "satisfaction"])
def test_bands_are_those_of_the_table(name: str) -> None:
    banded: Any = clause(name)
    assert [f"{band.from_}: {band.points}" for band in banded.bands] == ["90: 2", "80: 1", "70: 0.5", "0: 0"]
    assert (banded.border, banded.survey) == (None, name == "satisfaction")


def test_shares_and_use_rates_above_100_are_data_errors_and_others_are_capped() -> None:
    rates = [
        (row.id, one.above) for row in rubric().indicators() for one in row.clauses if hasattr(one, "above")
    ]
    errors = ["key_spending_share", "fixed_asset_use_rate", "satisfaction"]
    assert [name for name, above in rates if above == "error"] == errors
    capped = ["nontax_completion_rate", "procurement", "key_task_completion_rate"]
    assert [name for name, above in rates if above is None] == capped


def test_levels_are_those_of_the_table() -> None:
    level: Any = clause("work_quality")
    assert level.levels == {"优秀": 3, "良好": 2, "合格": 1, "不合格": 0}


def test_listed_projects_are_those_of_the_table() -> None:
    listed: list[Any] = [one for one in rubric().clauses() if one.kind == "listed_projects"]
    shipped = [f"{one.category} {one.flag}{' 完工' if one.finished_only else ''}" for one in listed]
    assert shipped == ["专项资金 目标管理", "项目 目标管理", "专项资金 绩效自评", "项目 绩效自评 完工"]


def cell_of(ref: FigureRef) -> str:
    """The cell behind a name that the rubric declares; a name that says no cell is a row of 基础数据."""
    declared = rubric().figures.get(ref.row) if not ref.sheet else None
    place = declared.from_ if declared else ref
    return place.written if place else f"基础数据[{ref.row}]"


def test_figures_come_from_the_cells_the_contract_names() -> None:
    shipped = [
        f"{row.id} {name}={cell_of(ref)}"
        for row in rubric().indicators()
        for one in row.clauses
        for name, ref in one.figure_refs().items()
    ]
    assert shipped == FIGURES.strip().splitlines()


def test_settings_are_the_defaults_of_the_notes() -> None:
    assert rubric().settings.model_dump() == DEFAULTS
    assert set(DEFAULTS) == set(Settings.model_fields)


def test_grades_are_those_of_the_notes() -> None:
    assert {grade.name: grade.from_ for grade in rubric().grades} == {"优": 90, "良": 80, "中": 60, "差": 0}


def test_every_decision_has_a_question() -> None:
    assert list(SETTING_QUESTIONS) == [f"D{number}" for number in range(1, 23)]


STALE = re.compile(r"第[\d、]+项原标准写作(\d{4})年度，按评价年度执行。")


def test_no_stale_year_stands_in_the_rubric_but_where_a_note_says_that_the_source_has_it() -> None:
    # §1: 2018 and 2017 become the evaluation year; §4, 9 and 10: foreign text
    told = [
        row.standard + STALE.sub("", row.note) + "".join(one.text for one in row.clauses)
        for row in rubric().indicators()
    ]
    assert [
        text for text in told if any(wrong in text for wrong in ("2017", "2018", "2021", "供销社", "我社"))
    ] == []


def test_a_note_says_where_the_source_names_another_year() -> None:
    """§1: 2018 in 2.8 ⑨ and 2.10 ③, 2017 in 2.11 ②③."""
    noted = {row.id: found[1] for row in rubric().indicators() if (found := STALE.search(row.note))}
    assert noted == {"asset_safety": "2018", "target_management": "2018", "evaluation_management": "2017"}


def test_every_rate_prints_its_formula() -> None:
    rates = [one for one in rubric().clauses() if one.figure_refs()]
    bare = [one.text for one in rates if one.expression() is None and one.kind != "level"]
    assert bare == []
