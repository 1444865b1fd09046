"""What the checks found: by rule, and what only shows when departments lie side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pjkit.checks import finding_title
from pjkit.checks.across import across
from pjkit.model.block import Column, Notice, Row, Table
from pjkit.model.cell import Cell, Code, Several, SeverityWord
from pjkit.model.finding import SEVERITIES
from pjkit.model.records import Batch
from pjkit.model.scorecard import Finding
from pjkit.report.findings import counted
from pjkit.report.summary.listing import FIRST, Line, lines
from pjkit.report.summary.short_record import EXAMPLES, ShortFinding
from pjkit.report.tables import columns, notice, row

_NAMED = 20  # departments of a finding that are named in its row


@dataclass(frozen=True)
class Example:
    """One finding, cut where it is long; the department's page has it whole."""

    line: Line
    words: str


@dataclass(frozen=True)
class RuleFindings:
    """What one rule found."""

    rule: str
    title: str
    counts: tuple[int, ...]  # 确定, 疑似, 提示
    departments: int
    examples: tuple[Example, ...]  # each of another department, the surest first


def findings_by_rule(batch: Batch) -> Table | Notice:
    """One row a rule: how often and how surely it found something, in how many departments, and examples."""
    found = by_rule(lines(batch))
    if not found:
        return notice("核查未发现问题。" if batch.reports else "还没有已生成的报告，没有疑点可列。")
    sums = [sum(column) for column in zip(*(one.counts for one in found), strict=True)]
    told = "，".join(f"{word} {count} 条" for word, count in zip(SEVERITIES, sums, strict=True) if count)
    return Table(
        caption=f"按规则汇总的疑点：{told}",
        columns=(
            Column(title="疑点", align="name"),
            *columns(*(f"{word}#" for word in SEVERITIES), "部门数#"),
            Column(title="例", align="examples"),
        ),
        rows=tuple(map(_rule_row, found)),
        dense="plain",
        anchor="findings-by-rule",
    )


def _rule_row(one: RuleFindings) -> Row:
    coded = Several(cells=(one.title, Code(words=one.rule)), between=" ")
    more = one.departments - len(one.examples)
    examples = tuple(
        Several(cells=(example.line.linked, example.words), between="：") for example in one.examples
    )
    return row(
        coded if one.title != one.rule else one.title,
        *map(str, one.counts),
        str(one.departments),
        Several(cells=examples, listed=True, more=f"另有 {more} 个部门" if more else ""),
    )


def by_rule(listed: tuple[Line, ...]) -> list[RuleFindings]:
    """The findings of ``listed`` by rule, the most sure ones first."""
    groups: dict[str, list[tuple[Line, ShortFinding]]] = {}
    for line in sorted(listed, key=lambda line: line.record.department):
        for finding in line.record.findings:
            groups.setdefault(finding.rule, []).append((line, finding))
    found = [_of_one_rule(rule, pairs) for rule, pairs in groups.items()]
    return sorted(found, key=lambda one: ([-count for count in one.counts], one.rule))


def _of_one_rule(rule: str, pairs: list[tuple[Line, ShortFinding]]) -> RuleFindings:
    counts = Counter(finding.severity for _line, finding in pairs)
    first: dict[str, Example] = {}
    for line, finding in sorted(pairs, key=lambda pair: SEVERITIES.index(pair[1].severity)):
        first.setdefault(line.record.department, Example(line, finding.message))
    examples = tuple(first.values())[:EXAMPLES]
    numbers = tuple(counts[word] for word in SEVERITIES)
    return RuleFindings(rule, finding_title(rule), numbers, len(first), examples)


# Across departments


def across_departments(batch: Batch) -> Table | Notice:
    """Findings about pairs and groups of departments, the surest first."""
    listed = {line.record.department: line for line in lines(batch)}
    if len(listed) < 2:  # noqa: PLR2004 - nothing to lay it beside
        return notice("只有一个部门的报告，没有可以比较的部门。" if listed else "还没有已生成的报告。")
    found = _across(batch, listed)
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
        rows=tuple(_shared_row(finding, listed) for finding in found[:FIRST]),
        note=f"共 {len(found)} 条，这里列出前 {FIRST} 条；用 pjkit check -o 可写成全部的清单。"
        if len(found) > FIRST
        else "",
        dense="plain",
        anchor="across-departments",
    )


def _across(batch: Batch, listed: Mapping[str, Line]) -> tuple[Finding, ...]:
    traces = (one.traces for one in batch.reports)
    marks = ((department, line.record.marks) for department, line in listed.items())
    indicators = {department: {one.id: one.compared for one in found} for department, found in marks}
    return across((one for one in traces if one is not None), indicators)


def _shared_row(finding: Finding, listed: dict[str, Line]) -> Row:
    known: list[Cell] = [
        listed[department].linked for department in finding.departments if department in listed
    ]
    if len(known) > _NAMED:
        known[_NAMED:] = [f"等 {len(known)} 个部门"]
    title = Several(cells=(finding.title, Code(words=finding.rule)), between=" ")
    return row(Several(cells=tuple(known)), SeverityWord(words=finding.severity), title, finding.message)
