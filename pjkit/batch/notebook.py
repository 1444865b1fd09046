"""The notebook as a file: what a template must have, what an executed one carries, what is not kept."""

import ast
import json
from typing import Any

import nbformat

from pjkit.model.problem import InputError, Problem
from pjkit.model.scorecard import RECORD_MIMETYPE, RECORD_OUTPUT

PARAMETERS = "parameters"  # the tag of the cell that papermill replaces
_INJECTED = "injected-parameters"
_NAME = "笔记本"


def read_template(content: bytes, names: tuple[str, ...], file: str = _NAME) -> Any:
    """A notebook to render, called ``file`` in messages.

    Raises :class:`InputError` unless its ``parameters`` cell has exactly these names.

    papermill only warns of a parameter the notebook does not know, and then publishes the notebook's
    default department under the wrong name.
    """
    try:
        notebook = nbformat.reads(content.decode(), as_version=4)
    except (UnicodeDecodeError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        raise InputError(
            [Problem(file, "", "不是可读的笔记本", "一个 .ipynb 文件", "用 Jupyter 打开检查")]
        ) from None
    known = parameter_names(notebook)
    if known != set(names):
        listed = "、".join(sorted(known)) or "没有带 parameters 标签的单元"
        expected = "恰好有 " + "、".join(names)
        raise InputError([Problem(file, "parameters 单元", listed, expected, "改正这一单元的变量名和标签")])
    return notebook


def parameter_names(notebook: Any) -> set[str]:
    """The names assigned in the cells tagged ``parameters``."""
    tagged = [cell.source for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", [])]
    statements = [node for source in tagged for node in ast.parse(source).body]
    return {
        target.id
        for node in statements
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def record_of(notebook: Any) -> dict[str, Any]:
    """The one record that an executed notebook's cells have put out."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    records = [out.data[RECORD_MIMETYPE] for out in outputs if RECORD_MIMETYPE in out.get("data", {})]
    if len(records) != 1:
        found = f"笔记本给出了 {len(records)} 份核算记录"
        raise InputError([Problem(_NAME, "", found, "恰好一份，由 pj.record(card) 给出", "检查最后一个单元")])
    record: dict[str, Any] = json.loads(json.dumps(records[0]))
    return record


def settle(notebook: Any, record: dict[str, Any]) -> None:
    """Make an executed notebook the same for the same inputs.

    Times, paths, versions and random ids go; ``record`` goes to the metadata, and out of its cell.
    """
    for cell in notebook.cells:
        _settle_cell(cell)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "pjkit": record,
        }
    )


def notebook_text(notebook: Any) -> str:
    """A settled notebook as its file, a line a cell: indented, as Jupyter stores it, it would be half as large again."""
    cells = ",\n".join(map(_compact, notebook.cells))
    rest = _compact({name: value for name, value in notebook.items() if name != "cells"})
    return f'{{"cells":[\n{cells}\n],{rest.removeprefix("{")}\n'


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _settle_cell(cell: Any) -> None:
    tags = cell.metadata.get("tags", [])
    cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    if _INJECTED in tags:
        cell.id = _INJECTED
    for output in cell.get("outputs", []):
        if RECORD_MIMETYPE in output.get("data", {}):
            del output.data[RECORD_MIMETYPE]
            output.metadata[RECORD_OUTPUT] = True  # a page, which carries the record's content, skips it
