"""From an executed notebook to a finished report.

Nobody is believed. The scorecard is computed here, from the job's own bytes; a notebook whose record says anything
else is refused, and so is one that shows what the scorecard does not say.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pjkit.batch.job import Job
from pjkit.batch.manifest import manifest_of
from pjkit.batch.notebook import notebook_text, record_of, settle
from pjkit.batch.product import Vouching, block_problems
from pjkit.checks.traces import traces_of
from pjkit.evaluation import evaluate
from pjkit.model.problem import shown
from pjkit.model.records import INPUTS_FILE, MANIFEST_FILE, NOTEBOOK_FILE, RECORD_FILE, TRACES_FILE
from pjkit.model.scorecard import Scorecard
from pjkit.model.stored import record_text
from pjkit.scoring.rubric import Rubric
from pjkit.sources.load import words_written
from pjkit.sources.rubric import parse_rubric
from pjkit.writers.failure_markers import LEFTOVERS
from pjkit.writers.registry import WRITERS, writers
from pjkit.writers.report import Report


@dataclass(frozen=True)
class Made:
    """A finished report: file name → content."""

    department: str
    files: Mapping[str, bytes]


class RefusedError(Exception):
    """A notebook that says or shows what the rules do not give; ``problems`` say what, in Chinese."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


def finish(job: Job, notebook: Any) -> Made:
    """The report's files. Raises :class:`RefusedError`, and ``InputError`` for a notebook without a record."""
    given, rules = record_of(notebook), rules_of(job)
    card = scorecard_of(job, rules)
    _refuse_if([*_differences(given, card)])
    settle(notebook, card.model_dump(mode="json"))
    _refuse_if(Vouching(rules, card, job.dossier).vouch(notebook))
    report = Report(notebook, card, job.asked.template, words_written(job.dossier, LEFTOVERS))
    files = {writer.file: writer.write(report) for writer in writers(job.params.formats)}
    _refuse_if(problems_of(report, files))
    files |= own_files(job, notebook, card)
    place = f"{job.params.batch}/{job.params.department}"
    return Made(job.params.department, files | {MANIFEST_FILE: manifest_of(place, files)})


def _refuse_if(problems: list[str]) -> None:
    if problems:
        raise RefusedError(problems)


def rules_of(job: Job) -> Rubric:
    """The rubric of the job's own bytes."""
    return parse_rubric(job.rubric, job.params.rubric)


def scorecard_of(job: Job, rules: Rubric) -> Scorecard:
    """What the rules give for the job's own data."""
    return evaluate(rules, job.dossier)


def own_files(job: Job, notebook: Any, card: Scorecard) -> dict[str, bytes]:
    """The files that no writer makes."""
    texts = {
        NOTEBOOK_FILE: notebook_text(notebook),
        RECORD_FILE: record_text(card),
        INPUTS_FILE: record_text(job.inputs),
        TRACES_FILE: record_text(traces_of(job.dossier)),
    }
    return {name: text.encode() for name, text in texts.items()}


def problems_of(report: Report, files: Mapping[str, bytes]) -> list[str]:
    """What the notebook's blocks and the files made of them say that the record does not."""
    known = [writer for writer in WRITERS.values() if writer.file in files]
    return [
        *block_problems(report),
        *(words for writer in known for words in writer.verify(files[writer.file], report)),
    ]


def _differences(given: Mapping[str, Any], card: Scorecard) -> Iterator[str]:
    """Where a notebook's record is not what the rules give for the job's data."""
    ours = card.model_dump(mode="json")
    for field in dict.fromkeys([*ours, *given]):
        mine, theirs = ours.get(field), given.get(field)
        if _text(mine) == _text(theirs):
            continue
        if isinstance(mine, str | int) and isinstance(theirs, str | int):
            yield f"记录的 {field} 是 {shown(str(theirs))}，应为 {shown(str(mine))}"
        else:
            yield f"记录的 {field} 与按规则核算的不同"


def _text(value: Any) -> str:
    """Equal only where JSON is: ``True`` is not 1."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
