"""The process that warm kernels are forked from. It has imported everything, and runs nothing of a notebook.

Started by :mod:`.nursery` as ``python -m pjkit.batch.kernels.zygote FD PARENT``. Orders come in and answers
go out over the socket ``FD``. It ends, and its kernels with it, when the socket or the process ``PARENT`` is gone.
"""

import contextlib
import gc
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from pjkit.batch.kernels.wire import ClosedError, Message, Wire

# What a kernel imports while it starts and runs its first cell; some are missing in some versions.
_KERNEL_MODULES = (
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.core.debugger",
    "faulthandler",
    "pdb",
    "tornado.platform.asyncio",
)
_LOOK = 1.0  # seconds between looks at whether the parent still lives, should its socket stay open
_PATIENCE = 60.0  # seconds for the first order, which is sent before we start


class _Zygote:
    """Forks kernels on demand and reports how they end."""

    def __init__(self, wire: Wire, parent: int) -> None:
        self._wire = wire
        self._parent = parent
        self._pid = os.getpid()
        self._kernels: set[int] = set()  # process ids of those alive
        self._bell, self._clapper = socket.socketpair()
        for end in (self._bell, self._clapper):
            os.set_blocking(end.fileno(), False)

    def serve(self) -> None:
        """Obey until the parent is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._clapper.fileno(), warn_on_full_buffer=False)
        try:
            while os.getppid() == self._parent:
                select.select([self._wire.fileno(), self._bell.fileno()], [], [], _LOOK)
                self._reap()
                for order in self._wire.receive(0):
                    self._obey(order)
        except ClosedError:
            pass
        finally:
            self._end_all()

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._bell.recv(4096)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                _signal_group(pid, signal.SIGKILL)  # what its cells have started
                if pid in self._kernels:  # a module that was imported may have started a process as well
                    self._kernels.remove(pid)
                    self._wire.send({"ended": pid, "status": os.waitstatus_to_exitcode(status)})

    def _obey(self, order: Message) -> None:
        if "signal" in order:
            if order["pid"] in self._kernels:
                _signal_group(order["pid"], order["signal"])
        else:
            self._wire.send(_answer(order, self._fork))

    def _fork(self, order: Message) -> int:
        _be_alone()
        pid = os.fork()
        if not pid:
            try:
                self._forget()
                _become_kernel(order, self._pid)
            except BaseException:  # noqa: BLE001 - the child must not go on as a second zygote
                with Path(order["log"]).open("a", encoding="utf-8") as log:
                    traceback.print_exc(file=log)
            finally:
                os._exit(1)
        self._kernels.add(pid)
        return pid

    def _forget(self) -> None:
        """In the child: let go of what is the zygote's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (self._wire, self._bell, self._clapper):
            end.close()

    def _end_all(self) -> None:
        """Leave no kernel behind, nor a process that one has started."""
        for pid in self._kernels:
            _signal_group(pid, signal.SIGKILL)
        for pid in self._kernels:
            os.waitpid(pid, 0)


def _signal_group(pid: int, signum: int) -> None:
    """Signal a kernel and all that it has started; the kernel alone if it has no group of its own yet."""
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, signum)
            return


def _be_alone() -> None:
    """A fork copies one thread only, and locks that others hold stay locked. Raises ``RuntimeError``."""
    tasks = Path("/proc/self/task")  # counts the threads of libraries, too
    count = max(threading.active_count(), len(list(tasks.iterdir())) if tasks.is_dir() else 0)
    if count > 1:
        raise RuntimeError(f"预热进程里有 {count} 个线程，不能安全地复制")


def _become_kernel(order: Message, zygote: int) -> None:
    """In the child: what an ordinary kernel process would be like."""
    from pjkit.batch.kernels import kernel

    os.setsid()
    _redirect(order["log"])
    os.environ.clear()
    os.environ.update(order["env"], JPY_PARENT_PID=str(zygote))
    os.chdir(order["cwd"])
    time.tzset()
    tempfile.tempdir = None  # look at the new environment
    sys.argv = [kernel.__file__, order["file"]]
    if "numpy.random" in sys.modules:  # ``random`` reseeds itself after a fork, this does not
        sys.modules["numpy.random"].seed()
    kernel.start(order["file"])


def _redirect(log: str) -> None:
    """Nothing to read; what is written below Python's level goes to a file."""
    source = os.open(os.devnull, os.O_RDONLY)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, end in ((0, source), (1, target), (2, target)):
        os.dup2(end, number)
    os.close(source)
    os.close(target)


def _prepare(order: Message) -> int:
    """Import what is asked for; it must be there. Ours only saves time. Raises what an import raises."""
    from pjkit.batch.kernels import kernel

    kernel.leave_out_debugger()
    for name in _KERNEL_MODULES:
        with contextlib.suppress(ImportError):
            import_module(name)
    for entry in order["modules"]:
        module, *call = entry.split(":", 2)
        imported = import_module(module)
        if call:
            getattr(imported, call[0])(*call[1:])
    _be_alone()
    gc.collect()
    gc.freeze()  # a collection in a kernel would otherwise touch, and so copy, every page we share
    return os.getpid()


def _answer(order: Message, do: Callable[[Message], int]) -> Message:
    """What to answer to an order."""
    try:
        return {"to": order["id"], "pid": do(order)}
    except Exception as error:  # noqa: BLE001 - a module may raise anything; the caller hears of it
        return {"to": order["id"], "refused": f"预热失败：{type(error).__name__}: {error}"}


def main(end: int, parent: int) -> None:
    """Be a zygote; ``end`` is an inherited socket. The first order is to prepare."""
    del sys.path[0]  # the folder we were started in must not hide a module; IPython adds the notebook's own
    # matplotlib reads it when imported; a kernel sets it before any cell, which is too late here
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    wire = Wire(socket.socket(fileno=end))
    with contextlib.suppress(ClosedError):
        order = wire.receive(_PATIENCE)[0]
        with contextlib.suppress(ClosedError):
            wire.send(_answer(order, _prepare))
            _Zygote(wire, parent).serve()
        # The parent is gone. One that was killed has left its files, with a department's data among them.
        shutil.rmtree(order["folder"], ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
