"""``pjkit review``: what to review first in one department's self-evaluation, and the sheet to fill in."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.console import say
from pjkit.commands.inputs import evaluated, file_of, say_refused
from pjkit.commands.parser import ArgumentGroup, UsageError
from pjkit.commands.writing import write_new
from pjkit.forms.review_priorities import Agenda, Concern, agenda
from pjkit.forms.review_sheet import make_review_sheet
from pjkit.model.amounts import plain, points
from pjkit.model.problem import shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources.load import Opened, prepare

_INTERNAL = {"edition": "internal"}  # names withheld in a public edition would come back as 复核人


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument("name", metavar="部门", help="部门代码（outputs 中的文件夹名），或参数文件")
    written = "写成复核表（.xlsx）：填好的“复核”表放进部门的数据，复核分就计入得分。不覆盖已有的文件"
    arguments.add_argument("-o", "--output", metavar="文件", type=Path, help=written)


def run(options: Namespace) -> int:
    """List what to review; gives the exit status."""
    output: Path | None = options.output
    if output and output.suffix.lower() != ".xlsx":
        raise UsageError(f"复核表的文件名应以 .xlsx 结尾：{shown(output.as_posix(), 100)}")
    prepared = prepare([file_of(options.name)], Path.cwd(), _agenda_of, _INTERNAL)
    for found, rubric in prepared.usable:
        if output:
            _write(found, rubric, output)
        _say(found)
        if output:
            say(f"已写入 {output.as_posix()}")
    return say_refused(prepared)


def _agenda_of(opened: Opened) -> tuple[Agenda, Rubric]:
    return agenda(evaluated(opened)), opened.rubric


def _write(found: Agenda, rubric: Rubric, output: Path) -> None:
    write_new({output: make_review_sheet(found, rubric)}, "里面可能有复核结果")


def _say(found: Agenda) -> None:
    card, total = found.card, found.card.total
    bare = points(total.self_only + total.missing)
    say(
        f"{card.name}（{card.department}，{card.year} 年度）：总分 {total.score}，没有依据的 {bare} 分；"
        f"应复核 {len(found.concerns)} 项，按先后："
    )
    for number, one in enumerate(found.concerns, start=1):
        _say_concern(number, one)
    if found.others:
        say("不对应单项指标的疑点：")
    for finding in found.others:
        say(f"  [{finding.severity}] {finding.where} {finding.title}：{finding.message}")


def _say_concern(number: int, one: Concern) -> None:
    mark = one.mark
    say(f"{number:>3}. {mark.full_name}（{plain(mark.points)} 分）：涉及 {points(one.at_stake)} 分")
    for why in one.why:
        say(f"     {why}")
    if one.where:
        say(f"     看：{'、'.join(one.where)}")
