"""``pjkit open``: a notebook with one department's parameters, for an analyst to go on in."""

from argparse import Namespace
from pathlib import Path

from pjkit.batch.analyst_copy import analyst_copy
from pjkit.batch.job import MASTER, notebook_file
from pjkit.commands.console import say, say_problems
from pjkit.commands.inputs import file_of
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.commands.writing import write_new
from pjkit.model.problem import InputError, shown
from pjkit.sources.load import department_params


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument("name", metavar="部门", help="部门代码，或参数文件")
    written = "笔记本的文件名，在项目文件夹之内；不写则为 notebooks/部门代码.ipynb。不覆盖已有的文件"
    arguments.add_argument("-o", "--output", metavar="文件", type=Path, help=written)


def run(options: Namespace) -> int:
    """Write the notebook; gives the exit status."""
    file = file_of(options.name)
    try:
        params = department_params(file, Path.cwd())
        content = analyst_copy(notebook_file(Path.cwd(), Path(params.notebook)), params)
    except InputError as error:
        say_problems(file.as_posix(), error)
        return FAILED
    output = _usable(options.output or MASTER.parent / f"{params.department}.ipynb")
    write_new({output: content}, "里面可能有您的分析")
    say(f"{output.as_posix()}：{params.department} 的参数已填好。用 Jupyter 打开，全部运行即可；模板没有改动")
    return OK


def _usable(output: Path) -> Path:
    """A notebook's file in the project: from elsewhere its relative paths would lead nowhere."""
    if output.suffix != ".ipynb":
        raise UsageError(f"笔记本的文件名应以 .ipynb 结尾：{shown(output.as_posix(), 100)}")
    if not output.resolve().is_relative_to(Path.cwd().resolve()):
        where = shown(output.as_posix(), 100)
        raise UsageError(f"笔记本应放在项目文件夹之内，否则找不到数据：{where}。例如 notebooks/{output.name}")
    return output
