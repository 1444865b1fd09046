"""What a clause's numbers can have wrong, each told with its place; and clauses with nothing wrong."""

from typing import Any

import pytest
from formula_facts import Declared

NAMES = Declared(
    {"率": "%", "甲": "万元", "乙": "万元", "天数": "天"}, {"专项资金": {"名称": "文字", "完成": "是否"}}
)

WRONG: list[tuple[str, str, dict[str, Any], tuple[str | int, ...], str]] = [
    (
        "a step in percent beside a bare limit",
        "scale",
        {"value": "甲", "limit": 100, "side": "below", "step": "5%", "deduct": 1, "floor_points": 9},
        ("step",),
        "步长写的是百分数 5%",
    ),
    (
        "a limit of a rate without its percent sign, which nothing would ever exceed",
        "scale",
        {"value": "甲 ÷ 乙", "limit": 100, "side": "above", "deduct": 1},
        ("limit",),
        "写的是 100，没有百分号",
    ),
    (
        "a percentage beside money",
        "scale",
        {"value": "甲", "limit": "100%", "side": "below", "deduct": 1},
        ("limit",),
        "写的是百分数 100%",
    ),
    (
        "a step of nothing",
        "scale",
        {"value": "率", "limit": "100%", "side": "below", "deduct": 1, "step": 0},
        ("step",),
        "步长是 0",
    ),
    (
        "a floor above the points",
        "scale",
        {"value": "率", "limit": "100%", "side": "below", "deduct": 1, "floor_points": 11},
        ("floor_points",),
        "分值是 11，条款分值 10",
    ),
    (
        "points above the clause's",
        "bands",
        {"value": "率", "bands": [{"from": "90%", "points": 12}, {"else": 0}]},
        ("bands", 0, "points"),
        "分值是 12，条款分值 10",
    ),
    (
        "points below nothing",
        "bands",
        {"value": "率", "bands": [{"from": "90%", "points": 10}, {"else": -1}]},
        ("bands", 1, "else"),
        "分值是 -1",
    ),
    (
        "a hole between two bands",
        "bands",
        {
            "value": "率",
            "bands": [
                {"to": "60%", "points": 0},
                {"above": "60%", "to": "80%", "points": 5},
                {"from": "90%", "points": 10},
            ],
        },
        ("bands",),
        "没有一档包括 80% 与 90% 之间的值",
    ),
    (
        "a hole on a border",
        "bands",
        {"value": "率", "bands": [{"below": "60%", "points": 0}, {"above": "60%", "points": 10}]},
        ("bands",),
        "没有一档包括等于 60% 的值",
    ),
    (
        "a hole above all bands",
        "bands",
        {"value": "率", "bands": [{"eq": 0, "points": 10}, {"to": "30%", "points": 2}]},
        ("bands",),
        "没有一档包括高于 30% 的值",
    ),
    (
        "upper borders that fall",
        "bands",
        {"value": "率", "bands": [{"to": "20%", "points": 5}, {"to": "10%", "points": 8}, {"else": 0}]},
        ("bands", 1),
        "第 2 档排在后面，轮不到它",
    ),
    (
        "lower borders that rise",
        "bands",
        {"value": "率", "bands": [{"from": "80%", "points": 5}, {"from": "90%", "points": 8}, {"else": 0}]},
        ("bands", 1),
        "第 2 档排在后面，轮不到它",
    ),
    (
        "two bands for one value",
        "bands",
        {
            "value": "率",
            "bands": [
                {"above": 0, "to": "10%", "points": 5},
                {"from": "10%", "to": "20%", "points": 3},
                {"else": 0},
            ],
        },
        ("bands", 1),
        "第 2 档与第 1 档重叠：等于 10% 的值",
    ),
    (
        "a band that is everywhere and nowhere",
        "bands",
        {"value": "率", "bands": [{"to": "10%", "below": "20%", "points": 5}, {"else": 0}]},
        ("bands", 0),
        "界限不成一段",
    ),
    (
        "a band turned round",
        "bands",
        {"value": "率", "bands": [{"above": "20%", "to": "10%", "points": 5}, {"else": 0}]},
        ("bands", 0),
        "下限不低于上限",
    ),
    (
        "a band without points",
        "bands",
        {"value": "率", "bands": [{"from": "90%"}, {"else": 0}]},
        ("bands", 0),
        "没有分值",
    ),
    (
        "else before the end",
        "bands",
        {"value": "率", "bands": [{"else": 0}, {"from": "90%", "points": 10}]},
        ("bands", 0),
        "else",
    ),
    (
        "a border without its percent sign",
        "bands",
        {
            "value": "甲 ÷ 乙",
            "bands": [{"from": "90%", "points": 10}, {"from": 80, "points": 5}, {"else": 0}],
        },
        ("bands", 1, "from"),
        "写的是 80，没有百分号",
    ),
    (
        "one point makes no line",
        "linear",
        {"value": "率", "points_at": {"60%": 0}},
        ("points_at",),
        "不足两个不同的值",
    ),
    (
        "a line above the points",
        "linear",
        {"value": "率", "points_at": {"60%": 0, "90%": 11}},
        ("points_at", "90%"),
        "分值是 11",
    ),
    (
        "a jump above the points",
        "linear",
        {"value": "率", "points_at": {"60%": 0, "90%": 10}, "above": 12},
        ("above",),
        "分值是 12",
    ),
    ("money times points", "proportion", {"value": "甲"}, ("value",), "公式的单位是“万元”"),
    (
        "a threshold above everything",
        "proportion",
        {"value": "率", "pass": "160%"},
        ("pass",),
        "及格门槛是 160%",
    ),
    (
        "cases without a last one",
        "conditions",
        {"cases": [{"when": "甲 = 0", "points": 3}]},
        ("cases", 0),
        "最后一种情形不是 else",
    ),
    (
        "a last case in the middle",
        "conditions",
        {"cases": [{"else": 0}, {"when": "甲 = 0", "points": 3}]},
        ("cases", 0),
        "else 不在最后",
    ),
    (
        "a case without points",
        "conditions",
        {"cases": [{"when": "甲 = 0"}, {"else": 0}]},
        ("cases", 0),
        "不完整",
    ),
    (
        "a case above the points",
        "conditions",
        {"cases": [{"when": "甲 = 0", "points": 13}, {"else": 0}]},
        ("cases", 0, "points"),
        "分值是 13",
    ),
    ("nothing off and nothing earned", "per_case", {"count": "天数"}, (), "deduct 与 earn"),
    ("off and earned", "per_case", {"count": "天数", "deduct": 1, "earn": 1}, (), "deduct 与 earn"),
    (
        "a case that earns nothing",
        "per_case",
        {"count": "天数", "earn": 0},
        ("earn",),
        "每例得分是 0",
    ),
    ("a step of no days", "per_case", {"count": "天数", "deduct": 1, "per": 0}, ("per",), "每一步是 0"),
    ("a rate that is counted", "per_case", {"count": "率", "deduct": 1}, ("count",), "公式的值是比率"),
]


@pytest.mark.parametrize(
    ("kind", "given", "path", "found"), [pytest.param(*row[1:], id=row[0]) for row in WRONG]
)
def test_a_problem_is_told_with_its_place(
    kind: str, given: dict[str, Any], path: tuple[str | int, ...], found: str
) -> None:
    problems = list(NAMES.spec(kind, points=10, **given).problems())
    assert [(place, told) for place, told, _, _ in problems if place == path and found in told], problems
    assert all(expected and advice for _, _, expected, advice in problems)


RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("scale", {"value": "率", "limit": 100, "side": "below", "deduct": 1}),  # 100 typed as the figure is
    ("scale", {"value": "甲 － 乙", "limit": 0, "side": "above", "step": 10, "deduct": 1}),
    ("bands", {"value": "率", "bands": [{"eq": 0, "points": 10}, {"to": "10%", "points": 5}, {"else": 0}]}),
    ("bands", {"value": "率", "bands": [{"from": "60%", "points": 10}, {"below": "60%", "points": 0}]}),
    ("linear", {"value": "天数", "points_at": {"0": 10, "30": 0}}),
    ("proportion", {"value": "甲 ÷ 乙", "pass": "60%"}),
    ("conditions", {"cases": [{"when": "甲 ≤ 乙", "points": 10}, {"else": 0}]}),
    ("per_case", {"count": "count(专项资金，完成 = 否)", "deduct": 1}),
]


@pytest.mark.parametrize(("kind", "given"), RIGHT)
def test_a_sound_clause_has_no_problem(kind: str, given: dict[str, Any]) -> None:
    assert list(NAMES.spec(kind, points=10, **given).problems()) == []
