"""A parse tree → a formula's tree; kinds and units must go together."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from lark import Token, Tree

from pjkit.model.figure import NOT_APPLICABLE
from pjkit.model.formula import CALLS, Column, Constant, Expression, Name, Operation, Sign
from pjkit.model.problem import shown
from pjkit.scoring.formulas.compute import constant
from pjkit.scoring.formulas.lexer import FormulaError
from pjkit.scoring.formulas.names import Part, Scope, constant_of, require, start, unlike
from pjkit.scoring.formulas.units import DAYS, FREE, Unit, unit_of

_COMPARABLE = ("number", "word", "date")


def read_tree(node: Tree[Token] | Token, scope: Scope) -> Part:
    """What a parse tree says. Raises :class:`FormulaError` at the first thing that does not go together."""
    if isinstance(node, Token):
        return scope.name(node) if node.type == "NAME" else constant_of(node)
    return _READERS[node.data](node.children, scope)


# Operations

_Nodes = list[Tree[Token] | Token]


def _chain(nodes: _Nodes, scope: Scope) -> Part:
    """``甲 ＋ 乙 － 丙``, from the left; the signs stand at the odd places."""
    left = read_tree(nodes[0], scope)
    for sign, right in zip(nodes[1::2], nodes[2::2], strict=True):
        assert isinstance(sign, Token), "the grammar puts signs between the parts"
        left = _JOINS[sign.type](left, sign, read_tree(right, scope))
    return left


def _joined(left: Part, sign: Sign, right: Part, unit: Unit = FREE) -> Part:
    """One operation of two parts; several of one sign in a row are one."""
    first = left.expression
    parts = first.parts if isinstance(first, Operation) and first.sign == sign else (first,)
    return Part(Operation(sign, (*parts, right.expression)), left.kind, unit, left.at)


def _link(left: Part, sign: Token, right: Part) -> Part:
    return _joined(require(left, "condition"), _sign(sign), require(right, "condition"))


def _sum(left: Part, sign: Token, right: Part) -> Part:
    if sign == "-" and left.kind == right.kind == "date":
        return replace(_joined(left, "-", right, unit_of(DAYS)), kind="number")
    left, right, unit = _alike(require(left, "number"), sign, require(right, "number"))
    return _joined(left, _sign(sign), right, unit)


def _product(left: Part, sign: Token, right: Part) -> Part:
    require(left, "number"), require(right, "number")
    if sign == "÷" and constant(right.expression) == 0:
        raise FormulaError(right.at + 1, "除数是 0", "不为 0 的除数", "改正除数")
    return _joined(left, _sign(sign), right, left.unit.multiplied(right.unit, 1 if sign == "×" else -1))


_JOINS: Mapping[str, Callable[[Part, Token, Part], Part]] = {
    "OR": _link,
    "AND": _link,
    "PLUS": _sum,
    "MINUS": _sum,
    "TIMES": _product,
}


def _sign(token: Token) -> Sign:
    sign: Sign = token.value
    return sign


def _alike(left: Part, sign: Token, right: Part) -> tuple[Part, Part, Unit]:
    """Both parts in one unit; a bare number takes that of the other."""
    if left.unit.free != right.unit.free:
        unit = right.unit if left.unit.free else left.unit
        return _counted_in(unit, left), _counted_in(unit, right), unit
    if left.unit.powers != right.unit.powers:
        raise FormulaError(
            start(sign) + 1,
            f"单位不合：左边是{left.unit.said}，右边是{right.unit.said}",
            "单位相同的数才能相加、相减、比较",
            "改正公式，或改正声明的单位",
        )
    return left, right, left.unit.common(right.unit)


def _counted_in(unit: Unit, part: Part) -> Part:
    """A bare number in the unit it was put beside, so that 5000 beside 元 is 0.5 万元.

    Beside a figure in % it stays what it is, 1 being 100%; whoever writes 80 there means 80%, and must say so.
    """
    if not part.unit.free or unit.scale == 1:
        return part
    if unit.powers:
        return replace(part, expression=_scaled(part.expression, unit.scale, part.at))
    if isinstance(part.expression, Constant) and (part.expression.value or 0) > 1:
        written = part.expression.written
        raise FormulaError(
            part.at + 1,
            f"{shown(written)}与比率相加减或比较",
            f"百分数，如 {written}%",
            "写明百分号；1 就是 100%",
        )
    return part


def _scaled(expression: Expression, scale: Fraction, at: int) -> Expression:
    if isinstance(expression, Constant) and expression.value is not None:
        return replace(expression, value=expression.value * scale)
    if not isinstance(expression, Operation) or expression.sign in {"count", "sum"}:
        raise FormulaError(at + 1, "计数不能与有单位的数相加或比较", "单位相同的数", "改正公式")
    of_product = expression.sign in {"×", "÷"}
    parts = (
        part if of_product and place else _scaled(part, scale, at)
        for place, part in enumerate(expression.parts)
    )
    return Operation(expression.sign, tuple(parts))


def _compared(nodes: _Nodes, scope: Scope) -> Part:
    left, right = read_tree(nodes[0], scope), read_tree(nodes[2], scope)
    sign = nodes[1]
    assert isinstance(sign, Token), "the grammar puts a sign between the parts"
    if left.kind == right.kind == "number":
        left, right, _ = _alike(left, sign, right)
    elif not _words_compared(left, right, sign):
        require(right, _comparable(left))
    return Part(Operation(_sign(sign), (left.expression, right.expression)), "condition", FREE, left.at)


def _comparable(part: Part) -> str:
    if part.kind in _COMPARABLE:
        return part.kind
    raise unlike(part, "数、文字或日期", "改成能比较的数、文字或日期")


def _words_compared(left: Part, right: Part, sign: Token) -> bool:
    """Whether this compares words, which can be alike or not, or asks whether a figure says 不适用."""
    words = left.kind == right.kind == "word" or _asks_whether_applicable(left, right)
    if words and sign not in {"=", "≠"}:
        raise FormulaError(start(sign) + 1, "文字不能比大小", "＝ 或 ≠", "改用 ＝ 或 ≠")
    return words


def _asks_whether_applicable(*parts: Part) -> bool:
    asked = [part for part in parts if part.expression == Constant(NOT_APPLICABLE, word=NOT_APPLICABLE)]
    figures = [
        part for part in parts if isinstance(part.expression, Name | Column) and part.kind in _COMPARABLE
    ]
    return len(asked) == len(figures) == 1


def _negative(nodes: _Nodes, scope: Scope) -> Part:
    part = require(read_tree(nodes[1], scope), "number")
    assert isinstance(nodes[0], Token), "the grammar begins with the sign"
    return replace(part, expression=Operation("negative", (part.expression,)), at=start(nodes[0]))


def _negated(nodes: _Nodes, scope: Scope) -> Part:
    part = require(read_tree(nodes[1], scope), "condition")
    return replace(part, expression=Operation("not", (part.expression,)))


def _column(nodes: _Nodes, scope: Scope) -> Part:
    owner, column = nodes
    assert isinstance(owner, Token), "the grammar gives two names"
    assert isinstance(column, Token), "the grammar gives two names"
    return scope.column(owner, column)


def _call(nodes: _Nodes, scope: Scope) -> Part:
    function, *given = nodes
    assert isinstance(function, Token), "a call begins with its name"
    if function in {"sum", "count"}:
        return _of_list(function, given, scope)
    parts = [require(read_tree(node, scope), "number") for node in given]
    if (len(parts) == 1) != (function == "abs"):
        wanted = "一个数" if function == "abs" else "至少两个数，用逗号隔开"
        raise FormulaError(
            start(function) + 1, f"“{CALLS[_sign(function)]}”里有 {len(parts)} 个数", wanted, "改正括号里的数"
        )
    joined = parts[0]
    for part in parts[1:]:
        joined, _, unit = _alike(joined, function, part)
        joined = replace(joined, unit=unit)
    expressions = tuple(_counted_in(joined.unit, part).expression for part in parts)
    return Part(Operation(_sign(function), expressions), "number", joined.unit, start(function))


def _of_list(function: Token, given: _Nodes, scope: Scope) -> Part:
    """A column added up, or a list's rows counted, where conditions hold."""
    first = _first_of_call(given[0], scope)
    if first.kind != ("numbers" if function == "sum" else "list"):
        expected = (
            "清单的一列数，如 合计（清单.金额，条件）" if function == "sum" else "清单，如 计数（清单，条件）"
        )
        raise unlike(first, expected, f"改正 {CALLS[_sign(function)]} 的第一项")
    assert isinstance(first.expression, Column), "no other part is of these kinds"
    inside = replace(scope, inside=first.expression.list_name)
    conditions = [require(read_tree(node, inside), "condition").expression for node in given[1:]]
    operation = Operation(_sign(function), (first.expression, *conditions))
    return Part(operation, "number", first.unit if function == "sum" else FREE, start(function))


def _first_of_call(node: Tree[Token] | Token, scope: Scope) -> Part:
    """A list, although a figure may be called like it; a column, although the conditions around may be of its list."""
    if isinstance(node, Token) and node in scope.lists:
        return scope.list(node)
    return read_tree(node, replace(scope, inside=""))


_READERS: Mapping[str, Callable[[_Nodes, Scope], Part]] = {
    "chain": _chain,
    "compared": _compared,
    "negative": _negative,
    "negated": _negated,
    "column": _column,
    "call": _call,
}
