"""What a batch leaves beside its reports, and the door through which published files come back.

Only ``scorecard.json``, ``inputs.json``, ``traces.json`` and ``run.json`` are read, never a department's data, so nothing
that reads records can recompute a score. Whatever is not such a file is a problem that names it.
"""

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from pjkit.model.params import FORMATS, Params
from pjkit.model.problem import InputError, Problem
from pjkit.model.regular_file import read_regular
from pjkit.model.scorecard import SCHEMA, Scorecard
from pjkit.model.signs import visible
from pjkit.model.stored import Stored

RECORD_FILE, INPUTS_FILE, TRACES_FILE, RUN_FILE = "scorecard.json", "inputs.json", "traces.json", "run.json"
MANIFEST_FILE = "manifest.json"
PAGE_FILE, NOTEBOOK_FILE = FORMATS["html"], "report.ipynb"
REPORT_FILES = (PAGE_FILE, NOTEBOOK_FILE, RECORD_FILE, INPUTS_FILE, TRACES_FILE, MANIFEST_FILE)

_LARGEST_FILE = 50_000_000  # bytes; a record of a large department has 200,000
_Model = TypeVar("_Model", bound=BaseModel)


class Inputs(Stored):
    """Digests of all that a report was made from: what has changed if it is rendered again."""

    notebook: str
    params: str
    data: str
    rubric: str
    pjkit: str  # the package's own code, templates and style sheets
    libraries: str = ""
    template: str = ""
    files: str = ""  # every byte of rubric and data: where they are the same, nobody need look into them


FailureKind = Literal["input", "cell", "kernel", "timeout", "product", "worker"]
_KINDS: dict[FailureKind, str] = {
    "input": "数据或参数有误",
    "cell": "笔记本单元出错",
    "kernel": "内核中断",
    "timeout": "超过时限",
    "product": "生成的报告与记录不符",
    "worker": "工作进程中断",
}


Told = Annotated[str, AfterValidator(visible)]
"""What exceptions and cells say, which may hold anything."""


class Failure(Stored):
    """A report that was not made: where, why, and how to try again."""

    department: str
    name: str = ""
    kind: FailureKind
    cell: Told = ""  # the failing cell's first line
    cause: Told  # Chinese, one line; equal causes are grouped
    details: tuple[Told, ...] = ()
    command: Told  # renders this department alone

    @property
    def kind_words(self) -> str:
        """The kind as users read it."""
        return _KINDS[self.kind]


_SAFE = re.compile(r"[\w@%+=:,./-]+")


def as_typed(*words: str) -> str:
    """A command as somebody types it: quoted where a shell would take a sign for one of its own."""
    return " ".join(word if _SAFE.fullmatch(word) else shlex.quote(word) for word in words)


class Run(Stored):
    """What the last batch of a year gave: ``run.json``. No clock: the same batch gives the same bytes."""

    schema_: Literal["pjkit.run/1"] = Field(alias="schema", default="pjkit.run/1")
    year: int
    done: tuple[str, ...]  # departments with a published report
    failures: tuple[Failure, ...]
    digest: str = ""  # of all the rest: a damaged file is no news of any batch


class FileDigest(Stored):
    """What a file is known by."""

    size: int
    digest: str


class Manifest(Stored):
    """What a published folder holds: ``manifest.json``. ``made_from``: the digest of a summary's records."""

    schema_: Literal["pjkit.manifest/1"] = Field(alias="schema", default="pjkit.manifest/1")
    place: str  # below outputs/
    made_from: str = ""
    files: Mapping[str, FileDigest]


class TraceRow(Stored):
    """A row of figures: ``label`` as readers find it (``收支“支出/基本支出”``), ``figures`` for comparing."""

    label: str
    figures: str


class Traces(Stored):
    """What one report can be compared with others by: ``traces.json``. Texts are masked; nothing here is a score."""

    department: str
    name: str
    chapters: Mapping[str, str]
    rows: tuple[TraceRow, ...]


class Published(Stored):
    """One report as it stands under outputs/."""

    record: Scorecard
    inputs: Inputs | None
    traces: Traces | None = None  # None: a report of an earlier version

    @property
    def department(self) -> str:
        """Whose it is."""
        return self.record.department


@dataclass(frozen=True)
class StoredReport:
    """The same where it lies; each part is read anew whenever it is asked for."""

    folder: Path

    @property
    def department(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def record(self) -> Scorecard:
        """What the report says. Raises :class:`InputError` if it is no record."""
        return read_record(self.folder / RECORD_FILE)

    @property
    def inputs(self) -> Inputs | None:
        """What the report was made from."""
        file = self.folder / INPUTS_FILE
        return read_inputs(file) if file.is_file() else None

    @property
    def traces(self) -> Traces | None:
        """What it can be compared by."""
        file = self.folder / TRACES_FILE
        return _read(file, Traces) if file.is_file() else None


Report = Published | StoredReport


@dataclass(frozen=True, eq=False)
class Batch:
    """All published reports of one year, by department, and the failures of its last run."""

    year: int
    reports: Sequence[Report]
    failures: tuple[Failure, ...]


def report_files(params: Params) -> tuple[str, ...]:
    """The files of a whole report."""
    return (*REPORT_FILES, *(FORMATS[name] for name in params.formats if name != "html"))


def read_record(path: Path) -> Scorecard:
    """Read one ``scorecard.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Scorecard)


def read_inputs(path: Path) -> Inputs:
    """Read one ``inputs.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Inputs)


def read_run(path: Path) -> Run:
    """Read one ``run.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Run)


def read_manifest(path: Path) -> Manifest:
    """Read one ``manifest.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Manifest)


def read_batch(folder: Path) -> Batch:
    """Read ``outputs/<year>``: every department folder with a record, and ``run.json`` if it is there."""
    found = open_batch(folder)
    reports = [Published(record=one.record, inputs=one.inputs, traces=one.traces) for one in found.reports]
    years = (one.record.year for one in reports)
    return replace(found, reports=reports, year=one_year(folder.as_posix(), found, years))


def open_batch(folder: Path) -> Batch:
    """The same without looking into the records, which may be more than fit in memory; ``year`` is the last run's, or 0."""
    if not folder.is_dir():
        raise InputError(
            [
                Problem(
                    folder.as_posix(), "", "没有这个文件夹", "一批报告的文件夹，如 outputs/2022", "检查路径"
                )
            ]
        )
    paths = sorted(path for path in folder.glob(f"*/{RECORD_FILE}") if _visible(path))
    reports = [StoredReport(path.parent) for path in paths]
    run = read_run(folder / RUN_FILE) if (folder / RUN_FILE).is_file() else None
    return Batch(run.year if run else 0, reports, run.failures if run else ())


def one_year(place: str, batch: Batch, years: Iterable[int]) -> int:
    """The year of a batch, 0 of none. Raises :class:`InputError` where its reports are of several."""
    found = sorted({*years, *([batch.year] if batch.year else [])})
    if len(found) > 1:
        listed = "、".join(map(str, found))
        raise InputError([Problem(place, "", f"混有 {listed} 年度", "同一年度的报告", "分开存放")])
    return found[0] if found else 0


def _visible(path: Path) -> bool:
    """Folders that begin with a dot are being written; a link is nothing that we made."""
    return not (path.parent.name.startswith(".") or path.parent.is_symlink())


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate_json(read_regular(path, _LARGEST_FILE).decode())
    except (OSError, UnicodeDecodeError, ValidationError):
        expected = f"pjkit 生成的 {path.name}（{SCHEMA}）"
        problem = Problem(path.as_posix(), "", "不是可用的记录", expected, "重新生成这份报告")
        raise InputError([problem]) from None
