"""A department's data as bytes, read once: what is parsed, digested and sent to a notebook are the same bytes."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from pjkit.sources.xlsx.package import LARGEST_FILE

_HIDDEN = (".", "~$")  # Excel locks an open workbook by a file that begins with the second


class Kind(Enum):
    """What stands where the parameters say that the data are."""

    FOLDER = "folder"
    FILE = "file"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class DataFile:
    """One file. ``content``: ``None`` where it cannot be read; of a file too large, a byte more than a reader takes."""

    name: str
    content: bytes | None
    is_folder: bool = False

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.name).stem.strip()

    @property
    def suffix(self) -> str:
        """The suffix in small letters."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True)
class DataFiles:
    """A folder's visible files by name, or the one file."""

    kind: Kind
    files: tuple[DataFile, ...] = ()


def read_files(path: Path) -> DataFiles:
    """Read what stands at ``path``; whatever cannot be read is marked so, never raised."""
    try:
        if not path.is_dir():
            path.stat()
            return DataFiles(Kind.FILE, (_file(path),))
        found = sorted(path.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return DataFiles(Kind.MISSING)
    except (OSError, ValueError):  # ValueError: a name with a null character
        return DataFiles(Kind.UNREADABLE)
    return DataFiles(Kind.FOLDER, tuple(_visible(found)))


def _visible(paths: list[Path]) -> Iterator[DataFile]:
    return (_file(path) for path in paths if not path.name.startswith(_HIDDEN))


def _file(path: Path) -> DataFile:
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):  # a device has no end, and a pipe would be waited for
            with path.open("rb") as file:
                return DataFile(_name(path), file.read(LARGEST_FILE + 1))
        return DataFile(_name(path), None, is_folder=stat.S_ISDIR(mode))
    except OSError:
        return DataFile(_name(path), None)


def _name(path: Path) -> str:
    """Unpacking an archive of a Chinese Windows leaves names in GBK, which Python shows as halves of signs."""
    raw = os.fsencode(path.name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
