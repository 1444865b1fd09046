"""Two real forms row by row: a blank one of a city (A), a port authority's with weights at two levels (C).

Neither form came with data, so the figures are invented; what they earn is worked by hand beside them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from formula_facts import Declared
from helpers import answer, settings

from pjkit.model.amounts import half_up
from pjkit.model.clause import ClauseInputs, Verdict
from pjkit.scoring.rules import RULES

NAMES = Declared(
    figures={
        "在职人数": "人",
        "编制数": "人",
        "三公本年": "万元",
        "三公上年": "万元",
        "三公预算": "万元",
        "重点项目支出": "万元",
        "项目总支出": "万元",
        "预算调整数": "万元",
        "年初预算": "万元",
        "年末结余": "万元",
        "上年结转": "万元",
        "7月执行进度": "%",
        "11月执行进度": "%",
        "预算调整次数": "次",
        "结转结余率": "%",
        "用款计划差错率": "%",
        "计划产出": "项",
        "实际产出": "项",
        "达标产出": "项",
        "按时产出": "项",
    },
    lists={"专项资金": {"名称": "文字", "春节前下达50%": "是否", "6月底前全部下达": "是否"}},
)


@dataclass(frozen=True)
class Row:
    """An indicator's clause, what was handed in, and what that earns, as printed."""

    name: str
    kind: str
    spec: dict[str, Any]
    earned: str
    working: str
    figures: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)  # "否 2" = 否, 2 cases

    def verdict(self) -> Verdict:
        """What the rule says."""
        judged = NAMES.spec(self.kind, text=self.name, **self.spec)
        assert list(judged.problems()) == []
        if self.answers:
            given = {no: answer(no, *_result(text)) for no, text in self.answers.items()}
            facts = ClauseInputs(answers=given)
        else:
            facts = NAMES.inputs(judged, self.figures, self.rows)
        return RULES[self.kind].judge(judged, facts, settings(**self.spec.get("settings", {})))


def _result(text: str) -> tuple[str, int | None]:
    result, _, cases = text.partition(" ")
    return result, int(cases) if cases else None


def _pool(*texts: str, deduct: int = 1) -> list[dict[str, Any]]:
    return [{"no": str(at), "text": text, "deduct": deduct} for at, text in enumerate(texts, start=1)]


ADJUSTED = [
    {"eq": 0, "points": 3},
    {"to": "10%", "points": 2},
    {"to": "20%", "points": 1},
    {"to": "30%", "points": "0.5"},
    {"else": 0},
]
ARRANGED = [
    {"from": "90%", "points": 5},
    {"from": "80%", "points": 4},
    {"from": "70%", "points": 3},
    {"from": "60%", "points": 2},
    {"else": 0},
]
LEFT = [{"when": "年末结余 = 0", "points": 3}, {"when": "年末结余 ≤ 上年结转", "points": 2}, {"else": 0}]
PAID = {
    "points": 3,
    "count": "count(专项资金，春节前下达50% = 否 或 6月底前全部下达 = 否)",
    "deduct": "0.5",
}
RULES_OF_USE = ("制度", "审批", "用途", "挪用", "凭证")

A = [
    Row(
        "财政供养人员控制率",
        "scale",
        {"points": 5, "value": "在职人数 ÷ 编制数", "limit": "100%", "side": "above", "deduct": "0.5"},
        "2.37",
        "40 / 38 = 105.26316%, 5.26316 pp x 0.5 = 2.63158 off 5",
        {"在职人数": "40", "编制数": "38"},
    ),
    Row(
        "三公经费变动率",
        "scale",
        {
            "points": 5,
            "value": "（三公本年 － 三公上年）÷ 三公上年",
            "limit": "0%",
            "side": "above",
            "deduct": "0.5",
        },
        "3.75",
        "(20.5 - 20) / 20 = 2.5% x 0.5 a pp = 1.25 off 5",
        {"三公本年": "20.50", "三公上年": "20.00"},
    ),
    Row(
        "重点支出安排率",
        "bands",
        {"points": 5, "value": "重点项目支出 ÷ 项目总支出", "bands": ARRANGED},
        "4.00",
        "80 / 99.99 = 80.008%: [80, 90)",
        {"重点项目支出": "80", "项目总支出": "99.99"},
    ),
    Row(
        "预算调整率",
        "bands",
        {"points": 3, "value": "预算调整数 ÷ 年初预算", "bands": ADJUSTED},
        "2.00",
        "10 / 100 = 10%, included",
        {"预算调整数": "10", "年初预算": "100"},
    ),
    Row(
        "支付进度",
        "per_case",
        PAID,
        "2.00",
        "two of three funds behind, 2 x 0.5 off 3",
        rows={
            "专项资金": [
                {"名称": "甲", "春节前下达50%": "否", "6月底前全部下达": "否"},
                {"名称": "乙", "春节前下达50%": "是", "6月底前全部下达": "否"},
                {"名称": "丙", "春节前下达50%": "是", "6月底前全部下达": "是"},
            ]
        },
    ),
    Row(
        "资金结余",
        "conditions",
        {"points": 3, "cases": LEFT},
        "2.00",
        "12 left, 15 carried over last year",
        {"年末结余": "12", "上年结转": "15"},
    ),
    Row(
        "三公经费控制率",
        "scale",
        {"points": 6, "value": "三公本年 ÷ 三公预算", "limit": "100%", "side": "above", "deduct": 1},
        "3.50",
        "20.5 / 20 = 102.5%, 2.5 x 1 off 6",
        {"三公本年": "20.50", "三公预算": "20"},
    ),
    Row(
        "管理制度健全性",
        "checklist",
        {
            "points": 3,
            "parts": [
                {"no": str(at), "text": text, "deduct": 1}
                for at, text in enumerate(("制定", "合规", "执行"), 1)
            ],
        },
        "2.00",
        "one of three missing",
        answers={"1": "是", "2": "是", "3": "否"},
    ),
    Row(
        "资金使用合规性",
        "case_pool",
        {"points": 3, "items": _pool(*RULES_OF_USE)},
        "1.00",
        "two cases x 1 off 3",
        answers={"1": "是", "2": "否 2", "3": "是", "4": "是", "5": "是"},
    ),
    Row("公开内容", "yes_no", {"points": 1}, "1.00", "met", answers={"1": "是"}),
    Row("公开时限", "yes_no", {"points": "0.5"}, "0.00", "not met", answers={"1": "否"}),
]

C_BUDGET = [
    Row(
        "执行进度（7月）",
        "proportion",
        {"points": 7, "value": "7月执行进度 ÷ 40%"},
        "6.30",
        "36 / 40 = 90% x 7",
        {"7月执行进度": "36"},
    ),
    Row(
        "执行进度（11月）",
        "proportion",
        {"points": 8, "value": "11月执行进度 ÷ 80.21%"},
        "8.00",
        "85 / 80.21 > 100%, capped",
        {"11月执行进度": "85"},
    ),
    Row(
        "预算调整次数",
        "bands",
        {"points": 5, "value": "预算调整次数", "bands": [{"eq": 0, "points": 5}, {"else": 0}]},
        "0.00",
        "1 is not the target 0",
        {"预算调整次数": "1"},
    ),
    Row(
        "预算被核减",
        "yes_no",
        {"points": 25, "target": "否"},
        "25.00",
        "否 is the target",
        answers={"1": "否"},
    ),
    Row(
        "结转结余率",
        "scale",
        {"points": 25, "value": "结转结余率", "limit": "0%", "side": "above", "deduct": 1},
        "21.50",
        "3.5 pp x 1 off 25",
        {"结转结余率": "3.5"},
    ),
    Row("开展预算编报考评", "yes_no", {"points": 5}, "5.00", "是 is the target", answers={"1": "是"}),
    Row(
        "用款计划差错率",
        "bands",
        {"points": 7, "value": "用款计划差错率", "bands": [{"to": "0%", "points": 7}, {"else": 0}]},
        "7.00",
        "0% is the target",
        {"用款计划差错率": "0"},
    ),
    Row(
        "违规行为", "yes_no", {"points": 13, "target": "否"}, "0.00", "是 is not wanted", answers={"1": "是"}
    ),
    Row("决算考评", "yes_no", {"points": 5}, "5.00", "是 is the target", answers={"1": "是"}),
]
C_OUTPUT = [
    Row(
        "数量",
        "proportion",
        {"points": 30, "value": "实际产出 ÷ 计划产出"},
        "27.00",
        "18 / 20 x 30",
        {"实际产出": "18", "计划产出": "20"},
    ),
    Row(
        "质量",
        "proportion",
        {"points": 40, "value": "达标产出 ÷ 实际产出", "pass": "60%"},
        "0.00",
        "10 / 18 = 55.6% < 60%",
        {"达标产出": "10", "实际产出": "18"},
    ),
    Row(
        "时效",
        "linear",
        {"points": 30, "value": "按时产出 ÷ 实际产出", "points_at": {"0%": 0, "100%": 30}},
        "15.00",
        "9 / 18 x 30",
        {"按时产出": "9", "实际产出": "18"},
    ),
]
REASONS = ("一", "二", "三", "四")


def _reasons(name: str, points: int, missing: str, earned: str, working: str) -> Row:
    parts = [{"no": reason, "text": f"理由{reason}", "deduct": points // 4} for reason in REASONS]
    given = {reason: "否" if reason in missing else "是" for reason in REASONS}
    return Row(name, "checklist", {"points": points, "parts": parts}, earned, working, answers=given)


C_EFFECT = [
    _reasons("经济", 20, "二", "15.00", "three of four reasons x 5"),
    _reasons("社会", 20, "", "20.00", "four of four"),
    _reasons("环境", 20, "一二三四", "0.00", "none"),
    _reasons("可持续", 40, "四", "30.00", "three of four x 10"),
]


def _exact(row: Row) -> Row:
    """Numbers in quotation marks are decimals, as a file has them."""
    spec = {name: _decimal(value) for name, value in row.spec.items()}
    return Row(**{**vars(row), "spec": spec})


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return Decimal(value)
    if isinstance(value, list):
        return [
            {k: _decimal(v) if k == "points" else v for k, v in one.items()} if isinstance(one, dict) else one
            for one in value
        ]
    return value


@pytest.mark.parametrize("row", [*A, *C_BUDGET, *C_OUTPUT, *C_EFFECT], ids=lambda row: row.name)
def test_a_row_earns_what_was_worked_by_hand(row: Row) -> None:
    won = _exact(row).verdict().points
    assert won is not None
    assert str(half_up(won)) == row.earned, row.working


def test_form_a_adds_up() -> None:
    # 2.37 + 3.75 + 4 + 2 + 2 + 2 + 3.5 + 2 + 1 + 1 + 0
    assert sum(half_up(_won(row)) for row in A) == Fraction("23.62")


def test_form_c_counts_three_parts_by_their_weights() -> None:
    # 预算绩效 50: 6.3 + 8 + 0 + 25 + 21.5 + 5 + 7 + 0 + 5 = 77.8; 产出 25: 42; 效果 25: 65
    # 77.8 x 0.5 + 42 x 0.25 + 65 x 0.25 = 38.9 + 10.5 + 16.25 = 65.65
    parts = ((C_BUDGET, Fraction(1, 2)), (C_OUTPUT, Fraction(1, 4)), (C_EFFECT, Fraction(1, 4)))
    total = sum(Fraction(half_up(_won(row))) * weight for rows, weight in parts for row in rows)
    assert half_up(total) == half_up(Fraction("65.65"))


def _won(row: Row) -> Fraction:
    won = _exact(row).verdict().points
    assert won is not None, row.name
    return won


def test_the_parts_of_form_c_are_worth_a_hundred_each() -> None:
    for rows in (C_BUDGET, C_OUTPUT, C_EFFECT):
        assert sum(Fraction(str(row.spec["points"])) for row in rows) == 100
