"""Processes that have left the group of the notebook that started them, found by what stands in their environment."""

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

_ROUNDS = 100  # times that one may have started another while they are ended


def end_marked(marks: Iterable[str]) -> None:
    """End every process of this user that was started with one of ``marks`` (``NAME=value``) in its environment.

    Only where the system tells of environments (Linux). Who starts something with an environment of its own hides it.
    """
    wanted = {mark.encode() for mark in marks}
    for _ in range(_ROUNDS):
        left = [pid for pid in _others() if wanted & _environment(pid)]
        if not left:
            return
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def _others() -> Iterator[int]:
    processes = Path("/proc")
    names = [one.name for one in processes.iterdir()] if processes.is_dir() else []
    return (int(name) for name in names if name.isdigit() and int(name) != os.getpid())


def _environment(pid: int) -> set[bytes]:
    """As it was when the program began; nothing of one that has ended or is another user's."""
    try:
        return set(Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"))
    except OSError:
        return set()
