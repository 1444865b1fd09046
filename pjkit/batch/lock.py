"""One batch at a time on one outputs folder. The system lets go of the lock when its holder dies, however."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


class BusyError(Exception):
    """Another batch is writing to the folder."""


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this batch. Raises :class:`BusyError` at once if another one holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = _open(folder / ".lock")
    try:
        try:
            _take(handle)
        except OSError:
            raise BusyError(f"另一批正在写入 {folder.as_posix()}，请等它结束后再运行") from None
        yield
    finally:
        os.close(handle)


def _open(lock: Path) -> int:
    """A link is not followed but removed: it is none of ours. A pipe would do, too, and is not waited for."""
    if lock.is_symlink():
        lock.unlink()
    how = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.open(lock, how, 0o644)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
