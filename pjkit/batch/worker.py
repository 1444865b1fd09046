"""Makes one report from a job: the same code in a thread of this process and on a machine of a cluster.

Nobody is believed. The scorecard is computed here, from the job's own bytes; a notebook whose record says anything
else is refused, and so is a finished report, wherever it was made, whose files do not say what the scorecard says.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from pjkit.batch.engine.bounds import CellError, End, StartError
from pjkit.batch.engine.shells import Shells, shared_shells
from pjkit.batch.execute import execute
from pjkit.batch.fingerprint import digest_of_libraries, digest_of_package
from pjkit.batch.job import Job
from pjkit.batch.notebook import notebook_text, read_template, record_of, settle
from pjkit.batch.outputs import why_not_written
from pjkit.batch.product import block_problems
from pjkit.checks.traces import traces_of
from pjkit.evaluation import evaluate
from pjkit.model.params import MASTER_NOTEBOOK, Params
from pjkit.model.problem import InputError, shown
from pjkit.model.records import (
    INPUTS_FILE,
    NOTEBOOK_FILE,
    RECORD_FILE,
    TRACES_FILE,
    Failure,
    FailureKind,
    as_typed,
    report_files,
)
from pjkit.model.scorecard import Scorecard
from pjkit.model.stored import record_text
from pjkit.sources.load import words_written
from pjkit.sources.rubric import parse_rubric
from pjkit.writers.failure_markers import LEFTOVERS
from pjkit.writers.registry import WRITERS, writers
from pjkit.writers.report import Report

_REHEARSAL = "pjkit.preload:rehearse"  # of a rubric, in the process that shells are forked from
_KINDS: Mapping[End, FailureKind] = {
    End.CELL: "cell",
    End.TIMEOUT: "timeout",
    End.MEMORY: "kernel",
    End.EXIT: "kernel",
    End.SIGNAL: "kernel",
    End.NO_ANSWER: "kernel",
    End.OUTPUT: "kernel",
    End.START: "kernel",
}


@dataclass(frozen=True)
class Made:
    """A finished report: file name → content."""

    department: str
    files: Mapping[str, bytes]


def make(job: Job) -> Made | Failure:
    """Make one report. Never raises, whatever a department, a notebook, a kernel or our own code does wrong."""
    try:
        return _make(job)
    except StartError as error:
        return failure(job, "kernel", str(error))
    except InputError as error:
        problems = tuple(str(problem) for problem in error.problems)
        return failure(job, "input", f"输入有 {len(problems)} 处问题", details=problems)
    except CellError as error:
        lines = error.source.strip().splitlines()
        return failure(job, _kind(error), error.cause, cell=lines[0] if lines else "")
    except Exception as error:  # noqa: BLE001 - one department must not stop the others
        return unforeseen(job, error)


def _make(job: Job) -> Made | Failure:
    if (job.inputs.pjkit, job.inputs.libraries) != (digest_of_package(), digest_of_libraries()):
        return failure(job, "worker", "工作进程的 pjkit 或程序库与发出任务的机器不同，请装成同一版本")
    shells = shared_shells(forked=job.asked.limits.engine == "pjkit")
    shells.rehearse(f"{_REHEARSAL}:{job.rubric.decode('utf-8-sig')}")
    with shells.workplace() as folder:
        notebook = _executed(job, shells, folder)
    given, card = record_of(notebook), scorecard_of(job)
    if wrong := [*_differences(given, card)]:
        return _refused(job, wrong)
    settle(notebook, card.model_dump(mode="json"))
    report = _report(job, notebook, card)
    files = {writer.file: writer.write(report) for writer in writers(job.params.formats)}
    if problems := problems_of(report, files):
        return _refused(job, problems)
    return Made(job.params.department, files | own_files(job, notebook, card))


def _executed(job: Job, shells: Shells, folder: Path) -> Any:
    job.unpack(folder)
    template = read_template(job.asked.notebook, tuple(Params.model_fields), job.params.notebook)
    return execute(template, job.params, folder, shells, job.asked.limits)


def scorecard_of(job: Job) -> Scorecard:
    """What the rules give for the job's own data."""
    return evaluate(parse_rubric(job.rubric, job.params.rubric), job.dossier)


def own_files(job: Job, notebook: Any, card: Scorecard) -> dict[str, bytes]:
    """The files that no writer makes."""
    texts = {
        NOTEBOOK_FILE: notebook_text(notebook),
        RECORD_FILE: record_text(card),
        INPUTS_FILE: record_text(job.inputs),
        TRACES_FILE: record_text(traces_of(job.dossier)),
    }
    return {name: text.encode() for name, text in texts.items()}


def _report(job: Job, notebook: Any, card: Scorecard) -> Report:
    return Report(notebook, card, job.asked.template, words_written(job.dossier, LEFTOVERS))


def problems_of(report: Report, files: Mapping[str, bytes]) -> list[str]:
    """What the notebook's blocks and the files made of them say that the record does not."""
    known = [writer for writer in WRITERS.values() if writer.file in files]
    return [
        *block_problems(report),
        *(words for writer in known for words in writer.verify(files[writer.file], report)),
    ]


def checked(job: Job, given: object) -> Made | Failure:
    """What another machine says came of a job, if it is what this one would have made of it."""
    try:
        if isinstance(given, Failure) and given.department == job.params.department:
            return given
        wrong = _foreign_problems(job, given)
    except Exception as error:  # noqa: BLE001 - whatever it sent cannot be read
        wrong = [f"收到的文件不能读取：{type(error).__name__} {shown(str(error))}"]
    return _refused(job, wrong) if wrong or not isinstance(given, Made) else given


def _foreign_problems(job: Job, given: object) -> list[str]:
    expected = report_files(job.params)
    if not isinstance(given, Made) or given.department != job.params.department:
        return ["收到的不是这个部门的报告"]
    if set(given.files) != set(expected) or not all(type(one) is bytes for one in given.files.values()):
        return [f"收到的文件应为 {'、'.join(expected)}"]
    card = scorecard_of(job)
    notebook = nbformat.reads(given.files[NOTEBOOK_FILE].decode(), as_version=4)
    settled = own_files(job, notebook, card)
    changed = [name for name, content in settled.items() if given.files[name] != content]
    if notebook.metadata.get("pjkit") != card.model_dump(mode="json"):
        changed.append(f"{NOTEBOOK_FILE} 中的记录")
    if changed:
        return [f"收到的 {name} 与按规则核算的不同" for name in changed]
    return problems_of(_report(job, notebook, card), given.files)


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


def _refused(job: Job, wrong: list[str]) -> Failure:
    return failure(job, "product", f"成品核对不符：{wrong[0]}", details=tuple(wrong))


def _kind(error: CellError) -> FailureKind:
    """As records name it: a cell may itself say that it is out of memory, or be ended for it."""
    return "cell" if error.end is End.MEMORY and error.detail else _KINDS[error.end]


def unforeseen(job: Job, error: BaseException) -> Failure:
    """An error that nobody has thought of is this department's alone."""
    if isinstance(error, OSError) and error.errno:
        return failure(job, "worker", f"不能读写文件：{why_not_written(error)}", details=(str(error),))
    return failure(job, "worker", f"工作进程出错：{type(error).__name__}", details=(str(error),))


def failure(
    job: Job, kind: FailureKind, cause: str, *, cell: str = "", details: tuple[str, ...] = ()
) -> Failure:
    """What is told of a report that was not made."""
    return Failure(
        department=job.params.department,
        name=job.dossier.name,
        kind=kind,
        cell=_in_notebook(job, cell),
        cause=cause,
        details=details,
        command=as_typed("pjkit", "render", job.source, *_asked(job.params), *job.asked.again, "--force"),
    )


def _in_notebook(job: Job, cell: str) -> str:
    """The failing cell, with its notebook where that is not the usual one."""
    named = "" if job.params.notebook == MASTER_NOTEBOOK else job.params.notebook
    return " ".join(filter(None, (named, cell))) if cell else cell


def _asked(params: Params) -> list[str]:
    """What the command line must say again for the same report: its parameter file may not."""
    given = {"edition": params.edition, "to": params.to}
    usual = {"edition": "internal", "to": "html"}
    return [word for name, value in given.items() if value != usual[name] for word in (f"--{name}", value)]
