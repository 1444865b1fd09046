"""``pjkit verify``: whether published reports are whole, untouched, and what the data give."""

from argparse import Namespace
from pathlib import Path

from pjkit.batch.verify import verify
from pjkit.commands.console import say, say_error, say_problems
from pjkit.commands.inputs import files_of
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.model.problem import InputError, shown

_OUTPUTS = Path("outputs")


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    text = "一批报告的文件夹，如 outputs/2022；不写则为 outputs 下的全部年度"
    arguments.add_argument("folders", nargs="*", metavar="文件夹", type=Path, help=text)


def run(options: Namespace) -> int:
    """Verify the batches; gives the exit status."""
    folders = [_batch(folder) for folder in options.folders] or sorted(_OUTPUTS.glob("[0-9]*"))
    if not folders:
        raise UsageError("outputs 文件夹中没有报告。请在项目目录中运行，或先运行 pjkit render")
    return max([_verify(folder) for folder in folders])


def _batch(folder: Path) -> Path:
    """A batch of this project. Raises :class:`UsageError` for any other folder."""
    if (
        folder.resolve().parent != _OUTPUTS.resolve()
        or not folder.name[:4].isdecimal()
        or not folder.is_dir()
    ):
        raise UsageError(f"{shown(folder.as_posix(), 100)}不是一批报告的文件夹。应为本项目的 outputs/<年度>")
    return folder


def _verify(folder: Path) -> int:
    name = folder.resolve().name
    try:
        found = verify(_OUTPUTS.resolve() / name, Path.cwd(), files_of([]))
    except InputError as error:
        say_problems(name, error)
        return FAILED
    for one in found.complaints:
        say_error(f"outputs/{one.place}：{one.words}")
    if found.complaints:
        say_error(
            f"outputs/{name}：有 {len(found.complaints)} 处问题。重新生成：pjkit render；删去的部门连文件夹一起删去"
        )
        return FAILED
    say(f"outputs/{name}：{found.reports} 份报告和汇总都完整，得分与按现在的数据核算的相同")
    return OK
