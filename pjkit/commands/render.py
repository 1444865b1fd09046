"""``pjkit render``: its arguments. What it does is in ``rendering``, which imports the heavy libraries."""

import re
from argparse import Namespace
from pathlib import Path

from pjkit.commands.inputs import add_files, files_of
from pjkit.commands.parser import ArgumentGroup
from pjkit.model.params import EDITIONS, FORMAT_LIST


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    add_files(arguments)
    _add_options(arguments)


def run(options: Namespace) -> int:
    """Render the departments; gives the exit status."""
    from pjkit.commands.rendering import render_batch

    return render_batch(options, files_of(options.files))


def _formats(text: str) -> str:
    if not re.fullmatch(FORMAT_LIST, text):
        raise ValueError(text)
    return text


def _edition(text: str) -> str:
    if text not in EDITIONS:
        raise ValueError(text)
    return text


def _add_options(arguments: ArgumentGroup) -> None:
    made = "生成什么：html、docx（Word 报告）、xlsx（评分表），用逗号隔开；网页总会生成"
    arguments.add_argument("--to", type=_formats, metavar="格式", help=made)
    arguments.add_argument("--template", type=Path, metavar="文件", help="自备的 Word 模板（.docx）")
    edition = "public：公开版，略去不公开的内容，另存为 outputs/<年度>-public；internal：内部版（默认）"
    arguments.add_argument("--edition", type=_edition, metavar="版本", help=edition)
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
    engine = "用什么运行笔记本：pjkit（默认，快）或 kernel（普通的 Jupyter 内核）"
    arguments.add_argument(
        "--engine", choices=("pjkit", "kernel"), default="pjkit", metavar="引擎", help=engine
    )
    arguments.add_argument("--memory", type=int, metavar="MB", help="每份报告可用的内存，默认不限")
