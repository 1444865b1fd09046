"""Messages between processes: JSON with its length before it. Never pickle: what a notebook sends is data.

Standard library only: the prepared process starts with it.
"""

import json
import signal
import socket
from typing import Any

Message = dict[str, Any]
ORDER, TIDY = b"+", b"q"  # to the prepared process: an order follows; end, the sender removes the files
_HEAD = 4  # bytes that say how many follow
_HANDLED = {  # signals whose handlers may raise
    number
    for name in ("INT", "TERM", "HUP", "QUIT", "ALRM", "VTALRM", "PROF", "USR1", "USR2", "CHLD", "PIPE")
    if (number := getattr(signal, f"SIG{name}", None))
}
_MOST = 1 << 18  # bytes read at once
_LONGEST = 0xFFFF_FFFF


class ClosedError(Exception):
    """The other side is gone."""


class FrameError(Exception):
    """What came is no message."""


class TooMuchError(Exception):
    """More came than is allowed."""


def packed(message: Message) -> bytes:
    """A message as it goes over a wire. Raises ``ValueError`` and ``TypeError`` for what JSON does not know."""
    body = json.dumps(message, ensure_ascii=False, allow_nan=False).encode(errors="surrogatepass")
    if len(body) > _LONGEST:
        raise ValueError("message too long")
    return len(body).to_bytes(_HEAD, "big") + body


def send(end: socket.socket, frame: bytes) -> None:
    """Send a whole frame or none: a signal's handler that raises must not cut it. Raises :class:`ClosedError`."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
    try:
        end.sendall(frame)
    except OSError:
        raise ClosedError from None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Reader:
    """Takes messages from a socket. ``allowed``: bytes that may come in all; ``None``: any number."""

    def __init__(self, end: socket.socket, allowed: int | None = None) -> None:
        self._end = end
        self._allowed = allowed
        self._got = bytearray()

    def fileno(self) -> int:
        """Lets ``poll`` wait for it."""
        return self._end.fileno()

    def take(self) -> Message | None:
        """The next message that has arrived whole, without waiting. Raises :class:`FrameError`."""
        if len(self._got) < _HEAD:
            return None
        whole = _HEAD + int.from_bytes(self._got[:_HEAD], "big")
        if self._allowed is not None and whole - len(self._got) > self._allowed:
            raise TooMuchError
        if len(self._got) < whole:
            return None
        body = self._got[_HEAD:whole]
        del self._got[:whole]
        try:
            message = json.loads(body.decode(errors="surrogatepass"))
        except ValueError:
            raise FrameError from None
        if not isinstance(message, dict):
            raise FrameError
        return message

    def read(self) -> None:
        """Take in what is there, waiting for something. Raises :class:`ClosedError`, :class:`TooMuchError`."""
        try:
            got = self._end.recv(_MOST)
        except OSError:
            got = b""
        if not got:
            raise ClosedError
        self._got += got
        if self._allowed is not None:
            self._allowed -= len(got)
            if self._allowed < 0:
                raise TooMuchError

    def receive(self) -> Message:
        """The next message, however long it takes. Raises as :meth:`take` and :meth:`read`."""
        while (message := self.take()) is None:
            self.read()
        return message
