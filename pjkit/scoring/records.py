"""Records read back: what a summary, a comparison of batches and the check of a page know of a report.

Only ``scorecard.json``, ``inputs.json`` and ``run.json`` are read, never a department's data, so nothing
that reads records can recompute a score.
"""

from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pjkit.scoring.problems import InputError, Problem
from pjkit.scoring.record import SCHEMA
from pjkit.scoring.rules.base import Severity
from pjkit.scoring.scorecard import Status

RECORD_FILE, INPUTS_FILE, RUN_FILE = "scorecard.json", "inputs.json", "run.json"


class Part(BaseModel):
    """A part of a record. Decimals stand as strings in the file; unknown fields of later versions are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


_Part = TypeVar("_Part", bound=Part)


class RubricMark(Part):
    """Which rubric scored."""

    id: str
    digest: str


class RecordTotal(Part):
    """The total, never bare (see ``scorecard.Totals``)."""

    score: Decimal
    self_total: Decimal | None = Field(alias="self")
    supported: Decimal
    self_only: Decimal
    missing: Decimal
    low: Decimal
    high: Decimal
    rescaled: Decimal | None
    grade: str | None
    grade_range: tuple[str, ...] = ()


class RecordInput(Part):
    """One figure and its cell."""

    name: str
    value: str | None
    unit: str
    source: str


class RecordClause(Part):
    """One clause's result."""

    no: str
    kind: str
    points: Decimal
    score: Decimal | None
    reason: str


class RecordIndicator(Part):
    """One indicator's result."""

    id: str
    name: str
    path: tuple[str, str]
    points: Decimal
    status: Status
    value: Decimal | None
    value_text: str | None = None
    score: Decimal | None
    computed_score: Decimal | None
    self_score: Decimal | None
    review_score: Decimal | None
    reason: str
    self_reason: str = ""  # 扣分原因
    review_reason: str = ""
    reviewer: str = ""
    standard: str = ""  # 评价标准
    note: str = ""  # 备注
    inputs: tuple[RecordInput, ...]
    clauses: tuple[RecordClause, ...]

    @property
    def lost(self) -> Decimal | None:
        """Points lost, ``None`` where the score is unknown."""
        return None if self.score is None else self.points - self.score


class RecordFinding(Part):
    """One finding."""

    rule: str
    severity: Severity
    where: str
    message: str


class RecordSetting(Part):
    """A decision D1–D19 that touched a number."""

    id: str
    effect: str
    indicator: str = ""


class Record(Part):
    """One department's published result (contract ``pjkit.scorecard/1``)."""

    schema_: Literal["pjkit.scorecard/1"] = Field(alias="schema")
    department: str
    name: str
    year: int
    rubric: RubricMark
    data_digest: str
    total: RecordTotal
    indicators: tuple[RecordIndicator, ...]
    findings: tuple[RecordFinding, ...]
    settings: tuple[RecordSetting, ...]
    edition: str = "internal"


class Inputs(Part):
    """Digests of all that a report was made from: what has changed if it is rendered again."""

    notebook: str
    params: str
    data: str
    rubric: str
    pjkit: str  # the package's own code, templates and style sheets
    libraries: str = ""
    template: str = ""


class Failure(Part):
    """A report that was not made: where, why, and how to try again."""

    department: str
    name: str = ""
    kind: Literal["input", "cell", "kernel", "timeout", "product", "worker"]
    cell: str = ""  # the failing cell's first line
    cause: str  # Chinese, one line; equal causes are grouped
    details: tuple[str, ...] = ()
    command: str  # renders this department alone


class Run(Part):
    """What the last batch of a year gave: ``run.json``. No clock: the same batch gives the same bytes."""

    schema_: Literal["pjkit.run/1"] = Field(alias="schema", default="pjkit.run/1")
    year: int
    done: tuple[str, ...]  # departments with a published report
    failures: tuple[Failure, ...]


class Published(Part):
    """One report as it stands under outputs/."""

    record: Record
    inputs: Inputs | None


class Batch(Part):
    """All published reports of one year, by department, and the failures of its last run."""

    year: int
    reports: tuple[Published, ...]
    failures: tuple[Failure, ...]


def read_record(path: Path) -> Record:
    """Read one ``scorecard.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Record)


def read_inputs(path: Path) -> Inputs:
    """Read one ``inputs.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Inputs)


def read_run(path: Path) -> Run:
    """Read one ``run.json``. Raises :class:`InputError` if it is not one."""
    return _read(path, Run)


def read_batch(folder: Path) -> Batch:
    """Read ``outputs/<year>``: every department folder with a record, and ``run.json`` if it is there."""
    if not folder.is_dir():
        raise InputError(
            [
                Problem(
                    folder.as_posix(), "", "没有这个文件夹", "一批报告的文件夹，如 outputs/2022", "检查路径"
                )
            ]
        )
    reports = [_published(path.parent) for path in sorted(folder.glob(f"*/{RECORD_FILE}")) if _visible(path)]
    run = read_run(folder / RUN_FILE) if (folder / RUN_FILE).is_file() else None
    years = {report.record.year for report in reports} | ({run.year} if run else set())
    if len(years) > 1:
        listed = "、".join(map(str, sorted(years)))
        raise InputError(
            [Problem(folder.as_posix(), "", f"混有 {listed} 年度", "同一年度的报告", "分开存放")]
        )
    return Batch(year=min(years, default=0), reports=tuple(reports), failures=run.failures if run else ())


def _visible(path: Path) -> bool:
    """Folders that begin with a dot are being written."""
    return not path.parent.name.startswith(".")


def _published(folder: Path) -> Published:
    inputs = read_inputs(folder / INPUTS_FILE) if (folder / INPUTS_FILE).is_file() else None
    return Published(record=_read(folder / RECORD_FILE, Record), inputs=inputs)


def _read(path: Path, model: type[_Part]) -> _Part:
    try:
        return model.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        expected = f"pjkit 生成的 {path.name}（{SCHEMA}）"
        problem = Problem(path.as_posix(), "", "不是可用的记录", expected, "重新生成这份报告")
        raise InputError([problem]) from None
