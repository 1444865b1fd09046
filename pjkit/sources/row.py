"""One row of a sheet: its cells read as what their columns hold. What is wrong is collected, not raised."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import HUNDRED, fold_width, read_decimal
from pjkit.model.contract import MONEY_UNIT, Column, Kind
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.model.names import KnownNames
from pjkit.model.problem import Problems, nearest, shown
from pjkit.scoring.formulas.contents import day_in

_FLAG_VALUES = ("是", "否", NOT_APPLICABLE)
_PERCENT = "%"
_EXACT = (Kind.TEXT, Kind.FLAG, Kind.DATE)  # their text is what they say
_FORMAT_ADVICE = "把单元格格式改为“常规”，看清存的数字，核对后改正"


@dataclass(frozen=True)
class Row:
    """One row of a sheet: texts and addresses by column name, with readers for each kind of cell.

    ``values``: what cells hold that look different; their texts are what is displayed.
    """

    texts: dict[str, str]
    addresses: dict[str, str]
    values: Mapping[str, str]
    problems: Problems

    def text(self, column: str) -> str:
        """The cell's text without spaces around; "" where it is blank or the column is not there."""
        return self.texts.get(column, "").strip()

    def at(self, column: str) -> str:
        """The cell's address; "" where the column is not there, which is a problem told already."""
        return self.addresses.get(column, "")

    def complain(self, column: str, found: str, expected: str, advice: str) -> None:
        """Note a problem with one cell."""
        if column in self.addresses:
            self.problems.add(self.at(column), found, expected, advice)

    def figure(self, column: str, name: str, unit: str, *, below_zero: bool = False) -> Figure:
        """A number, 不适用 or blank."""
        kind = {MONEY_UNIT: Kind.MONEY, _PERCENT: Kind.PERCENT}.get(unit, Kind.NUMBER)
        return self.cell(Column(column, kind, unit=unit, below_zero=below_zero), name)

    def cell(self, column: Column, name: str = "") -> Figure:
        """What a cell of that column says: a number, a word, 不适用 or nothing; called ``name``, else as the column.

        A percentage is read as typed, 95 or 95%: it is the unit that makes a share of it. A day is written 2022-06-30.
        """
        text, place = fold_width(self.text(column.name)), self.at(column.name)
        called = name or column.name
        if not text or text == NOT_APPLICABLE:
            return Figure(called, None, column.unit, place, not_applicable=bool(text))
        if column.words or column.kind in _EXACT:
            return Figure(called, None, column.unit, place, text=self._word(column))
        text = text.removesuffix(_PERCENT).strip() if column.kind is Kind.PERCENT else text
        value = self._number(column.name, text, column.kind, below_zero=column.below_zero)
        if column.kind is Kind.WHOLE and value is not None and value != value.to_integral_value():
            self.complain(column.name, f"写的是 {value}", "整数", "核对后改正")
        return Figure(called, value, column.unit, place)

    def _word(self, column: Column) -> str:
        if column.words:
            return self.one_of(column.name, KnownNames(column.words)) or ""
        if column.kind is Kind.DATE:
            return self._day(column.name)
        return self.flag(column.name) if column.kind is Kind.FLAG else self.text(column.name)

    def _day(self, column: str) -> str:
        day = day_in(self.text(column))
        if day is None:
            self.complain(column, f"写的是{shown(self.text(column))}", Kind.DATE.value, "改成日期")
            return ""
        return dt.date.fromordinal(int(day)).isoformat()

    def number(self, column: str, kind: Kind = Kind.POINTS) -> Decimal | None:
        """A number of at least 0, ``None`` where blank; 不适用 is no number here."""
        text = fold_width(self.text(column))
        return self._number(column, text, kind, below_zero=False) if text else None

    def count(self, column: str) -> int | None:
        """A whole number of at least 0, ``None`` where blank."""
        number = self.number(column, Kind.COUNT)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.complain(column, f"写的是{shown(self.text(column))}", Kind.COUNT.value, "改成整数")
        return int(number)

    def flag(self, column: str) -> str:
        """是 / 否 / 不适用, or "" where blank."""
        text = fold_width(self.text(column))
        if text and text not in _FLAG_VALUES:
            self.complain(column, f"写的是{shown(text)}", Kind.FLAG.value, "改成其中之一")
            return ""
        return text

    def one_of(self, column: str, known: KnownNames) -> str | None:
        """The known name the cell says; another one is a problem."""
        found = known.find(self.text(column))
        if found is None:
            typed = self.text(column)
            found_text = f"写的是{shown(typed)}" if typed else f"“{column}”空白"
            self.complain(column, found_text, nearest(typed, known.names), "改成其中之一")
        return found

    def _is_share(self, column: str) -> bool:
        """Whether a cell holds 0.95 and shows exactly 95%."""
        seen = self.text(column)
        held, percentage = read_decimal(self.values[column]), read_decimal(seen.removesuffix(_PERCENT))
        return seen.endswith(_PERCENT) and held is not None and held * HUNDRED == percentage

    def _number(self, column: str, text: str, kind: Kind, *, below_zero: bool) -> Decimal | None:
        typed = self.text(column)
        if column in self.values and not (kind is Kind.PERCENT and self._is_share(column)):
            held = self.values[column]
            seen = "空白" if held == typed else shown(typed)  # a text is the value where nothing is seen
            self.complain(column, f"存的是{shown(held)}，按格式显示为{seen}", kind.value, _FORMAT_ADVICE)
            return None
        number = None if _has_unusual_digit(typed) else read_decimal(text)
        if number is None:
            self.complain(column, f"写的是{shown(typed)}，不是数字", kind.value, number_advice(typed))
            return None
        if number < 0 and not below_zero:
            self.complain(column, f"写的是 {number}，小于 0", "不小于 0 的数字", "核对后改正")
            return None
        return number.copy_abs() if number.is_zero() else number


def _has_unusual_digit(text: str) -> bool:
    """Whether a sign such as ① or ² is among them, which folding would make a plain digit: 10² is not 102."""
    return any(unicodedata.category(sign) == "No" for sign in text)


_LONGEST = 60  # a longer text is none of these, and the patterns would take their time with it
_DEFAULT = "改成数字，没有数据就留空"
# The first that fits is told; full-width forms are folded before.
_ADVICE = tuple(
    (re.compile(pattern, re.IGNORECASE), advice)
    for pattern, advice in (
        (r"[-–—―─/\\~_*.]+|无|没有|空|暂无|未知|n\.?a\.?|n/a|#n/a|nil|none|null", "没有发生写 0，没有数据就留空，不适用写“不适用”"),
        (r".*\d[\s]*(百|千|万|亿|百万|千万|万亿)元?", "按本列的单位换算后只写数字，“万”“亿”不写在格内"),
        (r".*[元%‰个人份户辆分]|[¥$€£].*", "只写数字，单位不写在格内"),
        (r"[+-]?\d+(\.\d+)?e[+-]?\d+", "把数字写全，如 1.2E+3 写成 1200"),
        (r"\([\d,.]+\)", "负数在前面写减号，不用括号"),
        (r"[负点〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+", "用阿拉伯数字写，如 120"),
        (r"\d+\s*[/⁄]\s*\d+", "分数写成小数，如 1/2 写成 0.5"),
        (r"(约|大约|近|超|超过|逾|不足|不到|>|<|≥|≤|≈|~).*\d.*|.*\d.*(左右|上下|以上|以下|余|多|\+)", "写确切的数字，“约”“余”等写在说明里"),
        (r"[‘’'\"`].*", "删去数字前的引号"),
        (r"true|false", "改成数字；“TRUE”“FALSE”不是数字"),
        (r"\d{4}[-/.年]\d{1,2}([-/.月](\d{1,2}日?)?)?(\s.*)?", "改成数字；格式是日期的格，把格式改为“常规”后核对"),
        (r"\d+([,，]\d+)+(\.\d+)?", "千分位每三位一个逗号，或不写逗号"),
        (r"[\d.]+(\s+[\d.]+)+", "删去数字中间的空格"),
    )
)  # fmt: skip


def number_advice(text: str) -> str:
    """What to do about ``text``, which is no number."""
    folded = fold_width(text)
    if len(folded) > _LONGEST:
        return _DEFAULT
    return next((advice for pattern, advice in _ADVICE if pattern.fullmatch(folded)), _DEFAULT)
