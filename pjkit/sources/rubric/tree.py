"""What the tree of a rubric file must hold, whatever its kinds: points that add up, names used once, lists that list."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pjkit.model.amounts import plain
from pjkit.model.problem import Problems, shown
from pjkit.sources.strict_yaml import KeyPath, StrictYaml

_CHILDREN = ("groups", "indicators", "clauses")
_SMALLEST_DEDUCTION = Fraction(1, 100)  # points


def check_tree(source: StrictYaml, problems: Problems) -> None:
    """Told also where the file cannot be understood as a whole."""
    _check_sums(source, problems)
    _check_unique(source, problems)
    _check_numbers(source, problems)


def _nodes(node: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """The rubric itself and all that it lists, down to a clause's items, with their paths; other shapes are passed over."""
    if not isinstance(node, dict):
        return
    yield path, node
    for name, children in node.items():
        if isinstance(children, list) and (name in _CHILDREN or _lists_rows(node, children)):
            for at, child in enumerate(children):
                yield from _nodes(child, (*path, name, at))


def _lists_rows(node: dict[str, Any], children: list[Any]) -> bool:
    """Whether a clause asks for these rows of 条款核对, whatever its kind calls them."""
    return _is_clause(node) and any(isinstance(child, dict) and "no" in child for child in children)


def _is_clause(node: dict[str, Any]) -> bool:
    return "kind" in node


def _check_sums(source: StrictYaml, problems: Problems) -> None:
    """Children's points must add up to their parent's, all the way to the total."""
    for path, node in _nodes(source.data):
        children = [one for name in _CHILDREN if isinstance(node.get(name), list) for one in node[name]]
        stated = _exact(node.get("points"))
        if not children or stated is None or not all(isinstance(child, dict) for child in children):
            continue  # a list that is empty or holds something else is told elsewhere
        total = _sum_of(children)
        if total is not None and total != stated:
            found = f"下级分值合计 {plain(total)}，本级分值 {plain(stated)}"
            problems.add(source.place((*path, "points")), found, "两者相等", "改正分值或权重")


def _sum_of(children: list[dict[str, Any]]) -> Fraction | None:
    """What children count above: a group its weight if it has one; of clauses that are ways to the same points, the best."""
    ways: dict[str, Fraction] = {}
    for at, child in enumerate(children):
        counted = _exact(child.get("points" if child.get("weight") is None else "weight"))
        if counted is None:
            return None  # told by the type check
        way = str(child.get("either") or f"\0{at}")
        ways[way] = max(ways.get(way, counted), counted)
    return sum(ways.values(), Fraction(0))


def _exact(value: Any) -> Fraction | None:
    """A number of the file; what is written otherwise is told by the types, and may be enormous."""
    return Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _check_unique(source: StrictYaml, problems: Problems) -> None:
    """No indicator id twice; no name twice in a group; no number twice in a list."""
    first: dict[tuple[Any, ...], KeyPath] = {}
    for path, node in _nodes(source.data):
        for key in ("id", "name", "no"):
            value = node.get(key)
            if not isinstance(value, str) or not path:
                continue
            scope = ("id", value) if key == "id" else (path[:-1], key, value)
            if scope in first:
                line = source.lines[(*first[scope], key)]
                found = f"{key} {shown(value)}重复（第 {line} 行已有）"
                problems.add(source.place((*path, key)), found, "不重复的名称", "改名或删去其中之一")
            first.setdefault(scope, path)


def _check_numbers(source: StrictYaml, problems: Problems) -> None:
    """Points and weights above 0, deductions that take something, lists that list something."""
    for path, node in _nodes(source.data):
        for name, words in (("points", "分值"), ("weight", "权重")):
            number = _exact(node.get(name))
            if number is not None and number <= 0:
                found = f"{words}是 {plain(number)}"
                problems.add(source.place((*path, name)), found, "大于 0 的数", f"改正{words}")
        deduct = _exact(node.get("deduct"))
        if deduct is not None and deduct < _SMALLEST_DEDUCTION:
            found = f"扣分是 {plain(deduct, 40)}"
            problems.add(source.place((*path, "deduct")), found, "不小于 0.01 的数", "改正扣分")
        for name, value in node.items() if _is_clause(node) else ():
            if value in ([], {}):
                problems.add(source.place((*path, name)), f"{shown(name)}是空的", "至少一项", "补上内容")
