"""Renders many departments: what must be made, making it, publishing it, and telling what failed.

One code path for one machine and many: jobs go to any ``concurrent.futures.Executor``. A department's
failure stops no other; whatever is killed, a rerun finishes the rest.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path

from pjkit.batch.failed import failed_page
from pjkit.batch.fingerprint import changes
from pjkit.batch.job import Job
from pjkit.batch.outputs import is_public, publish, publish_file, why_not_written, year_of
from pjkit.batch.worker import Made, failure, files_of, make
from pjkit.model.params import FAILED_FOLDER, Params
from pjkit.model.problem import InputError
from pjkit.model.records import (
    INPUTS_FILE,
    RECORD_FILE,
    RUN_FILE,
    Failure,
    Inputs,
    Run,
    read_inputs,
    read_run,
)
from pjkit.sources.load import Prepared


@dataclass(frozen=True)
class Plan:
    """What one year's batch has to do. ``why``: department → what has changed since its report was made."""

    folder: Path  # outputs/<year>, or outputs/<year>-public
    year: int
    jobs: tuple[Job, ...]
    unchanged: tuple[str, ...]
    why: Mapping[str, tuple[str, ...]]
    failures: tuple[Failure, ...]  # of departments whose data cannot be used


def plans(prepared: Prepared[Job], outputs: Path, *, force: bool = False) -> list[Plan]:
    """One plan for each year and edition of a prepared batch, the earliest first.

    A parameter file that cannot be read belongs to none of its own; it is told with the last one's.
    """
    refused = [_refused(*one) for one in prepared.refused]
    batches = sorted(
        {job.params.batch for job in prepared.usable} | {name for name, _failure in refused if name}
    )
    return [
        _plan(
            [job for job in prepared.usable if job.params.batch == batch],
            outputs / batch,
            tuple(failed for its_batch, failed in refused if (its_batch or batches[-1]) == batch),
            force=force,
        )
        for batch in batches
    ]


def _plan(jobs: Sequence[Job], folder: Path, failures: tuple[Failure, ...], *, force: bool) -> Plan:
    changed = {
        job.params.department: tuple(changes(_published_inputs(folder, job), job.inputs)) for job in jobs
    }
    why = {name: said or ("要求重新生成",) for name, said in changed.items() if said or force}
    return Plan(
        folder=folder,
        year=year_of(folder),
        jobs=tuple(job for job in jobs if job.params.department in why),
        unchanged=tuple(name for name in changed if name not in why),
        why=why,
        failures=failures,
    )


def _published_inputs(folder: Path, job: Job) -> Inputs | None:
    """What the published report was made from; ``None`` where there is no whole report."""
    report = folder / job.params.department
    if not all((report / name).is_file() for name in files_of(job.params)):
        return None
    try:
        return read_inputs(report / INPUTS_FILE)
    except InputError:
        return None  # not ours or damaged: made anew


def _refused(file: Path, error: InputError, params: Params | None) -> tuple[str, Failure]:
    """The batch, where the file says it, and what is told."""
    details = tuple(str(problem) for problem in error.problems)
    failed = Failure(
        department=params.department if params else file.stem,
        kind="input",
        cause=f"输入有 {len(details)} 处问题",
        details=details,
        command=f"pjkit check {file.as_posix()}",
    )
    return (params.batch if params else ""), failed


def run(plan: Plan, executor: Executor, told: Callable[[str, Failure | None], None]) -> Run:
    """Make and publish a plan's reports; ``told`` hears of each department as it ends.

    Gives the year's standing, which is also written to run.json.
    """
    failures = list(plan.failures)
    for one in failures:
        _published(plan.folder, one)
    done = list(plan.unchanged)
    for job, outcome in _outcomes(plan.jobs, executor):
        failed = _kept(plan.folder, job, outcome)
        if failed:
            failures.append(failed)
        else:
            done.append(job.params.department)
        told(job.params.department, failed)
    return _standing(plan, done, failures)


def _outcomes(jobs: Sequence[Job], executor: Executor) -> Iterator[tuple[Job, Made | Failure]]:
    """Each job with what came of it, in the order they end. A result is let go before the next is taken."""
    waiting: dict[Future[Made | Failure], Job] = {executor.submit(make, job): job for job in jobs}
    for future in as_completed(list(waiting)):
        job = waiting.pop(future)
        error = future.exception()
        if error is None:
            yield job, future.result()
        else:
            yield job, failure(job, "worker", f"工作进程出错：{type(error).__name__}", details=(str(error),))


def _kept(folder: Path, job: Job, outcome: Made | Failure) -> Failure | None:
    """Publish what came of a job; a disk that takes no more is a failure of this report, too."""
    try:
        return _published(folder, outcome)
    except OSError as error:
        return failure(job, "worker", f"不能写入文件：{why_not_written(error)}")


def _published(folder: Path, outcome: Made | Failure) -> Failure | None:
    """Publish a report, or the page that says why there is none."""
    if isinstance(outcome, Failure):
        page = failed_page(_discreet(outcome) if is_public(folder) else outcome)
        publish_file(_failed_file(folder, outcome.department), page.encode())
        return outcome
    publish(folder / outcome.department, outcome.files)
    _failed_file(folder, outcome.department).unlink(missing_ok=True)
    return None


def _discreet(failed: Failure) -> Failure:
    """A failure as the disclosure edition may tell it: causes and details quote the department's data."""
    return failed.model_copy(update={"cell": "", "cause": "原因不在公开版中列出", "details": ()})


def _failed_file(folder: Path, department: str) -> Path:
    return folder / FAILED_FOLDER / f"{department}.html"


def _standing(plan: Plan, done: Sequence[str], failures: Sequence[Failure]) -> Run:
    """What this batch gave, with the results of departments that were not in it, in run.json."""
    earlier = earlier_run(plan.folder)
    mine = {*done, *(one.department for one in failures)}
    kept = [one for one in earlier.done if one not in mine and _has_report(plan, one)] if earlier else []
    older = [one for one in earlier.failures if one.department not in mine] if earlier else []
    told = [*map(_discreet, failures), *older] if is_public(plan.folder) else [*failures, *older]
    standing = Run(
        year=plan.year,
        done=tuple(sorted([*done, *kept])),
        failures=tuple(sorted(told, key=lambda one: one.department)),
    )
    text = standing.model_dump_json(by_alias=True, indent=1) + "\n"
    publish_file(plan.folder / RUN_FILE, text.encode())
    return standing


def _has_report(plan: Plan, department: str) -> bool:
    """Whether an earlier batch's report still lies there: its folder may have been taken away since."""
    return (plan.folder / department / RECORD_FILE).is_file()


def earlier_run(folder: Path) -> Run | None:
    """What is known of earlier batches of outputs/<year>; a damaged file is made anew."""
    file = folder / RUN_FILE
    try:
        return read_run(file) if file.is_file() else None
    except InputError:
        return None
