"""``pjkit new``: the parameter file of a department that has handed in its data."""

from argparse import Namespace
from pathlib import Path

from pjkit.batch.outputs import why_not_written
from pjkit.commands.console import say, say_error, say_problems
from pjkit.commands.parser import FAILED, OK, ArgumentGroup
from pjkit.forms.new_department import Wanted, add_department
from pjkit.model.problem import InputError


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument(
        "department", metavar="部门代码", help="小写字母、数字和连接符，如 county-library；也是输出文件夹名"
    )
    arguments.add_argument(
        "--data", metavar="数据", type=Path, required=True, help="填好的填报表（.xlsx），或 CSV 文件夹"
    )
    arguments.add_argument("--year", metavar="年度", type=int, help="评价年度；不写则用数据中的“评价年度”")
    arguments.add_argument("--rubric", metavar="评分标准", type=Path, help="评分标准文件；只有一个时可以不写")


def run(options: Namespace) -> int:
    """Write the parameter file; gives the exit status."""
    try:
        wanted = Wanted(options.department, options.data, options.year, options.rubric)
        new = add_department(wanted, Path.cwd())
    except InputError as error:
        say_problems("新建部门", error)
        return FAILED
    except OSError as error:
        say_error(f"不能写入参数文件：{why_not_written(error)}")
        return FAILED
    file = new.file.as_posix()
    say(f"{file}：已写好，{new.params.year} 年度，数据 {new.params.data}")
    if new.problems:
        say(f"数据有 {new.problems} 处问题。下一步：pjkit check {file}")
    else:
        say(f"数据可用。下一步：pjkit render {file}")
    return OK
