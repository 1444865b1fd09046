"""What most people do today: papermill with a fresh kernel and nbconvert's default HTML, in a pool of processes.

Run as ``python tests/bench/plain.py OUTPUTS JOBS PARAMS…`` in the project's folder. Both through their Python
interfaces; each process keeps one exporter, which is kinder to them than their command lines.
"""

import logging
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

import nbconvert
import papermill

from pjkit.sources.params import read_params

_NOTEBOOK = "notebooks/report.ipynb"


@cache
def _exporter() -> Any:
    return nbconvert.HTMLExporter()


def render(outputs: Path, file: str) -> int:
    """One department's executed notebook and page; gives the page's size in bytes."""
    params = read_params(Path(file))
    folder = outputs / params.department
    folder.mkdir(parents=True, exist_ok=True)
    executed = folder / "report.ipynb"
    papermill.execute_notebook(
        _NOTEBOOK, executed, parameters=params.model_dump(), kernel_name="python3", progress_bar=False
    )
    page, _resources = _exporter().from_filename(str(executed))
    return (folder / "report.html").write_bytes(page.encode())


def main(outputs: Path, jobs: int, files: list[str]) -> None:
    """All departments, ``jobs`` at once."""
    logging.getLogger("papermill").setLevel(logging.WARNING)
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(partial(render, outputs), files))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
