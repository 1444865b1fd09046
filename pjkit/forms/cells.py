"""The cells of the workbooks that people fill in: how they look, and what may be typed in them.

A colour tells what to do with a cell, and stays apart in black and white. What may be typed are the data
contract's rules, as a spreadsheet checks them while typing. The reader checks again: a form can be filled by
pasting, which passes by every rule here.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from pjkit.model.amounts import plain
from pjkit.model.clause import NO, YES
from pjkit.model.contract import Column, Kind
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.sheets.sheet import Cell, Entry, Look, Sheet, Value, Workbook
from pjkit.sheets.writing import write

# How cells look

PLAIN = Look(size=11, framed=True)
PRINTED = replace(PLAIN, fill="#EFEFEF")
"""Given by the form: locked."""
TOTAL = replace(PLAIN, fill="#E4E8EC", bold=True)
ASKED = replace(PLAIN, fill="#FFF8DC", unlocked=True)
REQUIRED = replace(ASKED, fill="#FFE699")
TAKEN_OVER = replace(ASKED, fill="#DDEBF7")
"""Filled from last year's data, to be looked over."""
BARRED = replace(PLAIN, fill="#D0D0D0")
"""Nothing can stand here: locked."""
COMPUTED = replace(PLAIN, number="#,##0.00####")
LINK = replace(PLAIN, ink="#0563C1", underlined=True)
TITLE = Look(size=18, bold=True, one_line=True)
SECTION = Look(size=12, bold=True, one_line=True, ruled=True, least=30)
_HEAD = replace(PLAIN, bold=True, align="center", fill="#1F4E79", ink="#FFFFFF", least=26)


def printed(value: Value = None, note: str = "") -> Cell:
    """A cell that the form gives; nobody types in it."""
    return Cell(value, PRINTED, note=note)


def blank(entry: Entry | None = None, hint: str = "", lines: int = 1) -> Cell:
    """A cell to be filled in; plain text where no ``entry`` says otherwise."""
    return Cell(None, ASKED, entry or TEXT, hint, lines=lines)


def as_text(text: str, look: Look = PRINTED) -> Cell:
    """Somebody's text, in a cell of text: whatever it begins with, editing the cell makes no formula of it."""
    return Cell(text, look, TEXT)


def value_of(figure: Figure) -> Value:
    """A figure as a cell holds it: a number, 不适用, a word, or nothing."""
    return NOT_APPLICABLE if figure.not_applicable else figure.value if not figure.text else figure.text


def make_workbook(title: str, sheets: Iterable[Sheet]) -> bytes:
    """A workbook to be filled in, guarded against slips; the same sheets give the same bytes."""
    return write(Workbook(title, title, tuple(sheets), _HEAD, guarded=True))


# What may be typed in them

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
PERCENT = _number("{cell}>=0", f"请填{Kind.PERCENT.value}。")
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
_BY_KIND = {
    Kind.TEXT: TEXT,
    Kind.MONEY: MONEY,
    Kind.WHOLE: WHOLE,
    Kind.PERCENT: PERCENT,
    Kind.FLAG: FLAG,
    Kind.DATE: replace(
        DAY, formula=f'OR({{cell}}="{NOT_APPLICABLE}",{DAY.formula})', error=f"请填{Kind.DATE.value}。"
    ),
}


def entry_of(column: Column) -> Entry:
    """What may be typed in a column of the contract."""
    if column.words:
        return one_of((*column.words, NOT_APPLICABLE))
    return SIGNED if column.below_zero else _BY_KIND.get(column.kind, AMOUNT)
