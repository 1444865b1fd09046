"""Published files → models. Whatever is not one is a problem that names the file."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pjkit.model.problem import InputError, Problem
from pjkit.model.record import SCHEMA
from pjkit.model.records.batch import Batch, Inputs, Published, Run
from pjkit.model.records.scorecard import Record
from pjkit.model.traces import Traces

RECORD_FILE, INPUTS_FILE, TRACES_FILE, RUN_FILE = "scorecard.json", "inputs.json", "traces.json", "run.json"

_Model = TypeVar("_Model", bound=BaseModel)


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
    traces = _read(folder / TRACES_FILE, Traces) if (folder / TRACES_FILE).is_file() else None
    return Published(record=_read(folder / RECORD_FILE, Record), inputs=inputs, traces=traces)


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        expected = f"pjkit 生成的 {path.name}（{SCHEMA}）"
        problem = Problem(path.as_posix(), "", "不是可用的记录", expected, "重新生成这份报告")
        raise InputError([problem]) from None
