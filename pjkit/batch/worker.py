"""Makes one report from a job: the same code in a thread of this process and on a machine of a cluster."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pjkit.batch.engine.bounds import CellError, End, StartError
from pjkit.batch.engine.shells import shared_shells
from pjkit.batch.execute import execute
from pjkit.batch.fingerprint import digest_of_libraries, digest_of_package
from pjkit.batch.finish import Made, RefusedError, finish
from pjkit.batch.job import Job
from pjkit.batch.notebook import read_template
from pjkit.batch.outputs import why_not_written
from pjkit.model.params import MASTER_NOTEBOOK, Params
from pjkit.model.problem import InputError
from pjkit.model.records import Failure, FailureKind, as_typed

T = TypeVar("T")

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


class VersionError(Exception):
    """A worker's pjkit is not that of the machine which sent the job."""


def make(job: Job) -> Made | Failure:
    """Make one report. Never raises, whatever a department, a notebook, a kernel or our own code does wrong."""
    return guarded(job, lambda: finish(job, executed(job)))


def guarded(job: Job, work: Callable[[], T]) -> T | Failure:
    """What comes of work on a job; whatever it raises is this department's failure alone."""
    try:
        return work()
    except RefusedError as error:
        return failure(job, "product", f"成品核对不符：{error}", details=error.problems)
    except (StartError, VersionError) as error:
        return failure(job, "kernel" if isinstance(error, StartError) else "worker", str(error))
    except InputError as error:
        problems = tuple(str(problem) for problem in error.problems)
        return failure(job, "input", f"输入有 {len(problems)} 处问题", details=problems)
    except CellError as error:
        lines = error.source.strip().splitlines()
        return failure(job, _kind(error), error.cause, cell=lines[0] if lines else "")
    except Exception as error:  # noqa: BLE001 - one department must not stop the others
        return unforeseen(job, error)


def executed(job: Job) -> Any:
    """The notebook with what its cells have put out. Raises as ``execute`` does."""
    if (job.inputs.pjkit, job.inputs.libraries) != (digest_of_package(), digest_of_libraries()):
        raise VersionError("工作进程的 pjkit 或程序库与发出任务的机器不同，请装成同一版本")
    shells = shared_shells(forked=job.asked.limits.engine == "pjkit")
    shells.rehearse(f"{_REHEARSAL}:{job.rubric.decode('utf-8-sig')}")
    with shells.workplace() as folder:
        job.unpack(folder)
        return execute(template_of(job), job.params, folder, shells, job.asked.limits)


def template_of(job: Job) -> Any:
    """The notebook that is to be run. Raises ``InputError`` for one that has other parameters."""
    return read_template(job.asked.notebook, tuple(Params.model_fields), job.params.notebook)


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
