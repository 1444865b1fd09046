"""One figure that stands in two places of the workbook (同一数据)."""

from collections.abc import Iterator
from decimal import Decimal

from pjkit.checks.base import Case, by_gap
from pjkit.model.amounts import money
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Finding

_SINGLE = "商品和服务支出"
_BASIC, _PROJECT = "支出/基本支出/商品和服务支出", "支出/项目支出/商品和服务支出"


def same_figure_twice(case: Case) -> Iterator[Finding]:
    """The single row 商品和服务支出 must be that of 基本支出, or that of 基本支出 and 项目支出 together."""
    for column in AMOUNT_COLUMNS:
        yield from _goods_and_services(case.dossier, column)


def _goods_and_services(dossier: Dossier, column: str) -> Iterator[Finding]:
    single, basic = dossier.account(_SINGLE, column), dossier.account(_BASIC, column)
    if single.value is None or basic.value is None:
        return
    both = basic.value + (dossier.account(_PROJECT, column).value or Decimal(0))
    gap = single.value - basic.value
    if single.value in {basic.value, both}:
        return
    message = (
        f"{column}“{_SINGLE}”{money(single.value)} 万元，而“{_BASIC}”{money(basic.value)} 万元（{basic.source}），"
        f"相差 {money(abs(gap))} 万元，加上项目支出中的也不相等"
    )
    yield Finding("same_figure_twice", by_gap(gap, "疑似"), single.source, message)
