"""The process that runs a notebook's cells: an IPython kernel without what a report does not need.

No history, no debugger, no heartbeat, no settings of the user who happens to render. Ordinary kernels
(``python -m pjkit.batch.kernels.kernel FILE``) and forked ones run this same code.
"""

import contextlib
import ctypes
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import zmq
from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread, OutStream
from traitlets.config import Config
from zmq.eventloop.zmqstream import ZMQStream

from pjkit.batch.kernels.wire import MEMORY_VARIABLE

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h


class _FilePipeThread(IOPubThread):
    """Takes output of processes that a cell forks through a socket file; ipykernel listens on a TCP port for it."""

    def _setup_pipe_in(self) -> None:
        self._pipe_uuid = os.urandom(16)
        self._pipe_address = self.socket.last_endpoint.decode() + "-pipe"
        pipe = self.socket.context.socket(zmq.PULL)
        pipe.linger = 0
        pipe.bind(self._pipe_address)
        self._pipe_in = ZMQStream(pipe, self.io_loop)
        self._pipe_in.on_recv(self._handle_pipe_msg)

    def _setup_pipe_out(self) -> tuple[Any, Any]:
        context = zmq.Context()
        pipe = context.socket(zmq.PUSH)
        pipe.linger = 3000  # milliseconds for the last output to arrive
        pipe.connect(self._pipe_address)
        return context, pipe


class Stream(OutStream):
    """Flushes only what was written: a kernel flushes six times a cell, and waits for another thread each time."""

    _written = 0
    _flushed = 0

    def write(self, string: str) -> int:
        """As any stream."""
        self._written += 1
        return super().write(string) or 0

    def flush(self) -> None:
        """As any stream."""
        written = self._written
        if written != self._flushed:
            super().flush()  # type: ignore[no-untyped-call]
            self._flushed = written


class _ReportKernelApp(kernelapp.IPKernelApp):
    """An IPython kernel that is set up by our configuration only, and that papermill alone talks to."""

    def parse_command_line(self, *_: Any) -> None:
        """Nothing to parse."""

    def load_config_file(self, *_: Any) -> None:
        """A page must not depend on the IPython profile of the user who renders it."""

    def init_heartbeat(self) -> None:
        """None: whether we live is seen by looking at the process."""

    def init_poller(self) -> None:
        """The system ends us with our parent where it can, else a thread looks every second."""
        if not _die_with_parent(self.parent_handle):
            super().init_poller()  # type: ignore[no-untyped-call]


def _die_with_parent(parent: int) -> bool:
    """Whether the system will end this process when its parent ends, however that happens."""
    if not sys.platform.startswith("linux"):
        return False
    asked: bool = ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
    return asked


def leave_out_debugger() -> None:
    """Leave out debugpy: it costs 0.1 s, and nobody steps through a batch. A cell may still import it."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # makes "import debugpy" fail
    import_module("ipykernel.debugger")
    del sys.modules["debugpy"]


def _config(connection_file: str) -> Config:
    config = Config()
    config.HistoryManager.enabled = False
    config.Kernel["_execute_sleep"] = 0  # is for clients that do not wait for the end of a cell's output
    config.IPKernelApp.connection_file = connection_file
    config.IPKernelApp.ipython_dir = str(Path(connection_file).parent)
    config.IPKernelApp.exec_PYTHONSTARTUP = False
    # else four records a cell are made, for nobody: only traitlets' handler looks at the level it is set to
    config.IPKernelApp.logging_config = {"loggers": {_ReportKernelApp.__name__: {"level": "WARNING"}}}
    config.IPKernelApp.outstream_class = f"{Stream.__module__}.{Stream.__qualname__}"
    config.IPKernelApp.parent_handle = int(os.environ.get("JPY_PARENT_PID") or os.getppid())
    return config


def _limit_memory(most: int) -> None:
    """A cell that wants more than ``most`` bytes gets a ``MemoryError``, and the machine stays usable."""
    with contextlib.suppress(ImportError):  # Windows has no such limit
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def start(connection_file: str) -> None:
    """Be a kernel until killed or asked to stop. The folder of ``connection_file`` is the kernel's own."""
    if most := os.environ.pop(MEMORY_VARIABLE, None):
        _limit_memory(int(most))
    if os.name == "posix":
        vars(kernelapp)["IOPubThread"] = _FilePipeThread  # ipykernel has no setting for it
    app = _ReportKernelApp.instance(config=_config(connection_file))
    app.initialize([])
    app.start()


if __name__ == "__main__":
    del sys.path[0]  # as ipykernel's own launcher does: IPython adds the notebook's folder itself
    leave_out_debugger()
    start(sys.argv[1])
