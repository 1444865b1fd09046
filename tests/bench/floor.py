"""The least a report can cost: the notebook's code cells run by ``exec`` in one warm process, no kernel, no page.

Run as ``python tests/bench/floor.py FILE PARAMS…`` in the project's folder. The first report is made once before the
clock starts, so imports, fonts and caches are paid for. What a cell ends in is shown as Jupyter would ask for it.
"""

import ast
import json
import resource
import sys
import time
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat

from pjkit.preload import preload
from pjkit.sources.params import read_params

_SHOWN_BY = ("_repr_mimebundle_", "_repr_html_")


def compiled(path: Path) -> list[tuple[CodeType, CodeType | None]]:
    """Each code cell but the parameters' as its statements and its last expression."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [_split(cell.source) for cell in cells if "parameters" not in cell.metadata.get("tags", [])]


def _split(source: str) -> tuple[CodeType, CodeType | None]:
    body = ast.parse(source).body
    last = body[-1] if body else None
    shown = compile(ast.Expression(last.value), "<cell>", "eval") if isinstance(last, ast.Expr) else None
    return compile(ast.Module(body[:-1] if shown else body, []), "<cell>", "exec"), shown


def run(cells: list[tuple[CodeType, CodeType | None]], params: dict[str, Any]) -> int:
    """One report; gives how many outputs were shown."""
    shown = 0

    def display(value: Any) -> None:
        nonlocal shown
        method = next((name for name in _SHOWN_BY if hasattr(value, name)), None)
        shown += method is not None and getattr(value, method)() is not None

    names = {**params, "display": display}
    for statements, last in cells:
        exec(statements, names)  # noqa: S102 - is what is measured
        if last:
            display(eval(last, names))  # noqa: S307 - the same
    return shown


def main(file: Path, params_files: list[str]) -> None:
    """All reports, one after the other; writes seconds of CPU and of wall-clock time as JSON."""
    preload()
    cells = compiled(Path("notebooks/report.ipynb"))
    all_params = [read_params(Path(one)).model_dump() for one in params_files]
    run(cells, all_params[0])
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    shown = [run(cells, params) for params in all_params]
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    costs = {"status": 0, "wall": wall, "user": user, "system": system, "outputs": min(shown)}
    file.write_text(json.dumps(costs), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
