"""The one door for paths, whoever names them: what is read lies within the project, and nobody has hidden it.

Parameter files come from departments and third parties; a path out of the project would put any file of this machine
into a report or a message.
"""

from pathlib import Path, PurePosixPath

from pjkit.model.problem import InputError, Problem

_OUTSIDE = "路径在项目之外"
_EXPECTED = "项目根目录之内的相对路径"
_MOVE_IN = "把文件移入项目并改写参数"
_HIDDEN = (".", "~$")  # Excel locks an open workbook by a file that begins with the second


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is nobody's data."""
    return name.startswith(_HIDDEN) and name not in {".", ".."}


def named_within(root: Path, relative: str) -> Path:
    """Where a path leads that a file of the project names. Raises :class:`InputError` for one that leads out of it."""
    path = PurePosixPath(relative)
    if path.is_absolute() or ".." in path.parts:
        raise _refused(relative, _OUTSIDE, _MOVE_IN)
    return within(root, Path(relative), _MOVE_IN)


def within(
    root: Path, path: Path, advice: str = "把文件移入或复制到项目中", *, also: Path | None = None
) -> Path:
    """Where ``path`` leads once links are followed. Raises :class:`InputError` where that is not below ``root``.

    Whether something is there, and of what kind, whoever reads it will see. ``also``: another folder where it may lie.
    """
    name = path.as_posix()
    try:
        real, homes = (root / path).resolve(), [home.resolve() for home in (root, also) if home]
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a ring, a null character
        raise _refused(name, "路径无法读取", "检查路径的写法") from None
    home = next((home for home in homes if real.is_relative_to(home)), None)
    if home is None:
        link = "，其中有链接" if not path.is_absolute() and ".." not in path.parts else ""
        raise _refused(name, _OUTSIDE + link, advice)
    given = () if path.is_absolute() else path.parts
    if any(map(is_hidden, (*given, *real.relative_to(home).parts))):
        raise _refused(name, "路径中有隐藏的文件或文件夹", "改名（不以 . 或 ~$ 开头）")
    return real


def _refused(name: str, found: str, advice: str) -> InputError:
    return InputError([Problem(name, "", found, _EXPECTED, advice)])
