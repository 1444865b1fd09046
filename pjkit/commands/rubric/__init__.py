"""``pjkit rubric``: what concerns a rubric before anybody is scored by it. One module a subcommand."""

from importlib import import_module
from typing import Any

from pjkit.commands.parser import CommandLine, Subcommand

_COMMANDS = {
    "check": "检查评分标准文件，列出全部问题，说明它用到和要求填报的内容",
    "show": "把评分标准生成网页或 Word 文件，供阅读、打印、会签",
    "diff": "比较两份评分标准，并按现有数据算出各部门得分的变化",
}


def command_line() -> CommandLine:
    """The subcommands of ``pjkit rubric``."""
    return CommandLine("检查、展示、比较评分标准。", "", _COMMANDS, _load, "pjkit rubric")


def _load(name: str) -> Subcommand:
    module: Any = import_module(f"{__name__}.{name}")
    return module  # type: ignore[no-any-return]  # mypy knows no module by a name made up
