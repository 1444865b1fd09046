"""``pjkit notebook`` and ``notebook:``: a notebook in which each indicator's computation is visible, used for a report."""

import contextlib
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest
from conftest import render_in
from helpers import card, rubric, sample

import pjkit
from pjkit.cli import main
from pjkit.evaluation import evaluate
from pjkit.report.computation import arithmetic, cells_of, check_computation, figures, value_of

RUBRIC = "params/rubrics/xinning-2022.yaml"
OTHER = "notebooks/computed.ipynb"


def write_notebook(root: Path, output: str = OTHER) -> int:
    with contextlib.chdir(root):
        return main(["notebook", RUBRIC, "-o", output])


def use(root: Path, notebook: str) -> None:
    params = root / "params/demo-library.yaml"
    params.write_text(params.read_text(encoding="utf-8") + f"notebook: {notebook}\n", encoding="utf-8")


def test_a_notebook_with_a_cell_for_each_indicator_makes_the_same_report(project: Path) -> None:
    assert write_notebook(project) == 0
    use(project, OTHER)
    assert render_in(project, "params/demo-library.yaml") == 0
    page = (project / "outputs/2022/demo-library/report.html").read_text(encoding="utf-8")
    assert "figures[&#39;三公经费 本年决算&#39;]" in page
    assert [page.count(f'id="ind-{one.id}"') for one in rubric().indicators()] == [1] * 24


def test_a_cell_that_computes_something_else_fails_and_the_notebook_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_notebook(project) == 0
    path = project / OTHER
    text = path.read_text(encoding="utf-8")
    assert "pj.value_of(lambda: (" in text
    path.write_text(text.replace("pj.value_of(lambda: (", "pj.value_of(lambda: 2 * ("), encoding="utf-8")
    use(project, OTHER)
    assert render_in(project, "params/demo-library.yaml") == 1
    said = capsys.readouterr().err
    assert "与核算记录不符" in said
    assert OTHER in said


def test_a_notebook_that_is_not_there_or_outside_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(project, "notebooks/none.ipynb")
    assert render_in(project, "params/demo-library.yaml") == 1
    assert "notebooks/none.ipynb：笔记本不存在或无法读取" in capsys.readouterr().err


def test_a_path_out_of_the_project_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use(project, "../elsewhere.ipynb")
    assert render_in(project, "params/demo-library.yaml") == 1
    assert "../elsewhere.ipynb" in capsys.readouterr().err


@pytest.mark.parametrize("output", ["computed.txt", "../computed.ipynb"])
def test_a_notebook_is_written_into_the_project_alone(project: Path, output: str) -> None:
    assert write_notebook(project, output) == 2
    assert not (project / output).exists()


def test_an_older_file_is_not_overwritten(project: Path) -> None:
    (project / OTHER).write_text("{}", encoding="utf-8")
    assert write_notebook(project) == 2
    assert (project / OTHER).read_text(encoding="utf-8") == "{}"


def test_the_same_rubric_gives_the_same_notebook_without_outputs(project: Path) -> None:
    assert write_notebook(project) == 0
    first = (project / OTHER).read_bytes()
    assert write_notebook(project) == 0
    assert (project / OTHER).read_bytes() == first
    notebook = nbformat.reads(first.decode(), as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("department", ["demo-library", "demo-archives", "xinning-pension"])
def test_every_cell_agrees_with_the_scorecard(department: str) -> None:
    scored = evaluate(rubric(), sample(department))
    for _name, source in cells_of(rubric()):
        exec(source, {"pj": pjkit, "card": scored, "Fraction": Fraction})  # noqa: S102 - written by us


def test_a_formula_is_written_as_arithmetic_over_the_figures() -> None:
    (clause,) = rubric()["three_public_change_rate"].clauses
    tree = clause.expression()
    assert tree is not None
    last, this = "figures['三公经费 上年决算']", "figures['三公经费 本年决算']"
    assert f"(({this} - {last}) / {last})" in arithmetic(tree, rubric())


def test_what_cannot_be_computed_has_no_value() -> None:
    assert value_of(lambda: Fraction(1) / 0) is None
    assert value_of(lambda: figures(card(), "three_public_change_rate")["三公经费 本年决算"]) is None


def test_a_value_that_the_record_does_not_have_is_told() -> None:
    scored = evaluate(rubric(), sample("demo-library"))
    with pytest.raises(AssertionError, match=r"与核算记录不符；条款 1 是 .*%，记录为 .*%"):
        check_computation(scored, "fixed_asset_use_rate", {"1": Fraction(7)})
