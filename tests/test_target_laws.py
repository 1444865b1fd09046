"""Laws of targets, own rows and judged points that hold for all data, and what a rubric may not say of them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from formula_facts import Declared
from helpers import answer, figure, settings
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st
from pydantic import ValidationError
from test_laws import height

from pjkit.model.amounts import half_up
from pjkit.model.clause import ClauseInputs, ClauseSpec, Verdict
from pjkit.model.figure import ListRow
from pjkit.model.settings import Settings
from pjkit.scoring.formulas import FormulaError, readable
from pjkit.scoring.rules import RULES

law = laws(deadline=None, derandomize=True, max_examples=150)

DECLARED = Declared(
    {"实际": "个", "目标": "个", "比率": "%", "人数": "人", "金额": "万元"},
    {"表": dict.fromkeys(("指标", "方向", "指标值", "完成值", "单位", "分值", "评分"), "文字")},
)
numbers = st.decimals(-30, 30, places=1)
WAYS = {
    "≥": ("ratio", "linear", "nothing"),
    "≤": ("reciprocal", "linear", "nothing"),
    "=": ("linear", "nothing"),
}
ways = st.sampled_from([(sign, short) for sign, shorts in WAYS.items() for short in shorts])
unders = st.builds(settings, negative_target=st.sampled_from(["zero", "by_deviation"]))


def target(direction: str, **more: Any) -> ClauseSpec:
    return DECLARED.spec("target", points=10, actual="实际", target="目标", direction=direction, **more)


def judged(spec: ClauseSpec, actual: Decimal, aim: Decimal, under: Settings) -> Verdict:
    facts = DECLARED.inputs(spec, {"实际": str(actual), "目标": str(aim)})
    return RULES["target"].judge(spec, facts, under)


def earned(spec: ClauseSpec, actual: Decimal, aim: Decimal, under: Settings) -> Fraction:
    won = judged(spec, actual, aim, under).points
    assert won is not None, "two numbers always earn something, if only 0"
    return won


# Targets


@law
@given(
    way=ways, aim=numbers, two=st.tuples(numbers, numbers), floor=st.sampled_from([None, "60%"]), under=unders
)
def test_what_is_nearer_its_target_never_earns_less(
    way: tuple[str, str], aim: Decimal, two: tuple[Decimal, Decimal], floor: str | None, under: Settings
) -> None:
    direction, short = way
    spec = target(direction, short=short, **({"pass": floor} if floor else {}))
    order = {"≥": lambda at: at, "≤": lambda at: -at, "=": lambda at: -abs(at - aim)}[direction]
    worse, better = sorted(two, key=order)
    assert earned(spec, better, aim, under) >= earned(spec, worse, aim, under)


limits = st.sampled_from(
    ["cap", {"from": "120%", "counts": "missed"}, {"from": "120%", "counts": "by_deviation"}]
)


@law
@given(way=ways, aim=numbers, actual=numbers, over=limits, under=unders)
def test_a_target_earns_between_nothing_and_its_points(
    way: tuple[str, str], aim: Decimal, actual: Decimal, over: str | dict[str, str], under: Settings
) -> None:
    spec = target(way[0], short=way[1], over=over)
    verdict = judged(spec, actual, aim, under)
    assert verdict.points is not None
    assert 0 <= verdict.points <= 10
    assert f"{half_up(verdict.points)} 分" in verdict.reason
    possible = RULES["target"].attainable(spec, under)
    assert possible is None or verdict.points in possible


@law
@given(
    direction=st.sampled_from(["≥", "≤"]),
    aim=st.decimals("0.1", 30, places=1),
    actual=st.decimals("0.1", 60, places=1),
    more=st.sampled_from(
        [
            {},
            {"pass": "60%"},
            {"short": "nothing"},
            {"over": {"from": "120%", "counts": "missed"}},
            {"over": {"from": "120%", "counts": "by_deviation"}},
        ]
    ),
)
def test_the_curve_drawn_is_the_rule_applied(
    direction: str, aim: Decimal, actual: Decimal, more: dict[str, Any]
) -> None:
    spec = target(direction, **more)
    curve = RULES["target"].curve(spec, settings())
    verdict = judged(spec, actual, aim, settings())
    assert curve is not None
    assert verdict.value is not None
    assert height(curve, verdict.value * 100) == verdict.points


@pytest.mark.parametrize(("direction", "short"), [("=", "nothing"), ("=", "linear"), ("≤", "linear")])
def test_what_no_rate_tells_has_no_curve(direction: str, short: str) -> None:
    assert RULES["target"].curve(target(direction, short=short), settings()) is None


def test_a_target_of_nothing_is_met_or_not_and_has_no_curve() -> None:
    spec = DECLARED.spec("target", points=10, actual="实际", target="0", direction="≤", short="nothing")
    assert RULES["target"].curve(spec, settings()) is None
    expression = spec.expression()
    assert expression is not None
    assert readable(expression) == "实际 ≤ 0"


# A department's own rows


@law
@given(way=ways, aim=numbers, actual=numbers, under=unders)
def test_an_own_row_earns_what_a_target_does(
    way: tuple[str, str], aim: Decimal, actual: Decimal, under: Settings
) -> None:
    direction, short = way
    spec = DECLARED.spec("own_rows", points=10, list="表", short={direction: short})
    row = {"指标": "甲", "方向": direction, "指标值": str(aim), "完成值": str(actual), "分值": "10"}
    found = RULES["own_rows"].judge(spec, DECLARED.inputs(spec, {}, {"表": [row]}), under)
    assert found.points == earned(target(direction, short=short), actual, aim, under)


texts = st.text(st.sampled_from("0123456789.-−+%≥≤=＞ 万元定性不适用高\n\0 <"), max_size=6)


@law
@given(cells=st.fixed_dictionaries(dict.fromkeys(DECLARED.lists["表"], texts)))
def test_no_text_of_a_department_breaks_the_scoring(cells: dict[str, str]) -> None:
    spec = DECLARED.spec("own_rows", points=10, list="表")
    row = ListRow({name: figure(text, name, f"表!{name}") for name, text in cells.items()}, "表!2")
    verdict = RULES["own_rows"].judge(spec, ClauseInputs(lists={"表": (row,)}), settings())
    assert verdict.points is None or 0 <= verdict.points <= 10


def wrong(*rows: dict[str, str], **given: Any) -> list[tuple[str, str, str, str]]:
    spec = DECLARED.spec("own_rows", points=10, list="表", **given)
    return list(spec.wrong_rows(DECLARED.inputs(spec, {}, {"表": rows})))


GOOD = {"指标": "甲", "方向": "≥", "指标值": "6", "完成值": "3", "单位": "次", "分值": "10"}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        (
            {"完成值": "完成"},
            (
                "表!完成值2",
                "“完成值”写的是“完成”",
                "数字，以“次”为单位",
                "改成数字；不能用数字衡量的，“方向”写“定性”",
            ),
        ),
        (
            {"指标值": "很多"},
            (
                "表!指标值2",
                "“指标值”写的是“很多”",
                "数字，以“次”为单位",
                "改成数字；不能用数字衡量的，“方向”写“定性”",
            ),
        ),
        ({"完成值": "50%"}, ("表!完成值2", "“完成值”写的是“50%”", "以“次”为单位的数字", "改正数值或单位")),
        ({"方向": ">"}, ("表!方向2", "“方向”“>”不是方向", "≥、≤、=、定性 之一", "改成其中之一")),
        ({"分值": "-10"}, ("表!分值2", "“分值”写的是“-10”", "不小于 0 的数字", "改成数字")),
        (
            {"分值": "8"},
            ("表!分值2", "1 行分值合计 8 分", "合计 10 分", "改正各行的“分值”，使合计等于 10 分"),
        ),
        (
            {"方向": "定性", "完成值": "还行"},
            (
                "表!完成值2",
                "“完成值”写的是“还行”",
                "指标值的原文、0% 至 100% 的百分比之一",
                "改成其中之一，或在“评分”列写明评分",
            ),
        ),
        (
            {"方向": "定性", "完成值": "120%"},
            ("表!完成值2", "“完成值”写的是“120%”", "0% 至 100% 的百分比", "改正百分比"),
        ),
        (
            {"方向": "定性", "完成值": "还行", "评分": "11"},
            ("表!评分2", "“评分”写的是“11”", "0 至 10 分", "改正评分"),
        ),
    ],
)
def test_what_a_row_cannot_say_is_told_with_its_cell(
    changed: dict[str, str], problem: tuple[str, str, str, str] | None
) -> None:
    assert wrong({**GOOD, **changed}) == ([problem] if problem else [])


def test_everything_wrong_in_the_rows_is_told_at_once() -> None:
    places = [place for place, *_ in wrong({**GOOD, "完成值": "多", "方向": "约"}, {**GOOD, "分值": "零"})]
    assert places == ["表!方向2", "表!完成值2", "表!分值3"]


# Judged points


@law
@given(
    score=st.decimals(-1, 11, places=2),
    tier=st.sampled_from(["好", "中", "差"]),
    evidence=st.sampled_from(["材料", ""]),
)
def test_judged_points_are_in_one_tier_or_in_none(score: Decimal, tier: str, evidence: str) -> None:
    tiers = [
        {"name": "好", "from": "80%", "to": "100%"},
        {"name": "中", "from": "60%", "to": "80%"},
        {"name": "差", "to": "60%"},
    ]
    spec = DECLARED.spec("judged", points=10, tiers=tiers)
    (asked,) = spec.questions()
    fitting = [one.result for one in asked.judged if one.holds(score)]
    assert len(fitting) == (0 <= score <= 10)
    given_answer = answer("1", tier, evidence=evidence)
    facts = ClauseInputs(answers={"1": given_answer.__class__(**{**vars(given_answer), "score": score})})
    verdict = RULES["judged"].judge(spec, facts, settings())
    assert verdict.points == (Fraction(score) if fitting == [tier] else None)
    assert bool(verdict.unevidenced) == bool(verdict.points and not evidence)


def test_a_clause_without_tiers_asks_for_points_and_a_reason() -> None:
    (asked,) = DECLARED.spec("judged", points=5, text="综合评价").questions()
    free = asked.range_of("")
    assert free is not None
    assert (asked.note_required, free.words, asked.results) == (True, "0 至 5 分", ("不适用",))


# What a rubric may not say


@pytest.mark.parametrize(
    ("kind", "given_fields", "found"),
    [
        ("target", {"direction": "≤", "short": "ratio"}, "方向 ≤ 的目标未达到时不能按 ratio 计"),
        (
            "target",
            {"direction": "=", "over": {"from": "150%", "counts": "missed"}},
            "等于目标的指标没有超额完成",
        ),
        ("target", {"over": {"from": "90%", "counts": "missed"}}, "超额的界限是 90%"),
        ("target", {"pass": "160%"}, "及格门槛是 160%"),
        ("target", {"actual": "实际÷目标", "target": "90"}, "写的是 90，没有百分号"),
        ("own_rows", {"short": {"≥": "reciprocal"}}, "方向 ≥ 的目标未达到时不能按 reciprocal 计"),
        (
            "judged",
            {"tiers": [{"name": "好", "from": "80%"}, {"name": "中", "from": "60%", "to": "90%"}]},
            "档次“中”与“好”的范围重叠",
        ),
        (
            "judged",
            {"tiers": [{"name": "好", "share": "80%"}, {"name": "好", "share": "60%"}]},
            "档次“好”写了两次",
        ),
        ("judged", {"tiers": [{"name": "好", "from": "80%", "to": "60%"}]}, "档次“好”的 from 高于 to"),
        ("judged", {"tiers": [{"name": "好", "share": "120%"}]}, "档次“好”超过 100%"),
        ("judged", {"tiers": [{"name": "好"}]}, "档次“好”写了 share 又写了 from、to，或都没有写"),
    ],
)
def test_a_rubric_that_makes_no_sense_is_told(kind: str, given_fields: dict[str, Any], found: str) -> None:
    usual: dict[str, Any] = {"target": {"actual": "实际", "target": "目标"}, "own_rows": {"list": "表"}}.get(
        kind, {}
    )
    spec = DECLARED.spec(kind, points=10, **{**usual, **given_fields})
    assert [problem[1] for problem in spec.problems()] == [found]


def refused(kind: str, **given: Any) -> FormulaError:
    """Why a formula of the clause cannot be read."""
    with pytest.raises(ValidationError) as caught:
        DECLARED.spec(kind, points=10, **given)
    (error,) = caught.value.errors()
    found = error["ctx"]["error"]
    assert isinstance(found, FormulaError)
    return found


def test_a_target_in_another_unit_is_refused() -> None:
    assert "左边是“人”，右边是“万元”" in refused("target", actual="人数", target="金额 × 2").found


def test_an_unknown_name_in_a_target_is_told_by_its_own_column() -> None:
    assert refused("target", actual="人数", target="1 + 人头").column == 5


def test_an_unknown_column_in_where_is_told_by_its_own_column() -> None:
    error = refused("own_rows", list="表", where="指标 = “甲” 且 级别 = “乙”")
    assert error.column == len("指标 = “甲” 且 ") + 1


@pytest.mark.parametrize("kind", ["target", "own_rows", "judged"])
def test_every_kind_says_its_rule_in_words(kind: str) -> None:
    over = {"from": "150%", "counts": "missed"}
    fields: dict[str, dict[str, Any]] = {
        "target": {"actual": "实际", "target": "目标", "pass": "60%", "over": over},
        "own_rows": {"list": "表", "tiers": [{"name": "好", "from": "80%"}]},
        "judged": {"tiers": [{"name": "好", "from": "80%"}]},
    }
    sentence = RULES[kind].sentence(DECLARED.spec(kind, points=10, **fields[kind]))
    assert "10分" in sentence
    assert sentence.endswith("。")
