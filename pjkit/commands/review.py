"""``pjkit review``: what to review first in one department's self-evaluation, and the sheet to fill in."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.parser import CommandLine


def add(line: CommandLine) -> None:
    """Declare the command."""
    review = line.command("review", run, "列出一个部门应先复核的指标，生成复核表")
    review.add_argument("name", metavar="部门", help="部门代码（outputs 中的文件夹名），或参数文件")
    written = "写成复核表（.xlsx）：填好的“复核”表放进部门的数据，复核分就计入得分。不覆盖已有的文件"
    review.add_argument("-o", "--output", metavar="文件", type=Path, help=written)


def run(options: Namespace) -> int:
    """List what to review; gives the exit status."""
    from pjkit.commands.reviewing import review

    return review(options)
