"""Findings of all departments, by the rule that made them."""

from collections import Counter
from dataclasses import dataclass

from pjkit.model.clause import Severity
from pjkit.model.records import Batch
from pjkit.model.scorecard import Finding
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import Line, lines

_ORDER: tuple[Severity, ...] = ("确定", "疑似", "提示")
_EXAMPLES = 3
_LONGEST = 90  # characters of an example


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


def findings_by_rule(batch: Batch) -> Fragment:
    """One row a rule: how often and how surely it found something, in how many departments, and examples."""
    found = by_rule(lines(batch))
    if not found:
        return sentence("核查未发现问题。" if batch.reports else "还没有已生成的报告，没有疑点可列。")
    sums = [sum(column) for column in zip(*(one.counts for one in found), strict=True)]
    told = "，".join(f"{word} {count} 条" for word, count in zip(_ORDER, sums, strict=True) if count)
    return render("rules", f"［疑点］{told}", found=found, told=told, words=_ORDER)


def by_rule(listed: tuple[Line, ...]) -> list[RuleFindings]:
    """The findings of ``listed`` by rule, the most sure ones first."""
    groups: dict[str, list[tuple[Line, Finding]]] = {}
    for line in sorted(listed, key=lambda line: line.record.department):
        for finding in line.record.findings:
            groups.setdefault(finding.rule, []).append((line, finding))
    found = [_of_one_rule(rule, pairs) for rule, pairs in groups.items()]
    return sorted(found, key=lambda one: ([-count for count in one.counts], one.rule))


def _of_one_rule(rule: str, pairs: list[tuple[Line, Finding]]) -> RuleFindings:
    counts = Counter(finding.severity for _line, finding in pairs)
    first: dict[str, Example] = {}
    for line, finding in sorted(pairs, key=lambda pair: _ORDER.index(pair[1].severity)):
        first.setdefault(line.record.department, Example(line, _cut(finding.message)))
    examples = tuple(first.values())[:_EXAMPLES]
    title = pairs[0][1].title
    return RuleFindings(rule, title, tuple(counts[word] for word in _ORDER), len(first), examples)


def _cut(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"
