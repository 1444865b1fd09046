"""The formula that a report shows is the one that was computed: its names, then the department's numbers in their place."""

from decimal import Decimal

import pytest
from helpers import mark

from pjkit.model.figure import Figure
from pjkit.model.formula import Constant, Expression, Name, Operation
from pjkit.model.scorecard import Mark
from pjkit.report.formulas import formulas_of, in_numbers
from pjkit.scoring.formulas import written

DEBT = Operation("-", (Name("本年"), Name("上年")))
RATE = Operation("÷", (DEBT, Name("上年")))


def amount(name: str, value: str | None, unit: str = "万元") -> Figure:
    return Figure(name, None if value is None else Decimal(value), unit, "收支!B2")


def told(expression: Expression, *figures: Figure) -> str:
    return written(in_numbers(expression, figures))


def with_formula(expression: Expression | None, **given: object) -> Mark:
    """The scored mark of an indicator whose only clause has this formula."""
    scored = mark("three_public_change_rate")
    clause = scored.clauses[0].model_copy(update={"expression": expression, "formula": "甲÷乙", **given})
    inputs = (amount("本年", "1234.5"), amount("上年", "1000"))
    return scored.model_copy(update={"clauses": (clause,), "inputs": inputs})


def test_a_figures_number_stands_for_its_name() -> None:
    assert (
        told(RATE, amount("本年", "1234.5"), amount("上年", "1000")) == "（1,234.50 － 1,000.00）÷ 1,000.00"
    )


def test_a_number_below_0_stands_in_brackets() -> None:
    assert told(DEBT, amount("本年", "3"), amount("上年", "-2")) == "3.00 －（－2.00）"


def test_a_figure_that_nobody_gave_keeps_its_name() -> None:
    assert told(DEBT, amount("本年", "3"), amount("上年", None)) == "3.00 － 上年"


def test_a_name_that_means_two_numbers_stays() -> None:
    """Two references may be called alike: neither number is put in for both."""
    assert told(DEBT, amount("本年", "3"), amount("上年", "2"), amount("上年", "5")) == "3.00 － 上年"


def test_a_percentage_keeps_its_sign() -> None:
    assert told(Operation("×", (Name("比例"), Name("本年"))), amount("比例", "95", "%")) == "95% × 本年"


def test_a_reference_is_called_as_elsewhere_in_the_report() -> None:
    tree = Operation("÷", (Name("收支[三公经费/公务接待费].本年决算"), Name("收支[三公经费].本年决算")))
    (shown,) = formulas_of(with_formula(tree))
    assert shown.words == "公务接待费 本年决算 ÷ 三公经费 本年决算"


def test_a_declared_name_with_a_stroke_is_one_name() -> None:
    assert told(Name("甲/乙"), amount("乙", "1"), amount("甲/乙", "2")) == "2.00"


def test_the_sum_of_a_list_is_one_number() -> None:
    total = Operation("sum", (Name("金额"),))
    assert told(Operation("÷", (total, Name("本年"))), amount(written(total), "12")) == "12.00 ÷ 本年"


def test_a_derived_figure_is_shown_with_what_it_stands_for_and_worked_without_its_name() -> None:
    """（1,234.50 － 1,000.00）÷ 1,000.00 = 0.2345, which the clause's value says in percent."""
    tree = Operation("=", (Name("变动率"), RATE))
    (shown,) = formulas_of(with_formula(tree, value_percent=Decimal("23.45"), value_text="23.45%"))
    assert shown.words == "变动率 ＝（本年 － 上年）÷ 上年"
    assert shown.in_numbers == "（1,234.50 － 1,000.00）÷ 1,000.00 ＝ 23.45%"


def test_a_word_for_a_rate_that_there_is_not_is_no_result() -> None:
    (shown,) = formulas_of(with_formula(RATE, value_percent=None, value_text="无基数"))
    assert shown.in_numbers == "（1,234.50 － 1,000.00）÷ 1,000.00"


def test_where_no_number_is_known_there_is_the_formula_alone() -> None:
    scored = with_formula(RATE).model_copy(update={"inputs": (amount("本年", None),)})
    (shown,) = formulas_of(scored)
    assert (shown.in_numbers, shown.numbers) == ("", None)


def test_a_record_without_a_tree_shows_the_words_it_has() -> None:
    (shown,) = formulas_of(with_formula(None))
    assert (shown.words, shown.expression) == ("甲÷乙", None)


@pytest.mark.parametrize("text", ["", "1"])
def test_a_clause_without_a_formula_shows_none(text: str) -> None:
    scored = mark("three_public_management")
    clause = scored.clauses[0].model_copy(update={"formula": "", "text": text})
    assert list(formulas_of(scored.model_copy(update={"clauses": (clause,)}))) == []


def test_a_constant_stays() -> None:
    assert told(Operation("×", (Constant("80%"), Name("本年"))), amount("本年", "2")) == "80% × 2.00"
