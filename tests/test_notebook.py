"""The master notebook: held together with the rubric and the parameters, stored without outputs, run as shipped."""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

import pjkit
from pjkit.batch.notebook import parameter_names
from pjkit.model.params import Params
from pjkit.sources.params import read_params
from pjkit.sources.rubric import read_rubric

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MASTER = ROOT / "notebooks" / "report.ipynb"


@pytest.fixture(scope="module")
def master() -> Any:
    return nbformat.read(MASTER, as_version=4)


def code_cells(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_shipped_notebook_has_no_outputs_and_imports_only_pjkit(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    nodes = [node for source in code_cells(notebook) for node in ast.walk(ast.parse(source))]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert imported == {"pjkit"}
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom)]


def test_cells_are_one_to_three_readable_lines(master: Any) -> None:
    cells = [  # [0] is the parameters cell; what a cell is for may be said above it
        [line for line in source.splitlines() if not line.startswith("#")]
        for source in code_cells(master)[1:]
    ]
    assert max(map(len, cells)) <= 3
    assert max(len(line) for source in code_cells(master) for line in source.splitlines()) <= 110


def test_the_same_notebook_renders_every_rubric(master: Any) -> None:
    """It names no indicator, no group, no chapter of any: these stand in the rubric."""
    rubric = read_rubric(ROOT / "params" / "rubrics" / "xinning-2022.yaml")
    names = {name for row in rubric.placed for name in (row.indicator.id, row.indicator.name, *row.path)} | {
        one.title for one in rubric.all_chapters()
    }
    written = "\n".join(cell.source for cell in master.cells)
    assert [name for name in names if name in written] == []


def test_the_parameters_cell_has_exactly_the_names_of_a_parameter_file(master: Any) -> None:
    assert parameter_names(master) == set(Params.model_fields)


def test_the_defaults_are_the_sample_department(master: Any) -> None:
    given: dict[str, Any] = {}
    for statement in ast.parse(code_cells(master)[0]).body:
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.targets[0], ast.Name)
        given[statement.targets[0].id] = ast.literal_eval(statement.value)
    assert Params(**given) == read_params(ROOT / "params" / "xinning-pension.yaml")


def test_every_verb_the_notebook_calls_is_offered_by_pjkit(master: Any) -> None:
    called = {name for source in code_cells(master) for name in re.findall(r"\bpj\.(\w+)", source)}
    assert called <= set(pjkit.__all__)


def test_every_offered_verb_exists() -> None:
    for name in pjkit.__all__:
        assert getattr(pjkit, name) is not None
