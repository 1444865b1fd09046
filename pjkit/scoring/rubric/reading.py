"""A rubric file read strictly: every problem of the file at once, each with its line and path."""

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pjkit.scoring.amounts import plain
from pjkit.scoring.problems import Problems, shown
from pjkit.scoring.rubric.messages import report
from pjkit.scoring.rubric.model import Rubric
from pjkit.scoring.strict_yaml import KeyPath, StrictYaml, read_yaml

_CHILDREN = ("groups", "indicators", "clauses")


def read_rubric(path: Path) -> Rubric:
    """Read and check one rubric. Raises :class:`InputError` with all that is wrong in it."""
    problems = Problems(path.name)
    source = read_yaml(path, problems)
    problems_of_yaml = bool(problems)
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
    """The rubric itself, its groups, indicators and clauses, with their paths; other shapes are passed over."""
    if not isinstance(node, dict):
        return
    yield path, node
    for name in _CHILDREN:
        children = node.get(name)
        for at, child in enumerate(children if isinstance(children, list) else []):
            yield from _nodes(child, (*path, name, at))


def _check_sums(source: StrictYaml, problems: Problems) -> None:
    """Children's points must add up to their parent's, all the way to the total."""
    for path, node in _nodes(source.data):
        children = next((node[name] for name in _CHILDREN if isinstance(node.get(name), list)), None)
        if children is None:
            continue
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
    """No indicator id twice; no name twice in a group; no clause number twice in an indicator."""
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
    """What only the whole can tell: grades reach down to 0, tiers know 是 部分 否, deductions take something."""
    if min(grade.from_ for grade in rubric.grades) != 0:
        problems.add(source.place(("grades",)), "最低一等不从 0 分起", "有一等 from: 0", "补上最低一等")
    if set(rubric.settings.tiers) != {"是", "部分", "否"}:
        place = source.place(("settings", "tiers"))
        problems.add(place, "分档不是“是、部分、否”三档", "是、部分、否各一个倍数", "补全三档")
    for path, node in _nodes(source.data):
        deduct = _exact(node.get("deduct"))
        if deduct is not None and deduct <= 0:
            problems.add(source.place((*path, "deduct")), "扣分不大于 0", "大于 0 的数", "改正扣分")
    asked = [question.no for clause in rubric.clauses() for question in clause.questions()]
    if not asked:
        problems.add(source.place(("groups",)), "没有一个需要核对的条款", "至少一个", "检查条款类型")
