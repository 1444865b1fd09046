"""What a name in a formula is: a figure, a list, a column; and what was read of a formula so far."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from lark import Token

from pjkit.model.formula import Column, Expression, Name
from pjkit.model.problem import nearest, shown
from pjkit.scoring.formulas.grammar import FormulaError
from pjkit.scoring.formulas.units import FREE, Unit, unit_of

Kind = Literal["number", "word", "date"]


@dataclass(frozen=True)
class FigureKind:
    """What a declared figure or column holds: its unit as the rubric writes it, and whether it is a number at all."""

    unit: str = ""
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
        raise self._unknown(token, (*columns, *self.figures, *self.lists))

    def list(self, token: Token) -> Part:
        """The list itself."""
        return Part(Column(str(token)), "list", FREE, start(token))

    def column(self, owner: Token, token: Token) -> Part:
        """A list's column, as in ``专项资金.金额``."""
        columns = self.lists.get(owner)
        if columns is None:
            raise self._unknown(owner, self.lists, "清单")
        if token not in columns:
            raise self._unknown(token, columns, f"列（清单“{owner}”）")
        read = _part(Column(str(owner), str(token)), columns[token], owner)
        return read if owner == self.inside else replace(read, kind=f"{read.kind}s")

    def _unknown(self, token: Token, known: Iterable[str], what: str = "名称") -> FormulaError:
        owners = [name for name, columns in self.lists.items() if token in columns]
        advice = "改正名称，或在评分表中声明它"
        if owners:
            advice = f"它是清单“{owners[0]}”的一列，只能写在 合计（{owners[0]}.…）、计数（{owners[0]}，…）里"
        elif any(word in token for word in "且或"):
            advice = "改正名称；“且”“或”的前后要加空格"
        names = list(known)
        expected = nearest(token, names) if names else f"已声明的{what}，而评分表没有声明任何{what}"
        return FormulaError(start(token) + 1, f"没有{shown(token)}这个{what}", expected, advice)


def _part(expression: Expression, kind: FigureKind, token: Token) -> Part:
    return Part(expression, kind.kind, unit_of(kind.unit), start(token))


def start(token: Token) -> int:
    """Where the token stands in the formula, from 0."""
    return token.start_pos or 0


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
_CONDITION_ADVICE = "条件写成比较，如 完成 = 是、预算完成率 ≥ 80%"


def unlike(part: Part, expected: str, advice: str) -> FormulaError:
    """The error that a part is of the wrong kind."""
    return FormulaError(part.at + 1, f"这里是{_SAID[part.kind]}", expected, advice)


def require(part: Part, kind: str) -> Part:
    """The part, if it is of that kind."""
    if part.kind == kind:
        return part
    advice = {
        "condition": _CONDITION_ADVICE,
        "number": "改用数；条件放在 合计、计数 里，清单用 合计（清单.列）或 计数（清单）",
    }
    raise unlike(part, _SAID[kind], advice.get(kind, "改成规定的写法"))
