"""The batch by the names of the summary notebook's parameters."""

from pathlib import Path

from pjkit.model.problem import InputError, Problem
from pjkit.model.records import Batch, read_batch


def load_batch(outputs: str, year: int) -> Batch:
    """All reports and failures of one year under ``outputs``, a folder relative to the project's root.

    Raises :class:`InputError` (shown in a notebook as a list of problems) where there is no such folder, or
    where its reports are of another year.
    """
    place = f"{outputs}/{year}"
    found = read_batch(_folder(Path.cwd(), place))
    if not found.reports and not found.failures:
        return found.model_copy(update={"year": year})
    if found.year != year:
        said = f"其中是 {found.year} 年度的报告"
        raise InputError([Problem(place, "", said, f"{year} 年度的报告", "检查参数 year")])
    return found


def _folder(start: Path, place: str) -> Path:
    """``place`` in ``start`` or in the nearest folder above it that has it.

    Jupyter runs a notebook in the notebook's folder, papermill in the project's root: both must work.
    """
    for folder in (start, *start.parents):
        if (folder / place).is_dir():
            return folder / place
    expected = "一批报告的文件夹，如 outputs/2022（相对于项目根目录）"
    advice = "先运行 pjkit render，或检查参数 outputs 和 year"
    raise InputError([Problem(place, "", "没有这个文件夹", expected, advice)])
