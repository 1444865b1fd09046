"""``pjkit render``: from parameter files to published reports, with what happens told as it happens."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pjkit.batch.cluster import ClusterError, cluster
from pjkit.batch.engine.bounds import Limits
from pjkit.batch.job import make_job
from pjkit.batch.lock import BusyError
from pjkit.batch.outputs import why_not_written
from pjkit.batch.render import PAGE_FILE, alone_on, here, usual_jobs
from pjkit.batch.run import Plan, earlier_run, plans, run
from pjkit.batch.summary import PAGE, summarise
from pjkit.commands.console import say, say_error, say_problems
from pjkit.commands.parser import FAILED, OK, UsageError
from pjkit.model.problem import InputError, shown
from pjkit.model.records import Failure
from pjkit.sources.load import prepare
from pjkit.sources.params import read_params
from pjkit.writers.docx.template import check_template

_MEGABYTE = 1_000_000
_TOO_MUCH = 1_000_000_000  # also keeps nan and inf out


def render_batch(options: Namespace, files: Sequence[Path]) -> int:
    """Render the departments of these parameter files; gives the exit status."""
    given = (options.jobs, options.timeout, options.memory)
    if not all(0 < number < _TOO_MUCH for number in given if number is not None):
        raise UsageError("--jobs、--timeout 和 --memory 应大于 0")
    try:
        with alone_on(Path.cwd() / "outputs"):
            failed = _render_all(options, files)
    except (BusyError, ClusterError) as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        say_error(f"不能写入文件：{why_not_written(error)}。处理好后再运行，已完成的不会重做")
        failed = True
    return FAILED if failed else OK


def _render_all(options: Namespace, files: Sequence[Path]) -> bool:
    root, outputs = Path.cwd(), Path.cwd() / "outputs"
    instead = _instead(options)
    chosen = [file for file in files if _has_failed(file, outputs, instead)] if options.only_failed else files
    memory = options.memory * _MEGABYTE if options.memory else None
    limits = Limits(options.timeout, memory, engine=options.engine)
    template = _template(options.template)
    prepared = prepare(chosen, root, lambda opened: make_job(opened, root, limits, template), instead)
    for one in prepared.refused:
        say_problems(one.file.as_posix(), one.error)
    with (
        cluster(options.cluster)
        if options.cluster is not None
        else here(options.jobs or usual_jobs()) as executor
    ):
        failed = [
            _run_plan(plan, executor, options) for plan in plans(prepared, outputs, force=options.force)
        ]
    return any(failed) or bool(prepared.refused)


def _instead(options: Namespace) -> dict[str, str]:
    """Parameters that the command line gives for all departments."""
    given = {"to": options.to, "edition": options.edition}
    return {name: value for name, value in given.items() if value is not None}


def _template(file: Path | None) -> bytes:
    """A Word template's content. Raises :class:`UsageError` if there is no such file, or it cannot be used."""
    if file is None:
        return b""
    try:
        content = file.read_bytes()
        check_template(content, file.as_posix())
    except OSError:
        raise UsageError(f"Word 模板不存在或无法读取：{shown(str(file), 100)}。检查文件名和权限") from None
    except InputError as error:
        raise UsageError("\n".join(["Word 模板不能用：", *map(str, error.problems)])) from None
    return content


def _has_failed(file: Path, outputs: Path, instead: Mapping[str, str]) -> bool:
    """Whether the department of a parameter file is among the failures of its last batch."""
    try:
        params = read_params(file).model_copy(update=dict(instead))
    except InputError:
        return True  # it is told why, once more
    earlier = earlier_run(outputs / params.batch)
    return earlier is not None and params.department in {one.department for one in earlier.failures}


def _run_plan(plan: Plan, executor: Executor, options: Namespace) -> bool:
    """Render one year's reports; whether one failed."""
    for department in plan.unchanged:
        say(f"{department}：{_page(plan, department)}（没有变化）")
    if options.why:
        for department, changed in plan.why.items():
            say(f"{department}：需要生成，因为有变化：{'、'.join(changed)}")
    failures: list[Failure] = []

    with _progress() as progress:
        task = progress.add_task("", total=len(plan.jobs), visible=bool(plan.jobs))

        def told(department: str, failure: Failure | None) -> None:
            state = "未完成" if failure else "完成"
            progress.update(task, advance=1, description=f"{department} {state}")
            if failure:
                failures.append(failure)
            else:
                say(f"{department}：{_page(plan, department)}")

        try:
            run(plan, executor, told)
        finally:  # also when the disk is full
            for failure in failures:
                _say_failure(failure)
    return _summarise(plan) or bool(failures)


def _summarise(plan: Plan) -> bool:
    """Bring the year's summary up to date and say where it is; whether that failed."""
    try:
        wrong = summarise(plan.folder, Path.cwd())
    except InputError as error:
        say_problems("汇总", error)
        return True
    if wrong:
        say_error(f"汇总：未完成：{wrong}")
        return True
    say(f"汇总：outputs/{plan.folder.name}/{PAGE}")
    return False


def _progress() -> Progress:
    """A bar with the last department and the time left; nothing where stderr is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _page(plan: Plan, department: str) -> str:
    return f"outputs/{plan.folder.name}/{department}/{PAGE_FILE}"


def _say_failure(failure: Failure) -> None:
    where = f"（{failure.cell}）" if failure.cell else ""
    say_error(f"{failure.department}：未完成{where}：{failure.cause}")
    for detail in failure.details:
        say_error(f"  {detail}")
    say_error(f"  改正后：{failure.command}")
