"""One department from parameters to published files: executed notebook, page and record."""

from pathlib import Path

import nbformat

from pjkit.publishing.execute import execute
from pjkit.publishing.export import to_page
from pjkit.publishing.job import Job
from pjkit.publishing.notebook import read_template, settle
from pjkit.publishing.outputs import publish
from pjkit.scoring.params import Params
from pjkit.scoring.problems import InputError, Problem
from pjkit.scoring.record import dumps


def render(job: Job) -> Path:
    """Make and publish one report; gives the page's path.

    Raises :class:`InputError` for bad input and :class:`~pjkit.publishing.execute.CellError` for a
    notebook that fails; then nothing is published.
    """
    notebook = execute(read_template(job.root / job.notebook), job.params, job.root)
    record = settle(notebook)
    _check_identity(job.params, record["department"], record["year"])
    files = {
        "report.ipynb": nbformat.writes(notebook) + "\n",
        "report.html": to_page(notebook),
        "scorecard.json": dumps(record),
    }
    publish(job.folder, files)
    return job.folder / "report.html"


def _check_identity(params: Params, department: str, year: int) -> None:
    """A record of another department or year must never be published under this one's name."""
    if (department, year) != (params.department, params.year):
        found = f"记录是 {department} {year} 年度的"
        expected = f"{params.department} {params.year} 年度"
        raise InputError([Problem("笔记本", "", found, expected, "检查笔记本是否改写了参数")])
