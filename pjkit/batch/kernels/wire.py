"""What the process that renders and its kernels must agree on. Standard library only: the zygote starts with it."""

import json
import select
import socket
from typing import Any

MEMORY_VARIABLE = "PJKIT_KERNEL_MEMORY"  # in the environment: the most bytes a kernel may use

Message = dict[str, Any]


class ClosedError(Exception):
    """The other side is gone."""


class Wire:
    """One end of a connection; a message is one JSON object on one line."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._rest = b""

    def fileno(self) -> int:
        """Lets ``select`` wait for several."""
        return self._end.fileno()

    def send(self, message: Message) -> None:
        """Raises :class:`ClosedError`."""
        try:
            self._end.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            raise ClosedError from None

    def receive(self, wait: float) -> list[Message]:
        """What has arrived, after waiting up to ``wait`` seconds for something. Raises :class:`ClosedError`."""
        poller = select.poll()
        poller.register(self._end, select.POLLIN)
        if not poller.poll(wait * 1000):
            return []
        try:
            got = self._end.recv(65536)
        except OSError:
            got = b""
        if not got:
            raise ClosedError
        *lines, self._rest = (self._rest + got).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Tell the other side that we are gone."""
        self._end.close()
