"""What the commands print, and how: results on stdout, problems on stderr, the same bytes on every system."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pjkit.model.problem import InputError
from pjkit.model.signs import visible, visible_json
from pjkit.sources.places import in_order


def accept_any_sign() -> None:
    """Let a terminal or pipe that cannot show a sign get it escaped, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Write to nowhere from now on: whoever reads has had enough, as in "pjkit check | head"."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """One line of a result. Whatever a department wrote into it moves no cursor and begins no line."""
    sys.stdout.write(visible(text).replace("\n", "·") + "\n")


def say_error(text: str) -> None:
    """What went wrong, with nothing that moves a cursor."""
    sys.stderr.write(visible(text) + "\n")


def say_json(text: str) -> None:
    """The same bytes on every system: a redirected stdout of Windows would be in GBK with other line ends."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(visible_json(text))


def say_problems(name: str, error: InputError) -> None:
    """Every problem of one input, as somebody goes through the workbook."""
    say_error(f"{name}：有 {len(error.problems)} 处问题，未处理")
    for problem in in_order(error.problems):
        say_error(f"  {problem}")


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[str], None]]:
    """A bar with the last department and the time left, moved on by each call; nothing where stderr is no terminal."""
    if not sys.stderr.isatty() or not total:
        yield lambda _: None
        return
    from rich.console import Console  # only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda words: progress.update(task, advance=1, description=words)
