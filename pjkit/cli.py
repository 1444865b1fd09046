"""The ``pjkit`` command: the only place that prints.

Exit status: 0 all well; 1 some departments failed; 2 wrong use.
"""

import difflib
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pjkit import __version__
from pjkit.cli_parser import ArgumentGroup, CommandLine, UsageError
from pjkit.cli_say import accept_any_sign, drop_output, say, say_error, say_json, say_problems
from pjkit.scoring.amounts import plain
from pjkit.scoring.evaluate import evaluate
from pjkit.scoring.opening import Opened, Prepared, prepare
from pjkit.scoring.problems import InputError, shown
from pjkit.scoring.record import dumps, to_record
from pjkit.scoring.rules.base import Severity
from pjkit.scoring.scorecard import Scorecard

_OK, _FAILED, _WRONG_USE, _INTERRUPTED = 0, 1, 2, 130
_SEVERITIES: tuple[Severity, ...] = ("确定", "疑似", "提示")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status."""
    accept_any_sign()
    try:
        options = _command_line().parse(sys.argv[1:] if words is None else words)
        status: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        say_error(str(error))
        return _WRONG_USE
    except BrokenPipeError:  # whoever reads has had enough, as in "pjkit check | head"
        drop_output()
        return _FAILED
    except KeyboardInterrupt:
        say_error("已中断")
        return _INTERRUPTED
    return status


def _command_line() -> CommandLine:
    line = CommandLine("部门整体支出绩效自评：检查数据、核算得分、生成报告。", __version__)
    _add_files(line.command("check", _check, "检查部门数据，列出全部问题，不生成报告"))
    score = line.command("score", _score, "核算一个部门的得分，不运行笔记本")
    score.add_argument("file", metavar="参数文件", type=Path, help="部门参数文件")
    score.add_argument("--json", action="store_true", help="输出完整记录（JSON）")
    render = line.command("render", _render, "生成报告：笔记本、网页和记录")
    _add_files(render)
    _add_render_options(render)
    diff = line.command(
        "diff", _diff, "比较两批（或两个年度）的报告。退出状态：0 结果相同，1 有变化，2 用法或文件有误"
    )
    kinds = "一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 scorecard.json"
    diff.add_argument("old", metavar="旧报告", type=Path, help=kinds)
    diff.add_argument("new", metavar="新报告", type=Path, help="同上")
    diff.add_argument("--json", action="store_true", help="输出完整比较结果（JSON）")
    return line


def _add_files(arguments: ArgumentGroup) -> None:
    text = "部门参数文件；不写则为 params/*.yaml"
    arguments.add_argument("files", nargs="*", metavar="参数文件", type=Path, help=text)


def _add_render_options(arguments: ArgumentGroup) -> None:
    arguments.add_argument("--jobs", type=int, metavar="N", help="同时生成的份数，默认为处理器核数")
    arguments.add_argument("--cluster", metavar="地址", help="交给 dask 调度器，如 tcp://10.0.0.5:8786")
    arguments.add_argument("--force", action="store_true", help="没有变化的也重新生成")
    keeps = "一个部门失败不影响其他部门（本来就是这样）"
    arguments.add_argument("--keep-going", action="store_true", help=keeps)
    arguments.add_argument("--only-failed", action="store_true", help="只生成上次未完成的")
    arguments.add_argument("--why", action="store_true", help="说明每份报告为什么要重新生成")
    arguments.add_argument(
        "--timeout", type=float, metavar="秒", default=300.0, help="每份报告的时限，默认 300"
    )
    arguments.add_argument("--memory", type=int, metavar="MB", help="每份报告可用的内存，默认不限")


# Commands


def _check(options: Namespace) -> int:
    prepared = prepare(_files(options.files), Path.cwd(), _evaluated)
    for card in prepared.usable:
        _say_checked(card)
    return _say_refused(prepared)


def _score(options: Namespace) -> int:
    prepared = prepare(_files([options.file]), Path.cwd(), _evaluated)
    for card in prepared.usable:
        if options.json:
            say_json(dumps(to_record(card)))
        else:
            _say_scores(card)
    return _say_refused(prepared)


def _render(options: Namespace) -> int:
    """Papermill, nbconvert and rich are imported only here."""
    from pjkit.cli_render import render_batch

    return render_batch(options, _files(options.files))


def _diff(options: Namespace) -> int:
    """As diff does: 0 equal results, 1 different ones, 2 what cannot be compared."""
    from pjkit.publishing.comparing import compare, in_words, read_sides

    try:
        found = compare(*read_sides(options.old, options.new))
    except InputError as error:
        raise UsageError("\n".join(map(str, error.problems))) from None
    if options.json:
        say_json(dumps(found.model_dump(mode="json")))
    else:
        for text in in_words(found):
            say(text)
    return _FAILED if found.differs else _OK


def _evaluated(opened: Opened) -> Scorecard:
    return evaluate(opened.rubric, opened.dossier)


def _files(named: Sequence[Path]) -> list[Path]:
    """The parameter files meant. Raises :class:`UsageError` where there is none."""
    known = sorted(Path("params").glob("*.yaml"))
    missing = [_missing(file, known) for file in named if not _is_file(file)]
    if missing:
        raise UsageError("\n".join(missing))
    once: dict[Path, Path] = {}
    for file in named:
        once.setdefault(file.resolve(), file)
    files = list(once.values()) or known
    if not files:
        raise UsageError("params 文件夹中没有参数文件（*.yaml）。请在项目目录中运行，或写明参数文件")
    return files


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name too long, a folder that may not be read
        return False


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except OSError:
        return False


def _missing(file: Path, known: Sequence[Path]) -> str:
    if _is_folder(file):
        return (
            f"{shown(file.as_posix(), 100)}是文件夹，不是参数文件。要处理 params 中的全部部门，就不写文件名"
        )
    names = [path.as_posix() for path in known]
    near = difflib.get_close_matches(file.as_posix(), names, 1, 0.5)
    hint = f"是不是 {near[0]}？" if near else "检查文件名，或在项目目录中运行"
    return f"参数文件不存在：{shown(file.as_posix(), 100)}。{hint}"


# What is printed


def _say_checked(card: Scorecard) -> None:
    counts = Counter(finding.severity for finding in card.findings)
    found = "、".join(f"{severity} {counts[severity]}" for severity in _SEVERITIES)
    say(f"{card.department}（{card.name}，{card.year} 年度）：数据可用；疑点：{found}")
    for finding in sorted(card.findings, key=lambda finding: _SEVERITIES.index(finding.severity)):
        say(f"  [{finding.severity}] {finding.where}：{finding.message}")


def _say_scores(card: Scorecard) -> None:
    total = card.total
    say(f"{card.name} {card.year} 年度")
    for mark in card.marks:
        score = "—" if mark.score is None else mark.score
        say(f"  {mark.path[1]}/{mark.name}：{score}/{plain(mark.points)}（{mark.status.label}）{mark.reason}")
    grade = total.grade or "待定（" + "～".join(total.grade_range) + "）"
    say(f"总分 {total.score}，等次 {grade}；自评总分 {'—' if total.self is None else total.self}")
    say(
        f"其中有据 {total.supported} 分，仅凭部门自述 {total.self_only} 分，"
        f"无数据的指标分值 {total.missing} 分；可能范围 {total.low}～{total.high} 分"
    )
    if total.rescaled is not None:
        say(f"剔除不适用指标后折算 {total.rescaled} 分")


def _say_refused(prepared: Prepared[Scorecard]) -> int:
    for file, error in prepared.refused:
        say_problems(file.as_posix(), error)
    return _FAILED if prepared.refused else _OK
