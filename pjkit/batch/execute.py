"""Runs a notebook with a department's parameters, through papermill."""

import errno
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papermill
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors

from pjkit.batch.engine.bounds import NO_LIMITS, CellError, End, Limits, StartError
from pjkit.batch.engine.ordinary import OrdinaryEngine
from pjkit.batch.engine.papermill_engine import PjkitEngine
from pjkit.batch.engine.shells import Shells
from pjkit.model.params import Params

logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what goes wrong is in the exception
_KERNEL = {"kernel_name": "python3", "progress_bar": False}


def execute(
    template: Any, params: Params | Mapping[str, Any], root: Path, shells: Shells, limits: Limits = NO_LIMITS
) -> Any:
    """The executed notebook. Raises :class:`CellError`; also for what goes beyond ``limits``.

    The cells run in ``root``, which relative paths of the parameters start from. What has run them is gone when
    this returns.
    """
    try:
        notebook = _run(prepared(template, params), root, shells, limits)
        raise_for_execution_errors(notebook, None)
    except PapermillExecutionError as error:
        raise CellError(error.exec_count or 0, error.source, *_end(error.ename, error.evalue)) from None
    except StartError as error:
        raise CellError(0, "", End.START, str(error)) from None
    return notebook


def _end(name: str, words: str) -> tuple[End, str]:
    """An exception of a cell as an end; of those for want of memory, some have no words, some are the system's own."""
    starved = name == MemoryError.__name__ or words.startswith(f"[Errno {errno.ENOMEM}]")
    return (End.MEMORY, f"{name}: {words}".removesuffix(": ")) if starved else (End.CELL, f"{name}: {words}")


def prepared(template: Any, params: Params | Mapping[str, Any]) -> Any:
    """The notebook with its parameters, before any cell runs."""
    return papermill.execute_notebook(
        template, None, parameters=dict(params), language="python", prepare_only=True, **_KERNEL
    )


def _run(notebook: Any, root: Path, shells: Shells, limits: Limits) -> Any:
    deadline = time.monotonic() + limits.seconds if limits.seconds is not None else float("inf")
    if not shells.forked:
        return OrdinaryEngine.execute_notebook(notebook, **_KERNEL, root=root, limits=limits)
    with shells.shell(root, limits) as shell:
        return PjkitEngine.execute_notebook(notebook, **_KERNEL, shell=shell, deadline=deadline)
