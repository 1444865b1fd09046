"""Runs a notebook with a department's parameters, through papermill."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from pjkit.scoring.params import Params

_START_TIMEOUT = 120  # seconds for a kernel to answer on a busy machine

logging.getLogger("papermill").setLevel(logging.ERROR)


@dataclass(frozen=True)
class CellError(Exception):
    """A notebook that did not run to its end: which cell, and what it said."""

    cell: int  # counted from 1, as papermill counts code cells
    source: str
    cause: str

    def __str__(self) -> str:
        first = self.source.strip().splitlines()[0] if self.source.strip() else ""
        return f"第 {self.cell} 个代码单元（{first}）出错：{self.cause}"


def execute(template: Any, params: Params, root: Path) -> Any:
    """The executed notebook. Raises :class:`CellError`.

    The kernel works in ``root``, which relative paths of the parameters start from.
    """
    try:
        return papermill.execute_notebook(
            template,
            None,
            parameters=params.model_dump(),
            kernel_name="python3",
            progress_bar=False,
            cwd=root,
            start_timeout=_START_TIMEOUT,
        )
    except PapermillExecutionError as error:
        raise CellError(error.exec_count or 0, error.source, f"{error.ename}: {error.evalue}") from None
    except (DeadKernelError, CellTimeoutError) as error:
        raise CellError(0, "", str(error)) from None
