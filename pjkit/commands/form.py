"""``pjkit form``: the workbook that a department fills in."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from pjkit.commands.console import say, say_problems
from pjkit.commands.inputs import in_project
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.commands.writing import write_new
from pjkit.forms.form import make_form
from pjkit.forms.form.order import order, read_last_year
from pjkit.forms.form.page import PROJECT_ROWS
from pjkit.model.problem import InputError, shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric import read_rubric


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument(
        "rubric", metavar="评分标准", type=Path, help="评分标准文件，如 params/rubrics/xinning-2022.yaml"
    )
    arguments.add_argument(
        "-o", "--output", metavar="文件", type=Path, required=True, help="填报表的文件名，不覆盖已有的文件"
    )
    arguments.add_argument("--department", metavar="名称", default="", help="印上单位名称")
    arguments.add_argument(
        "--year", metavar="年度", type=int, help="评价年度；不写则为上年数据的下一年，或评分标准的年度"
    )
    arguments.add_argument(
        "--projects",
        metavar="项目",
        nargs="+",
        default=[],
        help="项目评价的填报表：印上各项目的名称，或写一个数，留出这么多项目的位置（不写为 3 个）",
    )
    arguments.add_argument(
        "--from",
        dest="last_year",
        metavar="上年数据",
        type=Path,
        help="带入上年数据：上年的参数文件（.yaml，用它自己的评分标准），或上年的数据（文件夹、.xlsx）",
    )


def run(options: Namespace) -> int:
    """Write the form; gives the exit status."""
    if options.output.suffix.lower() != ".xlsx":
        raise UsageError(f"填报表的文件名应以 .xlsx 结尾：{shown(options.output.as_posix(), 100)}")
    try:
        return _write(options)
    except InputError as error:
        say_problems("填报表", error)
        return FAILED


def _write(options: Namespace) -> int:
    name = options.rubric.as_posix()
    rubric = read_rubric(in_project(options.rubric), name)
    last_year = read_last_year(options.last_year, name, Path.cwd()) if options.last_year else None
    wanted = order(rubric, options.year, options.department, last_year)
    if options.projects:
        wanted = replace(wanted, projects=_projects(options.projects, rubric))
    write_new({options.output: make_form(wanted)}, "里面可能填了数据")
    say(f"{options.output.as_posix()}：{wanted.year} 年度填报表，{len(rubric.indicators())} 项指标")
    if last_year:
        for sheet, what in last_year.summary().items():
            say(f"  带入 {last_year.year} 年度{sheet}：{what}")
    say(f"填好收回后：pjkit new 部门代码 --data {options.output.as_posix()}")
    return OK


def _projects(given: list[str], rubric: Rubric) -> tuple[str, ...]:
    """The names of the projects to print; "" for each that has room and no name."""
    if rubric.subject != "project":
        raise UsageError("这个评分标准不是按项目评价的，不用写 --projects")
    names = ("",) * int(given[0]) if len(given) == 1 and given[0].isdecimal() else tuple(given)
    if not 0 < len(names) <= PROJECT_ROWS:
        raise UsageError(f"--projects 写 1 至 {PROJECT_ROWS} 个项目")
    if doubled := next((name for name in names if name and names.count(name) > 1), ""):
        raise UsageError(f"--projects 中项目{shown(doubled)}写了两次")
    return names
