"""Formulas of a rubric: what is read and how it is printed, and what is refused, in which words."""

import time

import pytest
from pydantic import TypeAdapter

from pjkit.model.formula import Expression
from pjkit.scoring.formulas import FigureKind, FormulaError, Vocabulary, readable, written
from pjkit.scoring.formulas.units import fits, unit_of

MONEY, PEOPLE, WORD, DAY = (
    FigureKind("万元"),
    FigureKind("人"),
    FigureKind(kind="word"),
    FigureKind(kind="date"),
)
FIGURES = {
    "可用预算": MONEY,
    "年末结余": MONEY,
    "追加": MONEY,
    "工资": FigureKind("元"),
    "执行率": FigureKind("%"),
    "差错率": FigureKind("‰"),
    "在职人数": PEOPLE,
    "编制数": PEOPLE,
    "件数": FigureKind("件"),
    "等次": WORD,
    "评价日": DAY,
    "限期": DAY,
    "因公出国": MONEY,
    "因公出国（境）费": MONEY,
    "“三公经费”": MONEY,
    "“三公经费”变动率": FigureKind("%"),
    "甲-乙": MONEY,
    "其他 收入": MONEY,
    "1.公用经费": MONEY,
    "追加 - 年末结余": MONEY,
    "合计": MONEY,
    "怪]名": MONEY,
    "是": MONEY,
}
COLUMNS = {
    "名称": WORD,
    "金额": MONEY,
    "完成": WORD,
    "春节前下达50%": WORD,
    "6月底前全部下达": WORD,
    "下达日": DAY,
    "等次": FigureKind("件"),  # of the same name as a figure
}


def refer(name: str) -> FigureKind | None:
    """What the data hold beside what the rubric declares."""
    return {"收支[三公经费].本年决算": MONEY, "基本信息[编制数]": PEOPLE}.get(name)


VOCABULARY = Vocabulary(FIGURES, {"专项资金": COLUMNS, "项目": {"金额": MONEY}}, refer)


def read_again(text: str) -> str:
    """A formula or condition as it is printed; read once more, it must be the same."""
    try:
        expression = VOCABULARY.read(text).expression
        again = VOCABULARY.read(written(expression)).expression
    except FormulaError:
        expression = VOCABULARY.read_condition(text).expression
        again = VOCABULARY.read_condition(written(expression)).expression
    assert again == expression
    return written(expression)


# What is read


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("（可用预算 − 年末结余）÷ 可用预算", "（可用预算 － 年末结余）÷ 可用预算"),
        ("(可用预算-年末结余)/可用预算*100%", "（可用预算 － 年末结余）÷ 可用预算 × 100%"),
        ("可用预算＋年末结余－追加", "可用预算 ＋ 年末结余 － 追加"),
        ("（可用预算＋年末结余）＋追加", "可用预算 ＋ 年末结余 ＋ 追加"),
        ("可用预算－（年末结余－追加）", "可用预算 －（年末结余 － 追加）"),
        ("可用预算÷（年末结余×追加）", "可用预算 ÷（年末结余 × 追加）"),
        ("((可用预算))", "可用预算"),
        ("－可用预算×（－３）", "－可用预算 ×（－3）"),
        ("－（可用预算－追加）", "－（可用预算 － 追加）"),
        ("max(可用预算, 追加) ＋ 最小（追加，1.5）", "最大（可用预算，追加）＋ 最小（追加，1.5）"),
        ("abs（可用预算－追加）", "绝对值（可用预算 － 追加）"),
        ("收支[三公经费].本年决算 ÷ 收支［三公经费］．本年决算", "收支[三公经费].本年决算 ÷ 收支[三公经费].本年决算"),
        ("基本信息[编制数] − 编制数", "基本信息[编制数] － 编制数"),
        ("评价日 － 2022-06-30", "评价日 － 2022-06-30"),
        ("执行率 ≥ 80%  且 not 可用预算<=追加", "执行率 ≥ 80% 且 非 可用预算 ≤ 追加"),
        ('执行率>80％ and (等次 != “优秀” 或 等次="良好")', '执行率 ＞ 80% 且（等次 ≠ “优秀” 或 等次 ＝ "良好"）'),
        ("可用预算 = 不适用 或 评价日 ≤ 限期", "可用预算 ＝ 不适用 或 评价日 ≤ 限期"),
        ("sum(专项资金.金额, 完成 = 是) < 3", "合计（专项资金.金额，完成 ＝ 是）＜ 3"),
        (
            "count(专项资金, 春节前下达50% = 否 或 6月底前全部下达 = 否) = 0",
            "计数（专项资金，春节前下达50% ＝ 否 或 6月底前全部下达 ＝ 否）＝ 0",
        ),
        ("计数（专项资金，下达日 > 2022-06-30）> 0", "计数（专项资金，下达日 ＞ 2022-06-30）＞ 0"),
        ("合计（专项资金.金额，金额 ＞ 合计（项目.金额）÷ 2）", "合计（专项资金.金额，金额 ＞ 合计（项目.金额）÷ 2）"),
        ("合计（专项资金.金额，专项资金.完成 ＝ 部分）", "合计（专项资金.金额，完成 ＝ 部分）"),
    ],
)  # fmt: skip
def test_half_and_full_width_english_and_chinese_forms_are_read_alike(text: str, printed: str) -> None:
    assert read_again(text) == printed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("因公出国（境）费 － 因公出国", ("因公出国（境）费", "因公出国")),
        ("因公出国(境)费", ("因公出国（境）费",)),
        ("“三公经费”变动率", ("“三公经费”变动率",)),
        ("“三公经费”", ("“三公经费”",)),
        ("甲-乙 － [甲-乙]", ("甲-乙",)),
        ("其他 收入 ＋ 1.公用经费", ("其他 收入", "1.公用经费")),
        ("追加 - 年末结余", ("追加", "年末结余")),
        ("[追加 - 年末结余]", ("追加 - 年末结余",)),
        ("合计 ＋ 合计（项目.金额）", ("合计",)),
        ("[怪]]名] ＋ [是]", ("怪]名", "是")),
    ],
)
def test_a_declared_name_may_hold_anything(text: str, names: tuple[str, ...]) -> None:
    formula = VOCABULARY.read(text)
    assert formula.names == names
    assert VOCABULARY.read(written(formula.expression)).expression == formula.expression


def test_people_read_the_names_of_figures_instead_of_references() -> None:
    expression = VOCABULARY.read("（收支[三公经费].本年决算 － 甲-乙）÷ 基本信息[编制数]").expression
    assert readable(expression) == "（三公经费 本年决算 － [甲-乙]）÷ 编制数"


def test_a_formula_tells_its_figures_and_its_lists() -> None:
    formula = VOCABULARY.read("合计（专项资金.金额，完成 ＝ 是 且 等次 ≥ 1）÷（可用预算 ＋ 可用预算）")
    assert formula.names == ("可用预算",)
    assert formula.lists == ("专项资金",)


def test_a_column_comes_before_a_figure_of_the_same_name() -> None:
    assert VOCABULARY.read("计数（专项资金，等次 ＞ 3）").names == ()
    with pytest.raises(FormulaError, match="这里是文字。应为：数"):
        VOCABULARY.read("计数（专项资金，等次 ＝ “优秀”）")


def test_a_tree_goes_through_json() -> None:
    adapter: TypeAdapter[Expression] = TypeAdapter(Expression)
    text = "合计（专项资金.金额，完成 ＝ 是，下达日 ≤ 2022-06-30）÷（可用预算 － 5）× 100%"
    tree = VOCABULARY.read(text).expression
    assert adapter.validate_json(adapter.dump_json(tree)) == tree
    assert len(adapter.dump_json(tree, exclude_defaults=True)) < 600


# What is refused: each formula, and what is said of it

BAD = {
    "年未结余": (
        "公式第 1 个字：没有“年未结余”这个名称。应为：年末结余、追加 - 年末结余、可用预算、追加、工资、执行率、差错率、在职人数 等 25 个之一。处理：改正名称，或在评分表中声明它；文字加引号。"
    ),
    "可用预算 ＋ 编制数": (
        "公式第 6 个字：单位不合：左边是“万元”，右边是“人”。应为：单位相同的数才能相加、相减、比较。处理：改正公式，或改正声明的单位。"
    ),
    "执行率 ＋ 可用预算": (
        "公式第 5 个字：单位不合：左边是没有单位的数或比率，右边是“万元”。应为：单位相同的数才能相加、相减、比较。处理：改正公式，或改正声明的单位。"
    ),
    "可用预算 ÷ 编制数 ＋ 可用预算": (
        "公式第 12 个字：单位不合：左边是“万元/人”，右边是“万元”。应为：单位相同的数才能相加、相减、比较。处理：改正公式，或改正声明的单位。"
    ),
    "最大（可用预算，编制数）": (
        "公式第 1 个字：单位不合：左边是“万元”，右边是“人”。应为：单位相同的数才能相加、相减、比较。处理：改正公式，或改正声明的单位。"
    ),
    "可用预算 ÷ 0": ("公式第 8 个字：除数是 0。应为：不为 0 的除数。处理：改正除数。"),
    "可用预算 ÷（100% － 1）": ("公式第 8 个字：除数是 0。应为：不为 0 的除数。处理：改正除数。"),
    "专项资金 ＋ 1": (
        "公式第 1 个字：这里是清单。应为：数。处理：清单用 合计（清单.列，条件）或 计数（清单，条件）。"
    ),
    "专项资金.金额 ＋ 1": (
        "公式第 1 个字：这里是清单的一列数。应为：数。处理：清单用 合计（清单.列，条件）或 计数（清单，条件）。"
    ),
    "金额 ＋ 1": (
        "公式第 1 个字：没有“金额”这个名称。应为：专项资金、可用预算、年末结余、追加、工资、执行率、差错率、在职人数 等 25 个之一。处理：它是清单“专项资金”的一列，只能写在 合计（专项资金.…）、计数（专项资金，…）里。"
    ),
    "专项资金.金客": (
        "公式第 6 个字：没有“金客”这个列。应为：金额、名称、完成、春节前下达50%、6月底前全部下达、下达日、等次 之一。处理：改正名称，或在评分表中声明它；文字加引号。"
    ),
    "专顶资金.金额": (
        "公式第 1 个字：没有“专顶资金”这个清单。应为：专项资金、项目 之一。处理：改正名称，或在评分表中声明它；文字加引号。"
    ),
    "合计（专项资金.名称）": (
        "公式第 4 个字：这里是清单的一列文字。应为：清单的一列数，如 合计（清单.金额，条件）。处理：改正 合计 的第一项。"
    ),
    "合计（专项资金）": (
        "公式第 4 个字：这里是清单。应为：清单的一列数，如 合计（清单.金额，条件）。处理：改正 合计 的第一项。"
    ),
    "合计（可用预算）": (
        "公式第 4 个字：这里是数。应为：清单的一列数，如 合计（清单.金额，条件）。处理：改正 合计 的第一项。"
    ),
    "计数（专项资金.金额）": (
        "公式第 4 个字：这里是清单的一列数。应为：清单，如 计数（清单，条件）。处理：改正 计数 的第一项。"
    ),
    "合计（专项资金.金额，完成）": (
        "公式第 12 个字：这里是文字。应为：条件。处理：条件写成比较，如 完成 = 是、进度 ≥ 80%。"
    ),
    "合计（专项资金.金额，金额）": (
        "公式第 12 个字：这里是数。应为：条件。处理：条件写成比较，如 完成 = 是、进度 ≥ 80%。"
    ),
    "执行率 ≥ 80%": (
        "公式第 1 个字：这里是条件。应为：数。处理：条件只能写在 合计、计数 的后几项，或写在要求条件的地方。"
    ),
    "等次": ("公式第 1 个字：这里是文字。应为：数。处理：换成数，或写成条件，如 等次 = “优秀”。"),
    "评价日": ("公式第 1 个字：这里是日期。应为：数。处理：日期只能比较或相减，如 完成日期 - 2022-06-30。"),
    "评价日 ＋ 30": (
        "公式第 1 个字：这里是日期。应为：数。处理：日期只能比较或相减，如 完成日期 - 2022-06-30。"
    ),
    "2022-02-30 － 评价日": (
        "公式第 1 个字：没有“2022-02-30”这一天。应为：日期，如 2022-06-30。处理：改正日期。"
    ),
    "绝对值（可用预算，追加）": ("公式第 1 个字：“绝对值”里有 2 个数。应为：一个数。处理：改正括号里的数。"),
    "最小（可用预算）": (
        "公式第 1 个字：“最小”里有 1 个数。应为：至少两个数，用逗号隔开。处理：改正括号里的数。"
    ),
    "1,200 ＋ 可用预算": (
        "公式第 1 个字：数字“1,200”带千分位。应为：不带千分位的数字。处理：去掉逗号；逗号若隔开两个数，在它后面加空格。"
    ),
    "可用预算 ＋": (
        "公式第 7 个字：公式没有写完。应为：数、名称或左括号。处理：补上缺少的数或名称，或删去多余的符号。"
    ),
    "可用预算 追加": (
        "公式第 6 个字：这里不应有“追加”。应为：运算符号、比较符号、“且”“或”、公式结束。处理：补上缺少的符号；“且”“或”前后加空格；连续比较写成两个比较，中间用“且”。"
    ),
    "（可用预算": ("公式第 6 个字：公式没有写完。应为：右括号。处理：核对括号是否成对。"),
    "可用预算）": ("公式第 5 个字：这里不应有“）”。应为：公式结束。处理：核对括号是否成对。"),
    "可用预算 ＋ × 追加": (
        "公式第 8 个字：这里不应有“×”。应为：数、名称或左括号。处理：补上缺少的数或名称，或删去多余的符号。"
    ),
    "可用预算 @ 追加": (
        "公式第 6 个字：公式里的“@”不能识别。应为：数、名称、+ － × ÷、括号、比较符号和函数。处理：删去或改正；名称里有特殊符号的，整个名称放进方括号，如 [甲-乙]。"
    ),
    "可用预算 ÷ 工资 × 计数（专项资金）＋ 工资": (
        "公式第 21 个字：单位不合：左边是没有单位的数或比率，右边是“万元”。应为：单位相同的数才能相加、相减、比较。处理：改正公式，或改正声明的单位。"
    ),
    "工资 ＋ 计数（专项资金）": (
        "公式第 6 个字：计数不能与有单位的数相加或比较。应为：单位相同的数。处理：改正公式。"
    ),
    "": ("公式第 1 个字：公式是空的。应为：一个公式。处理：写上公式。"),
    "甲-乙数": (
        "公式第 1 个字：没有“甲”这个名称。应为：甲-乙、可用预算、年末结余、追加、工资、执行率、差错率、在职人数 等 25 个之一。处理：改正名称，或在评分表中声明它；文字加引号。"
    ),
    "收支[三公经费].本年": (
        "公式第 1 个字：数据里没有“收支[三公经费].本年”这个位置。应为：数据中的位置，如 收支[三公经费].本年决算、基础数据[固定资产总额]。处理：改正表名、行名或列名。"
    ),
}
BAD_CONDITIONS = {
    "可用预算": ("公式第 1 个字：这里是数。应为：条件。处理：条件写成比较，如 完成 = 是、进度 ≥ 80%。"),
    "可用预算 ＞ 编制数": (
        "公式第 6 个字：单位不合：左边是“万元”，右边是“人”。应为：单位相同的数才能相加、相减、比较。处理：改正公式，或改正声明的单位。"
    ),
    "等次 ＞ “良好”": ("公式第 4 个字：文字不能比大小。应为：＝ 或 ≠。处理：改用 ＝ 或 ≠。"),
    "等次 ＝ 3": ("公式第 6 个字：这里是数。应为：文字。处理：改成同类的两项。"),
    "等次 ＝ 优秀": (
        "公式第 6 个字：没有“优秀”这个名称。应为：可用预算、年末结余、追加、工资、执行率、差错率、在职人数、编制数 等 25 个之一。处理：改正名称，或在评分表中声明它；文字加引号。"
    ),
    "60% ≤ 执行率 ＜ 80%": (
        "公式第 11 个字：这里不应有“＜”。应为：“且”“或”、公式结束。处理：补上缺少的符号；“且”“或”前后加空格；连续比较写成两个比较，中间用“且”。"
    ),
    "执行率 ≥ 80": (
        "公式第 7 个字：“80”与比率相加减或比较。应为：百分数，如 80%。处理：写明百分号；1 就是 100%。"
    ),
    "执行率 ≥ 80%且 等次 ＝ “良好”": (
        "公式第 12 个字：这里不应有“等次”。应为：运算符号、“且”“或”、公式结束。处理：补上缺少的符号；“且”“或”前后加空格；连续比较写成两个比较，中间用“且”。"
    ),
    "非 可用预算": ("公式第 3 个字：这里是数。应为：条件。处理：条件写成比较，如 完成 = 是、进度 ≥ 80%。"),
    "（可用预算 ＞ 3）＝ 是": (
        "公式第 2 个字：这里是条件。应为：数、文字或日期。处理：改成能比较的数、文字或日期。"
    ),
    "专项资金 ＝ 不适用": (
        "公式第 1 个字：这里是清单。应为：数、文字或日期。处理：改成能比较的数、文字或日期。"
    ),
    "评价日 ＞ 3": ("公式第 7 个字：这里是数。应为：日期。处理：改成同类的两项。"),
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_formula_is_told_in_the_expected_words(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        VOCABULARY.read(text)
    assert str(caught.value) == BAD[text]


@pytest.mark.parametrize("text", BAD_CONDITIONS)
def test_a_bad_condition_is_told_in_the_expected_words(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        VOCABULARY.read_condition(text)
    assert str(caught.value) == BAD_CONDITIONS[text]


@pytest.mark.parametrize(
    ("hostile", "found"),
    [
        ("可用预算＋" * 2_000 + "追加", "公式有 10002 个字"),
        ("（" * 200 + "追加" + "）" * 200, "括号套括号超过 30 层"),
        ("－（" * 31 + "追加" + "）" * 31, "括号套括号超过 30 层"),
        ("（" * 9_000, "公式有 9000 个字"),
        ("追加＋追加－" * 200 + "追加", "公式的运算层数超过 100"),
        ("－" * 1_999 + "1", "这里不应有“－”"),
        ("非 " * 600 + "追加 ＞ 1", "这里不应有“非”"),
        ("[" * 1_900, "公式里的“[”不能识别"),
    ],
)
def test_a_hostile_formula_is_refused_quickly(hostile: str, found: str) -> None:
    VOCABULARY.read("1")  # what is made once for all formulas is made
    started = time.process_time()
    with pytest.raises(FormulaError) as caught:
        VOCABULARY.read(hostile)
    taken = time.process_time() - started
    assert taken < (0.01 if caught.value.advice.startswith("把公式拆成") and "运算" not in found else 0.1)
    assert found in caught.value.found


# Units


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("可用预算 ＋ 工资", "万元"),
        ("可用预算 ÷ 工资", ""),
        ("工资 ÷ 在职人数", "万元/人"),
        ("工资 ÷ 在职人数 × 编制数", "万元"),
        ("可用预算 × 执行率", "万元"),
        ("在职人数 ÷ 编制数 － 100%", ""),
        ("评价日 － 限期", "天"),
        ("件数 ＋ 计数（专项资金）", "件"),
        ("计数（专项资金）", ""),
        ("1 ÷ 编制数", "1/人"),
        ("3 ＋ 5", ""),
    ],
)
def test_units_follow_the_signs(text: str, unit: str) -> None:
    assert VOCABULARY.read(text).unit == unit


@pytest.mark.parametrize(
    ("text", "declared", "told"),
    [
        ("可用预算 ＋ 追加", "元", "万元"),
        ("工资 ÷ 在职人数", "元/人", "万元/人"),
        ("计数（专项资金）", "项", "项"),
        ("可用预算 ÷ 追加", "%", "%"),
        ("可用预算 ÷ 追加", "", ""),
        ("100", "份", "份"),
    ],
)
def test_a_declared_unit_that_fits(text: str, declared: str, told: str) -> None:
    assert VOCABULARY.read(text, declared).unit == told


@pytest.mark.parametrize(
    ("text", "declared", "found"),
    [
        ("可用预算 ÷ 追加", "人", "公式的值是没有单位的数或比率，声明的单位是“人”"),
        ("可用预算", "%", "公式的值是“万元”，声明的单位是“%”"),
        ("工资 ÷ 在职人数", "元", "公式的值是“万元/人”，声明的单位是“元”"),
    ],
)
def test_a_declared_unit_that_does_not_fit_is_refused(text: str, declared: str, found: str) -> None:
    with pytest.raises(FormulaError) as caught:
        VOCABULARY.read(text, declared)
    assert caught.value.found == found


def test_money_is_one_dimension_and_shares_are_plain_numbers() -> None:
    assert fits("亿元", unit_of("元"))
    assert fits("百分点", unit_of("‰"))
    assert fits("元/人·天", unit_of("亿元").multiplied(unit_of("天"), -1).multiplied(unit_of("人"), -1))
    assert not fits("平方米", unit_of("个"))
