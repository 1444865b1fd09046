"""The prepared process: it has imported everything, runs nothing of a notebook, and forks a shell for each.

Started as ``python -m pjkit.batch.engine.server FD PARENT FOLDER``. Over the socket ``FD`` come, for each order, a line
of its own (a socket), and for a fork also the socket to talk to the shell through. The order comes over its line, and
so does the answer; then how the shell ended. A line that is closed from the other side ends its shell, with all that
was started there. When the socket ``FD`` or the process ``PARENT`` is gone, everything ends and ``FOLDER`` goes.
"""

import contextlib
import gc
import importlib
import os
import selectors
import shutil
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from pjkit.batch.engine.child import adopt_orphans, become_shell, hear_of_parents_end
from pjkit.batch.engine.frames import ORDER, ClosedError, Message, Reader, packed, send
from pjkit.batch.engine.shell import Shell, new_shell

_LOOK = 1.0  # seconds between looks at whether the parent still lives, should its socket stay open
_PATIENCE = 30.0  # seconds for an order that has begun to arrive whole
_MOST_SOCKETS = 2
_ROUNDS = 100  # times that processes may leave others behind while they are ended


@dataclass
class _Forked:
    pid: int
    line: socket.socket
    stopped: bool = False


class Server:
    """Obeys orders until the parent is gone."""

    def __init__(self, end: socket.socket, parent: int, shell: Shell) -> None:
        self.tidies = True  # the parent is gone without a word, and has left its files
        self._end = end
        self._parent = parent
        self._shell = shell
        self._pid = os.getpid()
        self._forked: dict[int, _Forked] = {}
        self._others: set[int] = set()  # processes that an imported module has started
        self._bell, self._clapper = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for one in (self._bell, self._clapper):
            one.settimeout(0)
        for one in (self._end, self._bell):
            self._selector.register(one, selectors.EVENT_READ)

    def serve(self) -> None:
        """Until the parent is gone."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._clapper.fileno(), warn_on_full_buffer=False)
        try:
            while os.getppid() == self._parent:
                for key, _ in self._selector.select(_LOOK):
                    self._attend(key)
                self._reap()
        except ClosedError:
            pass
        finally:
            for pid in list(self._forked):
                _end(pid)
            self._reap(wait=True)

    def _attend(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self._end:
            self._take_order()
        elif key.fileobj is self._bell:
            with contextlib.suppress(BlockingIOError):
                self._bell.recv(4096)
        elif key.data in self._forked:  # the other side has closed this line
            self._selector.unregister(key.fileobj)
            _end(key.data)

    def _take_order(self) -> None:
        got, ends, _flags, _address = socket.recv_fds(self._end, 1, _MOST_SOCKETS)
        if got != ORDER:
            self.tidies = not got
            raise ClosedError
        line, *talk = (socket.socket(fileno=one) for one in ends)
        line.settimeout(_PATIENCE)
        try:
            order = Reader(line).receive()
            line.settimeout(None)
            answer = self._fork(order, line, talk[0]) if talk else self._prepare(order)
            send(line, packed(answer))
        except ClosedError:  # this order's sender is gone; others may be there
            self._reap()
        finally:
            for one in talk:
                one.close()
            if not talk:
                line.close()

    def _prepare(self, order: Message) -> Message:
        """Import what is asked for; it must be there."""
        try:
            for entry in order["modules"]:
                _prepare_one(entry)
            _be_alone()
        except Exception as error:  # noqa: BLE001 - a module may raise anything; the caller hears of it
            return {"refused": f"预热失败：{type(error).__name__}: {error}"}
        self._others = set(_children())
        gc.collect()
        gc.freeze()  # a collection in a shell would otherwise touch, and so copy, every page we share
        return {"pid": self._pid}

    def _fork(self, order: Message, line: socket.socket, talk: socket.socket) -> Message:
        try:
            _be_alone()
            pid = os.fork()
        except (OSError, RuntimeError) as error:
            line.close()
            return {"refused": f"不能启动内核：{error}"}
        if not pid:
            self._be_child(order, line, talk)
        self._forked[pid] = _Forked(pid, line)
        self._selector.register(line, selectors.EVENT_READ, pid)
        return {"pid": pid}

    def _be_child(self, order: Message, line: socket.socket, talk: socket.socket) -> None:
        """In the child: let go of what is the server's, be a shell, and end."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            lines = [one.line for one in self._forked.values()]
            for one in (self._end, self._bell, self._clapper, line, *lines):
                one.close()
            become_shell(self._shell, talk, order, self._pid)
        except BaseException as error:  # noqa: BLE001 - the child must not go on as a second server
            with contextlib.suppress(ClosedError):
                send(talk, packed({"type": "refused", "text": f"{type(error).__name__}: {error}"}))
        finally:
            os._exit(0)

    def _reap(self, *, wait: bool = False) -> None:
        """Learn which shells have ended or stand still; those that stand still are ended."""
        flags = 0 if wait else os.WNOHANG | os.WUNTRACED
        with contextlib.suppress(ChildProcessError):
            while self._forked or not wait:
                pid, status = os.waitpid(-1, flags)
                if not pid:
                    return
                if os.WIFSTOPPED(status):
                    self._unblock(pid)
                else:
                    self._tell_end(pid, status)

    def _unblock(self, pid: int) -> None:
        if pid in self._forked:
            self._forked[pid].stopped = True
            _end(pid)

    def _tell_end(self, pid: int, status: int) -> None:
        """Tell that a shell is gone when nothing is left that it has started."""
        if not (forked := self._forked.pop(pid, None)):
            return
        _end(pid)  # its group may still be there
        self._end_orphans()
        with contextlib.suppress(KeyError):
            self._selector.unregister(forked.line)
        with contextlib.suppress(ClosedError):
            told = {"status": os.waitstatus_to_exitcode(status), "stopped": forked.stopped}
            send(forked.line, packed(told))
        forked.line.close()

    def _end_orphans(self) -> None:
        """What a shell that has ended leaves behind comes to us: also what had left its group."""
        for _ in range(_ROUNDS):
            left = set(_children()) - set(self._forked) - self._others
            if not left:
                return
            for pid in left:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)


def _children() -> list[int]:
    known = Path(f"/proc/self/task/{os.getpid()}/children")
    return list(map(int, known.read_text(encoding="ascii").split())) if known.exists() else []


def _end(pid: int) -> None:
    """End a shell and all of its group; the shell alone if it has no group of its own yet."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
            return


def _prepare_one(entry: str) -> None:
    module, *call = entry.split(":", 2)
    imported = importlib.import_module(module)
    if call:
        getattr(imported, call[0])(*call[1:])


def _be_alone() -> None:
    """A fork copies one thread only, and locks that others hold stay locked. Raises ``RuntimeError``."""
    tasks = Path("/proc/self/task")  # counts the threads of libraries, too
    count = max(threading.active_count(), len(list(tasks.iterdir())) if tasks.is_dir() else 0)
    if count > 1:
        raise RuntimeError(f"预热进程里有 {count} 个线程，不能安全地复制")


def main(end: int, parent: int, folder: str) -> None:
    """Be the prepared process; ``end`` is an inherited socket."""
    hear_of_parents_end(signal.SIGCONT)  # whoever has stopped us: we have to tidy up
    adopt_orphans()
    server = Server(socket.socket(fileno=end), parent, new_shell(folder))
    try:
        server.serve()
    finally:
        if server.tidies:  # a department's data are among them
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
