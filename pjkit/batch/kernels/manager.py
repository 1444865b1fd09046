"""What papermill gets to start, watch and end one kernel with; and the client it talks to the kernel through."""

import asyncio
import os
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar, Protocol

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient.exceptions import DeadKernelError

_SHORT = 0.005  # seconds between looks at something that comes soon
_KILLED = 10.0  # seconds for a killed process to be gone
_COMMAND = [sys.executable, "-m", "pjkit.batch.kernels.kernel", "{connection_file}"]


class NoAnswerError(DeadKernelError):  # type: ignore[misc]  # nbclient has no types
    """A kernel that lives and says nothing."""


class Process(Protocol):
    """What jupyter_client needs of ``subprocess.Popen``."""

    pid: int

    def poll(self) -> int | None:
        """Exit status, negative for a signal; ``None`` while it lives."""

    def send_signal(self, signum: int, /) -> None:
        """To the kernel and what it has started."""

    def kill(self) -> None:
        """The kernel and what it has started, at once."""


class Place(Protocol):
    """Where a kernel lives; see :class:`pjkit.batch.kernels.pool.Place`."""

    connection_file: Path
    folder: Path

    def launch(self, command: list[str], cwd: str, env: dict[str, str]) -> Process:
        """Start the kernel."""


class _Provisioner(LocalProvisioner):  # type: ignore[misc]  # jupyter_client has no types
    """Starts the process as its place says; sees and reports its end quickly."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """As told by the place."""
        self.process = self.parent.place.launch(cmd, str(kwargs.get("cwd") or Path.cwd()), kwargs["env"])
        self.pid = self.process.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """To the kernel and what it has started."""
        self.process.send_signal(signum)

    async def kill(self, **_: Any) -> None:
        """At once, with all that the kernel has started."""
        self.process.kill()
        deadline = time.monotonic() + _KILLED
        while await self.poll() is None and time.monotonic() < deadline:  # noqa: ASYNC110 - another process
            await asyncio.sleep(_SHORT)


class _Client(AsyncKernelClient):  # type: ignore[misc]  # jupyter_client has no types
    """Starts talking as soon as the kernel answers; jupyter_client's own listens for 0.2 s to nothing first."""

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """All but the heartbeat, which needs a thread on either side to say what the process says itself."""
        super().start_channels(*args, **{**kwargs, "hb": False})

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - nbclient's name
        """Until the kernel hears us and we hear it. Raises ``DeadKernelError``, :class:`NoAnswerError`."""
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self.is_alive():
                raise DeadKernelError
            if time.monotonic() > deadline:
                raise NoAnswerError

    async def _answers(self) -> bool:
        """Whether requests arrive and what the kernel publishes comes back."""
        self.kernel_info()
        try:
            while (await self.shell_channel.get_msg(timeout=1))["msg_type"] != "kernel_info_reply":
                pass
            await self.iopub_channel.get_msg(timeout=1)
        except Empty:
            return False
        return True


class ReportKernelManager(AsyncKernelManager):  # type: ignore[misc]  # jupyter_client has no types
    """Manages the kernel of one place; talks through socket files where the system has them, else TCP."""

    place: ClassVar[Place]
    transport = "ipc" if os.name == "posix" else "tcp"
    client_factory = _Client

    def __init__(self, **kwargs: Any) -> None:
        # not the user's kernel.json: it may name another Python
        spec = KernelSpec(argv=_COMMAND, display_name="Python 3", language="python")
        kwargs["connection_file"] = str(self.place.connection_file)
        if self.transport == "ipc":
            kwargs["ip"] = str(self.place.folder / "k")
        super().__init__(**kwargs)
        self._kernel_spec = spec

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        self.provisioner = _Provisioner(
            kernel_id=self.kernel_id or "", kernel_spec=self.kernel_spec, parent=self
        )
        return await super()._async_pre_start_kernel(**kwargs)

    async def _async_post_start_kernel(self, **kwargs: Any) -> None:
        """A socket that connects before the kernel listens would wait 0.1 s to try again."""
        while not self._listening() and await self.is_alive():  # noqa: ASYNC110 - another process
            await asyncio.sleep(_SHORT)
        await super()._async_post_start_kernel(**kwargs)

    def _listening(self) -> bool:
        """Whether the kernel has made its last socket, as far as one can see."""
        return self.transport != "ipc" or Path(f"{self.ip}-{self.iopub_port}").exists()

    pre_start_kernel = _async_pre_start_kernel
    post_start_kernel = _async_post_start_kernel


def manager_for(place: Place) -> type[ReportKernelManager]:
    """A manager class, as papermill wants one, of the kernel of ``place``."""
    return type("PlacedKernelManager", (ReportKernelManager,), {"place": place})
