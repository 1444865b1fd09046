"""Makes one report from a job: the same code in a thread of this process and on a machine of a cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pjkit.batch.engine.bounds import CellError, End, StartError
from pjkit.batch.engine.shells import Shells, shared_shells
from pjkit.batch.execute import execute
from pjkit.batch.fingerprint import digest_of_libraries, digest_of_package
from pjkit.batch.job import Job
from pjkit.batch.notebook import notebook_text, read_template, record_of, settle
from pjkit.batch.product import block_problems
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.model.records import INPUTS_FILE, RECORD_FILE, TRACES_FILE, Failure
from pjkit.model.scorecard import Scorecard
from pjkit.model.stored import record_text
from pjkit.writers.registry import WRITERS, writers
from pjkit.writers.report import Report

PAGE_FILE, NOTEBOOK_FILE = WRITERS["html"].file, "report.ipynb"
REPORT_FILES = (PAGE_FILE, NOTEBOOK_FILE, RECORD_FILE, INPUTS_FILE, TRACES_FILE)
_REHEARSAL = "pjkit.preload:rehearse"  # of a rubric, in the process that shells are forked from


def files_of(params: Params) -> tuple[str, ...]:
    """The files of a whole report."""
    return tuple(dict.fromkeys([*REPORT_FILES, *(writer.file for writer in writers(params.formats))]))


@dataclass(frozen=True)
class Made:
    """A finished, checked report: file name → content."""

    department: str
    files: Mapping[str, bytes]


def make(job: Job) -> Made | Failure:
    """Make one report. Never raises for what a department, a notebook or a kernel can do wrong."""
    if (job.inputs.pjkit, job.inputs.libraries) != (digest_of_package(), digest_of_libraries()):
        return failure(job, "worker", "工作进程的 pjkit 或程序库与发出任务的机器不同，请装成同一版本")
    try:
        shells = shared_shells(forked=job.limits.engine == "pjkit")
        shells.rehearse(f"{_REHEARSAL}:{job.files[job.params.rubric].decode('utf-8-sig')}")
        with shells.workplace() as folder:
            return _made(job, shells, folder)
    except StartError as error:
        return failure(job, "kernel", str(error))
    except InputError as error:
        problems = tuple(str(problem) for problem in error.problems)
        return failure(job, "input", f"输入有 {len(problems)} 处问题", details=problems)
    except CellError as error:
        lines = error.source.strip().splitlines()
        return failure(job, _kind(error), error.cause, cell=lines[0] if lines else "")


def _made(job: Job, shells: Shells, folder: Path) -> Made | Failure:
    job.unpack(folder)
    template = read_template(job.notebook, tuple(Params.model_fields))
    notebook = execute(template, job.params, folder, shells, job.limits)
    given = record_of(notebook)
    settle(notebook, given)
    report = Report(notebook, Scorecard.model_validate(given), job.template, job.wrote)
    files = {writer.file: writer.write(report) for writer in writers(job.params.formats)}
    wrong = [*_identity(job, given), *problems_of(report, files)]
    if wrong:
        return failure(job, "product", f"成品核对不符：{wrong[0]}", details=tuple(wrong))
    texts = {
        NOTEBOOK_FILE: notebook_text(notebook),
        RECORD_FILE: record_text(report.record),
        INPUTS_FILE: record_text(job.inputs),
        TRACES_FILE: job.traces,
    }
    return Made(job.params.department, files | {name: text.encode() for name, text in texts.items()})


def problems_of(report: Report, files: Mapping[str, bytes]) -> list[str]:
    """What the notebook's blocks and the files made of them say that the record does not."""
    known = [writer for writer in WRITERS.values() if writer.file in files]
    return [
        *block_problems(report),
        *(words for writer in known for words in writer.verify(files[writer.file], report)),
    ]


def _identity(job: Job, record: dict[str, object]) -> list[str]:
    """A result of another department or other data must never be published under this one's name."""
    expected = {
        "department": job.params.department,
        "year": job.params.year,
        "name": job.name,
        "data_digest": job.inputs.data,
    }
    return [
        f"记录的 {field} 是 {record[field]}，应为 {value}"
        for field, value in expected.items()
        if record[field] != value
    ]


def _kind(error: CellError) -> str:
    """As records name it: a cell that runs out of memory may say so itself, or be ended."""
    if error.end is End.TIMEOUT:
        return "timeout"
    return "cell" if error.end is End.CELL or (error.end is End.MEMORY and error.detail) else "kernel"


def failure(job: Job, kind: str, cause: str, *, cell: str = "", details: tuple[str, ...] = ()) -> Failure:
    """What is told of a report that was not made."""
    return Failure.model_validate(
        {
            "department": job.params.department,
            "name": job.name,
            "kind": kind,
            "cell": cell,
            "cause": cause,
            "details": details,
            "command": " ".join(["pjkit render", job.source, *_asked(job.params), "--force"]),
        }
    )


def _asked(params: Params) -> list[str]:
    """What the command line must say again for the same report: its parameter file may not."""
    given = {"edition": params.edition, "to": params.to}
    usual = {"edition": "internal", "to": "html"}
    return [f"--{name} {value}" for name, value in given.items() if value != usual[name]]
