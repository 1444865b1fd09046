"""A kernel started as a program of its own: everywhere it works, and each time it imports everything anew."""

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from jupyter_client.launcher import launch_kernel


class OrdinaryProcess:
    """A kernel with the part of ``Popen`` that jupyter_client uses; signals reach what it has started, too."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], cwd: str, env: dict[str, str], log: Path) -> None:
        with log.open("ab") as end:
            self._process: Any = launch_kernel(command, cwd=cwd, env=env, stdout=end, stderr=end)
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """Exit status, negative for a signal; ``None`` while it lives."""
        status: int | None = self._process.poll()
        return status

    def wait(self) -> int:
        """Exit status, when there is one."""
        return int(self._process.wait())

    def send_signal(self, signum: int) -> None:
        """To the kernel's process group, where the system has such."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signum)
        elif signum != signal.SIGINT:  # Windows cannot; and jupyter_client interrupts only before it kills
            self._process.terminate()

    def terminate(self) -> None:
        """As ``Popen``'s."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """As ``Popen``'s."""
        self.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
