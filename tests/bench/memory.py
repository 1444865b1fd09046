"""The memory that a process and all it started use together, looked at again and again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with ipykernel

INTERVAL = 0.1  # seconds between looks


class Peak:
    """The largest sum seen, in bytes, and how often was looked."""

    most = 0
    looks = 0


@contextmanager
def watched(process: int) -> Iterator[Peak]:
    """Watch what ``process`` starts (not itself) until the block ends."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(INTERVAL):
            peak.most = max(peak.most, used_below(process))
            peak.looks += 1

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def used_below(process: int) -> int:
    """Bytes used by all descendants now; a page that several of them share counts once."""
    with suppress(psutil.NoSuchProcess):
        return sum(_used(child) for child in psutil.Process(process).children(recursive=True))
    return 0


def kind() -> str:
    """What is added up on this system."""
    return "PSS" if Path("/proc/self/smaps_rollup").exists() else "RSS"


def _used(process: psutil.Process) -> int:
    try:
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # not Linux, or it has just ended
        with suppress(psutil.Error):
            return int(process.memory_info().rss)
        return 0
    return sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
