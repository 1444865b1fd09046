"""The prepared process and the shells forked from it, as seen by the process that renders."""

import contextlib
import itertools
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pjkit.batch.engine.bounds import CellError, End, Limits, StartError, end_of
from pjkit.batch.engine.frames import (
    ORDER,
    TIDY,
    ClosedError,
    FrameError,
    Message,
    Reader,
    TooMuchError,
    packed,
    send,
)
from pjkit.batch.engine.leftovers import end_marked

_START = 300.0  # seconds for the imports on a slow machine
REHEARSAL = 30.0  # seconds for what shall save time
_FORK = 30.0  # seconds for one fork on a busy one
_MOMENT = 1.0  # second for one that is ending to be gone
_END = 10.0  # seconds for processes to be gone that were told to
_MARK = "PJKIT_PREPARED"  # an environment variable that tells by which process a shell was forked
_LONG = 1e6  # seconds that one may wait at once
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def quiet_environment(folder: Path) -> dict[str, str]:
    """Of now, with temporary files in ``folder``; no threads of numerical libraries, which do not survive a fork."""
    return {**os.environ, **_ONE_THREAD, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}


_numbers = itertools.count()


class NoAnswerError(Exception):
    """The prepared process is gone or does not answer."""


class Prepared:
    """A process that has done ``modules``: a module's name, or ``module:function`` or ``module:function:text``.

    Usable from several threads; a forked copy of this process must make its own. Raises :class:`.bounds.StartError`
    if a module cannot be imported or a function raises, :class:`NoAnswerError`.
    """

    def __init__(self, modules: Sequence[str], folder: Path) -> None:
        self._owner = os.getpid()
        self.mark = f"{_MARK}={self._owner}-{next(_numbers)}"
        self._end, theirs = socket.socketpair()
        # -P: a json.py in the folder where the command is given is no module of ours
        command = [sys.executable, "-P", "-m", "pjkit.batch.engine.server"]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [*command, str(theirs.fileno()), str(os.getpid()), str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=quiet_environment(folder) | dict([self.mark.split("=")]),
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the process that renders; it ends us
            )
        try:
            self.prepare(modules)
        except BaseException:
            self.close()
            raise

    def lives(self) -> bool:
        """Whether the process is there to fork from."""
        return self._process.poll() is None

    def is_gone(self) -> bool:
        """Whether it has ended; its sockets close a moment before."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_MOMENT)
        return not self.lives()

    def wake(self) -> None:
        """Let it go on, should something have stopped it."""
        if hasattr(signal, "SIGCONT"):
            self._process.send_signal(signal.SIGCONT)

    def prepare(self, modules: Sequence[str], patience: float = _START) -> None:
        """Do more. Raises as the class does."""
        self._order({"modules": list(modules)}, [], patience)[1].close()

    def fork(self, order: Message, limits: Limits) -> "ForkedShell":
        """A new shell; ``order`` has its ``cwd``, ``env`` and ``memory``."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid, line = self._order(order, [theirs], _FORK)
            except BaseException:
                ours.close()
                raise
        shell = ForkedShell(self, pid, (ours, line), limits)
        shell.marks = {self.mark, f"TMPDIR={order['env']['TMPDIR']}"}
        return shell

    def close(self) -> None:
        """End the process and its shells, whatever they are doing."""
        if os.getpid() != self._owner:
            return
        with contextlib.suppress(OSError):
            self._end.sendall(TIDY)
        self._end.close()
        self.wake()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _order(self, order: Message, ends: list[socket.socket], patience: float) -> tuple[int, socket.socket]:
        """Send an order on a line of its own; gives the process id that is answered, and the line."""
        if os.getpid() != self._owner:
            raise StartError("预热的进程只能在建立它的进程里使用")
        line, theirs = socket.socketpair()
        line.settimeout(patience)
        try:
            self.wake()
            with theirs:
                socket.send_fds(self._end, [ORDER], [one.fileno() for one in (theirs, *ends)])
            send(line, packed(order))
            answer = Reader(line).receive()
        except (OSError, ClosedError, FrameError):
            line.close()
            raise NoAnswerError from None
        if "refused" in answer:
            line.close()
            raise StartError(answer["refused"])
        return int(answer["pid"]), line


class ForkedShell:
    """A shell for one notebook: runs cells one after the other, and can end in the middle of one."""

    def __init__(
        self, prepared: Prepared, pid: int, ends: tuple[socket.socket, socket.socket], limits: Limits
    ) -> None:
        self.pid = pid
        self.marks: set[str] = set()  # in the environment of what it has forked, and of what it has started
        self._prepared = prepared
        self._talk, self._line = ends
        self._limits = limits
        self._reader = Reader(self._talk, limits.output)
        self._poller = select.poll()
        self._cell, self._source = 0, ""
        self._gone = False
        self._mute = False
        for end in ends:
            self._poller.register(end, select.POLLIN)

    def run(self, source: str, deadline: float) -> Iterator[Message]:
        """Run a cell; gives its messages as they come, the last of type "done". Raises :class:`.bounds.CellError`.

        ``deadline``: by ``time.monotonic()``.
        """
        if time.monotonic() >= deadline:
            raise self.ended(End.TIMEOUT, f"{self._limits.seconds:g}")
        self._cell, self._source = self._cell + 1, source
        with contextlib.suppress(ClosedError):  # it has ended: heard below
            send(self._talk, packed({"source": source}))
        kind = ""
        while kind != "done":
            message = self._next(deadline)
            kind = message.get("type", "")
            if kind == "refused":
                raise self.ended(End.START, str(message.get("text")))
            yield message

    def ended(self, end: End, detail: str = "") -> CellError:
        """What to raise for an end in the cell that is being run."""
        return CellError(self._cell, self._source, end, detail)

    def _next(self, deadline: float) -> Message:
        try:
            while (message := self._reader.take()) is None:
                self._wait(deadline)
        except TooMuchError:
            raise self.ended(End.OUTPUT, f"{self._limits.output}") from None
        except FrameError:
            raise self.ended(End.NO_ANSWER) from None
        return message

    def _wait(self, deadline: float) -> None:
        """Take in what comes next: output; if there is no more, how the shell has ended."""
        left = min(deadline - time.monotonic(), _END if self._mute else _LONG)
        ready = dict(self._poller.poll(left * 1000)) if left > 0 else {}
        if not ready and time.monotonic() >= deadline:
            raise self.ended(End.TIMEOUT, f"{self._limits.seconds:g}")
        if not ready and self._mute:
            raise self.ended(End.NO_ANSWER)
        if not ready:
            return
        if self._talk.fileno() not in ready:
            raise self._ending()
        try:
            self._reader.read()
        except ClosedError:
            self._poller.unregister(self._talk)
            self._mute = True

    def _ending(self) -> CellError:
        """How the process has ended by itself, as the prepared process tells; if that is gone, both were killed."""
        try:
            told = Reader(self._line).receive()
        except (ClosedError, FrameError):
            self._end_group()
            return self.ended(End.MEMORY)
        self._gone = True
        status = int(told["status"])
        if told["stopped"]:
            return self.ended(End.NO_ANSWER)
        return self.ended(*end_of(-status, self._limits)) if status < 0 else self.ended(End.EXIT, f"{status}")

    def close(self) -> None:
        """End the shell and all that it has started, and wait until they are gone."""
        if not self._gone:
            self._prepared.wake()
            self._line.settimeout(_END)
            try:
                self._line.shutdown(socket.SHUT_WR)
                Reader(self._line).receive()
            except (OSError, ClosedError, FrameError):
                self._end_group()
        self._talk.close()
        self._line.close()

    def _end_group(self) -> None:
        """There is no prepared process to do it: the system has ended the shell with it, we end what it has started."""
        self._gone = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        if self._prepared.is_gone():
            end_marked(self.marks)
