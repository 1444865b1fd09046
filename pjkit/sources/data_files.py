"""A department's data as bytes, read once: what is parsed, digested and sent to a notebook are the same bytes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from pjkit.model.regular_file import TooLargeError, read_regular
from pjkit.sources.door import is_hidden
from pjkit.sources.xlsx.package import LARGEST_FILE

LARGEST_FOLDER = 60_000_000  # bytes
MOST_FILES = 100
TOO_LARGE = "文件过大"
_TOO_MUCH = f"文件夹中的文件合计超过 {LARGEST_FOLDER // 1_000_000} MB"


class Kind(Enum):
    """What stands where the parameters say that the data are."""

    FOLDER = "folder"
    FILE = "file"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class DataFile:
    """One file. ``content``: ``None`` where it cannot be read, for a reason that ``flaw`` tells."""

    name: str
    content: bytes | None
    flaw: str = "文件无法读取"
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
            return DataFiles(Kind.FILE, (_file(path, LARGEST_FILE),))
        found = sorted(one for one in path.iterdir() if not is_hidden(one.name))
    except (FileNotFoundError, NotADirectoryError):
        return DataFiles(Kind.MISSING)
    except (OSError, ValueError):  # ValueError: a name with a null character
        return DataFiles(Kind.UNREADABLE)
    return DataFiles(Kind.FOLDER, tuple(_folder(found)))


def _folder(paths: list[Path]) -> Iterator[DataFile]:
    """Every file; those beyond what a folder may hold are named and not read."""
    left = LARGEST_FOLDER
    for path in paths[:MOST_FILES]:
        file = _file(path, min(left, LARGEST_FILE))
        left -= len(file.content or b"")
        yield file
    if len(paths) > MOST_FILES:
        yield DataFile(_name(paths[MOST_FILES]), None, f"文件夹中的文件超过 {MOST_FILES} 个")


def _file(path: Path, most: int) -> DataFile:
    name = _name(path)
    try:
        real = path.resolve()
        if real.parent != path.parent.resolve():
            return DataFile(name, None, "是链接，指向数据文件夹之外")
        return DataFile(name, read_regular(real, most))
    except TooLargeError:
        return DataFile(name, None, TOO_LARGE if most == LARGEST_FILE else _TOO_MUCH)
    except (OSError, RuntimeError):  # RuntimeError: links in a ring
        return DataFile(name, None, is_folder=path.is_dir())


def _name(path: Path) -> str:
    """Unpacking an archive of a Chinese Windows leaves names in GBK, which Python shows as halves of signs."""
    raw = os.fsencode(path.name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
