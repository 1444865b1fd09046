"""What a report may use, and how its notebook can end other than well, as data."""

import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True)
class Limits:
    """What a report may use: wall-clock time, memory, output; and what runs its cells.

    ``None``: no limit. ``engine``: "pjkit", a forked shell, where the system can fork; "kernel", Jupyter's own.
    """

    seconds: float | None = None
    memory: int | None = None  # bytes
    output: int = 10_000_000  # bytes
    engine: Literal["pjkit", "kernel"] = "pjkit"


NO_LIMITS = Limits()


class End(StrEnum):
    """How a notebook ended before its last cell."""

    CELL = "cell"  # an exception that no cell caught; its name and text
    TIMEOUT = "timeout"  # the seconds that were given
    MEMORY = "memory"  # killed, as a system does that is short of memory; or the exception that said so
    EXIT = "exit"  # the process's exit status
    SIGNAL = "signal"  # the signal's number
    NO_ANSWER = "no_answer"  # it was there and said nothing, or nothing that could be read
    OUTPUT = "output"  # the bytes that were allowed
    START = "start"  # nothing could be started; why


_CAUSES = {
    End.CELL: "{}",
    End.TIMEOUT: "超过 {} 秒未完成",
    End.MEMORY: "内存不足：{}",
    End.EXIT: "内核中途退出（退出码 {}）",
    End.SIGNAL: "内核中途终止（信号 {}）",
    End.NO_ANSWER: "内核没有应答",
    End.OUTPUT: "输出超过 {} 字节，已截断",
    End.START: "{}",
}
_KILLED = "内核中途终止（可能内存不足）"


def end_of(signum: int, limits: Limits) -> tuple[End, str]:
    """How a process ended that a signal has ended. Libraries abort where they get no more memory."""
    names = {signal.Signals(signum).name} if signum in set(signal.Signals) else set()
    starved = {"SIGKILL", "SIGABRT"} if limits.memory else {"SIGKILL"}
    return (End.MEMORY, "") if names & starved else (End.SIGNAL, f"{signum}")


@dataclass(eq=False)  # not frozen: contextlib and others set an exception's __traceback__
class CellError(Exception):
    """A notebook that did not run to its end: in which cell, how, and what there is to say of that end."""

    cell: int  # counted from 1, as papermill counts code cells; 0 if the first was not reached
    source: str
    end: End
    detail: str = ""

    @property
    def cause(self) -> str:
        """One line for people."""
        unexplained = self.end is End.MEMORY and not self.detail
        return _KILLED if unexplained else _CAUSES[self.end].format(self.detail)

    def __str__(self) -> str:
        if not self.cell:
            return f"笔记本没有开始运行：{self.cause}"
        first = self.source.strip().splitlines()[0] if self.source.strip() else ""
        return f"第 {self.cell} 个代码单元（{first}）出错：{self.cause}"

    def __reduce__(self) -> tuple[type["CellError"], tuple[int, str, End, str]]:
        """Lets it come back from another process."""
        return CellError, (self.cell, self.source, self.end, self.detail)


class StartError(Exception):
    """Nothing can run cells as asked; the text says why, in Chinese."""
