"""``pjkit check``: every problem and finding of every department's data; renders nothing."""

import json
from argparse import Namespace
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from pjkit.checks.traces import traces_of
from pjkit.commands.console import say, say_json, say_problems
from pjkit.commands.inputs import add_files, evaluated, files_of
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.commands.writing import write_new
from pjkit.forms.check_report import (
    REFUSING,
    Checked,
    CheckReport,
    Gap,
    counted,
    in_words,
    to_json,
)
from pjkit.forms.problem_list import lists_by_department, one_list
from pjkit.model.amounts import plain
from pjkit.model.finding import SEVERITIES
from pjkit.model.problem import InputError, shown
from pjkit.model.scorecard import Finding
from pjkit.sources.load import Opened, prepare

_MANY = 20  # departments beyond which each finding is told in one short line
_LONGEST = 60  # characters of a message then
_GAPS_NAMED = 3  # indicators that lack data named in one line
_NAMED = 5  # departments named before a finding about several; --json has all


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    add_files(arguments)
    arguments.add_argument("--json", action="store_true", help="输出全部问题（JSON）")
    written = (
        "写成可发回部门答复的清单。文件名以 .xlsx 结尾：全部部门写在一个工作簿里，供财政部门留底；"
        "文件夹：每个部门一个工作簿，分别发回。不覆盖已有的文件"
    )
    arguments.add_argument("-o", "--output", metavar="文件或文件夹", type=Path, help=written)


def run(options: Namespace) -> int:
    """Check the departments; gives the exit status."""
    files = files_of(options.files)
    report = _report(files)
    written = _written(report, options.output) if options.output else ""
    if options.json:
        say_json(json.dumps(to_json(report), ensure_ascii=False, indent=1) + "\n")
    else:
        say_report(report, in_full=not written)
        if written:
            say(f"已写入 {written}")
    return OK if report.usable == len(report.departments) else FAILED


def _report(files: Sequence[Path]) -> CheckReport:
    checked = Checked()

    def check(opened: Opened) -> None:
        checked.add(opened.source, evaluated(opened), traces_of(opened.dossier))

    return checked.report(prepare(files, Path.cwd(), check).refused, files)


def _written(report: CheckReport, output: Path) -> str:
    """Write the lists; says where. Raises :class:`UsageError` where one cannot be written."""
    one_file = output.suffix.lower() == ".xlsx"
    if output.suffix and not one_file and not output.is_dir():
        raise UsageError(f"清单的文件名应以 .xlsx 结尾，文件夹名不带后缀：{shown(output.as_posix(), 100)}")
    files = {output: one_list(report)} if one_file else lists_by_department(report, output)
    write_new(files, "里面可能有部门的答复")
    return output.as_posix() if one_file else f"{output.as_posix()}/，{len(files)} 个部门各一份清单"


def say_report(report: CheckReport, *, in_full: bool) -> None:
    """Print by department and sheet; without ``in_full`` the counts alone, where a list has been written."""
    many = len(report.departments) > _MANY
    for one in report.departments:
        if one.problems:
            continue
        say(
            f"{one.department}（{one.name}，{one.year} 年度）：数据可用；疑点：{in_words(counted(one.findings))}"
        )
        for finding in one.findings if in_full else ():
            message = _cut(finding.message) if many else finding.message
            say(f"  [{finding.severity}] {finding.where} {finding.title}：{message}")
        if one.gaps:
            say(f"  缺数据：{_gaps_in_words(one.gaps)}")
    for one in report.departments:
        if one.problems:
            say_problems(one.file, InputError(one.problems))
    if report.across:
        _say_across(report.across)
    if len(report.departments) > 1:
        _say_total(report)
    if many and in_full:
        say("部门多，说明只列开头；完整的用 -o 写成清单，或用 --json 输出")


def _gaps_in_words(found: Sequence[Gap]) -> str:
    """``2 项指标、共 5 分因缺数据核算不出：“政府采购”4 分、…``."""
    named = "、".join(f"{shown(gap.name)}{plain(gap.points)} 分" for gap in found[:_GAPS_NAMED])
    more = "等" if len(found) > _GAPS_NAMED else ""
    points = plain(sum((gap.points for gap in found), Decimal(0)))
    return f"{len(found)} 项指标、共 {points} 分因缺数据核算不出：{named}{more}"


def _cut(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"


def _say_across(found: Sequence[Finding]) -> None:
    say(f"跨部门：疑点：{in_words(counted(found))}")
    for finding in found:
        say(f"  [{finding.severity}] {_named(finding.departments)} {finding.title}：{finding.message}")


def _named(departments: Sequence[str]) -> str:
    listed = "、".join(departments[:_NAMED])
    return f"{listed}等 {len(departments)} 个部门" if len(departments) > _NAMED else listed


def _say_total(report: CheckReport) -> None:
    every, usable = len(report.departments), report.usable
    counts = report.counts
    refused = f"{every - usable} 个（{counts[REFUSING]} 处问题）" if usable < every else "0 个"
    findings: dict[str, int] = {word: counts[word] for word in SEVERITIES}
    say(f"合计 {every} 个部门：数据可用 {usable} 个，不能用 {refused}；疑点：{in_words(findings)}")
