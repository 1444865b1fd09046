"""Projects of made-up departments with a notebook so small that tests of batches take no time.

As a program, ``python tests/tiny.py render …`` is the ``pjkit`` command for such a project. A worker of a cluster
becomes one for such projects by ``dask worker --preload tiny``.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from county import make_county

from pjkit.batch import finish, worker
from pjkit.batch.engine import shells
from pjkit.cli import main
from pjkit.commands import render
from pjkit.model.params import Params
from pjkit.model.records import Run, read_run

YEAR = "2022"
LIGHT = ("pjkit.sources.load", "pjkit.evaluation", "pjkit.report.recording")
LOAD = (
    "import pjkit as pj\n"
    "rules, dossier = pj.load(department=department, year=year, rubric=rubric, data=data, edition=edition)\n"
    "card = pj.evaluate(rules, dossier)"
)


def county(root: Path, departments: int, *cells: str) -> list[str]:
    """A project with so many departments and a tiny notebook; gives the departments' names."""
    files = make_county(root, departments)
    write_notebook(root, *cells)
    return [Path(file).stem for file in files]


def write_notebook(root: Path, *cells: str) -> None:
    """Load, score, run ``cells``, hand over the record: no more."""
    first = nbformat.v4.new_code_cell("\n".join(f"{name} = None" for name in Params.model_fields))
    first.metadata["tags"] = ["parameters"]
    sources = (LOAD, *cells, "pj.record(card)")
    notebook = nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, sources)])
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # nbformat's own are random
    nbformat.write(notebook, root / "notebooks" / "report.ipynb")


@contextmanager
def quick() -> Iterator[None]:
    """Batches of tiny notebooks in this process: one prepared process serves them all, no page is checked, no summary made.

    These have tests of their own, and a tiny page would not pass the check.
    """
    with pytest.MonkeyPatch.context() as patch:
        _take_lightly(patch)
        patch.setattr(render, "summarise", lambda *_: "")
        patch.setattr(shells, "close_shared_shells", lambda: None)
        yield
    shells.close_shared_shells()


def _take_lightly(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shells, "_PRELOADED", LIGHT)
    patch.setattr(worker, "_REHEARSAL", "pjkit.sources.rubric:flawless")
    patch.setattr(finish, "problems_of", lambda *_: [])


def dask_setup(_worker: object) -> None:
    """Called in a worker of a cluster before it takes jobs."""
    _take_lightly(pytest.MonkeyPatch())


def standing(root: Path, batch: str = YEAR) -> Run:
    """What run.json says."""
    return read_run(root / "outputs" / batch / "run.json")


def failed(root: Path) -> dict[str, tuple[str, str]]:
    """Department → kind and cause of its failure."""
    return {one.department: (one.kind, one.cause) for one in standing(root).failures}


def published(root: Path) -> list[str]:
    """The departments with a report under outputs."""
    return sorted(path.parent.name for path in (root / "outputs" / YEAR).glob("*/report.html"))


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as light:  # shells end as they do for users
        _take_lightly(light)
        light.setattr(render, "summarise", lambda *_: "")
        sys.exit(main())
