"""From parameters to rubric and dossier: the first thing a notebook, a check and a render do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pjkit.scoring.data.dossier import Dossier
from pjkit.scoring.data.reading import read_dossier
from pjkit.scoring.params import Params, check_unique, checked, read_params
from pjkit.scoring.problems import InputError, Problem
from pjkit.scoring.rubric.model import Rubric
from pjkit.scoring.rubric.reading import read_rubric


@dataclass(frozen=True)
class Opened:
    """One department, read and checked."""

    params: Params
    rubric: Rubric
    dossier: Dossier


def open_department(params: Params, root: Path) -> Opened:
    """Read the rubric and the data that ``params`` name. Raises :class:`InputError` with all problems."""
    rubric = read_rubric(root / params.rubric, params.rubric)
    return Opened(params, rubric, read_dossier(root / params.data, rubric, params))


@dataclass(frozen=True)
class Prepared:
    """A batch before anything runs: the departments that can be used, and what is wrong with the others."""

    usable: tuple[Opened, ...]
    refused: tuple[tuple[Path, InputError], ...]


def prepare(files: Sequence[Path], root: Path) -> Prepared:
    """Read every department of a batch. Two files with one department name are both refused."""
    usable: dict[Path, Opened] = {}
    refused: dict[Path, InputError] = {}
    for file in files:
        try:
            usable[file] = open_department(read_params(root / file, file.as_posix()), root)
        except InputError as error:
            refused[file] = error
    for file, problem in check_unique((file, opened.params) for file, opened in usable.items()):
        refused[file] = InputError([problem])
    kept = tuple(opened for file, opened in usable.items() if file not in refused)
    return Prepared(kept, tuple((file, refused[file]) for file in files if file in refused))


def project_root(start: Path, rubric: str) -> Path:
    """The folder that relative paths start from: ``start`` or the nearest one above it that has the rubric.

    Jupyter runs a notebook in the notebook's folder, papermill in the project's root: both must work.
    """
    for folder in (start, *start.parents):
        if (folder / rubric).is_file():
            return folder
    raise InputError(
        [
            Problem(
                rubric, "", "找不到评分标准文件", "项目根目录下的路径", "检查参数 rubric，或在项目目录中运行"
            )
        ]
    )


def load(*, department: str, year: int, rubric: str, data: str) -> tuple[Rubric, Dossier]:
    """Read one department by the names of the notebook's parameters; paths relative to the project's root.

    Raises :class:`InputError` (shown in a notebook as a list of problems) for any bad input.
    """
    params = checked(department=department, year=year, rubric=rubric, data=data)
    opened = open_department(params, project_root(Path.cwd(), rubric))
    return opened.rubric, opened.dossier
