"""``pjkit check``: every problem and finding of every department's data; renders nothing."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.inputs import add_files
from pjkit.commands.parser import CommandLine


def add(line: CommandLine) -> None:
    """Declare the command."""
    arguments = line.command("check", run, "检查部门数据，列出全部问题，不生成报告")
    add_files(arguments)
    arguments.add_argument("--json", action="store_true", help="输出全部问题（JSON）")
    written = (
        "写成可发回部门答复的清单。文件名以 .xlsx 结尾：全部部门写在一个工作簿里，供财政部门留底；"
        "文件夹：每个部门一个工作簿，分别发回。不覆盖已有的文件"
    )
    arguments.add_argument("-o", "--output", metavar="文件或文件夹", type=Path, help=written)


def run(options: Namespace) -> int:
    """Check the departments; gives the exit status."""
    from pjkit.commands.checking import check

    return check(options)
