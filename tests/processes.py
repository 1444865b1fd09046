"""Which processes a test has left behind."""

import psutil  # type: ignore[import-untyped]  # comes with ipykernel


def processes_left() -> list[psutil.Process]:
    """The processes below this one, but multiprocessing's own helper, which lives as long as this one does."""
    below = psutil.Process().children(recursive=True)
    return [process for process in below if not _is_helper(process)]


def _is_helper(process: psutil.Process) -> bool:
    try:
        return "resource_tracker" in " ".join(process.cmdline())
    except psutil.ZombieProcess:
        return False
