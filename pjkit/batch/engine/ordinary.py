"""The same with papermill's own client and an ordinary kernel: where the system cannot fork, or on request."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine

from pjkit.batch.engine.bounds import CellError, End, Limits, end_of
from pjkit.batch.engine.kernel import MEMORY_VARIABLE
from pjkit.batch.engine.leftovers import end_marked
from pjkit.batch.engine.outputs import joined
from pjkit.batch.engine.prepared import quiet_environment
from pjkit.batch.engine.shells import private_folder

_START_TIMEOUT = 120  # seconds for a kernel to answer on a busy machine
_LAST_OUTPUT_TIMEOUT = 60  # seconds for a cell's output to arrive after the cell is done
_LOOK = 1  # seconds between looks at whether the kernel lives
_COMMAND = [sys.executable, "-P", "-m", "pjkit.batch.engine.kernel", "-f", "{connection_file}"]
_OPTIONS = ["--HistoryManager.enabled=False", "--IPKernelApp.exec_PYTHONSTARTUP=False"]


class _Place:
    """One kernel and its folder; what is known of its end."""

    def __init__(self, limits: Limits) -> None:
        self.folder = private_folder()
        self.limits = limits
        self.process: Any = None  # a Popen, once started
        self.cell, self.source = 0, ""
        self.size = 0
        self._end: tuple[End, str] | None = None

    def spec(self) -> KernelSpec:
        """Not the user's kernel.json: it may name another Python."""
        env = quiet_environment(self.folder) | {"IPYTHONDIR": str(self.folder)}
        if self.limits.memory:
            env[MEMORY_VARIABLE] = str(self.limits.memory)
        return KernelSpec(argv=[*_COMMAND, *_OPTIONS], display_name="Python 3", language="python", env=env)

    def start_cell(self, cell: Any, cell_index: int) -> None:  # noqa: ARG002 - nbclient gives both by name
        """The cell that is being run: a dead kernel cannot tell."""
        self.cell, self.source = self.cell + 1, cell.source

    def kill(self, end: End, detail: str) -> None:
        """End the kernel and its group, for a reason."""
        self._end = self._end or (end, detail)
        self._kill()

    def _kill(self) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL) if os.name == "posix" else self.process.kill()

    def is_over(self) -> bool:
        """Whether it was ended for a reason."""
        return self._end is not None

    def error(self) -> CellError:
        """What to raise for the end that came."""
        return CellError(self.cell, self.source, *(self._end or self._own_end()))

    def _own_end(self) -> tuple[End, str]:
        status = self.process.poll() if self.process else None
        if status is None:
            return End.NO_ANSWER, ""
        return end_of(-status, self.limits) if status < 0 else (End.EXIT, f"{status}")

    def close(self) -> None:
        """Nothing is left."""
        self._kill()
        if self.process:
            self.process.wait()
            end_marked({f"TMPDIR={self.folder}"})
        shutil.rmtree(self.folder, ignore_errors=True)


class _Manager(AsyncKernelManager):  # type: ignore[misc]  # jupyter_client has no types
    """Manages the kernel of one place; talks through socket files where the system has them, else TCP."""

    place: ClassVar[_Place]
    transport = "ipc" if os.name == "posix" else "tcp"

    def __init__(self, **kwargs: Any) -> None:
        kwargs["connection_file"] = str(self.place.folder / "kernel.json")
        if self.transport == "ipc":
            kwargs["ip"] = str(self.place.folder / "k")
        super().__init__(**kwargs)
        self._kernel_spec = self.place.spec()

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kwargs: Any) -> None:
        await super()._async_launch_kernel(kernel_cmd, **kwargs)
        self.place.process = self.provisioner.process
        if self.place.is_over():
            self.place.kill(End.TIMEOUT, "")

    _launch_kernel = _async_launch_kernel


class _Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """Lets no more output in than is allowed."""

    place: _Place

    def process_message(self, msg: Any, *args: Any, **kwargs: Any) -> Any:
        """As nbclient's; nothing once the kernel has been ended."""
        self.place.size += len(str(msg["content"]))
        if self.place.size > (most := self.place.limits.output):
            self.place.kill(End.OUTPUT, f"{most}")
            return None
        return super().process_message(msg, *args, **kwargs)


class OrdinaryEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """As :class:`.papermill_engine.PjkitEngine`; ``root`` is the folder that cells run in."""

    @classmethod
    def execute_managed_notebook(  # noqa: D102 - papermill's
        cls, nb_man: Any, kernel_name: str, *, root: Path, limits: Limits, **_: Any
    ) -> None:
        place = _Place(limits)
        options = {
            # not papermill's cwd, which changes the folder of our whole process
            "resources": {"metadata": {"path": str(root.resolve(strict=True))}},
            "startup_timeout": _START_TIMEOUT,
            "iopub_timeout": _LAST_OUTPUT_TIMEOUT,
            "shell_timeout_interval": _LOOK,
            "shutdown_kernel": "immediate",  # all is said; what the kernel might still do cannot matter
            "kernel_manager_class": type("PlacedManager", (_Manager,), {"place": place}),
            "on_cell_execute": place.start_cell,
        }
        try:
            with _timer(place):
                client = _Client(nb_man, kernel_name=kernel_name, **options)
                client.place = place
                _in_own_loop(client.execute)
        except (DeadKernelError, RuntimeError, TimeoutError):  # the last two: before it has answered at all
            raise place.error() from None
        finally:
            place.close()
        for cell in nb_man.nb.cells:
            if "outputs" in cell:
                cell.outputs = joined(cell.outputs)


@contextlib.contextmanager
def _timer(place: _Place) -> Iterator[None]:
    """End the kernel when its time is over: no cell can catch that or ignore it."""
    seconds = place.limits.seconds
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, place.kill, [End.TIMEOUT, f"{seconds:g}"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _in_own_loop(run: Callable[[], Any]) -> None:
    """Call with an event loop that ends afterwards; nbclient would make one for each thread and leave it open."""
    with contextlib.suppress(RuntimeError):
        asyncio.get_running_loop()
        run()  # called from Jupyter: nbclient then uses a thread of its own
        return
    Context().run(_with_loop, run)


def _with_loop(run: Callable[[], Any]) -> None:
    loop = ensure_event_loop()  # Jupyter's, which it keeps in the context
    try:
        run()
    finally:
        waiting = asyncio.all_tasks(loop)
        for task in waiting:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        loop.close()
        asyncio.set_event_loop(None)
