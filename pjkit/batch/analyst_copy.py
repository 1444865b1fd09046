"""The master notebook with one department's parameters filled in: for an analyst who opens it in Jupyter."""

import json
from collections.abc import Mapping
from typing import Any

import nbformat

from pjkit.batch.notebook import PARAMETERS, read_template
from pjkit.model.params import Params


def analyst_copy(master: bytes, params: Params) -> bytes:
    """The notebook's file: the master's cells without outputs, and ``params`` in the cell tagged ``parameters``.

    Raises :class:`~pjkit.model.problem.InputError` for a master that has other parameters.
    """
    notebook = read_template(master, tuple(Params.model_fields), params.notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    first, *others = [cell for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", [])]
    first.source = _assignments(params.model_dump())
    notebook.cells = [cell for cell in notebook.cells if cell not in others]
    return (str(nbformat.writes(notebook)) + "\n").encode()


def _assignments(values: Mapping[str, Any]) -> str:
    """One line a parameter. Texts and whole numbers are written the same in JSON and in Python."""
    return "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
