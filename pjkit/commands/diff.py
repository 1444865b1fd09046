"""``pjkit diff``: what changed between two batches or two years."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.console import say, say_json
from pjkit.commands.parser import CommandLine, UsageError
from pjkit.commands.status import FAILED, OK
from pjkit.model.problem import InputError
from pjkit.model.stored import record_text


def add(line: CommandLine) -> None:
    """Declare the command."""
    diff = line.command(
        "diff", run, "比较两批（或两个年度）的报告。退出状态：0 结果相同，1 有变化，2 用法或文件有误"
    )
    kinds = "一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 scorecard.json"
    diff.add_argument("old", metavar="旧报告", type=Path, help=kinds)
    diff.add_argument("new", metavar="新报告", type=Path, help="同上")
    diff.add_argument("--json", action="store_true", help="输出完整比较结果（JSON）")


def run(options: Namespace) -> int:
    """As diff does: 0 equal results, 1 different ones, 2 what cannot be compared."""
    from pjkit.diff import compare, in_words, read_sides

    try:
        found = compare(*read_sides(options.old, options.new))
    except InputError as error:
        raise UsageError("\n".join(map(str, error.problems))) from None
    if options.json:
        say_json(record_text(found))
    else:
        for text in in_words(found):
            say(text)
    return FAILED if found.differs else OK
