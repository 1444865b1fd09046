"""The subcommands of ``pjkit``, one module each: ``add_arguments`` declares its arguments, ``run`` does it.

Only the module of the subcommand that is asked for is imported, so that each starts as quickly as it can.
"""

from importlib import import_module
from typing import Any

from pjkit.commands.parser import CommandLine, Subcommand

COMMANDS = {
    "form": "生成部门填写的填报表（.xlsx）",
    "new": "新建一个部门：按收到的数据写参数文件",
    "check": "检查部门数据，列出全部问题，不生成报告",
    "score": "核算一个部门的得分，不运行笔记本",
    "review": "列出一个部门应先复核的指标，生成复核表",
    "open": "为一个部门准备分析用的笔记本：参数已填好，打开就能全部运行",
    "notebook": "按评分标准写一本笔记本：每项指标一个单元，看得见怎样算出",
    "render": "生成报告：笔记本、网页和记录",
    "verify": "检查已生成的报告：文件有无损坏或被改动，得分是否由数据得出。退出状态：0 没有问题，1 有问题",
    "rubric": "检查、展示、比较评分标准：check、show、diff",
    "diff": "比较两批（或两个年度）的报告。退出状态：0 结果相同，1 有变化，2 用法或文件有误",
}
"""Subcommand, which is its module's name → what it is for; in the order of ``pjkit --help``."""


def command_line(version: str) -> CommandLine:
    """The whole command line."""
    return CommandLine("部门整体支出绩效自评：检查数据、核算得分、生成报告。", version, COMMANDS, _load)


def _load(name: str) -> Subcommand | CommandLine:
    module: Any = import_module(f"{__name__}.{name}")
    if hasattr(module, "command_line"):  # it has subcommands of its own
        return module.command_line()  # type: ignore[no-any-return]  # mypy knows no module by a name made up
    return module  # type: ignore[no-any-return]  # as above
