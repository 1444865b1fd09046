"""The head of a summary: how many departments, how many are done, and what the year looks like at a glance."""

from pjkit.model.amounts import add
from pjkit.model.records import Batch
from pjkit.model.report_block import Style
from pjkit.model.summary_block import SummaryHead
from pjkit.report.summary.lines import Line, lines, mean


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
        rubrics=tuple(sorted({line.record.rubric.id for line in listed})),
        departments=len(everyone),
        done=len(everyone) - len(failed),
        failed=len(failed),
        stale=sum(line.stale for line in listed),
        listed=len(listed),
        mean_total=mean(line.total for line in listed),
        open_grades=sum(line.record.total.grade is None for line in listed),
        suspect=sum(line.found("确定") > 0 for line in listed),
        verdict=_verdict(listed),
    )


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
