"""Formulas on a department's data: exact values, what is missing, the working; and laws over random formulas."""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pjkit.model.amounts import read_decimal
from pjkit.model.figure import NOT_APPLICABLE, Figure, ListedRows, ListRow
from pjkit.model.formula import Column, Constant, Expression, Formula, Name, Operation, Sign, Value
from pjkit.scoring.formulas import FigureKind, FormulaError, Vocabulary, evaluate, holds, written

law = laws(deadline=None, derandomize=True, max_examples=300)

MONEY, WORD, DAY = FigureKind("万元"), FigureKind(kind="word"), FigureKind(kind="date")
UNITS = {
    "可用预算": "万元",
    "年末结余": "万元",
    "工资": "元",
    "总收入": "亿元",
    "在职人数": "人",
    "执行率": "%",
    "差错率": "‰",
    "降幅": "百分点",
}
VOCABULARY = Vocabulary(
    {
        **{name: FigureKind(unit) for name, unit in UNITS.items()},
        "等次": WORD,
        "交付日": DAY,
        "限期": DAY,
    },
    {"资金": {"名称": WORD, "金额": MONEY, "完成": WORD, "下达日": DAY, "份额": FigureKind("%")}},
)


def cell(name: str, text: str, unit: str, source: str) -> Figure:
    """A cell as the readers understand it: a number, 不适用, another word, or blank."""
    number = read_decimal(text)
    words = "" if number is not None or text == NOT_APPLICABLE else text
    return Figure(name, number, unit, source, not_applicable=text == NOT_APPLICABLE, text=words)


def look_up(texts: Mapping[str, str]) -> Callable[[str], Figure]:
    """The figures of a department that typed this, each at a place of its own; what is not there is blank."""
    return lambda name: cell(name, texts.get(name, ""), UNITS.get(name, ""), f"基础数据!{name}")


def funds(*rows: str) -> ListedRows:
    """Rows of the list 资金: 金额, 完成, 下达日, 份额, separated by blanks; ``-`` for a blank cell."""
    columns = {"金额": "万元", "完成": "", "下达日": "", "份额": "%"}
    made = []
    for number, row in enumerate(rows, 2):
        texts = (text.replace("-", "") if text == "-" else text for text in row.split())
        cells = {
            name: cell(name, text, columns[name], f"资金!{name}{number}")
            for name, text in zip(columns, texts, strict=False)
        }
        made.append(ListRow(cells, f"资金!A{number}"))
    return tuple(made)


def value(text: str, listed: ListedRows | None = None, /, **texts: str) -> Value:
    return evaluate(VOCABULARY.read(text), look_up(texts), lambda _: listed)


def told(text: str, listed: ListedRows | None = None, /, **texts: str) -> bool | Value:
    return holds(VOCABULARY.read_condition(text), look_up(texts), lambda _: listed)


def no_lists(_name: str) -> None:
    """No list was handed in."""


def places(figures: tuple[Figure, ...]) -> list[str]:
    return [figure.source.partition("!")[2] or figure.source for figure in figures]


# Values and workings


@pytest.mark.parametrize(
    ("text", "texts", "number", "working"),
    [
        # (120 − 20) ÷ 120 = 5/6
        ("（可用预算－年末结余）÷ 可用预算", "可用预算=120 年末结余=20", "5/6", "（120.00－20.00）÷120.00＝83.33%"),
        # 0.1 + 0.2 = 0.3 exactly
        ("可用预算 ＋ 年末结余", "可用预算=0.1 年末结余=0.2", "3/10", "0.10＋0.20＝0.30 万元"),
        # 5,000 元 = 0.5 万元; 0.5 + 1 = 1.5
        ("工资 ＋ 可用预算", "工资=5000 可用预算=1", "3/2", "0.50＋1.00＝1.50 万元"),
        # 0.3 亿元 = 3,000 万元; 3000 ÷ 1500 = 2
        ("总收入 ÷ 可用预算", "总收入=0.3 可用预算=1500", "2", "3,000.00÷1,500.00＝200.00%"),
        # 96,000 元 ÷ 8 人 = 9.6 ÷ 8 = 1.2 万元/人
        ("工资 ÷ 在职人数", "工资=96000 在职人数=8", "6/5", "9.60÷8＝1.2 万元/人"),
        # 95% × 200 = 190
        ("执行率 × 可用预算", "执行率=95 可用预算=200", "190", "95%×200.00＝190.00 万元"),
        # 100% − 95% = 5%; a bare 1 beside a rate is 100%
        ("1 － 执行率", "执行率=95", "1/20", "1－95%＝5.00%"),
        # 2‰ + 3 百分点 = 0.002 + 0.03
        ("差错率 ＋ 降幅", "差错率=2 降幅=3", "4/125", "2‰＋3%＝3.20%"),
        # 5 − (−3) = 8
        ("可用预算 － 年末结余", "可用预算=5 年末结余=-3", "8", "5.00－（-3.00）＝8.00 万元"),
        ("－（可用预算 － 年末结余）", "可用预算=5 年末结余=3", "-2", "－（5.00－3.00）＝-2.00 万元"),
        ("最大（可用预算，年末结余，4）", "可用预算=3 年末结余=2", "4", "最大（3.00，2.00，4）＝4.00 万元"),
        ("最小（可用预算，年末结余）", "可用预算=3 年末结余=2", "2", "最小（3.00，2.00）＝2.00 万元"),
        ("绝对值（可用预算 － 年末结余）", "可用预算=2 年末结余=3", "1", "绝对值（2.00－3.00）＝1.00 万元"),
        # 30 June → 5 July: 5 days
        ("交付日 － 限期", "交付日=2022年7月5日 限期=2022-06-30", "5", "2022年7月5日－2022-06-30＝5 天"),
        ("执行率", "执行率=95", "19/20", "执行率＝95.00%"),
        ("可用预算 ÷ 3", "可用预算=1", "1/3", "1.00÷3＝0.3333 万元"),
        # the largest of 5,000 元 and 6,000 元 (a bare number beside 元 counts 元) = 0.6 万元
        ("最大（工资，6000）", "工资=5000", "3/5", "最大（0.50，0.6）＝0.60 万元"),
        ("100 － 50 － 20 － 10", "", "20", "100－50－20－10＝20"),
    ],
)  # fmt: skip
def test_a_value_is_exact_and_shows_its_working(text: str, texts: str, number: str, working: str) -> None:
    given = dict(pair.split("=") for pair in texts.split())
    found = value(text, **given)
    assert found.number == Fraction(number)
    assert found.working == working
    assert places(found.figures) == list(given), "each figure once, in the order of the formula"


def test_a_bare_number_beside_yuan_counts_yuan() -> None:
    assert told("工资 ＞ 5000", 工资="5000.01") is True
    assert told("工资 ＞ 2000 ＋ 3000", 工资="5000") is False
    assert told("可用预算 ＞ 5000", 可用预算="5000.01") is True, "万元 beside 万元"
    assert value("工资 － 4000 ＋ 可用预算", 工资="5000", 可用预算="1").number == Fraction("1.1")


def test_a_value_that_is_computed_itself_is_taken_exactly_and_names_what_it_lacks() -> None:
    third = value("可用预算 ÷ 3", 可用预算="1")
    formula = VOCABULARY.read("执行率 × 3")
    assert evaluate(formula, lambda _: third, no_lists).number == 1
    assert evaluate(formula, lambda _: third, no_lists).figures == third.figures
    unknown = value("可用预算 ÷ 3")
    assert evaluate(formula, lambda _: unknown, no_lists).blank == unknown.blank


@pytest.mark.parametrize("declared", ["%", "", None])
def test_a_computed_rate_is_shown_as_one(declared: str | None) -> None:
    texts = {"可用预算": "1", "年末结余": "3"}
    rate = evaluate(VOCABULARY.read("可用预算 ÷ 年末结余", declared), look_up(texts), no_lists)
    found = evaluate(VOCABULARY.read("执行率 × 3"), lambda _: rate, no_lists)
    assert (rate.unit, found.working) == ("%", "33.33%×3＝100.00%")


# What is missing


def test_a_blank_figure_leaves_no_value_and_is_named_with_its_place() -> None:
    found = value("（可用预算 － 年末结余）÷ 可用预算", 可用预算="120")
    assert found.number is None
    assert [figure.name for figure in found.blank] == ["年末结余"]
    assert places(found.blank) == ["年末结余"]
    assert found.working == "（120.00－年末结余）÷120.00"
    assert (found.not_applicable, found.divided) == ((), None)


def test_what_does_not_apply_is_an_outcome_of_its_own() -> None:
    found = value("最大（可用预算，年末结余）", 可用预算="120", 年末结余=NOT_APPLICABLE)
    assert found.number is None
    assert places(found.not_applicable) == ["年末结余"]
    assert (found.blank, found.divided) == ((), None)
    assert found.working == "最大（120.00，不适用）"


def test_a_division_by_0_keeps_what_was_to_be_divided() -> None:
    # (7 − 3) ÷ 0: the 4
    found = value("（7 － 3）× 1 ÷ 可用预算", 可用预算="0")
    assert found.number is None
    assert found.divided == 4
    assert value("可用预算 ÷ 可用预算", 可用预算="0").divided == 0, "0 of 0 is told from nothing"


def test_of_several_divisions_by_0_the_innermost_is_told() -> None:
    # 5 ÷ 0 inside, and what it gives again ÷ 0
    assert value("5 ÷ 可用预算 ÷ 年末结余", 可用预算="0", 年末结余="0").divided == 5
    assert value("（2 ＋ 5 ÷ 可用预算）÷ 年末结余", 可用预算="0", 年末结余="0").divided == 5


def test_a_blank_is_told_before_what_does_not_apply_and_that_before_a_division_by_0() -> None:
    text = "可用预算 ÷ 年末结余 ＋ 在职人数 ÷ 在职人数 ＋ 执行率"
    blank = value(text, 可用预算="1", 年末结余="0", 执行率=NOT_APPLICABLE)
    assert (places(blank.blank), blank.not_applicable, blank.divided) == (["在职人数"], (), None)
    inapplicable = value(text, 可用预算="1", 年末结余="0", 执行率=NOT_APPLICABLE, 在职人数="3")
    assert (places(inapplicable.not_applicable), inapplicable.divided) == (["执行率"], None)
    assert value(text, 可用预算="1", 年末结余="0", 执行率="9", 在职人数="3").divided == 1


def test_a_word_where_a_number_or_a_date_belongs_is_no_data() -> None:
    assert places(value("可用预算 ＋ 1", 可用预算="很多").blank) == ["可用预算"]
    assert places(value("交付日 － 限期", 交付日="年底", 限期="2022-13-01").blank) == ["交付日", "限期"]


# Conditions


@pytest.mark.parametrize(
    ("text", "texts", "holds_there"),
    [
        ("执行率 ≥ 80%", "执行率=80", True),
        ("执行率 ＞ 0.8", "执行率=80", False),
        ("执行率 ＜ 90% 且 执行率 ≥ 80%", "执行率=89.99", True),
        ("可用预算 ≠ 年末结余", "可用预算=1.0 年末结余=1", False),
        ("等次 ＝ “优秀”", "等次=优秀", True),
        ("等次 ＝ “优秀” 或 等次 ＝ “良好”", "等次=良好", True),
        ("等次 ≠ “优秀”", "等次=良好", True),
        ("非 等次 ＝ “优秀”", "等次=优秀", False),
        ("等次 ＝ “1”", "等次=1", True),
        ("交付日 ≤ 2022-06-30", "交付日=2022/6/30", True),
        ("交付日 ＞ 限期", "交付日=2022-07-01 限期=2022.6.30", True),
        ("交付日 ＝ 限期", "交付日=2022年6月30日 限期=2022-06-30", True),
        ("可用预算 ＝ 不适用", "可用预算=不适用", True),
        ("可用预算 ＝ 不适用", "可用预算=0", False),
        ("不适用 ≠ 可用预算", "可用预算=3", True),
        ("等次 ＝ 不适用", "等次=优秀", False),
        ("3 ＞ 2", "", True),
    ],
)
def test_a_condition_holds_or_not(text: str, texts: str, holds_there: bool) -> None:  # noqa: FBT001 - a table's column
    assert told(text, **dict(pair.split("=") for pair in texts.split())) is holds_there


@pytest.mark.parametrize("pair", list(product([True, False, None], repeat=2)))
def test_what_is_unknown_decides_only_where_the_rest_does_not(pair: tuple[bool | None, bool | None]) -> None:
    typed = {True: "1", False: "0", None: ""}
    texts = {"可用预算": typed[pair[0]], "年末结余": typed[pair[1]]}
    both = told("可用预算 ＝ 1 且 年末结余 ＝ 1", **texts)
    either = told("可用预算 ＝ 1 或 年末结余 ＝ 1", **texts)
    unknown = [name for name, text in texts.items() if not text]
    for found, decisive in ((both, False), (either, True)):
        if decisive in pair:
            assert found is decisive
        elif unknown:
            assert isinstance(found, Value)
            assert [figure.name for figure in found.blank] == unknown
        else:
            assert found is not decisive


def test_a_condition_on_what_does_not_apply_cannot_be_told() -> None:
    found = told("非 可用预算 ＞ 3", 可用预算=NOT_APPLICABLE)
    assert isinstance(found, Value)
    assert places(found.not_applicable) == ["可用预算"]
    assert isinstance(told("可用预算 ＝ 不适用"), Value), "a blank says neither"


# Lists

LISTED = funds("10 是 2022-02-01 40", "20 否 2022-07-01 60", "5.5 是 2022-06-30 0")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("合计（资金.金额）", "35.5"),  # 10 + 20 + 5.5
        ("合计（资金.金额，完成 ＝ 是）", "15.5"),  # 10 + 5.5
        ("合计（资金.金额，完成 ＝ 是，下达日 ≤ 2022-03-31）", "10"),
        ("合计（资金.份额）", "1"),  # 40% + 60% + 0%
        ("合计（资金.金额，完成 ＝ 部分）", "0"),
        ("计数（资金）", "3"),
        ("计数（资金，下达日 ＞ 2022-06-29）", "2"),
        ("计数（资金，完成 ＝ 否 或 金额 ＜ 6）", "2"),
        # above the mean of 35.5 ÷ 3 = 11.83…: 20 alone
        ("计数（资金，金额 ＞ 合计（资金.金额）÷ 计数（资金））", "1"),
        # above the figure: 20 and 10
        ("计数（资金，金额 ＞ 年末结余）", "2"),
        ("合计（资金.金额，完成 ＝ 是）÷ 合计（资金.金额）", "31/71"),  # 15.5 ÷ 35.5
    ],
)
def test_the_rows_of_a_list_are_added_up_and_counted(text: str, number: str) -> None:
    assert value(text, LISTED, 年末结余="6").number == Fraction(number)


def test_a_working_shows_what_a_list_gave_and_where_it_stands() -> None:
    found = value("合计（资金.金额，完成 ＝ 是）÷ 合计（资金.金额）", LISTED)
    assert found.working == "15.50÷35.50＝43.66%"
    assert [(figure.name, figure.source) for figure in found.figures] == [
        ("合计（资金.金额，完成 ＝ 是）", "资金!金额2+金额4"),
        ("合计（资金.金额）", "资金!金额2+金额3+金额4"),
    ]
    assert value("计数（资金，完成 ＝ 否）", LISTED).working == "计数（资金，完成 ＝ 否）＝1"


def test_a_list_without_rows_is_0_and_one_that_nobody_handed_in_no_data() -> None:
    assert value("合计（资金.金额）", ()).number == 0
    assert value("计数（资金）", ()).number == 0
    missing = value("合计（资金.金额）＋ 可用预算", None, 可用预算="1")
    assert missing.number is None
    assert [(figure.name, figure.source) for figure in missing.blank] == [("资金", "“资金”表缺失")]


def test_a_blank_cell_that_is_needed_is_named_and_one_that_is_not_does_no_harm() -> None:
    listed = funds("- 否 2022-02-01", "20 是 2022-07-01", "5 - 2022-01-01")
    assert places(value("合计（资金.金额）", listed).blank) == ["金额2"]
    assert places(value("合计（资金.金额，完成 ＝ 是）", listed).blank) == ["完成4"]
    assert value("合计（资金.金额，下达日 ＞ 2022-06-30）", listed).number == 20
    assert value("计数（资金，完成 ＝ 是 或 下达日 ＜ 2022-06-30）", listed).number == 3


def test_a_row_that_says_not_applicable_does_not_count() -> None:
    listed = funds("10 不适用 2022-02-01", "20 是 2022-07-01", "不适用 是 2022-01-01")
    assert value("合计（资金.金额）", listed).number == 30
    assert value("合计（资金.金额，完成 ＝ 是）", listed).number == 20
    assert value("计数（资金，完成 ≠ 是）", listed).number == 0
    assert value("计数（资金，完成 ＝ 不适用）", listed).number == 1


def test_a_figure_of_the_condition_that_does_not_apply_leaves_the_whole_without_value() -> None:
    found = value("计数（资金，金额 ＞ 年末结余）", LISTED, 年末结余=NOT_APPLICABLE)
    assert places(found.not_applicable) == ["年末结余"]


def test_a_column_that_a_row_lacks_is_blank_at_that_row() -> None:
    row = ListRow({}, "资金!A2")
    assert [figure.source for figure in value("合计（资金.金额）", (row,)).blank] == ["资金!A2"]


# Laws

ODD_NAMES = (
    "甲", "乙", "甲 － 乙", "甲-乙", "乙）", "丙（丁）费", "“戊”", "“戊”己率", "庚 辛", "2022", "50%达成", "是", "或",
    "合计", "1.壬", "癸]", "资金.金额", "非 甲", "3-甲", "，", "收支[三公经费].本年决算",
)  # fmt: skip
PLAIN = Vocabulary(
    {**dict.fromkeys(ODD_NAMES, FigureKind()), "等次": WORD},
    {"资金": {"金额": FigureKind(), "甲": FigureKind(), "完成": WORD}, "怪 单-": {"金额": FigureKind()}},
)
NUMBERS = {name: Fraction(place - 4, 4) for place, name in enumerate(ODD_NAMES)}
ROWS = {
    "资金": tuple(
        ListRow({"金额": cell("金额", amount, "", "资金"), "甲": cell("甲", amount, "", "资金"), "完成": cell("完成", done, "", "资金")}, "资金")
        for amount, done in (("1", "是"), ("2.5", "否"))
    ),
    "怪 单-": (),
}  # fmt: skip


class Made(NamedTuple):
    """A tree, and what it is worth by plain arithmetic; ``None`` after a division by 0."""

    tree: Expression
    worth: Fraction | None


DONE = Operation("=", (Column("资金", "完成"), Constant("是", word="是")))
ENDS = st.one_of(
    st.sampled_from([Made(Name(name), NUMBERS[name]) for name in ODD_NAMES]),
    st.decimals(0, 20, places=1).map(lambda number: Made(Constant(str(number), Fraction(number)), Fraction(number))),
    st.integers(0, 200).map(lambda number: Made(Constant(f"{number}%", Fraction(number, 100)), Fraction(number, 100))),
    st.just(Made(Operation("sum", (Column("资金", "金额"), DONE)), Fraction(1))),
    st.just(Made(Operation("count", (Column("资金"), Operation("not", (DONE,)))), Fraction(1))),
    st.just(Made(Operation("sum", (Column("怪 单-", "金额"),)), Fraction(0))),
)  # fmt: skip


def joined(sign: Sign, left: Expression, right: Expression) -> Operation:
    """Two parts as the reader joins them: a further one of the same sign goes on."""
    goes_on = isinstance(left, Operation) and left.sign == sign
    return Operation(sign, (*(left.parts if isinstance(left, Operation) and goes_on else (left,)), right))


def arithmetic(sign: Sign, left: Made, right: Made) -> Made:
    """The two joined, with Python's own arithmetic beside."""
    does: dict[Sign, Callable[[Fraction, Fraction], Fraction]] = {
        "+": operator.add, "-": operator.sub, "×": operator.mul, "÷": operator.truediv, "min": min, "max": max,
    }  # fmt: skip
    tree = (
        Operation(sign, (left.tree, right.tree))
        if sign in {"min", "max"}
        else joined(sign, left.tree, right.tree)
    )
    if left.worth is None or right.worth is None or (sign == "÷" and right.worth == 0):
        return Made(tree, None)
    return Made(tree, does[sign](left.worth, right.worth))


def of_one(sign: Sign, made: Made) -> Made:
    worth = None if made.worth is None else -made.worth if sign == "negative" else abs(made.worth)
    return Made(Operation(sign, (made.tree,)), worth)


def larger(parts: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    signs: list[Sign] = ["+", "-", "×", "÷", "min", "max"]
    singles: list[Sign] = ["negative", "abs"]
    return st.one_of(
        st.builds(arithmetic, st.sampled_from(signs), parts, parts),
        st.builds(of_one, st.sampled_from(singles), parts),
    )


formulas = st.recursive(ENDS, larger, max_leaves=12)


@st.composite
def comparisons(draw: st.DrawFn) -> Expression:
    """Two numbers compared, or a word."""
    if draw(st.booleans()):
        return Operation(
            draw(st.sampled_from(["=", "≠"])), (Name("等次"), Constant("“好, 或”", word="好, 或"))
        )
    signs: list[Sign] = ["=", "≠", "<", "≤", ">", "≥"]
    return Operation(draw(st.sampled_from(signs)), (draw(formulas).tree, draw(formulas).tree))


def linked(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    signs: list[Sign] = ["and", "or"]
    return st.one_of(
        st.builds(joined, st.sampled_from(signs), parts, parts),
        st.builds(lambda part: Operation("not", (part,)), parts),
    )


conditions = st.recursive(comparisons(), linked, max_leaves=6)
TREES: TypeAdapter[Expression] = TypeAdapter(Expression)


def read_as_written(read: Callable[[str], Formula], tree: Expression) -> Formula | None:
    """The tree printed and read; ``None`` where it divides by a 0 that stands in the formula."""
    try:
        return read(written(tree))
    except FormulaError as error:
        if error.found == "除数是 0":
            return None
        raise


@law
@given(formulas)
def test_a_formula_is_worth_what_arithmetic_says_and_is_read_back_as_it_was(made: Made) -> None:
    formula = read_as_written(PLAIN.read, made.tree)
    if formula is None:
        return
    assert formula.expression == made.tree
    found = evaluate(formula, lambda name: Value(NUMBERS[name], ""), ROWS.get)
    assert found.number == made.worth
    assert (found.divided is None) == (made.worth is not None)


@law
@given(conditions)
def test_a_condition_is_read_back_as_it_was(tree: Expression) -> None:
    formula = read_as_written(PLAIN.read_condition, tree)
    assert formula is None or formula.expression == tree


@law
@given(conditions)
def test_any_tree_goes_through_json(tree: Expression) -> None:
    assert TREES.validate_json(TREES.dump_json(tree)) == tree


def refusal(read: Callable[[str], Formula], text: str) -> FormulaError | None:
    try:
        formula = read(text)
    except FormulaError as error:
        return error
    assert read(written(formula.expression)).expression == formula.expression
    return None


@law
@given(st.text("甲乙（）()+-×÷＝%0123.,，[]“”\\ 且或非最小计数资金.金额，是", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (PLAIN.read, PLAIN.read_condition):
        refused = refusal(read, text)
        assert refused is None or 1 <= refused.column <= len(text) + 1


def test_the_longest_and_the_deepest_formula_are_read_and_computed() -> None:
    assert value("可用预算＋" * 399 + "可用预算", 可用预算="2").number == 800  # 400 × 2
    deep = "（可用预算＋" * 30 + "可用预算" + "）" * 30
    assert value(deep, 可用预算="2").number == 62  # 31 × 2
