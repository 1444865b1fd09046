"""Files under outputs/<year>: whole or not at all. Everything is written beside its place, then renamed into it.

Names that begin with a dot are being written; what a killed batch left of them is cleared by :func:`recover`.

A link below outputs is nothing that we made: it is replaced or removed as the link that it is, and never followed. Only
outputs itself may be one.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

_STAGING, _ASIDE = ".new-", ".old-"
_REASONS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘空间不足",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "路径中的链接成环，或不能跟随",
    errno.EMFILE: "同时打开的文件太多（见 ulimit -n）",
    errno.ENFILE: "系统同时打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EIO: "磁盘读写出错",
}


def year_of(folder: Path) -> int:
    """The year of a batch's folder, outputs/<year> or outputs/<year>-public."""
    return int(folder.name.partition("-")[0])


def edition_of(folder: Path) -> str:
    """The edition of a batch's folder, which ``Params.batch`` named."""
    return folder.name.partition("-")[2] or "internal"


def is_public(folder: Path) -> bool:
    """Whether a batch's folder holds the disclosure edition."""
    return edition_of(folder) == "public"


class LinkedError(OSError):
    """A folder to write to is a link."""


def own_folder(folder: Path) -> None:
    """Make sure of a folder of ours below outputs. Raises :class:`LinkedError` for one that is a link."""
    if folder.is_symlink():
        raise LinkedError(f"{folder.name} 是链接，不写到它所指的地方。删去这个链接，或只把 outputs 做成链接")
    folder.mkdir(parents=True, exist_ok=True)


def is_own_file(path: Path) -> bool:
    """Whether a file of ours stands there: neither it nor its folder is a link, and it is no pipe."""
    return path.is_file() and not path.is_symlink() and not path.parent.is_symlink()


def publish(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` hold exactly these files. A reader sees the old ones or the new ones, never a mixture."""
    own_folder(folder.parent)
    staging = Path(tempfile.mkdtemp(prefix=f"{_STAGING}{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            _write(staging / name, content)
        staging.chmod(0o755)
        _swap(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def publish_file(path: Path, content: bytes) -> None:
    """Put one file in its place as a whole; an unchanged one is left alone, a link is replaced."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{_STAGING}{path.name}-", dir=path.parent)
    os.close(handle)
    staging = Path(name)
    try:
        _write(staging, content)
        staging.chmod(0o644)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)


def why_not_written(error: OSError) -> str:
    """The reason for people; the system's own words where we have none."""
    if isinstance(error, LinkedError):
        return str(error)
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def recover(folder: Path) -> None:
    """Clear what a killed batch left below outputs/<year>: bring back what was set aside, drop the half-made."""
    for aside in folder.glob(f"{_ASIDE}*"):
        for kept in _folders(aside):
            if not os.path.lexists(folder / kept.name):
                kept.rename(folder / kept.name)
        _remove(aside)
    for staging in folder.glob(f"{_STAGING}*"):
        _remove(staging)


def _folders(aside: Path) -> list[Path]:
    """The reports that were set aside; a link, or what is in one, is none."""
    if aside.is_symlink() or not aside.is_dir():
        return []
    return [kept for kept in aside.iterdir() if kept.is_dir() and not kept.is_symlink()]


def _remove(leftover: Path) -> None:
    if leftover.is_dir() and not leftover.is_symlink():
        shutil.rmtree(leftover, ignore_errors=True)
    else:
        leftover.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Write through to the disk: a rename must not be there before the content is."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(staging: Path, folder: Path) -> None:
    """Put ``staging`` in the place of ``folder``; an older version is set aside under its own name first."""
    if folder.is_symlink():
        folder.unlink()
    if not folder.exists():
        staging.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder.parent))
    try:
        folder.rename(aside / folder.name)
        staging.rename(folder)
    finally:
        if not folder.exists():
            (aside / folder.name).rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
