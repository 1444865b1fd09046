"""A rubric file read strictly: every problem of the file at once, each with its line and path."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pjkit.model.amounts import plain
from pjkit.model.clause import ClauseSpec
from pjkit.model.contract import ALL_PROJECTS, AMOUNT_COLUMNS, FLAGS, PROJECT_AMOUNTS
from pjkit.model.figure import FigureRef
from pjkit.model.problem import InputError, Problems, nearest, shown
from pjkit.scoring.rubric import Group, Indicator, Rubric
from pjkit.sources.strict_yaml import KeyPath, StrictYaml, decode, parse_yaml, read_content
from pjkit.sources.yaml_messages import report

_CHILDREN = ("groups", "indicators", "clauses")
_REFERABLE = {"收支": AMOUNT_COLUMNS, "项目": PROJECT_AMOUNTS, "基础数据": ("",)}
"""Sheet → the columns of which a rubric may name a figure."""
_PARAMETERS = {
    "department",
    "rubric",
    "data",
}  # names of a parameter file, which is easily taken for a rubric
_SMALLEST_DEDUCTION = Fraction(1, 100)  # points


def read_rubric(path: Path, name: str = "") -> Rubric:
    """Read and check one rubric, called ``name`` in messages. Raises :class:`InputError` with all problems."""
    return parse_rubric(read_rubric_file(path, name or path.name), name or path.name)


def read_rubric_file(path: Path, name: str) -> bytes:
    """A rubric's bytes. Raises :class:`InputError`."""
    problems = Problems(name)
    content = read_content(path, problems)
    problems.raise_if_any()
    assert content is not None, "no content without a problem"
    return content


def parse_rubric(content: bytes, name: str) -> Rubric:
    """Like :func:`read_rubric`, for a file's bytes."""
    problems = Problems(name)
    text = decode(content, problems)
    problems.raise_if_any()
    assert text is not None, "no text without a problem"
    return flawless(text) or _checked(text, problems)


@lru_cache(maxsize=4)
def flawless(text: str) -> Rubric | None:
    """The rubric of a flawless text, else ``None``. Remembered: a batch reads one rubric for every department."""
    try:
        return _checked(text, Problems(""))
    except InputError:
        return None


def _checked(text: str, problems: Problems) -> Rubric:
    source = parse_yaml(text, problems)
    problems_of_yaml = bool(problems)
    if source and source.data.keys() >= _PARAMETERS:
        problems.add("", "这是部门的参数文件，不是评分标准", "评分标准文件", "改用 params/rubrics/ 中的文件")
        problems.raise_if_any()
    rubric = _validated(source, problems) if source else None
    if source:
        _check_sums(source, problems)
        _check_unique(source, problems)
        if rubric and not problems_of_yaml:
            _check_rules(rubric, source, problems)
    problems.raise_if_any()
    assert rubric is not None, "no rubric without a problem"
    return rubric


def _validated(source: StrictYaml, problems: Problems) -> Rubric | None:
    canonical = json.dumps(source.data, ensure_ascii=False, sort_keys=True, default=str)
    digest = "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
    if "digest" in source.data:
        problems.add(source.place(("digest",)), "没有“digest”这个名称", "只用规定的名称", "删去这一行")
    try:
        return Rubric.model_validate({**source.data, "digest": digest})
    except ValidationError as error:
        report(error, source, problems)
        return None


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
        children = next((node[name] for name in _CHILDREN if isinstance(node.get(name), list)), None)
        if not children:
            continue  # a list that is empty is told elsewhere
        parts = [_exact(child.get("points")) for child in children if isinstance(child, dict)]
        stated = _exact(node.get("points"))
        if stated is None or None in parts or len(parts) != len(children):
            continue  # told by the type check
        total = sum((part for part in parts if part is not None), Fraction(0))
        if total != stated:
            found = f"下级分值合计 {plain(total)}，本级分值 {plain(stated)}"
            problems.add(source.place((*path, "points")), found, "两者相等", "改正分值")


def _exact(value: Any) -> Fraction | None:
    try:
        return None if value is None or isinstance(value, bool) else Fraction(value)
    except (TypeError, ValueError):
        return None


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


def _check_rules(rubric: Rubric, source: StrictYaml, problems: Problems) -> None:
    """What only the whole can tell: grades reach down to 0, tiers know 是 部分 否, figures exist."""
    if min(grade.from_ for grade in rubric.grades) != 0:
        problems.add(source.place(("grades",)), "最低一等不从 0 分起", "有一等 from: 0", "补上最低一等")
    if set(rubric.settings.tiers) != {"是", "部分", "否"}:
        place = source.place(("settings", "tiers"))
        problems.add(place, "分档不是“是、部分、否”三档", "是、部分、否各一个倍数", "补全三档")
    _check_numbers(source, problems)
    for path, indicator in _indicators(rubric):
        _check_questions(indicator, source, path, problems)
        for at, clause in enumerate(indicator.clauses):
            for field, found, expected in _unknown_references(clause):
                place = source.place((*path, "clauses", at, field))
                problems.add(place, found, expected, "改成数据约定中有的数据")


def _unknown_references(clause: ClauseSpec) -> Iterator[tuple[str, str, str]]:
    """Field, what is wrong and what was expected, for each reference to a figure that no data can hold."""
    for field, ref in clause.figure_refs().items():
        if field in clause.words_read() and ref.sheet != "基础数据":
            yield field, f"等次取自“{ref.sheet}”表", "基础数据[数据项]"
        elif ref.sheet not in _REFERABLE:
            yield field, f"“{ref.sheet}”表中没有可引用的数据", nearest(ref.sheet, _REFERABLE)
        elif ref.column not in _REFERABLE[ref.sheet]:
            yield field, _no_column(ref), _columns(ref)
        elif ref.sheet == "项目" and ref.row not in (ALL_PROJECTS, *FLAGS):
            yield field, f"项目不能按“{ref.row}”挑选", nearest(ref.row, (ALL_PROJECTS, *FLAGS))


def _no_column(ref: FigureRef) -> str:
    return f"“{ref.sheet}”表没有金额列“{ref.column}”" if ref.column else f"“{ref.sheet}[{ref.row}]”后没有写列"


def _columns(ref: FigureRef) -> str:
    columns = _REFERABLE[ref.sheet]
    return f"{ref.sheet}[{ref.row}]，不写列" if columns == ("",) else nearest(ref.column, columns)


def _check_numbers(source: StrictYaml, problems: Problems) -> None:
    """Points above 0, deductions that take something, lists that list something."""
    for path, node in _nodes(source.data):
        points, deduct = _exact(node.get("points")), _exact(node.get("deduct"))
        if points is not None and points <= 0:
            problems.add(
                source.place((*path, "points")), f"分值是 {plain(points)}", "大于 0 的数", "改正分值"
            )
        if deduct is not None and deduct < _SMALLEST_DEDUCTION:
            found = f"扣分是 {plain(deduct, 40)}"
            problems.add(source.place((*path, "deduct")), found, "不小于 0.01 的数", "改正扣分")
        for name, value in node.items() if _is_clause(node) else ():
            if value in ([], {}):
                problems.add(source.place((*path, name)), f"{shown(name)}是空的", "至少一项", "补上内容")


def _indicators(rubric: Rubric) -> Iterator[tuple[KeyPath, Indicator]]:
    """Every indicator with its path in the file."""
    yield from _listed(rubric.indicators_, ())
    for at, group in enumerate(rubric.groups):
        yield from _below(group, ("groups", at))


def _below(group: Group, path: KeyPath) -> Iterator[tuple[KeyPath, Indicator]]:
    yield from _listed(group.indicators, path)
    for at, below in enumerate(group.groups):
        yield from _below(below, (*path, "groups", at))


def _listed(indicators: list[Indicator], path: KeyPath) -> Iterator[tuple[KeyPath, Indicator]]:
    return (((*path, "indicators", at), one) for at, one in enumerate(indicators))


def _check_questions(indicator: Indicator, source: StrictYaml, path: KeyPath, problems: Problems) -> None:
    """条款核对 names a clause by its number alone, so no two may share one."""
    numbers = [{question.no for question in clause.questions()} for clause in indicator.clauses]
    asked = Counter(no for clause_numbers in numbers for no in clause_numbers)
    for no, times in asked.items():
        if times > 1:
            found = f"需要核对的条款编号{shown(no)}有 {times} 个"
            problems.add(source.place((*path, "clauses")), found, "每个编号只用一次", "改正编号")
