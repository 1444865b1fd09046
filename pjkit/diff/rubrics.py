"""Two rubrics compared: every rule, number and decision that differs. Pure over the rubrics."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel

from pjkit.diff.model import ComparedPart
from pjkit.model.amounts import plain
from pjkit.model.clause import ClauseSpec
from pjkit.model.figure import FigureRef
from pjkit.model.formula import Formula
from pjkit.model.settings import Border
from pjkit.scoring.coverage import figures_asked, questions_asked
from pjkit.scoring.decisions import decisions, own_decisions
from pjkit.scoring.formulas import readable
from pjkit.scoring.rubric import Group, Indicator, Placed, Rubric
from pjkit.scoring.rules import RULES

Part = Literal["rubric", "group", "indicator", "clause", "figure", "list", "asked", "decision", "grade"]
_TOLD_APART = {"no", "kind", "points", "text", "settings"}
_Key = tuple[Part, str]
_Facts = dict[_Key, dict[str, str]]


class RuleChange(ComparedPart):
    """One thing of a rubric that differs: its part, which one, and which aspect (``what``), before and after.

    ``what`` is "" where the whole is new (``old`` is ``None``) or gone (``new`` is ``None``).
    """

    part: Part
    name: str
    what: str
    old: str | None
    new: str | None


def compare_rubrics(old: Rubric, new: Rubric) -> tuple[RuleChange, ...]:
    """What differs, in the new rubric's order, then what is gone."""
    before, after = _facts(old), _facts(new)
    found = (
        change
        for key in dict.fromkeys([*after, *before])
        for change in _changes(key, before.get(key), after.get(key))
    )
    return tuple(found)


def _changes(key: _Key, old: dict[str, str] | None, new: dict[str, str] | None) -> Iterator[RuleChange]:
    part, id_ = key
    name = (new or old or {}).get("label", id_)
    if old is None or new is None:
        yield RuleChange(part=part, name=name, what="", old=_whole(old), new=_whole(new))
        return
    for what in dict.fromkeys([*new, *old]):
        if what != "label" and old.get(what, "") != new.get(what, ""):
            yield RuleChange(part=part, name=name, what=what, old=old.get(what, ""), new=new.get(what, ""))


def _whole(facts: dict[str, str] | None) -> str | None:
    """What a part is, in its most telling aspect."""
    return None if facts is None else next((facts[one] for one in ("规则", "分值", "") if one in facts), "")


# A rubric as facts: part and id → aspect → words


def _facts(rubric: Rubric) -> _Facts:
    found: _Facts = {("rubric", ""): _head(rubric)}
    for group in _groups(rubric):
        found["group", group[0]] = {"分值": group[1]}
    for row in rubric.placed:
        found["indicator", row.indicator.id] = _indicator(row)
        for clause in row.indicator.clauses:
            key = f"{row.indicator.id}，条款 {clause.no}"
            found["clause", key] = {"label": f"{row.full_name}，条款 {clause.no}", **_clause(clause)}
    found |= {("figure", name): _fields(one) for name, one in rubric.figures.items()}
    found |= {("list", name): _fields(one) for name, one in rubric.lists.items()}
    found |= {("asked", name): {} for name in _asked(rubric)}
    for one in decisions(rubric):
        found["decision", one.setting] = {"label": f"{one.id} {one.question}", "约定": one.decided}
    found |= {("grade", one.name): {"起点": plain(one.bound(rubric.points))} for one in rubric.grades}
    return found


def _head(rubric: Rubric) -> dict[str, str]:
    caps = "；".join(f"{readable(one.when.expression)}：不超过 {plain(one.at)}" for one in rubric.total.cap)
    return {
        "label": "评分标准",
        "编号": rubric.id,
        "名称": rubric.title,
        "年度": str(rubric.year),
        "依据": rubric.reference,
        "评价对象": rubric.subject,
        "层级": "、".join(rubric.level_names),
        "满分": plain(rubric.points),
        "不适用的指标": rubric.total.not_applicable,
        "项目合并": rubric.total.projects,
        "封顶": caps,
        "章节": "、".join(one.title for one in rubric.all_chapters()),
    }


def _groups(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Each group's path, and its points with what they count."""
    waiting: list[tuple[tuple[str, ...], Group]] = [((one.name,), one) for one in reversed(rubric.groups)]
    while waiting:
        path, group = waiting.pop()
        counts = "" if group.weight is None else f"，计入 {plain(group.counts)}"
        yield "/".join(path), f"{plain(group.points)}{counts}"
        waiting += [((*path, one.name), one) for one in reversed(group.groups)]


def _indicator(row: Placed) -> dict[str, str]:
    one = row.indicator
    return {
        "label": row.full_name,
        "名称": one.name,
        "位置": "/".join(row.path),
        "分值": plain(one.points),
        "每分计入总分": plain(row.weight),
        "评价标准": one.standard,
        "备注": one.note,
        "合并的指标": "、".join(one.members),
        "前提": _gate(one),
        "须说明原因": readable(one.explain.expression) if one.explain else "",
    }


def _gate(indicator: Indicator) -> str:
    gate = indicator.gate
    if gate is None:
        return ""
    return readable(gate.when.expression) if gate.when else f"{gate.indicator} 未得分"


def _clause(clause: ClauseSpec) -> dict[str, str]:
    expression = clause.expression()
    own = {f"约定 {one.id} {one.question}": one.decided for one in own_decisions(clause.settings)}
    return {
        "规则": RULES[clause.kind].sentence(clause),
        "类型": clause.kind,
        "分值": plain(clause.points),
        "条文": clause.text,
        "公式": readable(expression) if expression else "",
        **own,
        **{name: words for name, words in _fields(clause).items() if name not in _TOLD_APART},
    }


def _fields(spec: BaseModel) -> dict[str, str]:
    """Every field that says something, by the name that the file has for it."""
    named = ((spec.__class__.model_fields[name].alias or name, value) for name, value in spec)
    return {name: words for name, value in named if (words := _words(value))}


def _words(value: Any) -> str:
    """A value of a rubric file, about as the file writes it; nothing for what says nothing."""
    if value is None or isinstance(value, bool):
        return "是" if value else ""
    return next((words(value) for kind, words in _WRITTEN.items() if isinstance(value, kind)), str(value))


_WRITTEN: Mapping[Any, Callable[[Any], str]] = {
    Formula: lambda formula: formula.text,
    FigureRef: lambda ref: ref.written,
    Border: lambda border: plain(border.number) + ("%" if border.percent else ""),
    (Decimal, Fraction, int): plain,
    BaseModel: lambda spec: "、".join(f"{name} {words}" for name, words in _fields(spec).items()),
    Mapping: lambda named: "；".join(f"{_words(name)}：{_words(one)}" for name, one in named.items()),
    (list, tuple): lambda several: "；".join(map(_words, several)),
}


def _asked(rubric: Rubric) -> Iterator[str]:
    """Every place that departments fill in for the rubric."""
    yield from (one.place.written for one in figures_asked(rubric))
    yield from (
        f"{name}（明细表）.{column}" for name, spec in rubric.lists.items() for column in spec.columns
    )
    yield from (f"条款核对：{name}，条款 {one.no}" for name, _, one in questions_asked(rubric))
