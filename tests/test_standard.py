"""评价标准: each kind's sentence from its numbers, an indicator's from its clauses, and numbers that contradict them."""

from decimal import Decimal
from typing import Any

import pytest
from formula_facts import Declared
from helpers import clause, rubric

from pjkit.model.clause import ClauseSpec
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules import RULES
from pjkit.scoring.standard import contradicting_numbers, derive_standard

NAMES = Declared(
    {"完成率": "%", "满意度": "%", "年末结余": "万元", "上年结转": "万元", "迟报天数": "天"},
    {"专项资金": {"名称": "文字", "完成": "是否"}},
)

SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    (
        "scale",
        {"value": "完成率", "limit": "100%", "side": "below", "step": 5, "deduct": 2},
        "完成率达到100%的，计10分；低于100%的，每低5个百分点扣2分，扣完为止。",
    ),
    (
        "scale",
        {"value": "年末结余", "limit": 50, "side": "above", "deduct": "0.5", "floor_points": 1},
        "年末结余不高于50万元的，计10分；高于50万元的，每高1万元扣0.5分，最低计1分。",
    ),
    (
        "scale",
        {
            "value": "完成率",
            "limit": "100%",
            "side": "below",
            "step": 5,
            "deduct": 2,
            "round": 0,
            "settings": {"part_of_point": "whole"},
        },
        "完成率（按四舍五入取整后计分）达到100%的，计10分；低于100%的，每低5个百分点扣2分（不足5个百分点的部分不计），扣完为止。",
    ),
    (
        "bands",
        {
            "value": "完成率",
            "bands": [
                {"eq": 0, "points": 10},
                {"to": "10%", "points": 5},
                {"to": "20%", "points": "0.5"},
                {"else": 0},
            ],
        },
        "完成率等于0%的，计10分；其他不高于10%的，计5分；高于10%且不高于20%的，计0.5分；其余不计分。",
    ),
    (
        "bands",
        {
            "value": "完成率",
            "bands": [
                {"from": "90%", "points": 10},
                {"from": "80%", "points": 4},
                {"below": "80%", "points": 0},
            ],
        },
        "完成率达到90%的，计10分；达到80%且低于90%的，计4分；低于80%的，不计分。",
    ),
    (
        "linear",
        {"value": "满意度", "points_at": {"60%": 0, "90%": 10}},
        "满意度低于60%的，不计分；60%至90%的，由0分至10分按直线计分；90%以上的，计10分。",
    ),
    (
        "proportion",
        {"value": "完成率", "pass": "60%"},
        "得分为完成率乘以10分，低于60%的不计分，最高计10分。",
    ),
    (
        "conditions",
        {
            "cases": [
                {"when": "年末结余 = 0", "points": 10},
                {"when": "年末结余 ≤ 上年结转", "points": 5},
                {"else": 0},
            ]
        },
        "年末结余 ＝ 0 时，计10分；年末结余 ≤ 上年结转 时，计5分；其他情形不计分。",
    ),
    ("per_case", {"count": "迟报天数", "deduct": 1, "per": 5}, "迟报天数：每5天扣1分，10分扣完为止。"),
    (
        "per_case",
        {"count": "count(专项资金，完成 = 是)", "earn": 5},
        "“计数（专项资金，完成 ＝ 是）”：每1例计5分，最高计10分。",
    ),
    ("yes_no", {"target": "否"}, "未发生的，计10分，否则不计分。"),
    ("yes_no", {}, "符合要求的，计10分，否则不计分。"),
]


@pytest.mark.parametrize(("kind", "given", "sentence"), SENTENCES)
def test_a_sentence_says_the_numbers_of_the_rule(kind: str, given: dict[str, Any], sentence: str) -> None:
    exact = {name: Decimal(one) if name == "deduct" else one for name, one in given.items()}
    if kind == "bands":
        exact["bands"] = [
            {**band, "points": Decimal(band["points"])} if "points" in band else band
            for band in given["bands"]
        ]
    assert RULES[kind].sentence(NAMES.spec(kind, points=10, **exact)) == sentence


@pytest.mark.parametrize(
    ("judged", "sentence"),
    [
        ("three_public_change_rate", "变动率不高于0的，计3分；高于0的，每高1个百分点扣0.3分，扣完为止。"),
        (
            "three_public_control_rate",
            "控制率不高于100%的，计3分；高于100%的，每高1个百分点扣0.5分，扣完为止。",
        ),
        ("nontax_completion_rate", "完成率达到100%的，计2分；不足100%的，每低1个百分点扣0.1分，扣完为止。"),
        (
            "key_spending_share",
            "比率达到90%的，计2分；达到80%不足90%的，计1分；达到70%不足80%的，计0.5分；不足70%的，不计分。",
        ),
        ("key_task_completion_rate", "得分为完成率乘以2分，最高计2分。"),
        ("work_quality", "按考核等次计分：优秀3分，良好2分，合格1分，不合格0分。"),
        ("management_system/6", "5项齐全的，计1分；每缺一项扣0.2分，扣完为止。"),
        ("nontax_management", "满分3分。第1项不符合的扣1分，只扣一次；第2、3项每发现一例扣1分；扣完为止。"),
        ("evaluation_management/2", "已完工项目全部绩效自评的，计2分；每少一个扣1分，扣完为止。"),
        (
            "benefits",
            "经济效益、社会效益、生态效益共计2分，由所选各项平均分配；每项按实现程度分档计分。",
        ),
    ],
)
def test_the_shipped_rules_are_said_from_their_numbers(judged: str, sentence: str) -> None:
    indicator, _, no = judged.partition("/")
    found = clause(indicator, no or None)
    assert RULES[found.kind].sentence(found) == sentence


# Indicators


def indicator(*clauses: ClauseSpec, standard: str = "") -> Indicator:
    return Indicator.model_construct(
        id="x", name="指标", points=Decimal(10), standard=standard, clauses=list(clauses), gate=None
    )


def test_an_indicator_of_several_clauses_numbers_them() -> None:
    one = NAMES.spec("yes_no", points=4, text="已制定制度。")
    other = NAMES.spec("proportion", points=6, value="完成率").model_copy(update={"no": "2"})
    assert derive_standard(indicator(one, other)) == (
        "（1）已制定制度。符合要求的，计4分，否则不计分。（2）得分为完成率乘以6分，最高计6分。"
    )


def test_ways_to_the_same_points_are_said_to_be_ways() -> None:
    one = NAMES.spec("yes_no", points=4, either="甲")
    other = NAMES.spec("proportion", points=4, value="完成率", either="甲").model_copy(update={"no": "2"})
    assert derive_standard(indicator(one, other)).endswith("（1）、（2）取得分高的一项。")


# Contradictions


def test_the_shipped_sentences_contradict_no_rule() -> None:
    found = {row.id: contradicting_numbers(row) for row in rubric().indicators()}
    assert {id_: numbers for id_, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize(
    ("id_", "changed", "found"),
    [
        ("three_public_change_rate", {"deduct": Decimal("0.5")}, ["0.3分"]),
        ("three_public_control_rate", {"deduct": Decimal(2)}, ["0.5分"]),
        ("nontax_completion_rate", {"deduct": Decimal("0.2")}, ["0.1分"]),
        ("work_quality", {"levels": {"优秀": Decimal(3), "良好": Decimal("1.5")}}, ["2分", "1分"]),
    ],
)
def test_a_changed_rule_beside_an_unchanged_sentence_is_found(
    id_: str, changed: dict[str, Any], found: list[str]
) -> None:
    row = rubric()[id_]
    altered = row.model_copy(update={"clauses": [row.clauses[0].model_copy(update=changed)]})
    assert contradicting_numbers(altered) == found


@pytest.mark.parametrize(
    ("standard", "found"),
    [
        ("达到100%的，计10分；每低5个百分点扣2分。", []),
        ("达到１００％的，计10分；每低 5 个百分点扣 2 分。", []),  # full width, spaces
        ("达到95%的，计10分；每低5个百分点扣2分。", ["95%"]),
        ("达到100%的，计10分；每低3个百分点扣1.5分。", ["3个百分点", "1.5分"]),
        ("满分10分，2022年9月24日第3项除外，用时15分钟，共八项。", []),  # numbers of something else
    ],
)
def test_numbers_of_a_sentence_are_held_against_the_rule(standard: str, found: list[str]) -> None:
    judged = NAMES.spec("scale", points=10, value="完成率", limit="100%", side="below", step=5, deduct=2)
    assert contradicting_numbers(indicator(judged, standard=standard)) == found


def test_every_border_of_bands_and_conditions_is_a_number_of_the_rule() -> None:
    bands = [{"from": "90%", "points": 6}, {"from": "80%", "points": 3}, {"else": 0}]
    one = NAMES.spec("bands", points=6, value="完成率", bands=bands)
    other = NAMES.spec(
        "conditions", points=4, cases=[{"when": "满意度 ≥ 75%", "points": 4}, {"else": 1}]
    ).model_copy(update={"no": "2"})
    standard = "90%以上6分，80%以上3分，其余0分；满意度75%以上4分，其余1分；共10分。"
    assert contradicting_numbers(indicator(one, other, standard=standard)) == []
