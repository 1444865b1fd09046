"""Sentences about amounts, small and pure: a change, a share, a budget and what came of it (万元).

No base, no percentage: from a budget or a last year of 0 nothing is reached, exceeded or saved in percent.
Every function gives a clause without its full stop, "" where there is nothing to say.
"""

from collections.abc import Iterable
from decimal import Decimal

from pjkit.model.amounts import money, percent_of
from pjkit.model.figure import NOT_APPLICABLE, Figure


def amount(figure: Figure) -> str:
    """``427.57万元``, or the word that stands for it."""
    if figure.value is not None:
        return in_words(figure.value)
    return NOT_APPLICABLE if figure.not_applicable else "无数据"


def in_words(value: Decimal) -> str:
    """``427.57万元``."""
    return f"{money(value)}万元"


def share(name: str, part: Figure, whole: Figure) -> str:
    """``工资福利支出372.46万元，占87.11%``; the amount alone where there is no share."""
    said = f"{name}{amount(part)}"
    if not part.value or not whole.value:
        return said
    return f"{said}，占{percent_of(part.value, whole.value)}"


def change(last: Figure, actual: Figure) -> str:
    """本年决算 against 上年决算."""
    if actual.value is None:
        return ""
    if last.value is None:
        return "上年决算不适用，不作比较" if last.not_applicable else "上年决算无数据，不作比较"
    if last.value == actual.value:
        return f"与上年持平（上年决算{amount(last)}）"
    if last.value == 0:
        return f"上年决算为0，本年新增{amount(actual)}，无基数，不计算增长率"
    grew, apart = actual.value > last.value, abs(actual.value - last.value)
    more, rose = ("增加", "增长") if grew else ("减少", "下降")
    return f"比上年{amount(last)}{more}{in_words(apart)}，{rose}{percent_of(apart, last.value)}"


def against_budget(budget: Figure, actual: Figure, name: str = "年初预算") -> str:
    """本年决算 against a budget called ``name``."""
    if actual.value is None:
        return ""
    if budget.value is None:
        return _no_budget(budget, name)
    if budget.value == 0:
        return _budget_of_zero(actual.value, name)
    said, apart = f"{name}{amount(budget)}", actual.value - budget.value
    if actual.value == 0:
        return f"{said}，决算为0，比预算少{in_words(-apart)}"
    reached = f"{said}，完成预算的{percent_of(actual.value, budget.value)}"
    if apart == 0:
        return f"{reached}，与预算一致"
    return f"{reached}，" + (f"超出预算{in_words(apart)}" if apart > 0 else f"比预算少{in_words(-apart)}")


def _no_budget(budget: Figure, name: str) -> str:
    if budget.not_applicable:
        return f"未编制{name}（填报为“不适用”），不计算完成率"
    return f"{name}无数据，不计算完成率"


def _budget_of_zero(actual: Decimal, name: str) -> str:
    if actual == 0:
        return f"{name}和决算均为0，不计算完成率"
    return f"{name}为0，决算{in_words(actual)}均在预算之外，无基数，不计算完成率"


def balance(income: Figure, spent: Figure) -> str:
    """Income against spending."""
    if income.value is None or spent.value is None:
        return ""
    apart = income.value - spent.value
    said = f"收入{amount(income)}，支出{amount(spent)}"
    if apart == 0:
        return f"{said}，收支平衡"
    return f"{said}，" + (
        f"收入多于支出{in_words(apart)}" if apart > 0 else f"支出多于收入{in_words(-apart)}"
    )


def sentence(clauses: Iterable[str]) -> str:
    """Clauses as one sentence; none where all are empty."""
    said = "；".join(filter(None, clauses))
    return f"{said}。" if said else ""
