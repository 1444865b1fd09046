"""A cell of a workbook → the text that a CSV would have."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.problem import shown
from pjkit.sources.xlsx.book import unescaped
from pjkit.sources.xlsx.number_format import displayed, displayed_text, is_date
from pjkit.sources.xlsx.package import DamagedError
from pjkit.sources.xlsx.sheet import Cell

_NUMBER = re.compile(r"[+-]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,4})?", re.ASCII)
_INDEX = re.compile(r"\d{1,9}", re.ASCII)  # Python turns no text of thousands of digits into a number
_FIRST_DAY, _FIRST_DAY_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 - no zone
_DAY_AFTER_THE_ERROR = 61  # Excel's 60 is 1900-02-29, a day that never was
_LAST_DAY = 2_958_465  # 9999-12-31
_DAYS_TO_1904 = 1_462
_SECONDS = 24 * 60 * 60
AMBIGUOUS = "文件内部的写法有歧义，不同的程序会读出不同的内容"
_TEXT_KINDS = {"str", "inlineStr"}


@dataclass(frozen=True)
class CellText:
    """A cell's text. ``value``: what the cell holds, where it looks different. ``broken``: why it has no text.

    The text is what is displayed, or the value where nothing is seen at all.
    """

    text: str = ""
    value: str = ""
    broken: str = ""


@dataclass(frozen=True)
class CellReader:
    """What is needed to understand a cell: the workbook's shared texts, number formats and first day."""

    strings: Sequence[str | None]
    formats: Sequence[str]
    from_1904: bool
    stale: bool

    def read(self, cell: Cell) -> CellText:
        """The cell's text. Raises :class:`DamagedError` where it points to what is not there."""
        value, code = (cell.value or "").strip(), self._format(cell)
        if cell.kind == "e":
            return CellText(broken=f"公式出错，显示为{shown(value)}")
        if cell.formula is not None and (self.stale or (not value and cell.kind not in _TEXT_KINDS)):
            return CellText(broken="公式没有算出结果")
        if cell.kind == "n":
            return self._number(value, code) if value else CellText()
        return self._other(cell, value, code)

    def _other(self, cell: Cell, value: str, code: str) -> CellText:
        if cell.kind == "s":
            text = self._shared(value)
            return CellText(broken=AMBIGUOUS) if text is None else _text(text, code)
        if cell.kind in _TEXT_KINDS:
            return _text(unescaped(cell.value or ""), code)
        if cell.kind == "b" and value in {"0", "1"}:
            return CellText("TRUE" if value == "1" else "FALSE")
        if cell.kind == "d":
            return CellText(_iso(value))
        raise DamagedError

    def _format(self, cell: Cell) -> str:
        if not self.formats and not cell.style:
            return ""  # a workbook without styles
        if not 0 <= cell.style < len(self.formats):
            raise DamagedError
        return self.formats[cell.style]

    def _shared(self, value: str) -> str | None:
        if not _INDEX.fullmatch(value) or int(value) >= len(self.strings):
            raise DamagedError
        return self.strings[int(value)]

    def _number(self, stored: str, code: str) -> CellText:
        if not _NUMBER.fullmatch(stored) or abs(float(stored)) == float("inf"):
            return CellText(broken=f"存的不是数字：{shown(stored)}")
        value = Decimal(format(float(stored), ".15g"))  # as Excel shows it: 0.1+0.2 is 0.3
        text = format(value, "f")
        if is_date(value, code):
            moment = _moment(value, from_1904=self.from_1904)
            return (
                CellText(moment) if moment else CellText(broken=f"数字 {shown(text)} 的格式是日期，显示不出")
            )
        seen = displayed(value, code)
        return CellText(text) if seen is None else CellText(seen.strip() or text, text)


def _text(text: str, code: str) -> CellText:
    seen = displayed_text(text, code)
    return CellText(text) if seen is None else CellText(seen.strip() or text, text)


def _iso(text: str) -> str:
    """A date as the strict kind of workbook writes it, as other cells have it."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise DamagedError from error
    return moment.isoformat(" ") if moment.time() != dt.time() else moment.date().isoformat()


def _moment(value: Decimal, *, from_1904: bool) -> str:
    """The date, with its time where it has one; "" where Excel shows none."""
    seconds = int(value * _SECONDS + Decimal("0.5"))
    days, rest = divmod(seconds, _SECONDS)
    if value < 0 or days > _LAST_DAY - (_DAYS_TO_1904 if from_1904 else 0):
        return ""
    first = _FIRST_DAY_1904 if from_1904 else _FIRST_DAY
    if not from_1904 and days < _DAY_AFTER_THE_ERROR:
        first += dt.timedelta(days=1)
    moment = first + dt.timedelta(days=days, seconds=rest)
    if days == 0 and rest:
        return moment.time().isoformat()
    return moment.isoformat(" ") if rest else moment.date().isoformat()
