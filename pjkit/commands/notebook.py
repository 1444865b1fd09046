"""``pjkit notebook``: a notebook of a rubric in which each indicator's computation is visible and can be edited."""

from argparse import Namespace
from pathlib import Path

from pjkit.batch.job import MASTER, notebook_file
from pjkit.batch.rubric_notebook import rubric_notebook
from pjkit.commands.console import say, say_problems
from pjkit.commands.inputs import files_of
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.commands.writing import write_new
from pjkit.model.params import Params
from pjkit.model.problem import InputError, shown
from pjkit.report.computation import cells_of
from pjkit.sources.params import read_params
from pjkit.sources.rubric import read_rubric


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument("rubric", metavar="评分标准", type=Path, help="评分标准文件，在项目文件夹之内")
    written = "笔记本的文件名（.ipynb），在项目文件夹之内，不覆盖已有的文件"
    arguments.add_argument("-o", "--output", metavar="文件", type=Path, required=True, help=written)


def run(options: Namespace) -> int:
    """Write the notebook; gives the exit status."""
    output = _relative(options.output, "笔记本")
    if output.suffix != ".ipynb":
        raise UsageError(f"笔记本的文件名应以 .ipynb 结尾：{shown(output.as_posix(), 100)}")
    name = _relative(options.rubric, "评分标准").as_posix()
    try:
        rubric = read_rubric(options.rubric, name)
        params = _sample(name).model_copy(update={"notebook": output.as_posix()})
        content = rubric_notebook(notebook_file(Path.cwd(), MASTER), params, cells_of(rubric))
    except InputError as error:
        say_problems(name, error)
        return FAILED
    write_new({output: content}, "里面可能有您的分析")
    say(
        f"{output.as_posix()}：{len(rubric.indicators())} 项指标各有一个单元。在参数文件中写 notebook: {output.as_posix()} 即用它"
    )
    return OK


def _relative(path: Path, what: str) -> Path:
    """Seen from the project. Raises :class:`UsageError` for what lies elsewhere: its paths would lead nowhere."""
    whole, root = path.resolve(), Path.cwd().resolve()
    if not whole.is_relative_to(root):
        raise UsageError(f"{what}应放在项目文件夹之内：{shown(path.as_posix(), 100)}")
    return whole.relative_to(root)


def _sample(rubric: str) -> Params:
    """The first department with that rubric, for the parameters to begin with. Raises :class:`UsageError` without any."""
    for file in files_of([]):
        try:
            params = read_params(file)
        except InputError:
            continue  # told by pjkit check
        if Path(params.rubric) == Path(rubric):
            return params
    raise UsageError(f"没有部门使用 {rubric}。先用 pjkit new 建立一个部门，笔记本要有数据才能运行")
