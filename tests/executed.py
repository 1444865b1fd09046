"""The master notebook without a kernel: its cells' outputs as Jupyter stores them, from a scorecard and data at hand."""

import ast
from collections.abc import Iterator
from typing import Any

import nbformat
from helpers import ROOT
from helpers import rubric as rubric_2022

import pjkit
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Scorecard
from pjkit.scoring.rubric import Rubric
from pjkit.writers.report import Report

MASTER = ROOT / "notebooks" / "report.ipynb"
_NOT_SHOWN = {"parameters", "setup", "record"}


def executed(card: Scorecard, dossier: Dossier, rules: Rubric | None = None, **given: Any) -> Report:
    """The report of a department, all cells of the master notebook run; the rubric is that of 2022 unless one is given."""
    notebook = nbformat.read(MASTER, as_version=4)
    names = {"pj": pjkit, "rules": rules or rubric_2022(), "card": card, "dossier": dossier}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in _NOT_SHOWN:
            cell.outputs = [*_outputs(cell.source, names)]
    notebook.metadata["pjkit"] = card.model_dump(mode="json")
    return Report(notebook, card, **given)


def _outputs(source: str, names: dict[str, Any]) -> Iterator[Any]:
    """What a cell displays, then what it ends in."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    displayed: list[Any] = []
    names["display"] = displayed.append
    exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - our own notebook
    for block in displayed:
        yield nbformat.v4.new_output("display_data", block._repr_mimebundle_())
    if isinstance(last, ast.Expr):
        block = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - our own notebook
        yield nbformat.v4.new_output("execute_result", block._repr_mimebundle_(), execution_count=1)
