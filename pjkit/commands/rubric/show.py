"""``pjkit rubric show``: the rubric as a page or a Word file."""

from argparse import Namespace
from pathlib import Path

from pjkit.commands.console import say, say_problems
from pjkit.commands.inputs import in_project
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.commands.writing import write_new
from pjkit.model.problem import InputError, shown
from pjkit.report.rubric_page import rubric_page
from pjkit.sources.rubric import read_rubric
from pjkit.writers.registry import DOCUMENTS
from pjkit.writers.report import Document


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    arguments.add_argument("file", metavar="评分标准", type=Path, help="评分标准文件")
    text = f"文件名，以 {' 或 '.join(DOCUMENTS)} 结尾，不覆盖已有的文件"
    arguments.add_argument("-o", "--output", metavar="文件", type=Path, required=True, help=text)


def run(options: Namespace) -> int:
    """Write the page; gives the exit status."""
    output: Path = options.output
    write = DOCUMENTS.get(output.suffix.lower())
    if write is None:
        raise UsageError(f"文件名应以 {' 或 '.join(DOCUMENTS)} 结尾：{shown(output.as_posix(), 100)}")
    name = options.file.as_posix()
    try:
        rubric = read_rubric(in_project(options.file), name)
    except InputError as error:
        say_problems(name, error)
        return FAILED
    document = Document(rubric.title, rubric.year, "评分标准", rubric_page(rubric))
    write_new({output: write(document)}, "里面可能有批注或签字")
    say(f"{output.as_posix()}：{rubric.title}（{rubric.id}），{len(rubric.indicators())} 项指标")
    return OK
