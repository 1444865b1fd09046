"""The zygote as seen by the process that renders: start it, have kernels forked, learn how they end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from pjkit.batch.kernels.wire import ClosedError, Message, Wire

_START = 300.0  # seconds for the imports on a slow machine
_FORK = 60.0  # seconds for one fork on a busy one
_END = 10.0  # seconds for the zygote to end its kernels and itself
_LONGEST_FOLDER = 60  # a socket's path has at most 103 bytes (macOS); ours adds about 30
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class KernelError(Exception):
    """Kernels cannot be made as asked; the text says why, in Chinese."""


def private_folder() -> Path:
    """A new folder that only this user can enter, with a path short enough for sockets."""
    usual = tempfile.gettempdir()
    short = usual if len(usual) <= _LONGEST_FOLDER else "/tmp"  # noqa: S108 - mkdtemp's folder is private
    return Path(tempfile.mkdtemp(prefix="pj-", dir=short))


def quiet_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Without threads of numerical libraries: they do not survive a fork, and batches run several reports at once."""
    return {**env, **_ONE_THREAD}


class ForkedProcess:
    """A kernel that the zygote has forked, with the part of ``Popen`` that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self._nursery = nursery
        self.pid = pid

    def poll(self) -> int | None:
        """Exit status, negative for a signal; ``None`` while it lives."""
        return self._nursery.status(self.pid)

    def wait(self) -> int:
        """Exit status; to be called when there is one."""
        while (status := self.poll()) is None:
            time.sleep(0.005)
        return status

    def send_signal(self, signum: int) -> None:
        """To the kernel and all that it has started."""
        self._nursery.signal(self.pid, signum)

    def terminate(self) -> None:
        """As ``Popen``'s."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """As ``Popen``'s."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """A zygote that has imported ``modules``. Usable from several threads, not from a forked copy of the process.

    ``folder`` is the caller's; the zygote removes it when this process ends and cannot do so itself.

    An entry is a module's name; or ``module:function`` or ``module:function:text``, which calls the function
    (with the text) after the import, for what is slow the first time and the same for all notebooks, such
    as filling a cache. Raises :class:`KernelError` if one fails.
    """

    def __init__(self, modules: Sequence[str], folder: Path) -> None:
        self._owner = os.getpid()
        self._lock = threading.RLock()
        self._answers: dict[int, Message] = {}
        self._ended: dict[int, int] = {}
        self._living: set[int] = set()
        self._asked = 0
        self._lost = False
        try:
            self._process, self._wire = _start_zygote()
            self._ask({"modules": list(modules), "folder": str(folder)}, _START)
        except BaseException:
            self.close()
            raise

    def lives(self) -> bool:
        """Whether the zygote is there to fork from."""
        with self._lock:
            self._listen(0)
            return not self._lost

    def fork(self, order: Message) -> ForkedProcess:
        """A new kernel: ``order`` has its connection ``file``, ``log``, ``env`` and ``cwd``."""
        with self._lock:
            pid = int(self._ask(order, _FORK)["pid"])
            self._living.add(pid)
        return ForkedProcess(self, pid)

    def status(self, pid: int) -> int | None:
        """How a kernel has ended; ``None`` while it lives."""
        with self._lock:
            self._listen(0)
            return self._ended.get(pid)

    def signal(self, pid: int, signum: int) -> None:
        """Send a signal to a kernel and all that it has started. Nothing happens if it has ended."""
        with self._lock, contextlib.suppress(ClosedError):
            self._wire.send({"signal": int(signum), "pid": pid})

    def close(self) -> None:
        """End the zygote and its kernels, whatever they are doing."""
        if os.getpid() != self._owner:
            return
        with self._lock:
            if hasattr(self, "_wire"):
                self._listen(0)
                self._wire.close()
                _end(self._process)
            self._lose()

    def _ask(self, order: Message, patience: float) -> Message:
        """Send an order and wait for its answer."""
        if os.getpid() != self._owner:
            raise KernelError("预热的内核只能在建立它的进程里使用")
        number = self._asked = self._asked + 1
        deadline = time.monotonic() + patience
        with contextlib.suppress(ClosedError):
            self._wire.send({**order, "id": number})
        while number not in self._answers:
            self._listen(max(0.0, deadline - time.monotonic()))
            if self._lost:
                raise KernelError("预热进程意外终止")
            if time.monotonic() > deadline:
                raise KernelError(f"预热进程超过 {patience:g} 秒没有应答")
        answer = self._answers.pop(number)
        if "refused" in answer:
            raise KernelError(answer["refused"])
        return answer

    def _listen(self, wait: float) -> None:
        if self._lost:
            return
        try:
            for message in self._wire.receive(wait):
                self._note(message)
        except ClosedError:
            self._lose()

    def _note(self, message: Message) -> None:
        if "ended" in message:
            self._living.discard(message["ended"])
            self._ended[message["ended"]] = message["status"]
        else:
            self._answers[message["to"]] = message

    def _lose(self) -> None:
        """The zygote is gone, and the system has ended its kernels; end what these have started."""
        self._lost = True
        for pid in self._living:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            self._ended[pid] = -signal.SIGKILL
        self._living.clear()


def _start_zygote() -> tuple["subprocess.Popen[bytes]", Wire]:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "pjkit.batch.kernels.zygote"]
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [*command, str(theirs.fileno()), str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=quiet_environment(os.environ),
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C is for the process that renders; it ends us
        )
    return process, Wire(ours)


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
