"""Which department a command is about: named by its own name, or by its parameter file."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from pjkit.commands.inputs import files_of
from pjkit.commands.parser import UsageError
from pjkit.model.problem import InputError, nearest, shown
from pjkit.sources.params import read_params


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
            name = read_params(file, file.as_posix()).department
        except InputError:
            name = file.stem
        found.setdefault(name, []).append(file)
    return found
