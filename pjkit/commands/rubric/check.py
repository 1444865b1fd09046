"""``pjkit rubric check``: every problem of rubric files, then what each consists of and asks."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pjkit.commands.console import say, say_error, say_problems
from pjkit.commands.inputs import in_project
from pjkit.commands.parser import FAILED, OK, ArgumentGroup
from pjkit.model.amounts import plain
from pjkit.model.problem import InputError, Problem
from pjkit.scoring.coverage import AskedFigure, figures_asked, kinds_used, points_by_group, questions_asked
from pjkit.scoring.decisions import decisions
from pjkit.scoring.rubric import Rubric
from pjkit.scoring.rules import RULES
from pjkit.sources.rubric import parse_rubric, read_rubric_file, rubric_warnings

_USERS = 3  # indicators named beside a figure; the page of pjkit rubric show has them all


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    text = "评分标准文件，如 params/rubrics/xinning-2022.yaml"
    arguments.add_argument("files", nargs="+", metavar="评分标准", type=Path, help=text)


def run(options: Namespace) -> int:
    """Check each file; gives the exit status. Warnings do not count."""
    good = [_check(file) for file in options.files]
    return OK if all(good) else FAILED


def _check(file: Path) -> bool:
    name = file.as_posix()
    try:
        content = read_rubric_file(in_project(file), name)
        rubric = parse_rubric(content, name)
    except InputError as error:
        say_problems(name, error)
        return False
    warnings = rubric_warnings(rubric, content, name)
    say(f"{name}：没有问题" + (f"，有 {len(warnings)} 处提醒" if warnings else ""))
    _say_warnings(warnings)
    for line in _coverage(rubric):
        say(f"  {line}")
    return True


def _say_warnings(warnings: Sequence[Problem]) -> None:
    for warning in warnings:
        say_error(f"  提醒：{warning}")


def _coverage(rubric: Rubric) -> Iterator[str]:
    """What the rubric is, line by line."""
    clauses = rubric.clauses()
    yield (
        f"{rubric.title}（{rubric.id}），{rubric.year} 年度，满分 {plain(rubric.points)}："
        f"{len(rubric.indicators())} 项指标，{len(clauses)} 条"
    )
    groups = points_by_group(rubric)
    yield "分值：" + "；".join(f"{one.name} {plain(one.points)}（{one.indicators} 项）" for one in groups)
    yield from _listed("条款类型", _kinds(rubric))
    yield from _listed("要求填报的数据", map(_figure, figures_asked(rubric)))
    lists = ((name, "、".join(spec.columns)) for name, spec in rubric.lists.items())
    yield from _listed("要求填报的明细表", (f"{name}：{columns}" for name, columns in lists))
    questions = Counter(name for name, _, _ in questions_asked(rubric))
    yield from _listed("条款核对", (f"{name}：{count} 行" for name, count in questions.items()))
    decided = [f"{one.id} {one.question}：{one.decided}" for one in decisions(rubric)]
    yield from _listed("约定", decided)


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A title with how many there are, and the lines below it; nothing where there are none."""
    found = list(lines)
    if found:
        yield f"{title} {len(found)}："
        yield from (f"  {line}" for line in found)


def _kinds(rubric: Rubric) -> Iterator[str]:
    for kind, times in kinds_used(rubric).items():
        yield f"{kind}（{RULES[kind].title}）{times} 次"


def _figure(asked: AskedFigure) -> str:
    how = asked.unit or "、".join(asked.words)
    more = f" 等 {len(asked.used_by)} 处" if len(asked.used_by) > _USERS else ""
    used_by = "、".join(asked.used_by[:_USERS])
    return f"{asked.place.written}" + (f"（{how}）" if how else "") + f"，用于{used_by}{more}"
