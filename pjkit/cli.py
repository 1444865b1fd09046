"""The ``pjkit`` command: the only place that prints.

Exit status: 0 all well; 1 some departments failed; 2 wrong use.
"""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pjkit import __version__
from pjkit.cli_parser import ArgumentGroup, CommandLine, UsageError
from pjkit.publishing.job import Job
from pjkit.scoring.amounts import plain
from pjkit.scoring.evaluate import evaluate
from pjkit.scoring.opening import Prepared, prepare
from pjkit.scoring.problems import InputError
from pjkit.scoring.record import dumps, to_record
from pjkit.scoring.rules.base import Severity
from pjkit.scoring.scorecard import Scorecard

_OK, _FAILED, _WRONG_USE = 0, 1, 2
_SEVERITIES: tuple[Severity, ...] = ("确定", "疑似", "提示")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status."""
    try:
        options = _command_line().parse(sys.argv[1:] if words is None else words)
        status: int = options.run(options)
    except UsageError as error:
        _say_error(str(error))
        return _WRONG_USE
    return status


def _command_line() -> CommandLine:
    line = CommandLine("部门整体支出绩效自评：检查数据、核算得分、生成报告。", __version__)
    _add_files(line.command("check", _check, "检查部门数据，列出全部问题，不生成报告"))
    score = line.command("score", _score, "核算一个部门的得分，不运行笔记本")
    score.add_argument("file", metavar="参数文件", type=Path, help="部门参数文件")
    score.add_argument("--json", action="store_true", help="输出完整记录（JSON）")
    _add_files(line.command("render", _render, "生成报告：笔记本、网页和记录"))
    return line


def _add_files(arguments: ArgumentGroup) -> None:
    text = "部门参数文件；不写则为 params/*.yaml"
    arguments.add_argument("files", nargs="*", metavar="参数文件", type=Path, help=text)


# Commands


def _check(options: Namespace) -> int:
    prepared = prepare(_files(options.files), Path.cwd())
    for opened in prepared.usable:
        _say_checked(evaluate(opened.rubric, opened.dossier))
    return _say_refused(prepared)


def _score(options: Namespace) -> int:
    prepared = prepare(_files([options.file]), Path.cwd())
    for opened in prepared.usable:
        card = evaluate(opened.rubric, opened.dossier)
        if options.json:
            sys.stdout.write(dumps(to_record(card)))
        else:
            _say_scores(card)
    return _say_refused(prepared)


def _render(options: Namespace) -> int:
    prepared = prepare(_files(options.files), Path.cwd())
    rendered = [_say_rendered(Job(opened.params, Path.cwd())) for opened in prepared.usable]
    refused = _say_refused(prepared)
    return _OK if all(rendered) and refused == _OK else _FAILED


def _files(named: Sequence[Path]) -> list[Path]:
    """The parameter files meant. Raises :class:`UsageError` where there is none."""
    files = list(dict.fromkeys(named)) or sorted(Path("params").glob("*.yaml"))
    if not files:
        raise UsageError("params 文件夹中没有参数文件（*.yaml）。请在项目目录中运行，或写明参数文件")
    missing = [file.as_posix() for file in files if not file.is_file()]
    if missing:
        raise UsageError(f"参数文件不存在：{'、'.join(missing)}")
    return files


# What is printed


def _say_rendered(job: Job) -> bool:
    """Render one report and say how it went; papermill and nbconvert are imported only here."""
    from pjkit.publishing.execute import CellError
    from pjkit.publishing.render import render

    try:
        page = render(job)
    except InputError as error:
        _say_problems(job.params.department, error)
    except CellError as error:
        _say_error(f"{job.params.department}：未完成。{error}")
    else:
        _say(f"{job.params.department}：{page.relative_to(job.root).as_posix()}")
        return True
    return False


def _say_checked(card: Scorecard) -> None:
    counts = Counter(finding.severity for finding in card.findings)
    found = "、".join(f"{severity} {counts[severity]}" for severity in _SEVERITIES)
    _say(f"{card.department}（{card.name}，{card.year} 年度）：数据可用；疑点：{found}")
    for finding in sorted(card.findings, key=lambda finding: _SEVERITIES.index(finding.severity)):
        _say(f"  [{finding.severity}] {finding.where}：{finding.message}")


def _say_scores(card: Scorecard) -> None:
    total = card.total
    _say(f"{card.name} {card.year} 年度")
    for mark in card.marks:
        score = "—" if mark.score is None else mark.score
        _say(
            f"  {mark.path[1]}/{mark.name}：{score}/{plain(mark.points)}（{mark.status.label}）{mark.reason}"
        )
    grade = total.grade or "待定（" + "～".join(total.grade_range) + "）"
    _say(f"总分 {total.score}，等次 {grade}；自评总分 {'—' if total.self is None else total.self}")
    _say(
        f"其中有据 {total.supported} 分，仅凭部门自述 {total.self_only} 分，"
        f"无数据的指标分值 {total.missing} 分；可能范围 {total.low}～{total.high} 分"
    )
    if total.rescaled is not None:
        _say(f"剔除不适用指标后折算 {total.rescaled} 分")


def _say_refused(prepared: Prepared) -> int:
    for file, error in prepared.refused:
        _say_problems(file.as_posix(), error)
    return _FAILED if prepared.refused else _OK


def _say_problems(name: str, error: InputError) -> None:
    _say_error(f"{name}：有 {len(error.problems)} 处问题，未处理")
    for problem in error.problems:
        _say_error(f"  {problem}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_error(text: str) -> None:
    sys.stderr.write(text + "\n")
