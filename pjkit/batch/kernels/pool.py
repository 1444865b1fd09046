"""Where notebooks get their kernels from: one fresh process each, forked warm or started the ordinary way."""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pjkit.batch.kernels.manager import Process, manager_for
from pjkit.batch.kernels.nursery import KernelError, Nursery, private_folder, quiet_environment
from pjkit.batch.kernels.ordinary import OrdinaryProcess
from pjkit.batch.kernels.wire import MEMORY_VARIABLE

CAN_FORK = hasattr(os, "fork")  # Windows cannot
NO_ANSWER = "内核没有应答"
INTERRUPTED = "已中断"
_LONGEST_WORDS = 200
_KILLED = 10.0  # seconds for a killed process to be gone


class Place:
    """The private folder that one kernel lives in, and the kernel."""

    def __init__(self, folder: Path, nursery: Nursery | None, memory: int | None) -> None:
        self.connection_file = folder / "kernel.json"
        self.folder = folder
        self.process: Process | None = None
        self.timed_out = False
        self._nursery = nursery
        self._memory = memory
        self._log = folder / "kernel.log"

    @property
    def manager_class(self) -> Any:
        """For papermill's ``kernel_manager_class``."""
        return manager_for(self)

    def launch(self, command: list[str], cwd: str, env: dict[str, str]) -> Process:
        """Start the kernel; its temporary files go into the folder. Raises :class:`.nursery.KernelError`."""
        env = self._environment(env)
        if self._nursery:
            order = {"file": str(self.connection_file), "log": str(self._log), "env": env, "cwd": cwd}
            self.process = self._nursery.fork(order)
        else:
            self.process = OrdinaryProcess(command, cwd, env, self._log)
        if self.timed_out:
            self.kill()
        return self.process

    def _environment(self, env: Mapping[str, str]) -> dict[str, str]:
        temporary = self.folder / "tmp"
        temporary.mkdir()
        limit = {MEMORY_VARIABLE: str(self._memory)} if self._memory else {}
        return quiet_environment(env) | limit | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))

    def kill(self) -> None:
        """End the kernel, now, and what it has started."""
        if self.process:
            self.process.kill()

    def close(self) -> None:
        """End the kernel and remove its files."""
        self.kill()
        deadline = time.monotonic() + _KILLED
        while self.process and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        shutil.rmtree(self.folder, ignore_errors=True)

    def time_out(self) -> None:
        """End the kernel because its time is over."""
        self.timed_out = True
        self.kill()

    def ending(self) -> str:
        """How the kernel ended without being asked to, for people."""
        status = self.process.poll() if self.process else None
        if status is None:
            return NO_ANSWER
        if status == -getattr(signal, "SIGKILL", 0):
            return "内核中途终止（可能内存不足）"
        if status < 0:
            return f"内核中途终止（信号 {-status}）"
        return f"内核中途退出（退出码 {status}）{self._last_words()}"

    def _last_words(self) -> str:
        """The last line that the kernel's process wrote: why Python itself ended, if it did."""
        written = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
        lines = [line.strip() for line in written.splitlines() if line.strip()]
        return f"：{lines[-1][:_LONGEST_WORDS]}" if lines else ""


class Kernels:
    """Kernels for :func:`pjkit.batch.execute.execute`; several threads may use them at once.

    ``warm``: forked from a process that has imported ``modules`` (see :class:`.nursery.Nursery`), where the
    system can fork; each notebook gets a process of its own, so none sees another's state. Use in a ``with``
    statement, which raises :class:`.nursery.KernelError` if a module cannot be imported. A process that
    forks itself (``multiprocessing``'s "fork") must make its own after that.

    ``memory``: the most bytes that each kernel may use, where the system can limit them; a cell that wants
    more gets a ``MemoryError``.
    """

    def __init__(self, modules: Sequence[str] = (), *, warm: bool = True, memory: int | None = None) -> None:
        self.warm = warm and CAN_FORK
        self._memory = memory
        self._modules = tuple(modules)
        self._nursery: Nursery | None = None
        self._folder: Path | None = None  # holds all that the kernels of a zygote need, and goes with it
        self._closed = False
        self._owner = os.getpid()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        try:
            self._ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End what runs, at once; nothing starts afterwards. Other threads hear that their kernel has ended."""
        if os.getpid() != self._owner:
            return  # a forked copy of the process
        self._closed = True
        with self._lock:
            if self._nursery:
                self._nursery.close()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)

    @contextlib.contextmanager
    def workplace(self) -> Iterator[Path]:
        """A private folder for one notebook's files. It goes afterwards, also where this process is killed."""
        self._ready()
        folder = self._new_folder()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def place(self) -> Iterator[Place]:
        """A place for one notebook's kernel. Afterwards the kernel and its files are gone, whatever happened."""
        nursery = self._ready()
        place = Place(self._new_folder(), nursery, self._memory)
        try:
            yield place
        finally:
            place.close()

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder)) if self._folder else private_folder()

    def _ready(self) -> Nursery | None:
        """A living zygote; a new one if the last was killed, say for want of memory."""
        with self._lock:
            if self._closed:
                raise KernelError(INTERRUPTED)
            if self.warm and (self._nursery is None or not self._nursery.lives()):
                if self._nursery:
                    self._nursery.close()
                self._folder = self._folder or private_folder()
                self._nursery = Nursery(self._modules, self._folder)
            return self._nursery
