"""The IPython shell that runs cells: what it shows goes out as messages, as from a Jupyter kernel."""

import asyncio
import base64
import builtins
import getpass
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date
from numbers import Integral, Real
from pathlib import Path
from typing import Any, NoReturn

from IPython.core import page
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

from pjkit.batch.engine.frames import Message, packed

ENVIRONMENT = {  # as a kernel sets it: colours as on a terminal, and nothing that waits for a key
    "TERM": "xterm-color",
    "CLICOLOR": "1",
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    # matplotlib reads it when imported, which the prepared process has done before any cell could set it
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


class _Hook(DisplayHook):  # type: ignore[misc]  # IPython's traits have no types
    """What the last expression of a cell gives."""

    _data: Any = None
    _metadata: Any = None

    def write_output_prompt(self) -> None:
        """None: a notebook numbers its outputs itself."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep until it is known whether there is anything."""
        self._data, self._metadata = format_dict, md_dict

    def finish_displayhook(self) -> None:
        """Send it."""
        data, self._data = self._data, None
        if data:
            self.shell.publish(
                {
                    "type": "execute_result",
                    "data": data,
                    "metadata": self._metadata or {},
                    "execution_count": self.prompt_count,
                }
            )


class _Publisher(DisplayPublisher):  # type: ignore[misc]  # the same
    """What ``display`` shows."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Send it."""
        self._validate_data(data, metadata)
        kind = "update_display_data" if update else "display_data"
        name = (transient or {}).get("display_id")
        self.shell.publish({"type": kind, "data": data, "metadata": metadata or {}, "display_id": name})

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's signature
        """Take back what the cell has shown so far."""
        self.shell.publish({"type": "clear_output", "wait": bool(wait)})


class Shell(InteractiveShell):  # type: ignore[misc]  # the same
    """Made in the prepared process, used in one that was forked from it. ``channel`` takes its messages there."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    channel = AnyTrait()
    broken = AnyTrait(
        default_value=False
    )  # an exception was shown: also one that came while showing something

    def publish(self, message: Message) -> None:
        """Send a message after all that was printed before it."""
        self.channel(sendable(message))

    def init_environment(self) -> None:
        """Of this process and what it starts."""
        os.environ.update(ENVIRONMENT)

    def init_hooks(self) -> None:
        """What would go through a pager is shown nowhere."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(lambda *_, **__: None), 99)

    def enable_gui(self, gui: Any = None) -> None:
        """There is no screen."""
        if gui:
            raise UsageError(f"Invalid GUI request {gui!r}")

    def ask_exit(self) -> None:
        """Leave after this cell."""
        self.exit_now = True

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.broken = True
        self.publish({"type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": stb})

    async def execute(self, source: str) -> Message:
        """Run a cell; gives what a kernel would reply."""
        self.broken = False
        count = self.execution_count
        result = None
        try:
            result = await self.run_cell_async(source, store_history=True, **self._transformed(source))
        finally:
            self.events.trigger("post_execute")
            if result:
                self.events.trigger("post_run_cell", result)
        error = result.error_before_exec or result.error_in_exec
        failed = {"ename": type(error).__name__, "evalue": str(error)} if error or self.broken else {}
        return {"type": "done", "execution_count": count, **failed}

    def _transformed(self, source: str) -> dict[str, Any]:
        try:
            return {"transformed_cell": self.transform_cell(source)}
        except Exception as error:  # noqa: BLE001 - shown with the cell
            return {
                "transformed_cell": source,
                "preprocessing_exc_tuple": (type(error), error, error.__traceback__),
            }


def new_shell(folder: str) -> Shell:
    """The one shell of this process: no history, no settings of the user who happens to render."""
    config = Config()
    config.HistoryManager.enabled = False
    made: Shell = Shell.instance(config=config, ipython_dir=folder)
    return made


def refuse_input() -> None:
    """Nobody is there to answer."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise StdinNotImplementedError("批量生成时没有人能回答 input() 或 getpass()，请改用参数或数据文件")

    builtins.input = refuse
    getpass.getpass = refuse


def run_cells(shell: Shell, receive: Callable[[], Message]) -> None:
    """Run what comes until the other side is gone. All in one event loop: ``await`` and tasks work across cells."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    while not shell.exit_now:
        source = receive()["source"]
        try:
            reply = loop.run_until_complete(shell.execute(source))
        except BaseException as error:  # noqa: BLE001 - a cell may raise anything; the shell lets few of them through
            seen = {"ename": type(error).__name__, "evalue": str(error)}
            shell.publish({"type": "error", **seen, "traceback": []})
            reply = {"type": "done", "execution_count": shell.execution_count, **seen}
        shell.publish(reply)


def sendable(message: Message) -> Message:
    """The message as JSON has it: bytes in base64, what is no number as text."""
    try:
        packed(message)
    except (TypeError, ValueError):
        return {str(name): _clean(value) for name, value in message.items()}
    return message


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _clean(one) for name, one in value.items()}
    if value is None or isinstance(value, (str, bool)):
        return value
    return _clean_other(value)


def _clean_other(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return number if number - number == 0 else repr(number)  # neither nan nor infinite
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return [_clean(one) for one in value]
    raise TypeError(f"{value!r} is not JSON serializable")


def import_from_here() -> None:
    """Modules beside the notebook's data are found after the standard library's, as in a kernel."""
    installed = {"site-packages", "dist-packages"}
    sys.path.insert(next((at for at, one in enumerate(sys.path) if Path(one).name in installed), 0), "")
