"""The master notebook without a kernel: its cells' outputs as Jupyter stores them, from a scorecard and data at hand."""

import ast
from typing import Any

import nbformat
from helpers import ROOT

import pjkit
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Scorecard
from pjkit.writers.report import Report

MASTER = ROOT / "notebooks" / "report.ipynb"
_NOT_SHOWN = {"parameters", "setup", "record"}


def executed(card: Scorecard, dossier: Dossier, **given: Any) -> Report:
    """The report of a department, all cells of the master notebook run."""
    notebook = nbformat.read(MASTER, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in _NOT_SHOWN:
            cell.outputs = [_output(cell.source, card, dossier)]
    notebook.metadata["pjkit"] = card.model_dump(mode="json")
    return Report(notebook, card, **given)


def _output(source: str, card: Scorecard, dossier: Dossier) -> Any:
    (statement,) = ast.parse(source).body
    assert isinstance(statement, ast.Expr)
    code = compile(ast.Expression(statement.value), "cell", "eval")
    block = eval(code, {"pj": pjkit, "card": card, "dossier": dossier})  # noqa: S307 - our own notebook
    return nbformat.v4.new_output("execute_result", block._repr_mimebundle_(), execution_count=1)
