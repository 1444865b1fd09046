"""One batch at a time on one outputs folder. The system lets go of the lock when its holder dies, however."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO


class BusyError(Exception):
    """Another batch is writing to the folder."""


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this batch. Raises :class:`BusyError` at once if another one holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise BusyError(f"另一批正在写入 {folder.as_posix()}，请等它结束后再运行") from None
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
