"""What only shows when departments lie side by side: copied text, one row in two reports, outliers."""

from pjkit.checks.across import across, indicators_of
from pjkit.model.block import Column, Notice, Row, Table
from pjkit.model.cell import Code, Several, SeverityWord
from pjkit.model.records import Batch
from pjkit.model.scorecard import Finding
from pjkit.report.findings import counted
from pjkit.report.summary.lines import Line, lines
from pjkit.report.tables import notice, row


def across_departments(batch: Batch) -> Table | Notice:
    """Findings about pairs and groups of departments, the surest first."""
    listed = {line.record.department: line for line in lines(batch)}
    records = [line.record for line in listed.values()]
    traces = [one.traces for one in batch.reports if one.traces is not None]
    found = across(traces, indicators_of(records))
    if len(listed) < 2:  # noqa: PLR2004 - nothing to lay it beside
        return notice("只有一个部门的报告，没有可以比较的部门。" if listed else "还没有已生成的报告。")
    if not found:
        return notice(f"{len(listed)} 个部门之间未发现雷同的文字、相同的数据行和远离其他部门的指标值。")
    return Table(
        caption=f"跨部门的疑点：{counted(found)}",
        columns=(
            Column(title="部门", align="name"),
            Column(title="程度", align="word"),
            Column(title="疑点"),
            Column(title="说明", align="examples"),
        ),
        rows=tuple(_row(finding, listed) for finding in found),
        dense="plain",
        anchor="across-departments",
    )


def _row(finding: Finding, listed: dict[str, Line]) -> Row:
    known = tuple(listed[department].linked for department in finding.departments if department in listed)
    title = Several(cells=(finding.title, Code(words=finding.rule)), between=" ")
    return row(Several(cells=known), SeverityWord(words=finding.severity), title, finding.message)
