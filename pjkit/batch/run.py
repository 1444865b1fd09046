"""Makes and publishes the reports of a plan, and tells what failed.

One code path for one machine and many: jobs go to any ``concurrent.futures.Executor``, a few at a time. A department's
failure stops no other; whatever is killed, a rerun finishes the rest.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pjkit.batch.failed import failed_page
from pjkit.batch.far import run_far, take
from pjkit.batch.finish import Made
from pjkit.batch.job import Job
from pjkit.batch.outputs import is_public, publish, publish_file, why_not_written
from pjkit.batch.plan import Plan
from pjkit.batch.render import Place
from pjkit.batch.run_record import discreet, record_run
from pjkit.batch.worker import failure, make, unforeseen
from pjkit.model.params import FAILED_FOLDER
from pjkit.model.records import Failure, Run

_MOMENT = 0.2  # seconds; a system may give Ctrl-C to another thread, and then nothing would end a longer wait


def run(plan: Plan, place: Place, told: Callable[[str, Failure | None], None]) -> Run:
    """Make and publish a plan's reports; ``told`` hears of each department as it ends.

    Gives the year's standing, which is also written to run.json.
    """
    failures = list(plan.failures)
    for one in failures:
        _publish_files(plan.folder, one)
    done = list(plan.unchanged)
    for job, outcome in _outcomes(plan.jobs(), place):
        failed = _publish_outcome(plan.folder, job, outcome)
        if failed:
            failures.append(failed)
        else:
            done.append(job.params.department)
        told(job.params.department, failed)
    return record_run(plan, done, failures)


def _outcomes(jobs: Iterator[Job], place: Place) -> Iterator[tuple[Job, Made | Failure]]:
    """Each job with what came of it, in the order they end; no more than ``place`` can use are in memory."""
    waiting: dict[Future[Any], Job] = {}
    heard = time.monotonic()
    while True:
        for job in islice(jobs, place.at_once - len(waiting)):
            waiting[_submitted(job, place)] = job
        if not waiting:
            return
        done = wait(waiting, _MOMENT, FIRST_COMPLETED).done
        if done:
            heard = time.monotonic()
        elif time.monotonic() - heard > place.patience:
            for future in waiting:
                future.cancel()
            yield from ((job, _lost(job, place)) for job in chain(waiting.values(), jobs))
            return
        for future in done:
            job = waiting.pop(future)
            yield job, _outcome(job, future, place)


def _submitted(job: Job, place: Place) -> "Future[Any]":
    try:
        return place.executor.submit(make if place.is_here else run_far, job)
    except Exception as error:  # noqa: BLE001 - a connection that is lost raises what it likes
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def _outcome(job: Job, future: "Future[Any]", place: Place) -> Made | Failure:
    try:
        given = future.result()
    except (CancelledError, asyncio.CancelledError):
        return failure(job, "worker", "与集群的连接已中断。检查调度器和工作进程后再运行，已完成的不会重做")
    except Exception as error:  # noqa: BLE001 - one department must not stop the others
        return unforeseen(job, error)
    outcome: Made | Failure = given if place.is_here else take(job, given)
    return outcome


def _lost(job: Job, place: Place) -> Failure:
    cause = f"集群在 {place.patience:g} 秒内没有送回任何结果。检查工作进程是否还在运行，然后再运行一次"
    return failure(job, "worker", cause)


def _publish_outcome(folder: Path, job: Job, outcome: Made | Failure) -> Failure | None:
    """Publish what came of a job; a disk that takes no more is a failure of this report, too."""
    try:
        return _publish_files(folder, outcome)
    except OSError as error:
        return failure(job, "worker", f"不能写入文件：{why_not_written(error)}")
    except Exception as error:  # noqa: BLE001 - one department must not stop the others
        return unforeseen(job, error)


def _publish_files(folder: Path, outcome: Made | Failure) -> Failure | None:
    """Publish a report, or the page that says why there is none."""
    if isinstance(outcome, Failure):
        page = failed_page(discreet(outcome) if is_public(folder) else outcome)
        publish_file(_failed_file(folder, outcome.department), page.encode())
        return outcome
    publish(folder / outcome.department, outcome.files)
    _failed_file(folder, outcome.department).unlink(missing_ok=True)
    return None


def _failed_file(folder: Path, department: str) -> Path:
    """Where the page of a failure lies; a link in the place of its folder is nothing of ours."""
    pages = folder / FAILED_FOLDER
    if pages.is_symlink():
        pages.unlink()
    return pages / f"{department}.html"
