"""Where a batch runs and what it may not do at the same time as another one."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pjkit.batch.engine import shells
from pjkit.batch.lock import locked
from pjkit.batch.outputs import recover

_MOMENT = 0.2  # seconds


@dataclass(frozen=True)
class Place:
    """Where reports are made. ``at_once``: jobs that may be there; ``is_here``: in this process.

    ``patience``: seconds without any result after which nobody is waited for.
    """

    executor: Executor
    at_once: int
    is_here: bool = True
    patience: float = float("inf")


@contextmanager
def alone_on(outputs: Path) -> Iterator[None]:
    """Hold ``outputs`` for one batch, after clearing what a killed one left.

    Raises :class:`~pjkit.batch.lock.BusyError` at once while another batch writes to it.
    """
    with locked(outputs):
        for folder in sorted(outputs.glob("[0-9]*")):
            if not folder.is_symlink():
                recover(folder)
        yield


@contextmanager
def here(jobs: int) -> Iterator[Place]:
    """Runs ``jobs`` reports at once on this machine.

    Threads are enough: each notebook works in a process of its own, and what a thread does is wait for it.
    Where the batch is interrupted, the notebooks that run are ended, not waited for.
    """
    executor = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="report")
    try:
        yield Place(executor, 2 * jobs)
    except BaseException:
        _end_at_once(executor)
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        shells.close_shared_shells()


def _end_at_once(executor: Executor) -> None:
    """End shells until no thread is left: one that has only just taken a job starts a shell of its own."""
    waiting = threading.Thread(target=executor.shutdown, kwargs={"cancel_futures": True})
    waiting.start()
    while waiting.is_alive():
        shells.close_shared_shells()
        waiting.join(_MOMENT)


def usual_jobs() -> int:
    """As many reports at once as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
