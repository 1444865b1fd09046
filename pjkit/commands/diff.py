"""``pjkit diff``: what changed between two batches or two years."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.console import say, say_json
from pjkit.commands.inputs import in_project
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.diff import compare, in_words, read_sides
from pjkit.model.problem import InputError
from pjkit.model.stored import record_text


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    kinds = "一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 scorecard.json"
    arguments.add_argument("old", metavar="旧报告", type=Path, help=kinds)
    arguments.add_argument("new", metavar="新报告", type=Path, help="同上")
    arguments.add_argument("--json", action="store_true", help="输出完整比较结果（JSON）")


def run(options: Namespace) -> int:
    """As diff does: 0 equal results, 1 different ones, 2 what cannot be compared."""
    try:
        in_project(options.old)
        in_project(options.new)
        found = compare(*read_sides(options.old, options.new))
    except InputError as error:
        raise UsageError("\n".join(map(str, error.problems))) from None
    if options.json:
        say_json(record_text(found))
    else:
        for text in in_words(found):
            say(text)
    return FAILED if found.differs else OK
