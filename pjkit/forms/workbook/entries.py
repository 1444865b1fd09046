"""What may be typed in a cell of each kind: the data contract's rules, as a spreadsheet checks them while typing.

The reader checks again: a form can be filled by pasting, which passes by every rule here.
"""

from collections.abc import Iterable
from decimal import Decimal

from pjkit.forms.workbook.page import Entry
from pjkit.model.amounts import plain
from pjkit.model.clause import NO, YES
from pjkit.model.contract import Kind
from pjkit.model.figure import NOT_APPLICABLE

_LONGEST_LIST = 255  # characters; a spreadsheet keeps no longer list inside a cell's rule
_FIRST_DAY, _LAST_DAY = 36526, 73050  # 2000-01-01 and 2099-12-31 as a spreadsheet counts days
_AMOUNT_FORMAT = "#,##0.00####"


def _number(condition: str, error: str, number_format: str = "General") -> Entry:
    """A number that meets the condition, or 不适用. IF, because INT of a word is an error, not false."""
    formula = f'IF(ISNUMBER({{cell}}),{condition},{{cell}}="{NOT_APPLICABLE}")'
    return Entry(formula=formula, error=error, number_format=number_format)


def _plain_number(condition: str, error: str, number_format: str = "General") -> Entry:
    """A number that meets the condition, and no word."""
    formula = f"IF(ISNUMBER({{cell}}),{condition},FALSE)"
    return Entry(formula=formula, error=error, number_format=number_format)


MONEY = _number("{cell}>=0", f"请填{Kind.MONEY.value}。", _AMOUNT_FORMAT)
AMOUNT = _number("{cell}>=0", "请填不小于 0 的数字，没有数据留空，不适用写“不适用”。")
SIGNED = _number("TRUE", f"请填{Kind.NUMBER.value}。")
WHOLE = _number(
    "AND({cell}>=0,{cell}=INT({cell}))", "请填不小于 0 的整数，没有数据留空，不适用写“不适用”。", "0"
)
CASES = _plain_number("AND({cell}>=1,{cell}=INT({cell}))", "请填不小于 1 的整数；没有发现问题的留空。", "0")
DAY = Entry(
    formula=f"OR(AND(ISNUMBER({{cell}}),{{cell}}>={_FIRST_DAY},{{cell}}<={_LAST_DAY}),ISNUMBER(DATEVALUE({{cell}})))",
    error="请填日期，如 2024-03-20。",
    number_format="yyyy-mm-dd",
)
TEXT = Entry()


def points(most: Decimal) -> Entry:
    """A score of at most so many points."""
    limit = plain(most)
    return _plain_number(f"AND({{cell}}>=0,{{cell}}<={limit})", f"请填 0 至 {limit} 之间的数字，没有就留空。")


def one_of(choices: Iterable[str], *, advised: bool = False) -> Entry:
    """A drop-down list; plain text where a spreadsheet could not hold the list."""
    listed = tuple(choices)
    if len(",".join(listed)) > _LONGEST_LIST or any(set(',"') & set(choice) for choice in listed):
        return TEXT
    return Entry(listed, error="请从下拉列表中选择，没有数据留空。", advised=advised)


FLAG = one_of((YES, NO, NOT_APPLICABLE))
