"""``pjkit rubric diff``: what differs between two rubrics, and what that does to the departments of a batch."""

from argparse import Namespace
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pjkit.commands.console import say, say_json
from pjkit.commands.inputs import files_of, in_project
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.diff.effects import LeftOut, RubricComparison, Scored, effects
from pjkit.diff.rubric_words import rubrics_in_words
from pjkit.diff.rubrics import compare_rubrics
from pjkit.evaluation import evaluate
from pjkit.model.dossier import Dossier
from pjkit.model.problem import InputError, Problems
from pjkit.model.records import Batch, read_batch
from pjkit.model.scorecard import Scorecard
from pjkit.model.stored import record_text
from pjkit.scoring.rubric import Indicator, Rubric
from pjkit.sources.load import Prepared, Received, receive
from pjkit.sources.params import read_params
from pjkit.sources.reading import dossier_of, readable_dossier
from pjkit.sources.rubric import read_rubric

T = TypeVar("T")


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument("old", metavar="旧标准", type=Path, help="评分标准文件")
    arguments.add_argument("new", metavar="新标准", type=Path, help="同上")
    text = "一批报告的文件夹（如 outputs/2022）：用其中各部门现有的数据按两份标准各算一遍，不写任何文件"
    arguments.add_argument("--with", dest="batch", metavar="文件夹", type=Path, help=text)
    arguments.add_argument("--json", action="store_true", help="输出完整比较结果（JSON）")


def run(options: Namespace) -> int:
    """As diff does: 0 no difference, 1 some, 2 what cannot be compared."""
    try:
        found = _compared(options)
    except InputError as error:
        raise UsageError("\n".join(map(str, error.problems))) from None
    if options.json:
        say_json(record_text(found))
    else:
        for line in rubrics_in_words(found, with_departments=options.batch is not None):
            say(line)
    return FAILED if found.differs else OK


def _compared(options: Namespace) -> RubricComparison:
    old, new = (read_rubric(in_project(file), file.as_posix()) for file in (options.old, options.new))
    rules = compare_rubrics(old, new)
    names = {"old": f"{old.title}（{old.id}）", "new": f"{new.title}（{new.id}）"}
    if options.batch is None:
        return RubricComparison(**names, rules=rules)
    batch = read_batch(in_project(options.batch))
    files, left_out = _files(batch, old)
    prepared = receive(list(files), Path.cwd(), lambda received: _scored(received, old, new))
    refused = tuple(_refused(prepared, files))
    return RubricComparison(
        **names, rules=rules, effects=effects(prepared.usable), left_out=(*left_out, *refused)
    )


def _files(batch: Batch, old: Rubric) -> tuple[Mapping[Path, str], list[LeftOut]]:
    """The parameter files of the batch's departments that the old rubric scores; those left out, and why."""
    known = dict(_by_department(batch.year))
    files: dict[Path, str] = {}
    left_out: list[LeftOut] = []
    for card in (report.record for report in batch.reports):
        why = _why_left_out(card, old, known)
        if why:
            left_out.append(LeftOut(department=card.department, why=why))
        else:
            files[known[card.department]] = card.department
    return files, left_out


def _by_department(year: int) -> Iterator[tuple[str, Path]]:
    """Department → its parameter file of that year; a file that cannot be read is of no use here."""
    for file in files_of([]):
        try:
            params = read_params(in_project(file), file.as_posix())
        except InputError:
            continue
        if params.year == year:
            yield params.department, file


def _why_left_out(card: Scorecard, old: Rubric, known: Mapping[str, Path]) -> str:
    if card.rubric.id != old.id:
        return f"它用的评分标准是 {card.rubric.id}，不是 {old.id}"
    return "" if card.department in known else "params 中没有它可用的参数文件"


def _refused(prepared: Prepared[Scored], files: Mapping[Path, str]) -> Iterator[LeftOut]:
    for one in prepared.refused:
        problems = one.error.problems
        why = f"现有的数据有 {len(problems)} 处问题，第一处：{problems[0]}"
        yield LeftOut(department=files[one.file], why=why)


def _scored(received: Received, old: Rubric, new: Rubric) -> Scored:
    """One department by both; what the new rubric cannot read of data made for the old one is told, not refused."""
    params, data = received.params, received.data
    problems = Problems(params.data)
    before = dossier_of(data, old, params)
    after = _with_renamed(readable_dossier(data, new, params, problems), before, (old, new))
    unread = tuple(f"{one.place}：{one.found}" for one in problems.found)
    return Scored(evaluate(old, before), evaluate(new, after), unread)


def _with_renamed(after: Dossier, before: Dossier, rubrics: tuple[Rubric, Rubric]) -> Dossier:
    """What was handed in under an indicator's old name, where the new rubric asks the same: a name costs nobody points."""
    asked = [{one.id: _asked(one) for one in rubric.indicators()} for rubric in rubrics]
    same = {name for name, what in asked[1].items() if asked[0].get(name) == what}
    return replace(
        after,
        answers=_of(same, before.answers) | dict(after.answers),
        self_scores=_of(same, before.self_scores) | dict(after.self_scores),
        reviews=_of(same, before.reviews) | dict(after.reviews),
    )


def _asked(indicator: Indicator) -> object:
    questions = (asked for clause in indicator.clauses for asked in clause.questions())
    return indicator.points, [(asked.no, asked.text, asked.results) for asked in questions]


def _of(ids: Collection[str], given: Mapping[str, T]) -> dict[str, T]:
    return {name: one for name, one in given.items() if name in ids}
