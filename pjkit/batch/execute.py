"""Runs a notebook with a department's parameters, through papermill."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors

from pjkit.batch.kernels.manager import NoAnswerError
from pjkit.batch.kernels.nursery import KernelError
from pjkit.batch.kernels.pool import NO_ANSWER, Kernels, Place
from pjkit.model.params import Params

_START_TIMEOUT = 120  # seconds for a kernel to answer on a busy machine
_LAST_OUTPUT_TIMEOUT = 60  # seconds for a cell's output to arrive after the cell is done
_LOOK = 1  # seconds between looks at whether the kernel lives, after the last cell

logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what goes wrong is in the exception


@dataclass(eq=False)  # not frozen: contextlib and others set an exception's __traceback__
class CellError(Exception):
    """A notebook that did not run to its end: which cell, and what it said."""

    cell: int  # counted from 1, as papermill counts code cells; 0 if the first was not reached
    source: str
    cause: str

    def __str__(self) -> str:
        if not self.cell:
            return f"笔记本没有开始运行：{self.cause}"
        first = self.source.strip().splitlines()[0] if self.source.strip() else ""
        return f"第 {self.cell} 个代码单元（{first}）出错：{self.cause}"

    def __reduce__(self) -> tuple[type["CellError"], tuple[int, str, str]]:
        """Lets it come back from another process."""
        return CellError, (self.cell, self.source, self.cause)


class _Progress:
    """The cell that is being run; a dead kernel cannot tell."""

    cell = 0
    source = ""

    def start(self, cell: Any, cell_index: int) -> None:  # noqa: ARG002 - nbclient gives both by name
        self.cell += 1
        self.source = cell.source


def execute(
    template: Any,
    params: Params | Mapping[str, Any],
    root: Path,
    *,
    kernels: Kernels | None = None,
    timeout: float | None = None,
) -> Any:
    """The executed notebook. Raises :class:`CellError`; also after ``timeout`` seconds for the whole notebook.

    The kernel works in ``root``, which relative paths of the parameters start from. It comes from
    ``kernels``, else it is an ordinary one; it is gone when this returns.
    """
    progress = _Progress()
    try:
        with (kernels or Kernels(warm=False)).place() as place, _limit(place, timeout):
            try:
                options = _options(root, place, progress)
                return _in_own_loop(partial(_run, template, dict(params), options))
            except (DeadKernelError, CellTimeoutError) as error:
                cause = f"超过 {timeout:g} 秒未完成" if place.timed_out else _why(error, place)
                raise CellError(progress.cell, progress.source, cause) from None
    except PapermillExecutionError as error:
        raise CellError(error.exec_count or 0, error.source, f"{error.ename}: {error.evalue}") from None
    except KernelError as error:
        raise CellError(0, "", str(error)) from None


def _why(error: Exception, place: Place) -> str:
    """A kernel that says nothing has been killed by us; any other has ended in its own way."""
    return NO_ANSWER if isinstance(error, (NoAnswerError, CellTimeoutError)) else place.ending()


@contextlib.contextmanager
def _limit(place: Place, timeout: float | None) -> Iterator[None]:
    """End the kernel after ``timeout`` seconds: no cell can catch that or ignore it."""
    if timeout is None:
        yield
        return
    timer = threading.Timer(timeout, place.time_out)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _in_own_loop(run: Callable[[], Any]) -> Any:
    """Call with an event loop that ends afterwards, and with it what waits for a kernel that has died.

    nbclient would make one for each thread and leave it open.
    """
    with contextlib.suppress(RuntimeError):
        asyncio.get_running_loop()
        return run()  # called from Jupyter: nbclient then uses a thread of its own
    return Context().run(_with_loop, run)


def _with_loop(run: Callable[[], Any]) -> Any:
    loop = ensure_event_loop()  # Jupyter's, which it keeps in the context
    try:
        return run()
    finally:
        waiting = asyncio.all_tasks(loop)
        for task in waiting:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        loop.close()
        asyncio.set_event_loop(None)


def _run(template: Any, params: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    """What ``papermill.execute_notebook`` does, but for the JSON of the executed notebook, made for no file."""
    kernel = {"kernel_name": "python3", "progress_bar": False}
    prepared = papermill.execute_notebook(
        template, None, parameters=params, language="python", prepare_only=True, **kernel
    )
    notebook = papermill_engines.execute_notebook_with_engine(None, prepared, **kernel, **options)
    raise_for_execution_errors(notebook, None)
    return notebook


def _options(root: Path, place: Place, progress: _Progress) -> dict[str, Any]:
    """How papermill and, below it, nbclient are to run the notebook."""
    return {
        # not papermill's cwd, which changes the folder of our whole process
        "resources": {"metadata": {"path": str(root.resolve())}},
        "coalesce_streams": True,  # how printing is cut into messages differs from run to run
        "start_timeout": _START_TIMEOUT,
        "iopub_timeout": _LAST_OUTPUT_TIMEOUT,
        "shell_timeout_interval": _LOOK,
        "shutdown_kernel": "immediate",  # all is said; what the kernel might still do cannot matter
        "kernel_manager_class": place.manager_class,
        "on_cell_execute": progress.start,
    }
