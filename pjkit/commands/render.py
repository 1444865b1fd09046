"""``pjkit render``: from parameter files to published reports, with what happens told as it happens.

What runs notebooks and writes files is imported where something is to be made: most of the time of a batch without
changes would go into that.
"""

import re
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pjkit.batch.engine.bounds import Limits
from pjkit.batch.job import MASTER, Asked, notebook_file
from pjkit.batch.lock import BusyError
from pjkit.batch.manifest import damage_words
from pjkit.batch.outputs import own_folder, why_not_written
from pjkit.batch.plan import Plan, Planner, plans
from pjkit.batch.render import Place, alone_on, here, usual_jobs
from pjkit.batch.run_record import earlier_run, record_run
from pjkit.batch.summary import PAGE, summarise, unsound
from pjkit.commands.console import progress_bar, say, say_error, say_problems
from pjkit.commands.inputs import add_files, files_of, in_project
from pjkit.commands.parser import FAILED, OK, ArgumentGroup, UsageError
from pjkit.model.params import EDITIONS, FORMAT_LIST
from pjkit.model.problem import InputError, shown
from pjkit.model.records import PAGE_FILE, Failure
from pjkit.model.regular_file import read_regular
from pjkit.sources.load import department_params, receive

_MEGABYTE = 1_000_000
_LARGEST_TEMPLATE = 20 * _MEGABYTE
_ENGINES = ("pjkit", "kernel")
_TIMEOUT = 300.0  # seconds
_TOO_MUCH = 1_000_000_000  # also keeps nan and inf out


def add_arguments(arguments: ArgumentGroup) -> None:
    """Declare the arguments."""
    add_files(arguments)
    _add_options(arguments)


def run(options: Namespace) -> int:
    """Render the departments; gives the exit status."""
    files = files_of(options.files)
    given = (options.jobs, options.timeout, options.memory)
    if not all(0 < number < _TOO_MUCH for number in given if number is not None):
        raise UsageError("--jobs、--timeout 和 --memory 应大于 0")
    try:
        with alone_on(Path.cwd() / "outputs"):
            failed = _render_all(options, files)
    except BusyError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        say_error(f"不能写入文件：{why_not_written(error)}。处理好后再运行，已完成的不会重做")
        failed = True
    return FAILED if failed else OK


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
    arguments.add_argument("--cluster", metavar="地址", help="交给 dask 调度器，如 tls://10.0.0.5:8786")
    arguments.add_argument("--force", action="store_true", help="没有变化的也重新生成")
    keeps = "一个部门失败不影响其他部门（本来就是这样）"
    arguments.add_argument("--keep-going", action="store_true", help=keeps)
    arguments.add_argument("--only-failed", action="store_true", help="只生成上次未完成的")
    arguments.add_argument("--why", action="store_true", help="说明每份报告为什么要重新生成")
    arguments.add_argument(
        "--timeout", type=float, metavar="秒", default=_TIMEOUT, help=f"每份报告的时限，默认 {_TIMEOUT:.0f}"
    )
    engine = "用什么运行笔记本：pjkit（默认，快）或 kernel（普通的 Jupyter 内核）"
    arguments.add_argument("--engine", choices=_ENGINES, default=_ENGINES[0], metavar="引擎", help=engine)
    arguments.add_argument("--memory", type=int, metavar="MB", help="每份报告可用的内存，默认不限")


def _render_all(options: Namespace, files: Sequence[Path]) -> bool:
    root, outputs = Path.cwd(), Path.cwd() / "outputs"
    instead = _instead(options)
    chosen = [file for file in files if _has_failed(file, outputs, instead)] if options.only_failed else files
    try:
        asked = _asked(options, root)
    except InputError as error:
        say_problems("笔记本", error)
        return True
    with Planner(outputs, asked, force=options.force) as planner:
        prepared = receive(chosen, root, planner.plan, instead)
        for one in prepared.refused:
            say_problems(one.file.as_posix(), one.error)
        planned = plans(prepared, outputs, planner)
        with _place(options) as place:
            failed = [_run_plan(plan, place, options) for plan in planned]
    return any(failed) or bool(prepared.refused)


def _asked(options: Namespace, root: Path) -> Asked:
    """What is the same for all reports, read once."""
    memory = options.memory * _MEGABYTE if options.memory else None
    limits = Limits(options.timeout, memory, engine=options.engine)
    return Asked(notebook_file(root, MASTER), limits, _template(options.template), _again(options))


def _again(options: Namespace) -> tuple[str, ...]:
    """What a command that tries again must say, too: all that is asked for beside formats and edition."""
    usual = {"template": None, "timeout": _TIMEOUT, "engine": _ENGINES[0], "memory": None, "cluster": None}
    given = {name: getattr(options, name) for name, value in usual.items() if getattr(options, name) != value}
    return tuple(word for name, value in given.items() for word in (f"--{name}", _typed(value)))


def _typed(value: object) -> str:
    """Seconds as they were given, not ``300.0``."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _instead(options: Namespace) -> dict[str, str]:
    """Parameters that the command line gives for all departments."""
    given = {"to": options.to, "edition": options.edition}
    return {name: value for name, value in given.items() if value is not None}


def _template(file: Path | None) -> bytes:
    """A Word template's content. Raises :class:`UsageError` if there is no such file, or it cannot be used."""
    if file is None:
        return b""
    from pjkit.writers.docx.template import check_template

    try:
        content = read_regular(in_project(file), _LARGEST_TEMPLATE)
        check_template(content, file.as_posix())
    except OSError:
        raise UsageError(f"Word 模板不存在或无法读取：{shown(str(file), 100)}。检查文件名和权限") from None
    except InputError as error:
        raise UsageError("\n".join(["Word 模板不能用：", *map(str, error.problems)])) from None
    return content


def _has_failed(file: Path, outputs: Path, instead: Mapping[str, str]) -> bool:
    """Whether the department of a parameter file is among the failures of its last batch."""
    try:
        params = department_params(file, Path.cwd()).model_copy(update=dict(instead))
    except InputError:
        return True  # it is told why, once more
    earlier = earlier_run(outputs / params.batch)
    return earlier is not None and params.department in {one.department for one in earlier.failures}


@contextmanager
def _place(options: Namespace) -> Iterator[Place]:
    """Here, or the cluster that was named. Raises :class:`UsageError` for one that cannot be used."""
    if options.cluster is None:
        with here(options.jobs or usual_jobs()) as place:
            yield place
        return
    from pjkit.batch.cluster import ClusterError, cluster

    try:
        with cluster(options.cluster, options.timeout) as place:
            yield place
    except ClusterError as error:
        raise UsageError(str(error)) from None


def _run_plan(plan: Plan, place: Place, options: Namespace) -> bool:
    """Render one year's reports; whether one failed. Raises :class:`OSError` where its folder is a link."""
    own_folder(plan.folder)
    for department in plan.unchanged:
        say(f"{department}：{_page(plan, department)}（没有变化）")
    for department, names in plan.mended.items():
        say(f"{department}：{damage_words(names)}，重新生成")
    if options.why:
        for department, changed in plan.why.items():
            say(f"{department}：需要生成，因为有变化：{'、'.join(changed)}")
    failures: list[Failure] = []
    if plan.to_make or plan.failures:
        failures = _make_all(plan, place)
    else:
        record_run(plan, plan.unchanged, failures)
    return _summarise(plan) or bool(failures)


def _make_all(plan: Plan, place: Place) -> list[Failure]:
    """Make what is to be made, and tell of each as it ends."""
    from pjkit.batch.run import run as run_plan

    failures: list[Failure] = []
    with progress_bar(len(plan.to_make)) as advance:

        def told(department: str, failure: Failure | None) -> None:
            advance(f"{department} {'未完成' if failure else '完成'}")
            if failure:
                failures.append(failure)
            else:
                say(f"{department}：{_page(plan, department)}")

        try:
            run_plan(plan, place, told)
        finally:  # also when the disk is full
            for failure in failures:
                _say_failure(failure)
    return failures


def _summarise(plan: Plan) -> bool:
    """Bring the year's summary up to date and say where it is; whether that failed."""
    try:
        wrong = summarise(plan.folder, Path.cwd())
    except InputError as error:
        say_problems("汇总", error)
        return True
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - another year's batch may be still to come
        wrong = f"没有预料到的错误：{type(error).__name__} {shown(str(error))}"
    if wrong:
        say_error(f"汇总：未完成：{wrong}")
        return True
    say(f"汇总：outputs/{plan.folder.name}/{PAGE}")
    left_out = unsound(plan.folder)
    for department, names in left_out.items():
        say_error(f"{department}：{damage_words(names)}，未列入汇总。重新生成这份报告，或删去它的文件夹")
    return bool(left_out)


def _page(plan: Plan, department: str) -> str:
    return f"outputs/{plan.folder.name}/{department}/{PAGE_FILE}"


def _say_failure(failure: Failure) -> None:
    where = f"（{failure.cell}）" if failure.cell else ""
    say_error(f"{failure.department}：未完成{where}：{failure.cause}")
    for detail in failure.details:
        say_error(f"  {detail}")
    say_error(f"  改正后：{failure.command}")
