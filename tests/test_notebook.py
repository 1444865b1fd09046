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
SOURCE_CHAPTERS = [
    "一、部门概况",
    "二、部门整体支出管理及使用情况",
    "三、部门整体支出绩效情况",
    "四、存在的问题",
    "五、改进措施和有关建议",
]


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
    longest = {len(source.splitlines()) for source in code_cells(master)[1:]}  # [0] is the parameters cell
    assert max(longest) <= 3
    assert max(len(line) for source in code_cells(master) for line in source.splitlines()) <= 110


def test_every_indicator_of_the_rubric_has_exactly_one_cell_in_the_tables_order(master: Any) -> None:
    shown = [
        match[1]
        for source in code_cells(master)
        if (match := re.match(r'pj\.indicator\(card, "(\w+)"\)', source))
    ]
    rubric = read_rubric(ROOT / "params" / "rubrics" / "xinning-2022.yaml")
    assert shown == [indicator.id for indicator in rubric.indicators()]


def test_the_groups_of_the_rubric_are_the_headings_of_chapter_three(master: Any) -> None:
    rubric = read_rubric(ROOT / "params" / "rubrics" / "xinning-2022.yaml")
    headings = [cell.source for cell in master.cells if cell.id.startswith(("top-", "group-"))]
    expected = [name for top in rubric.groups for name in (top.name, *(group.name for group in top.groups))]
    assert [re.sub(r"^#+ (（.）|\d．)", "", heading) for heading in headings] == expected


def test_the_chapters_are_the_sources(master: Any) -> None:
    headings = [cell.source.removeprefix("## ") for cell in master.cells if cell.source.startswith("## ")]
    assert headings[:5] == SOURCE_CHAPTERS


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
