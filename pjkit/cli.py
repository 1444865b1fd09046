"""The ``pjkit`` command. What its subcommands do is in ``commands``, one module each.

Exit status: 0 all well; 1 some departments failed; 2 wrong use.
"""

import codecs
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from pjkit import __version__
from pjkit.commands import command_line
from pjkit.commands.console import accept_any_sign, drop_output, say_error
from pjkit.commands.parser import FAILED, INTERRUPTED, WRONG_USE, UsageError

_CLEARING_UP = 3.0  # seconds that ending what runs may take; until then Ctrl-C has been heard


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status. Without ``words`` this process is the command's own."""
    accept_any_sign()
    if words is not None:
        return _status(words)
    _use_utf8()
    interrupts = _Interrupts()
    interrupts.listen()
    status = _status(sys.argv[1:], interrupts)
    interrupts.stop()
    return status


class _Interrupts:
    """Ctrl-C is heard once; whoever presses it five times must not interrupt what clears up after the first."""

    def __init__(self) -> None:
        self.last: float | None = None

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        if self.last is None or time.monotonic() - self.last > _CLEARING_UP:
            self.last = time.monotonic()
            raise KeyboardInterrupt

    def listen(self) -> None:
        """From now on; not in a shell's background, where nobody means this process by Ctrl-C."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self)

    def stop(self) -> None:
        """Nothing is left to interrupt."""
        if signal.getsignal(signal.SIGINT) is self:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _status(words: Sequence[str], interrupts: _Interrupts | None = None) -> int:
    try:
        options = command_line(__version__).parse(words)
        status: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        say_error(str(error))
        return WRONG_USE
    except BrokenPipeError:  # whoever reads has had enough, as in "pjkit check | head"
        drop_output()
        return FAILED
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 - whoever gave the command is to read a sentence
        if interrupts and interrupts.last is not None:  # some libraries put it into an error of their own
            return _interrupted()
        say_error(_unforeseen(error))
        return FAILED
    return status


def _interrupted() -> int:
    say_error("已中断")
    return INTERRUPTED


def _unforeseen(error: Exception) -> str:
    """What went wrong and where, for those who maintain pjkit."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name} 第 {last.lineno} 行"
    return f"没有预料到的错误：{type(error).__name__}：{error}（{where}）。把这条信息交给维护 pjkit 的人"


def _use_utf8() -> None:
    """Under LC_ALL=POSIX with all of Python's own remedies off no Chinese name could be read: begin again with one."""
    if codecs.lookup(sys.getfilesystemencoding()).name == "ascii" and not sys.flags.utf8_mode:
        again = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONUTF8": "1"})  # noqa: S606 - ourselves
