"""Which departments a command is about: their parameter files, named or found."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pjkit.commands.console import say_problems
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.evaluation import evaluate
from pjkit.model.problem import InputError, nearest, shown
from pjkit.model.scorecard import Scorecard
from pjkit.sources.door import is_hidden, within
from pjkit.sources.load import Opened, Prepared, department_params


def add_files(arguments: ArgumentGroup) -> None:
    """The parameter files a command works on; none named: all."""
    text = "部门参数文件；不写则为 params/*.yaml"
    arguments.add_argument("files", nargs="*", metavar="参数文件", type=Path, help=text)


def files_of(named: Sequence[Path]) -> list[Path]:
    """The parameter files meant. Raises :class:`UsageError` where there is none."""
    found = (file for file in Path("params").glob("*") if not is_hidden(file.name))
    known = sorted(file for file in found if file.suffix in {".yaml", ".yml"})
    missing = [_missing(file, known) for file in named if not _is_file(file)]
    if missing:
        raise UsageError("\n".join(missing))
    once: dict[Path, Path] = {}
    for file in named:
        once.setdefault(in_project(file), file)
    files = list(once.values()) or known
    if not files:
        raise UsageError("params 文件夹中没有参数文件（*.yaml）。请在项目目录中运行，或写明参数文件")
    return files


def in_project(path: Path) -> Path:
    """Where a path of the command line leads. Raises :class:`UsageError` where that is outside the project.

    A batch of earlier reports may lie where outputs leads, for that may be another disk.
    """
    try:
        return within(Path.cwd(), path, also=Path("outputs"))
    except InputError as error:
        raise UsageError("\n".join(map(str, error.problems))) from None


def evaluated(opened: Opened) -> Scorecard:
    """What a department's data give."""
    return evaluate(opened.rubric, opened.dossier)


def say_refused(prepared: Prepared[Any]) -> int:
    """Tell every problem of the departments that cannot be used; gives the exit status."""
    for one in prepared.refused:
        say_problems(one.file.as_posix(), one.error)
    return FAILED if prepared.refused else OK


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name too long, a folder that may not be read
        return False


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except OSError:
        return False


def _missing(file: Path, known: Sequence[Path]) -> str:
    if _is_folder(file):
        return (
            f"{shown(file.as_posix(), 100)}是文件夹，不是参数文件。要处理 params 中的全部部门，就不写文件名"
        )
    if file in known:
        return f"{shown(file.as_posix(), 100)}无法读取：不是普通的文件，或没有权限"
    names = [path.as_posix() for path in known]
    near = difflib.get_close_matches(file.as_posix(), names, 1, 0.5)
    hint = f"是不是 {near[0]}？" if near else "检查文件名，或在项目目录中运行"
    return f"参数文件不存在：{shown(file.as_posix(), 100)}。{hint}"


def file_of(name: str) -> Path:
    """The parameter file of a department. Raises :class:`UsageError` that names the nearest known ones."""
    if "/" in name or name.endswith((".yaml", ".yml")):
        return files_of([Path(name)])[0]
    known = _departments()
    files = known.get(name, [])
    if len(files) == 1:
        return files[0]
    if files:
        listed = "、".join(file.as_posix() for file in files)
        raise UsageError(f"部门{shown(name)}有几个参数文件：{listed}。写明用哪一个")
    near = difflib.get_close_matches(name, known, 3, 0.5)
    hint = f"是不是 {' 或 '.join(near)}？" if near else f"应为 {nearest(name, known)}"
    raise UsageError(f"没有{shown(name)}这个部门。{hint}")


def _departments() -> Mapping[str, list[Path]]:
    """The departments that the parameter files name; a file that cannot be read counts by its own name."""
    found: dict[str, list[Path]] = {}
    for file in files_of([]):
        try:
            name = department_params(file, Path.cwd()).department
        except InputError:
            name = file.stem
        found.setdefault(name, []).append(file)
    return found
