"""The master notebook with a cell for each indicator in the place of its loop over them: for those who want to edit one."""

from collections.abc import Iterable
from typing import Any

import nbformat

from pjkit.batch.analyst_copy import analyst_copy
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problem

_LOOP = "indicators"  # the id of the cell that loops


def rubric_notebook(master: bytes, params: Params, cells: Iterable[tuple[str, str]]) -> bytes:
    """The notebook's file, with ``params`` filled in. ``cells``: id and source of each indicator's.

    Raises :class:`~pjkit.model.problem.InputError` for a master without that loop.
    """
    notebook = nbformat.reads(analyst_copy(master, params).decode(), as_version=4)
    at = next((at for at, cell in enumerate(notebook.cells) if cell.get("id") == _LOOP), None)
    if at is None:
        expected = f"有一个 id 为 {_LOOP} 的单元"
        found = "没有逐项显示指标的单元"
        raise InputError([Problem("笔记本", "", found, expected, "换用 pjkit 自带的 notebooks/report.ipynb")])
    notebook.cells[at : at + 1] = [
        _cell(*one) for one in (("exact", "from fractions import Fraction"), *cells)
    ]
    return (str(nbformat.writes(notebook)) + "\n").encode()


def _cell(name: str, source: str) -> Any:
    cell = nbformat.v4.new_code_cell(source)
    cell.id = name[:64]  # as long as the format allows
    return cell
