"""What only shows when departments lie side by side: copied text, one row in two reports, outliers."""

from dataclasses import dataclass

from pjkit.checks.across import across, indicators_of
from pjkit.model.records import Batch
from pjkit.model.scorecard import Finding
from pjkit.report.findings import counted
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import Line, lines


@dataclass(frozen=True)
class Shared:
    """One finding with the departments it is about."""

    finding: Finding
    lines: tuple[Line, ...]


def across_departments(batch: Batch) -> Fragment:
    """Findings about pairs and groups of departments, the surest first."""
    listed = {line.record.department: line for line in lines(batch)}
    records = [line.record for line in listed.values()]
    traces = [one.traces for one in batch.reports if one.traces is not None]
    found = across(traces, indicators_of(records))
    if len(listed) < 2:  # noqa: PLR2004 - nothing to lay it beside
        return sentence("只有一个部门的报告，没有可以比较的部门。" if listed else "还没有已生成的报告。")
    if not found:
        return sentence(f"{len(listed)} 个部门之间未发现雷同的文字、相同的数据行和远离其他部门的指标值。")
    shared = [_shared(finding, listed) for finding in found]
    told = counted(found)
    return render("across", f"［跨部门］{told}", found=shared, told=told)


def _shared(finding: Finding, listed: dict[str, Line]) -> Shared:
    known = tuple(listed[department] for department in finding.departments if department in listed)
    return Shared(finding, known)
