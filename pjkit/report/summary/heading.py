"""Where a summary begins: the batch, read from disk, and the head of its page — how many departments, how many are done, and what the year looks like at a glance."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pjkit.model.amounts import add
from pjkit.model.problem import InputError, Problem
from pjkit.model.records import Batch, one_year, open_batch
from pjkit.model.report_block import Style
from pjkit.model.summary_block import SummaryHead
from pjkit.report.summary.listing import Line, lines, mean


def load_batch(outputs: str, year: int) -> Batch:
    """All reports and failures of one year under ``outputs``, a folder relative to the project's root.

    Raises :class:`InputError` (shown in a notebook as a list of problems) where there is no such folder, or
    where its reports are of another year.
    """
    place = f"{outputs}/{year}"
    opened = open_batch(_folder(Path.cwd(), place))
    batch = replace(opened, year=year)
    its_year = one_year(place, opened, (line.record.year for line in lines(batch)))
    if its_year != year and (opened.reports or opened.failures):
        said = f"其中是 {its_year} 年度的报告"
        raise InputError([Problem(place, "", said, f"{year} 年度的报告", "检查参数 year")])
    return batch


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


def summary_style() -> Style:
    """The style sheet of a summary; its notebook's first cell shows it."""
    return Style(sheet="summary")


def summary_head(batch: Batch) -> SummaryHead:
    """Year, numbers of departments, done and failed, the mean total, and what rests on evidence."""
    listed = lines(batch)
    failed = {failure.department for failure in batch.failures}
    everyone = failed | {line.record.department for line in listed}
    return SummaryHead(
        year=batch.year,
        rubrics=tuple(sorted({line.record.rubric for line in listed})),
        departments=len(everyone),
        done=len(everyone) - len(failed),
        failed=len(failed),
        stale=sum(line.stale for line in listed),
        listed=len(listed),
        mean_total=_mean_total(listed),
        open_grades=sum(line.record.total.grade is None for line in listed),
        suspect=sum(line.found("确定") > 0 for line in listed),
        verdict=_verdict(listed),
    )


def _mean_total(listed: tuple[Line, ...]) -> Decimal | None:
    """The mean of the known totals; none where the full marks differ, for it would say nothing."""
    scales = {line.full for line in listed}
    return mean(line.total for line in listed) if len(scales) == 1 else None


def _verdict(listed: tuple[Line, ...]) -> str:
    """One sentence on what the totals rest on."""
    if not listed:
        return "还没有已生成的报告。"
    totals = [line.record.total for line in listed]
    full = add(line.full for line in listed)
    supported = add(total.supported for total in totals)
    on_word = add(total.self_only for total in totals)
    missing = add(total.missing for total in totals)
    if not full:
        return "这些报告没有任何指标。"
    shares = (f"{part * 100 / full:.1f}%" for part in (supported, on_word, missing))
    return "按分值计，有据的得分占 {}，仅凭部门自述的得分占 {}，无数据的指标占 {}。".format(*shares)
