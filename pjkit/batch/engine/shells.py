"""Where notebooks get their shells from: one each, forked from at most one prepared process."""

import atexit
import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from pjkit.batch.engine.bounds import Limits, StartError
from pjkit.batch.engine.frames import Message
from pjkit.batch.engine.prepared import REHEARSAL, ForkedShell, NoAnswerError, Prepared, quiet_environment

CAN_FORK = hasattr(os, "fork")  # Windows cannot
INTERRUPTED = "已中断"
_MOST_REHEARSED = 8  # rubrics; a batch of more would rather render than rehearse
_LONGEST_FOLDER = 60  # a kernel's socket files lie in it; their paths have at most 103 bytes (macOS)
_PRELOADED = ("pjkit.preload:preload",)  # what the master notebook uses


class Shells:
    """Shells for :func:`pjkit.batch.execute.execute`; several threads may use them at once.

    ``modules``: see :class:`.prepared.Prepared`. ``forked``: where the system can fork; else each notebook gets an
    ordinary Jupyter kernel. Use in a ``with`` statement, which raises :class:`.bounds.StartError` if a module cannot
    be imported. A process that forks itself must make its own after that.
    """

    def __init__(self, modules: Sequence[str] = (), *, forked: bool = True) -> None:
        self.forked = forked and CAN_FORK
        self._modules = tuple(modules)
        self._rehearsed: set[str] = set()
        self._prepared: Prepared | None = None
        self._folder: Path | None = None  # holds all that notebooks need, and goes with the prepared process
        self._keeper: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._owner = os.getpid()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        try:
            if self.forked:
                self._ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End what runs, at once; nothing starts afterwards. Other threads hear that their shell has ended."""
        if os.getpid() != self._owner:
            return  # a forked copy of the process
        self._closed = True
        with self._lock:
            if self._prepared:
                self._prepared.close()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
            if self._keeper:
                self._keeper.kill()
                self._keeper.communicate()

    @contextlib.contextmanager
    def workplace(self) -> Iterator[Path]:
        """A private folder for one notebook's files. It goes afterwards, also where this process is killed."""
        if self.forked:
            self._ready()
        folder = self._new_folder()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def shell(self, cwd: Path, limits: Limits) -> Iterator[ForkedShell]:
        """A shell that works in ``cwd``. Afterwards it is gone with what it has started, whatever happened."""
        with self.workplace() as temporary:
            order: Message = {
                "cwd": str(cwd.resolve(strict=True)),
                "env": quiet_environment(temporary),
                "memory": limits.memory,
            }
            made = self._fork(order, limits)
            try:
                yield made
            finally:
                made.close()

    def rehearse(self, entry: str) -> None:
        """Do once what is slow the first time and the same for many notebooks (``module:function:text``)."""
        if not self.forked or entry in self._rehearsed or len(self._rehearsed) >= _MOST_REHEARSED:
            return
        self._rehearsed.add(entry)
        with contextlib.suppress(NoAnswerError):  # heard of when it is to fork
            self._ready().prepare([entry], patience=REHEARSAL)

    def _fork(self, order: Message, limits: Limits) -> ForkedShell:
        """Twice, should the prepared process have been lost since the last time."""
        prepared = self._ready()
        try:
            return prepared.fork(order, limits)
        except NoAnswerError:
            prepared.close()
        try:
            return self._ready().fork(order, limits)
        except NoAnswerError:
            raise StartError(INTERRUPTED if self._closed else "预热进程没有应答") from None

    def _new_folder(self) -> Path:
        if self._closed:
            raise StartError(INTERRUPTED)
        return Path(tempfile.mkdtemp(dir=self._folder)) if self._folder else private_folder()

    def _ready(self) -> Prepared:
        """A living prepared process; a new one if the last was killed, say for want of memory."""
        with self._lock:
            if self._closed:
                raise StartError(INTERRUPTED)
            if self._prepared is None or not self._prepared.lives():
                if self._prepared:
                    self._prepared.close()
                self._prepared = None
                self._rehearsed.clear()
                if self._folder is None:
                    self._folder = private_folder()
                    self._keeper = _keeper(self._folder)
                try:
                    self._prepared = Prepared(self._modules, self._folder)
                except NoAnswerError:
                    raise StartError("预热进程意外终止") from None
            return self._prepared


# Reads until whoever holds the other end is gone, however; then nobody else may be left to tidy up.
_KEEP = (
    'read -r _; rm -rf -- "$0"; sleep 1; rm -rf -- "$0"'  # once more: a shell may have been about to write
)


def _keeper(folder: Path) -> "subprocess.Popen[bytes]":
    """A process that removes ``folder``, which holds departments' data, should this one and the prepared one be killed."""
    return subprocess.Popen(  # noqa: S603 - our own words; the folder is no part of them
        ["/bin/sh", "-c", _KEEP, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def private_folder() -> Path:
    """A new folder that only this user can enter, with a path short enough for sockets."""
    usual = tempfile.gettempdir()
    short = usual if len(usual) <= _LONGEST_FOLDER else "/tmp"  # noqa: S108 - mkdtemp's folder is private
    return Path(tempfile.mkdtemp(prefix="pj-", dir=short))


_SHARED: dict[bool, Shells] = {}
_LOCK = threading.Lock()


def shared_shells(*, forked: bool | None = None) -> Shells:
    """The shells of this process, ready for the master notebook, made on first use and ended with the process.

    ``None``: those there are, whichever; if there are none, forked ones.
    """
    with _LOCK:
        if forked is None:
            forked = next(iter(_SHARED), True)
        if forked not in _SHARED:
            _SHARED[forked] = Shells(_PRELOADED, forked=forked).__enter__()
        return _SHARED[forked]


@atexit.register
def close_shared_shells() -> None:
    """End the shells of this process; the next report makes new ones."""
    with _LOCK:
        while _SHARED:
            _SHARED.popitem()[1].__exit__()
