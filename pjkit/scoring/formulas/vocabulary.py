"""The names a rubric declares, and the reading of its formulas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pjkit.model.formula import Expression, Formula, Operation
from pjkit.model.problem import shown
from pjkit.scoring.formulas.grammar import parse
from pjkit.scoring.formulas.lexer import FormulaError, NamesInText, fold
from pjkit.scoring.formulas.names import FigureKind, Part, Scope, require
from pjkit.scoring.formulas.reading import read_tree
from pjkit.scoring.formulas.units import Unit, fits, is_share, unit_of

_LONGEST = 2_000  # characters
_MOST_BRACKETS = 30  # one inside the other
_DEEPEST = 100  # operations of unlike signs in a row; what walks the tree calls itself once for each
_PERCENT = unit_of("%")
_SHORTER = "把公式拆成几个有名称的数（figures），再引用它们"


def _refer_to_nothing(_name: str) -> None:
    return None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Figures by name, lists by name with their columns, and what a reference such as ``收支[三公经费].本年决算`` is."""

    figures: Mapping[str, FigureKind] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, FigureKind]] = field(default_factory=dict)
    refer: Callable[[str], FigureKind | None] = _refer_to_nothing

    @cached_property
    def _names(self) -> NamesInText:
        columns = (column for columns in self.lists.values() for column in columns)
        return NamesInText({*self.figures, *self.lists, *columns}, self.lists)

    def read(self, text: str, unit: str | None = None) -> Formula:
        """The formula of a number; with ``unit``, that of the figure that it gives.

        Raises :class:`FormulaError`.
        """
        part = require(self._part(text), "number")
        if unit is not None and not fits(unit, part.unit):
            raise FormulaError(
                1,
                f"公式的值是{part.unit.said}，声明的单位是{shown(unit)}",
                "公式与声明的单位一致",
                "改正公式，或改正声明的单位",
            )
        keeps = unit is not None and (part.unit.free or is_share(unit))
        return Formula(text, part.expression, unit or "" if keeps else _own_unit(part.unit))

    def read_condition(self, text: str) -> Formula:
        """The formula of a condition. Raises :class:`FormulaError`."""
        return Formula(text, require(self._part(text), "condition").expression)

    def _part(self, text: str) -> Part:
        _refuse_too_long(text)
        part = read_tree(parse(text, self._names), Scope(self.figures, self.lists, self.refer))
        if _depth(part.expression) > _DEEPEST:
            raise FormulaError(1, f"公式的运算层数超过 {_DEEPEST}", f"不超过 {_DEEPEST} 层", _SHORTER)
        return part


def _own_unit(unit: Unit) -> str:
    """The unit of what is computed; % for what is made of percentages alone."""
    return "%" if not unit.powers and unit.scale == _PERCENT.scale else str(unit)


def _refuse_too_long(text: str) -> None:
    """Before anything is parsed."""
    if len(text) > _LONGEST:
        raise FormulaError(_LONGEST + 1, f"公式有 {len(text)} 个字", f"不超过 {_LONGEST} 个字", _SHORTER)
    if not text.strip():
        raise FormulaError(1, "公式是空的", "一个公式", "写上公式")
    depth = 0
    for at, sign in enumerate(fold(text)):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth > _MOST_BRACKETS:
            raise FormulaError(
                at + 1, f"括号套括号超过 {_MOST_BRACKETS} 层", f"不超过 {_MOST_BRACKETS} 层", _SHORTER
            )


def _depth(expression: Expression) -> int:
    """How many operations stand one inside the other; counted level by level, without recursion."""
    depth, level = 0, [expression]
    while level := [part for one in level if isinstance(one, Operation) for part in one.parts]:
        depth += 1
    return depth
