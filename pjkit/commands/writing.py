"""Writing the workbooks that go to people: new files only, since an old one may hold what they wrote in it."""

from collections.abc import Mapping
from pathlib import Path

from pjkit.batch.outputs import publish_file, why_not_written
from pjkit.commands.parser import UsageError
from pjkit.model.problem import shown

_LISTED = 3  # files named in a message


def write_new(files: Mapping[Path, bytes], may_hold: str) -> None:
    """Write every file; nothing at all where one is there already with other content.

    ``may_hold``: what could be lost in an older file, for the message. Raises :class:`UsageError` where a file
    is there already or cannot be written. They may lie outside the project, as on a desktop: whoever gives the
    command names them, and nothing is replaced. Below outputs they may not: a batch replaces whole folders there.
    """
    if ours := [path for path in files if _is_in_outputs(path)]:
        where = shown(ours[0].as_posix(), 100)
        raise UsageError(f"outputs 由生成报告的程序管理，里面的文件会被替换：{where}。写到别的文件夹")
    older = [path.as_posix() for path, content in files.items() if _holds_other(path, content)]
    if older:
        listed = "、".join(older[:_LISTED]) + (f" 等 {len(older)} 个文件" if len(older) > _LISTED else "")
        raise UsageError(f"已经有 {listed}，没有覆盖，{may_hold}。换个名字，或先移走")
    for path, content in files.items():
        _write(path, content)


def _is_in_outputs(path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(Path("outputs").resolve())
    except (OSError, RuntimeError):  # links in a ring, a name too long: told when it is written
        return False


def _holds_other(path: Path, content: bytes) -> bool:
    """Whether something else stands there; the same workbook made again is no loss."""
    try:
        return path.exists() and (not path.is_file() or path.read_bytes() != content)
    except OSError as error:
        raise _unwritable(path, error) from None


def _write(path: Path, content: bytes) -> None:
    try:
        publish_file(path, content)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"不能写入 {path.as_posix()}：{why_not_written(error)}。关闭正在使用它的程序，检查文件夹和权限"
    )
