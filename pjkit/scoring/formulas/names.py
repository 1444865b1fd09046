"""What the ends of a formula are: figures, lists and columns by their names; numbers, dates and words."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from lark import Token

from pjkit.model.formula import Column, Constant, Expression, Name
from pjkit.model.problem import nearest, shown
from pjkit.scoring.formulas.lexer import FormulaError
from pjkit.scoring.formulas.units import FREE, Unit, unit_of

_LINKS = frozenset("且或")
_PLACES = "数据中的位置，如 收支[三公经费].本年决算、基础数据[固定资产总额]"

Kind = Literal["number", "word", "date"]


@dataclass(frozen=True)
class FigureKind:
    """What a declared figure or column holds: its unit as the rubric writes it, and whether it is a number at all.

    ``unit=None``: not known, since its own formula cannot be read; it goes with any other.
    """

    unit: str | None = ""
    kind: Kind = "number"


@dataclass(frozen=True)
class Part:
    """A part of a formula that was read: its tree, what it is, and where it begins."""

    expression: Expression
    kind: str
    unit: Unit
    at: int


@dataclass(frozen=True)
class Scope:
    """What names mean at one place of a formula; inside the conditions of ``sum`` and ``count``, also ``columns``."""

    figures: Mapping[str, FigureKind]
    lists: Mapping[str, Mapping[str, FigureKind]]
    refer: Callable[[str], FigureKind | None]
    inside: str = ""

    def name(self, token: Token) -> Part:
        """The column, figure or list of that name."""
        name = str(token)
        columns = self.lists.get(self.inside, {})
        if name in columns:
            return _part(Column(self.inside, name), columns[name], token)
        kind = self.figures.get(name) or self.refer(name)
        if kind is not None:
            return _part(Name(name), kind, token)
        if name in self.lists:
            return self.list(token)
        raise self._unknown(token, columns)

    def list(self, token: Token) -> Part:
        """The list itself."""
        return Part(Column(str(token)), "list", FREE, start(token))

    def column(self, owner: Token, token: Token) -> Part:
        """A list's column, as in ``专项资金.金额``."""
        columns = self.lists.get(owner)
        if columns is None:
            raise _no_such(owner, "清单", self.lists)
        if token not in columns:
            raise _no_such(token, "列", columns)
        read = _part(Column(str(owner), str(token)), columns[token], owner)
        return read if owner == self.inside else replace(read, kind=f"{read.kind}s")

    def _unknown(self, token: Token, columns: Iterable[str]) -> FormulaError:
        owner = next((name for name, columns in self.lists.items() if token in columns), None)
        if owner:
            advice = f"它是清单“{owner}”的一列，只能写在 合计（{owner}.…）、计数（{owner}，…）里"
            return _no_such(token, "名称", (*columns, *self.figures, *self.lists), advice)
        if "[" in token:
            return FormulaError(
                start(token) + 1, f"数据里没有{shown(token)}这个位置", _PLACES, "改正表名、行名或列名"
            )
        return _no_such(token, "名称", (*columns, *self.figures, *self.lists))


def _no_such(token: Token, what: str, known: Iterable[str], advice: str = "") -> FormulaError:
    names = list(known)
    expected = nearest(token, names) if names else f"已声明的{what}，而评分表没有声明任何{what}"
    usual = "改正名称，或在评分表中声明它；文字加引号" + (
        "；“且”“或”的前后加空格" if _LINKS & set(token) else ""
    )
    return FormulaError(start(token) + 1, f"没有{shown(token)}这个{what}", expected, advice or usual)


def _part(expression: Expression, kind: FigureKind, token: Token) -> Part:
    return Part(expression, kind.kind, FREE if kind.unit is None else unit_of(kind.unit), start(token))


def start(token: Token) -> int:
    """Where the token stands in the formula, from 0."""
    return token.start_pos or 0


def constant_of(token: Token) -> Part:
    """The number, date or word that stands in the formula itself."""
    written, at = str(token), start(token)
    if token.type == "WORD":
        return Part(Constant(written, word=written), "word", FREE, at)
    if token.type == "TEXT":
        return Part(Constant(written, word=written[1:-1]), "word", FREE, at)
    if token.type == "DATE":
        return Part(Constant(written, Fraction(_day(token))), "date", FREE, at)
    share = written[-1] in "%‰"
    value = Fraction(written.rstrip("%‰")) * (unit_of(written[-1]).scale if share else 1)
    return Part(Constant(written, value), "number", Unit() if share else FREE, at)


def _day(token: Token) -> int:
    try:
        return dt.date(*map(int, token.split("-"))).toordinal()
    except ValueError:
        raise FormulaError(
            start(token) + 1, f"没有{shown(token)}这一天", "日期，如 2022-06-30", "改正日期"
        ) from None


_SAID = {
    "number": "数",
    "word": "文字",
    "date": "日期",
    "condition": "条件",
    "list": "清单",
    "numbers": "清单的一列数",
    "words": "清单的一列文字",
    "dates": "清单的一列日期",
}
_ADVICE = {
    ("number", "condition"): "条件只能写在 合计、计数 的后几项，或写在要求条件的地方",
    ("number", "word"): "换成数，或写成条件，如 等次 = “优秀”",
    ("number", "date"): "日期只能比较或相减，如 完成日期 - 2022-06-30",
    **dict.fromkeys(
        (("number", "list"), ("number", "numbers"), ("number", "words"), ("number", "dates")),
        "清单用 合计（清单.列，条件）或 计数（清单，条件）",
    ),
}
_CONDITION_ADVICE = "条件写成比较，如 完成 = 是、进度 ≥ 80%"


def unlike(part: Part, expected: str, advice: str) -> FormulaError:
    """The error that a part is of the wrong kind."""
    return FormulaError(part.at + 1, f"这里是{_SAID[part.kind]}", expected, advice)


def require(part: Part, kind: str) -> Part:
    """The part, if it is of that kind."""
    if part.kind == kind:
        return part
    usual = _CONDITION_ADVICE if kind == "condition" else "改成同类的两项"
    raise unlike(part, _SAID[kind], _ADVICE.get((kind, part.kind), usual))
