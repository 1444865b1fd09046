"""The engine as papermill knows it: papermill parameterises and stores, a forked shell runs the cells."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from papermill.engines import Engine
from papermill.log import logger

from pjkit.batch.engine.bounds import End, Limits
from pjkit.batch.engine.frames import FrameError, Message
from pjkit.batch.engine.outputs import Outputs
from pjkit.batch.engine.prepared import ForkedShell
from pjkit.batch.engine.shells import shared_shells

_FOREVER = float("inf")
_LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}


class PjkitEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Registered as ``pjkit`` (``papermill --engine pjkit``). Raises :class:`.bounds.CellError` for a shell that ends.

    An exception that no cell catches is left in the notebook, as papermill wants it.
    """

    @classmethod
    def execute_managed_notebook(  # noqa: D102 - papermill's
        cls,
        nb_man: Any,
        kernel_name: str,  # noqa: ARG003 - there is one kind of shell
        *,
        shell: ForkedShell | None = None,
        **options: Any,
    ) -> None:
        limits = Limits(seconds=options.get("execution_timeout"))  # papermill means each cell
        with contextlib.nullcontext(shell) if shell else _own_shell(limits) as running:
            _Run(nb_man, running, options).run()


@contextlib.contextmanager
def _own_shell(limits: Limits) -> Iterator[ForkedShell]:
    with shared_shells().shell(Path.cwd(), limits) as made:
        yield made


class _Run:
    """One notebook."""

    def __init__(self, nb_man: Any, shell: ForkedShell, options: dict[str, Any]) -> None:
        self._nb_man = nb_man
        self._shell = shell
        self._options = options
        self._deadline: float = options.get("deadline", _FOREVER)
        self._outputs = Outputs()

    def run(self) -> None:
        """All cells in their order, until one fails."""
        self._nb_man.nb.metadata["language_info"] = _LANGUAGE
        for index, cell in enumerate(self._nb_man.nb.cells):
            self._nb_man.cell_start(cell, index)
            try:
                failed = _runs(cell) and self._run_cell(cell)
                if failed:
                    self._nb_man.cell_exception(cell, cell_index=index)
                    break
            finally:
                self._nb_man.cell_complete(cell, cell_index=index)

    def _run_cell(self, cell: Any) -> bool:
        """Whether the notebook ends here."""
        self._outputs.start(cell)
        each = self._options.get("execution_timeout")
        deadline = min(self._deadline, time.monotonic() + each) if each else self._deadline
        done: Message = {}
        try:
            for message in self._shell.run(cell.source, deadline):
                if message.get("type") == "done":
                    done = message
                else:
                    self._outputs.take(message)
                    self._pass_on(message)
        except FrameError:
            raise self._shell.ended(End.NO_ANSWER) from None
        finally:
            self._outputs.finish()
        cell.execution_count = done.get("execution_count")
        return "ename" in done and "raises-exception" not in _tags(cell)

    def _pass_on(self, message: Message) -> None:
        """Papermill's ``--log-output``, ``--stdout-file`` and ``--stderr-file``."""
        self._nb_man.autosave_cell()
        if message["type"] != "stream":
            return
        name, text = message["name"], message["text"]
        if self._options.get("log_output"):
            (logger.info if name == "stdout" else logger.warning)(text)
        if file := self._options.get(f"{name}_file"):
            file.write(text)
            file.flush()


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _runs(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip()) and "skip-execution" not in _tags(cell)
