"""Reading a file that may be anything: a pipe is not waited for, a device not read without end, a link not followed."""

import os
import stat
from pathlib import Path

# Windows has neither; there is nothing to wait for or to follow there either.
_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class NotAFileError(OSError):
    """A folder, a pipe or a device."""


class TooLargeError(OSError):
    """More bytes than the reader takes."""


def read_regular(path: Path, most: int) -> bytes:
    """The file's bytes, at most so many. Raises :class:`OSError`, and ``ValueError`` for a name that no file can have."""
    with open(path, "rb", opener=lambda name, _: os.open(name, _HOW)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotAFileError(path)
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLargeError(path)
    return content
