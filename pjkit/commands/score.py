"""``pjkit score``: one department's scores, without a notebook."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.console import say, say_json
from pjkit.commands.inputs import evaluated, files_of, say_refused
from pjkit.commands.parser import ArgumentGroup
from pjkit.model.amounts import plain
from pjkit.model.scorecard import Scorecard
from pjkit.model.stored import record_text
from pjkit.sources.load import prepare


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument("file", metavar="参数文件", type=Path, help="部门参数文件")
    arguments.add_argument("--json", action="store_true", help="输出完整记录（JSON）")


def run(options: Namespace) -> int:
    """Score the department; gives the exit status."""
    prepared = prepare(files_of([options.file]), Path.cwd(), evaluated)
    for card in prepared.usable:
        if options.json:
            say_json(record_text(card))
        else:
            _say_scores(card)
    return say_refused(prepared)


def _say_scores(card: Scorecard) -> None:
    total = card.total
    say(f"{card.name} {card.year} 年度")
    for mark in card.marks:
        score = "—" if mark.score is None else mark.score
        say(f"  {mark.full_name}：{score}/{plain(mark.points)}（{mark.status.label}）{mark.reason}")
    say(
        f"总分 {total.score}，等次 {total.grade_words}；自评总分 {'—' if total.self_total is None else total.self_total}"
    )
    say(
        f"其中有据 {total.supported} 分，仅凭部门自述 {total.self_only} 分，"
        f"无数据的指标分值 {total.missing} 分；可能范围 {total.low}～{total.high} 分"
    )
    if total.rescaled is not None:
        say(f"剔除不适用指标后折算 {total.rescaled} 分")
    if total.capped:
        say(total.capped)
