"""The subcommands of ``pjkit``, one module each: ``add`` declares its arguments, ``run`` does it.

Whatever is slow to import (papermill, pandas, xlsxwriter) is imported when a command runs, so that
``pjkit --help`` and a check of data stay quick.
"""

from pjkit.commands import check, diff, form, new, open, render, review, score  # noqa: A004 - a command's name
from pjkit.commands.parser import CommandLine

COMMANDS = (form, new, check, score, review, open, render, diff)
"""In the order of ``pjkit --help``."""


def command_line(version: str) -> CommandLine:
    """The whole command line."""
    line = CommandLine("部门整体支出绩效自评：检查数据、核算得分、生成报告。", version)
    for command in COMMANDS:
        command.add(line)
    return line
