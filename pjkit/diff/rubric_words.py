"""A comparison of two rubrics in Chinese, line by line, for a terminal."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from pjkit.diff.effects import DepartmentEffect, IndicatorEffect, RubricComparison
from pjkit.diff.indicator_words import clean, full_name, move_in_words
from pjkit.diff.rubrics import Part, RuleChange

_PARTS: dict[Part, str] = {
    "rubric": "总体",
    "group": "分组",
    "indicator": "指标",
    "clause": "条款",
    "figure": "数据的声明",
    "list": "明细表的声明",
    "asked": "要求填报的内容",
    "decision": "约定",
    "grade": "等次",
}
_LISTED = 5  # things that cannot be read, or are missing, of one department; the JSON has them all


def rubrics_in_words(comparison: RubricComparison, *, with_departments: bool) -> Iterator[str]:
    """The rules that differ, by part; then each department, the greatest loss first."""
    rules = comparison.rules
    yield f"{comparison.old} → {comparison.new}：" + (f"规则有 {len(rules)} 处不同" if rules else "规则相同")
    for part, changes in groupby(sorted(_told(rules), key=_place), key=lambda one: one.part):
        listed = list(changes)
        yield from ("", f"{_PARTS[part]}（{len(listed)} 处）", *(f"  {line}" for line in map(_rule, listed)))
    if with_departments:
        yield from ("", *_departments(comparison))


def _told(rules: Iterable[RuleChange]) -> Iterator[RuleChange]:
    """Without the numbers of clauses whose rule in words differs already: the sentence is made from them."""
    said = {one.name for one in rules if one.what == "规则"}
    return (
        one
        for one in rules
        if not (one.part == "clause" and one.what.isascii() and one.what and one.name in said)
    )


def _place(change: RuleChange) -> int:
    return list(_PARTS).index(change.part)


def _rule(change: RuleChange) -> str:
    name = clean(change.name)
    if change.what:
        return f"{name}：{change.what} {_said(change.old)} → {_said(change.new)}"
    sign, said = ("新增", change.new) if change.old is None else ("删去", change.old)
    return f"{sign} {name}" + (f"（{said}）" if said else "")


def _said(words: str | None) -> str:
    return f"“{words}”" if words else "无"


# Departments


def _departments(comparison: RubricComparison) -> Iterator[str]:
    effects = comparison.effects
    moves = [one.total.score.difference or 0 for one in effects if one.is_known]
    unknown = len(effects) - len(moves)
    grades = sum(one.total.grade.moved for one in effects)
    yield (
        f"按现有数据，{len(effects)} 个部门中减分 {sum(move < 0 for move in moves)}，加分 "
        f"{sum(move > 0 for move in moves)}，不变 {moves.count(0)}"
        + (f"，缺数据而未定 {unknown}" if unknown else "")
        + f"；等次有变化 {grades}"
    )
    for effect in effects:
        yield from _department(effect)
    for one in comparison.left_out:
        yield f"{clean(one.department)}：没有比较，{clean(one.why)}"


def _department(effect: DepartmentEffect) -> Iterator[str]:
    total = effect.total
    score = move_in_words(total.score) if total.score.moved else f"{total.score.new} 不变"
    grades = [one or "待定" for one in (total.grade.old, total.grade.new)]
    grade = f"，等次 {' → '.join(map(clean, grades))}" if total.grade.moved else ""
    missing = f"，其中 {total.missing.new} 分的指标没有数据，可能得 {total.low.new}～{total.high.new}"
    yield f"{clean(effect.name)}（{effect.department}）：总分 {score}{grade}{'' if effect.is_known else missing}"
    yield from (f"  {line}" for line in map(_indicator, effect.indicators))
    lacking = (f"{clean(one.indicator)}：{clean('、'.join(one.what))}" for one in effect.lacking)
    yield from _listed("新标准要而数据没有的", lacking)
    yield from _listed("新标准读不出的数据", map(clean, effect.unread))


def _indicator(effect: IndicatorEffect) -> str:
    diff = effect.diff
    if diff.presence == "both":
        said = move_in_words(diff.score)
    else:
        score = diff.score.new if diff.presence == "added" else diff.score.old
        word = "新增，得" if diff.presence == "added" else "删去，原得"
        said = f"{word} {'未知' if score is None else score}"
    points = f"，分值 {move_in_words(diff.points)}" if diff.points.moved and diff.presence == "both" else ""
    in_total = "未知" if effect.in_total is None else format(effect.in_total, "+f")
    return f"{full_name(diff)}：{said}{points}，计入总分 {in_total}"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"  {title} {len(found)} 处："
        yield from (f"    {line}" for line in found[:_LISTED])
    if len(found) > _LISTED:
        yield "    …… 其余见 --json"
