"""What a notebook's process writes: through Python's streams, and below them, also by processes it has started."""

import codecs
import io
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

_NAMES = {1: "stdout", 2: "stderr"}
_ENOUGH = 1 << 16  # characters gathered before they are sent
_PIPE = 1 << 16  # bytes read at once
_TURNS = 16  # reads in a row, lest an endless writer keeps the lock

Publish = Callable[[dict[str, object]], None]


class Capture:
    """Takes file descriptors 1 and 2 and Python's two streams; ``publish`` gets messages in the order of writing.

    Before Python writes, what lies in the pipes is taken out: it was written earlier. A thread empties the pipes
    where Python does not come to it, as while it waits for a process that prints.
    """

    def __init__(self, publish: Publish) -> None:
        self._publish = publish
        self._lock = threading.RLock()
        self._waiting: list[tuple[str, str]] = []
        self._size = 0
        self._pid = os.getpid()
        self._decoders = {}
        self._pipes = {}
        for number, name in _NAMES.items():
            source, target = os.pipe()
            os.dup2(target, number)
            os.close(target)
            os.set_blocking(source, False)
            self._pipes[source] = name
            self._decoders[source] = codecs.getincrementaldecoder("utf-8")("replace")
            setattr(sys, name, Stream(self, number, name))
        self._poller = self._polling()
        self._start_thread()

    def write(self, number: int, name: str, text: str) -> None:
        """Keep what Python writes. In a process that a cell has forked, write below Python's level."""
        if os.getpid() != self._pid:
            rest = memoryview(text.encode(errors="replace"))
            while rest:
                rest = rest[os.write(number, rest) :]
            return
        if text:
            with self._lock:
                self._drain()
                self._keep(name, text)

    def flush(self) -> None:
        """Send what was written so far."""
        if os.getpid() == self._pid:
            with self._lock:
                self._drain()
                self._send()

    def publish(self, message: dict[str, object]) -> None:
        """Send a message of another kind after what was written before it."""
        with self._lock:
            self.flush()
            self._publish(message)

    def _keep(self, name: str, text: str) -> None:
        self._waiting.append((name, text))
        self._size += len(text)
        if self._size > _ENOUGH:
            self._send()

    def _send(self) -> None:
        waiting, self._waiting, self._size = self._waiting, [], 0
        for name, texts in groupby(waiting, itemgetter(0)):
            self._publish({"type": "stream", "name": name, "text": "".join(text for _, text in texts)})

    def _drain(self) -> None:
        """Take what lies in the pipes."""
        for _ in range(_TURNS):
            ready = self._poller.poll(0)
            if not ready:
                return
            for source, _event in ready:
                self._read(source)

    def _read(self, source: int) -> None:
        try:
            got = os.read(source, _PIPE)
        except BlockingIOError:
            return
        if text := self._decoders[source].decode(got):
            self._keep(self._pipes[source], text)

    def _polling(self) -> "select.poll":
        poller = select.poll()
        for source in self._pipes:
            poller.register(source, select.POLLIN)
        return poller

    def _start_thread(self) -> None:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # they are for the cells
        threading.Thread(target=self._watch, daemon=True).start()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _watch(self) -> None:
        poller = self._polling()
        while poller.poll():
            with self._lock:
                self._drain()


class Stream(io.TextIOBase):
    """Python's ``sys.stdout`` or ``sys.stderr`` in a notebook."""

    encoding = "UTF-8"
    errors = "replace"
    line_buffering = False

    def __init__(self, capture: Capture, number: int, name: str) -> None:
        self._capture = capture
        self._number = number
        self.name = f"<{name}>"
        self._name = name

    def write(self, text: str) -> int:
        """As any stream."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._capture.write(self._number, self._name, text)
        return len(text)

    def flush(self) -> None:
        """As any stream."""
        self._capture.flush()

    def writable(self) -> bool:
        """As any stream."""
        return True

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def fileno(self) -> int:
        """For processes that are to write there: it is captured, too."""
        return self._number
