"""The process that one notebook's cells run in, from the moment after the fork."""

import ctypes
import importlib
import os
import resource
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from pjkit.batch.engine.frames import ClosedError, Message, Reader, packed, send
from pjkit.batch.engine.shell import ENVIRONMENT, Shell, import_from_here, refuse_input, run_cells
from pjkit.batch.engine.streams import Capture

_LINUX = sys.platform.startswith("linux")
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # from linux/prctl.h


def adopt_orphans() -> None:
    """Processes that lose their parent below this one become its children, where the system knows of such."""
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def hear_of_parents_end(signum: int) -> None:
    """Get ``signum`` when the parent ends, where the system knows of such."""
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signum)


def become_shell(shell: Shell, talk: socket.socket, order: Message, parent: int) -> None:
    """Be the process that runs the cells that come over ``talk``; returns when the other side is gone."""
    os.setsid()
    hear_of_parents_end(signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        return
    adopt_orphans()
    _settle_in(order)
    capture = Capture(lambda message: send(talk, packed(message)))
    shell.channel = capture.publish
    refuse_input()
    try:
        run_cells(shell, Reader(talk).receive)
    except ClosedError:
        return


def _settle_in(order: Message) -> None:
    """Folder, environment and random numbers of this notebook's own."""
    os.environ.clear()
    os.environ.update({**order["env"], **ENVIRONMENT})
    os.chdir(order["cwd"])
    time.tzset()
    tempfile.tempdir = None  # look at the new environment
    sys.argv = [""]
    import_from_here()
    if "numpy.random" in sys.modules:  # ``random`` reseeds itself after a fork, this does not
        importlib.import_module("numpy.random").seed()
    if order["memory"]:
        limit_memory(order["memory"])


def limit_memory(most: int) -> None:
    """A cell that wants more than ``most`` bytes gets a ``MemoryError``, and the machine stays usable.

    Program code and files that are only read do not count; what is mapped to be shared does.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        whole, *_, data, _ = map(int, sizes.read_text(encoding="ascii").split())
        bound = most + (whole - data) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
