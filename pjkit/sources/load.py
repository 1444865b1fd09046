"""From parameters to rubric and dossier: the first thing a notebook, a check and a render do."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from pjkit.model.dossier import Dossier
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problem
from pjkit.scoring.rubric import Rubric
from pjkit.sources.disclosure import disclosed
from pjkit.sources.params import check_unique, checked, read_params
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import read_rubric

T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """One department, read and checked."""

    params: Params
    rubric: Rubric
    dossier: Dossier
    source: str = ""  # the parameter file

    def wrote(self, words: Iterable[str]) -> frozenset[str]:
        """Those of ``words`` that the department itself wrote somewhere in its data."""
        given = "\n".join(texts(self.dossier))
        return frozenset(
            word for word in words if re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", given)
        )


def open_department(params: Params, root: Path) -> Opened:
    """Read the rubric and the data that ``params`` name. Raises :class:`InputError` with all problems."""
    return _open(params, root, read_rubric(root / params.rubric, params.rubric))


def _open(params: Params, root: Path, rubric: Rubric, source: str = "") -> Opened:
    dossier = read_dossier(root / params.data, rubric, params)
    return Opened(params, rubric, disclosed(dossier) if params.edition == "public" else dossier, source)


class Refused(NamedTuple):
    """A department that cannot be used: its parameter file, why, and the parameters where they can be read."""

    file: Path
    error: InputError
    params: Params | None


@dataclass(frozen=True)
class Prepared(Generic[T]):
    """A batch before anything runs: what was made of each usable department, and what is wrong with the others."""

    usable: tuple[T, ...]
    refused: tuple[Refused, ...]


_AS_WRITTEN: Mapping[str, str] = MappingProxyType({})


def prepare(
    files: Sequence[Path], root: Path, use: Callable[[Opened], T], instead: Mapping[str, str] = _AS_WRITTEN
) -> Prepared[T]:
    """Read every department of a batch and ``use`` each while it is open: a county's data need not fit in memory.

    ``instead``: parameters that the command line gives for all of them. Two files with one department name are
    both refused.
    """
    refused: dict[Path, InputError] = {}
    found = dict(_all_params(files, root, refused))
    params = {file: given.model_copy(update=dict(instead)) for file, given in found.items()}
    for file, problem in check_unique(params.items()):
        refused[file] = InputError([problem])
    rubrics = _Rubrics(root)
    usable: list[T] = []
    for file, given in params.items():
        if file in refused:
            continue
        try:
            usable.append(use(_open(given, root, rubrics.read(given.rubric, file), file.as_posix())))
        except InputError as error:
            refused[file] = error
    return Prepared(
        tuple(usable),
        tuple(Refused(file, refused[file], params.get(file)) for file in files if file in refused),
    )


class _Rubrics:
    """The rubrics of a batch, each read once; the problems of a bad one are told once, with its first department."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._good: dict[str, Rubric] = {}
        self._told_with: dict[str, Path] = {}

    def read(self, rubric: str, file: Path) -> Rubric:
        """The rubric of that path. Raises :class:`InputError`."""
        if rubric in self._told_with:
            found = f"评分标准有问题，已列在 {self._told_with[rubric].as_posix()} 之下"
            raise InputError([Problem(rubric, "", found, "没有问题的评分标准", "先改正评分标准")])
        if rubric not in self._good:
            self._told_with[rubric] = file
            self._good[rubric] = read_rubric(self._root / rubric, rubric)
            del self._told_with[rubric]
        return self._good[rubric]


def _all_params(
    files: Sequence[Path], root: Path, refused: dict[Path, InputError]
) -> Iterator[tuple[Path, Params]]:
    for file in files:
        try:
            yield file, read_params(root / file, file.as_posix())
        except InputError as error:
            refused[file] = error


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


def load(
    *, department: str, year: int, rubric: str, data: str, edition: str = "internal"
) -> tuple[Rubric, Dossier]:
    """Read one department by the names of the notebook's parameters; paths relative to the project's root.

    ``edition="public"`` leaves out what must not be published. Raises :class:`InputError` (shown in a
    notebook as a list of problems) for any bad input.
    """
    params = checked(department=department, year=year, rubric=rubric, data=data, edition=edition)
    opened = open_department(params, project_root(Path.cwd(), rubric))
    return opened.rubric, opened.dossier


def texts(value: Any) -> Iterator[str]:
    """The texts in ``value`` (a dossier or any part of one), however deep, names in mappings among them."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from texts(tuple(value))
        yield from texts(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
