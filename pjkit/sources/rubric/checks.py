"""What only the whole of a rubric can tell: names that lead somewhere, grades down to 0, gates, levels, clauses' own laws."""

from collections import Counter
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from pydantic import ValidationError

from pjkit.model.amounts import HUNDRED, plain
from pjkit.model.clause import ClauseSpec
from pjkit.model.problem import Problems, nearest, shown
from pjkit.model.settings import Settings
from pjkit.scoring.rubric import Indicator, Rubric
from pjkit.scoring.standard import contradicting_numbers
from pjkit.sources.rubric.positions import groups_of, indicators_of
from pjkit.sources.rubric.references import unknown_figures, unusable_sheets
from pjkit.sources.strict_yaml import KeyPath, StrictYaml


@dataclass(frozen=True)
class _Read:
    """A rubric that could be read, its file, and where to tell what is wrong with it."""

    rubric: Rubric
    source: StrictYaml
    problems: Problems

    def complain(self, path: KeyPath, found: str, expected: str, advice: str) -> None:
        """Note one problem at a path of the file."""
        self.problems.add(self.source.place(path), found, expected, advice)


def check_rubric(rubric: Rubric, source: StrictYaml, problems: Problems) -> None:
    """Tell whatever the types cannot: each problem with its line and path."""
    read = _Read(rubric, source, problems)
    _check_grades(read)
    _check_levels(read)
    _check_names(read)
    _check_gates(read)
    _check_chapters(read)
    if set(rubric.settings.tiers) != {"是", "部分", "否"}:
        read.complain(
            ("settings", "tiers"), "分档不是“是、部分、否”三档", "是、部分、否各一个倍数", "补全三档"
        )
    for path, found, expected in unknown_figures(rubric):
        read.complain(path, found, expected, "改成数据约定中有的数据")
    for problem in unusable_sheets(rubric):
        read.complain(*problem)
    for path, indicator in indicators_of(rubric):
        _check_questions(read, indicator, path)
        _check_standard(read, indicator, path)
        for at, clause in enumerate(indicator.clauses):
            _check_clause(read, clause, (*path, "clauses", at))


def _check_grades(read: _Read) -> None:
    rubric = read.rubric
    if min(grade.bound(rubric.points) for grade in rubric.grades) != 0:
        read.complain(("grades",), "最低一等不从 0 分起", "有一等 from: 0", "补上最低一等")
    absolute = [grade for grade in rubric.grades if not isinstance(grade.from_, str) and grade.from_ != 0]
    if absolute and rubric.points != HUNDRED:
        first = absolute[0]
        found = f"满分是 {plain(rubric.points)} 分，而等次按分数划分（{first.name} from: {first.from_}）"
        read.complain(("grades",), found, "占满分的比例，如 from: 90%", "改成百分数")


def _check_levels(read: _Read) -> None:
    """The names of the levels are as many as there are levels; a group holds something."""
    rows = read.rubric.placed
    if not rows:
        read.complain((), "没有任何指标", "groups 或 indicators 中至少一个指标", "写上指标")
        return
    depth, named = max(len(row.path) for row in rows) + 1, len(read.rubric.levels)
    if named and named != depth:
        found = f"levels 写了 {named} 级，指标表有 {depth} 级"
        read.complain(("levels",), found, f"{depth} 个名称，指标的在最后", "改正 levels 或层级")
    for path, group in groups_of(read.rubric):
        if not group.groups and not group.indicators:
            read.complain(
                path, f"{shown(group.name)}下没有指标", "groups 或 indicators", "补上，或删去这一组"
            )


def _check_names(read: _Read) -> None:
    """The data name an indicator by its group and its name, so no two may have both alike."""
    first: dict[str, KeyPath] = {}
    for (path, _), row in zip(indicators_of(read.rubric), read.rubric.placed, strict=True):
        if row.full_name in first:
            line = read.source.lines[(*first[row.full_name], "name")]
            found = f"指标{shown(row.full_name)}有两个（第 {line} 行已有），填报时分不清"
            read.complain((*path, "name"), found, "上级名称和指标名称合起来不重复", "改其中一个的名称")
        first.setdefault(row.full_name, path)


def _check_gates(read: _Read) -> None:
    """A gate stands on a condition or on one other indicator, and gates do not go round in a circle."""
    known = [indicator.id for indicator in read.rubric.indicators()]
    stands_on: dict[str, set[str]] = {}
    for path, indicator in indicators_of(read.rubric):
        gate = indicator.gate
        if gate is None:
            continue
        if bool(gate.indicator) == (gate.when is not None):
            read.complain((*path, "gate"), "gate 没有写清前提", "indicator 或 when 之一", "只写其中一个")
        elif gate.indicator and gate.indicator not in known:
            found = f"没有指标 {shown(gate.indicator)}"
            read.complain(
                (*path, "gate", "indicator"), found, nearest(gate.indicator, known), "改正指标的 id"
            )
        elif gate.indicator:
            stands_on[indicator.id] = {gate.indicator}
    circle = _circle(stands_on)
    if circle:
        read.complain(("groups",), f"前提互为前提：{'→'.join(circle)}", "不成环的前提", "改正 gate")


def _check_chapters(read: _Read) -> None:
    """Where chapters are declared, the indicators stand in one of them; each text of the department in one place."""
    chapters = read.rubric.all_chapters()
    places = sum(chapter.show.count("indicators") for chapter in chapters)
    if chapters and places != 1:
        found = f"章节中有 {places} 处 show: indicators" if places else "没有一章写 show: [indicators]"
        read.complain(("chapters",), found, "各项指标写在一章里，只写一处", "改正 chapters 的 show")
    twice = [name for name, times in Counter(one.text for one in chapters if one.text).items() if times > 1]
    for name in twice:
        found = f"文字{shown(name)}写在两章里"
        read.complain(("chapters",), found, "一段文字在一章里", "改正 chapters 的 text")


def _circle(stands_on: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(stands_on).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def _check_clause(read: _Read, clause: ClauseSpec, path: KeyPath) -> None:
    """What the kind says of its own numbers, and settings that there are."""
    for field, found, expected, advice in clause.problems():
        read.complain((*path, *field), found, expected, advice)
    _check_lists(read, clause, path)
    try:
        read.rubric.settings.decided(clause.settings)
    except ValidationError as error:
        for detail in error.errors():
            _complain_of_setting(read, (*path, "settings"), detail["loc"])


def _check_lists(read: _Read, clause: ClauseSpec, path: KeyPath) -> None:
    """The lists that a clause reads row by row are declared, with the columns it needs."""
    lists = read.rubric.lists
    for name in clause.lists_read():
        if name not in lists:
            found = f"没有声明{shown(name)}这个表"
            read.complain(
                path,
                found,
                nearest(name, lists) if lists else "lists 中声明的表",
                "改正表名，或在 lists 中声明",
            )
            continue
        for column in clause.columns_read().get(name, ()):
            if column not in lists[name].columns:
                found = f"{shown(name)}表没有{shown(column)}列"
                read.complain(
                    path, found, nearest(column, lists[name].columns), "改正 columns，或在表中声明这一列"
                )


def _complain_of_setting(read: _Read, path: KeyPath, loc: tuple[int | str, ...]) -> None:
    name = str(loc[0])
    known = list(Settings.model_fields)
    if name in known:
        found, expected = f"{shown(name)}的值不在规定的范围内", "评分规则约定中列出的值"
    else:
        found, expected = f"没有{shown(name)}这个约定", nearest(name, known)
    read.complain((*path, name), found, expected, "改正约定的名称或值")


def _check_standard(read: _Read, indicator: Indicator, path: KeyPath) -> None:
    """A rule that was changed beside a sentence that was not."""
    strange = contradicting_numbers(indicator)
    if strange:
        found = f"评价标准中的{'、'.join(strange)}与规则的数不一致"
        advice = "改正评价标准或条款；不写 standard 则由条款生成"
        read.complain((*path, "standard"), found, "评价标准与条款的数一致", advice)


def _check_questions(read: _Read, indicator: Indicator, path: KeyPath) -> None:
    """条款核对 names a clause by its number alone, so no two may share one."""
    numbers = [{question.no for question in clause.questions()} for clause in indicator.clauses]
    asked = Counter(no for clause_numbers in numbers for no in clause_numbers)
    for no, times in asked.items():
        if times > 1:
            found = f"需要核对的条款编号{shown(no)}有 {times} 个"
            read.complain((*path, "clauses"), found, "每个编号只用一次", "改正编号")
