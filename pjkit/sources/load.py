"""From parameters to rubric and dossier: the first thing a notebook, a check and a render do."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from pjkit.model.dossier import Dossier
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problem, shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources.data_files import DataFiles, read_files
from pjkit.sources.disclosure import disclosed
from pjkit.sources.door import named_within, within
from pjkit.sources.params import check_unique, checked, read_params
from pjkit.sources.reading import dossier_of
from pjkit.sources.rubric import parse_rubric, read_rubric, read_rubric_file

T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """One department, read and checked."""

    params: Params
    rubric: Rubric
    dossier: Dossier
    source: str = ""  # the parameter file


def open_department(params: Params, root: Path) -> Opened:
    """Read the rubric and the data that ``params`` name. Raises :class:`InputError` with all problems."""
    rubric = read_rubric(named_within(root, params.rubric), params.rubric)
    return Opened(params, rubric, _dossier(params, rubric, read_files(named_within(root, params.data))))


def department_params(file: Path, root: Path) -> Params:
    """The parameters in a file of the project. Raises :class:`InputError` with all problems."""
    return read_params(within(root, file), file.as_posix())


def _dossier(params: Params, rubric: Rubric, data: DataFiles) -> Dossier:
    dossier = dossier_of(data, rubric, params)
    return disclosed(dossier) if params.edition == "public" else dossier


@dataclass(frozen=True)
class Received:
    """One department's inputs as they stood at one moment: bytes that nobody has looked into yet."""

    params: Params
    source: str  # the parameter file
    rubric: bytes
    data: DataFiles
    rubrics: "_Rubrics"

    def read(self) -> Opened:
        """What the bytes say. Raises :class:`InputError` with all problems."""
        rubric = self.rubrics.parsed(self.params.rubric, self.source)
        return Opened(self.params, rubric, _dossier(self.params, rubric, self.data), self.source)


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
    return receive(files, root, lambda received: use(received.read()), instead)


def receive(
    files: Sequence[Path], root: Path, use: Callable[[Received], T], instead: Mapping[str, str] = _AS_WRITTEN
) -> Prepared[T]:
    """Like :func:`prepare`, for who need not look into all of them.

    Whatever one department's files raise, also what nobody has thought of, is that department's refusal alone.
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
            name = file.as_posix()
            content, data = rubrics.content(given.rubric, name), named_within(root, given.data)
            usable.append(use(Received(given, name, content, read_files(data), rubrics)))
        except InputError as error:
            refused[file] = error
        except Exception as error:  # noqa: BLE001 - one department must not stop the others
            refused[file] = _unforeseen(given.data, error)
    return Prepared(
        tuple(usable),
        tuple(Refused(file, refused[file], params.get(file)) for file in files if file in refused),
    )


class _Rubrics:
    """The rubrics of a batch, each read once; the problems of a bad one are told once, with its first department."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._contents: dict[str, bytes] = {}
        self._good: dict[str, Rubric] = {}
        self._told_with: dict[str, str] = {}

    def content(self, rubric: str, file: str) -> bytes:
        """The bytes at that path as they were when first asked for. Raises :class:`InputError`."""
        return self._once(self._contents, rubric, file, lambda: self._read(rubric))

    def _read(self, rubric: str) -> bytes:
        return read_rubric_file(named_within(self._root, rubric), rubric)

    def parsed(self, rubric: str, file: str) -> Rubric:
        """The rubric that these bytes are. Raises :class:`InputError`."""
        content = self.content(rubric, file)
        return self._once(self._good, rubric, file, lambda: parse_rubric(content, rubric))

    def _once(self, known: dict[str, T], rubric: str, file: str, read: Callable[[], T]) -> T:
        if rubric in self._told_with:
            found = f"评分标准有问题，已列在 {self._told_with[rubric]} 之下"
            raise InputError([Problem(rubric, "", found, "没有问题的评分标准", "先改正评分标准")])
        if rubric not in known:
            self._told_with[rubric] = file
            known[rubric] = read()
            del self._told_with[rubric]
        return known[rubric]


def _all_params(
    files: Sequence[Path], root: Path, refused: dict[Path, InputError]
) -> Iterator[tuple[Path, Params]]:
    for file in files:
        try:
            yield file, department_params(file, root)
        except InputError as error:
            refused[file] = error
        except Exception as error:  # noqa: BLE001 - one department must not stop the others
            refused[file] = _unforeseen(file.as_posix(), error)


def _unforeseen(name: str, error: Exception) -> InputError:
    """An error that nobody has thought of, as a problem of the one input that raised it."""
    found = f"处理时出现没有预料到的错误：{type(error).__name__} {shown(str(error))}"
    advice = "检查这份数据；改不了的，把它和这条信息交给维护 pjkit 的人"
    return InputError([Problem(name, "", found, "能处理的内容", advice)])


def project_root(start: Path, rubric: str) -> Path:
    """The folder that relative paths start from: ``start`` or the nearest one above it that has the rubric.

    Jupyter runs a notebook in the notebook's folder, papermill in the project's root: both must work.
    """
    named_within(start, rubric)
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


def words_written(dossier: Dossier, words: Iterable[str]) -> frozenset[str]:
    """Those of ``words`` that the department itself wrote somewhere in its data."""
    given = "\n".join(texts(dossier))
    return frozenset(
        word for word in words if re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", given)
    )


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
