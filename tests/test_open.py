"""``pjkit open``: a copy of the master for one department, ready to run; the master and the batch know nothing of it."""

import contextlib
import json
from pathlib import Path

import nbclient
import nbformat
import pytest
from conftest import render_in

from pjkit.batch.analyst_copy import analyst_copy
from pjkit.batch.notebook import record_of
from pjkit.cli import main
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.sources.params import read_params

OK, FAILED, WRONG_USE = 0, 1, 2
ROOT = Path(__file__).parent.parent
MASTER = ROOT / "notebooks/report.ipynb"


def open_in(root: Path, *words: str) -> int:
    with contextlib.chdir(root):
        return main(["open", *words])


def given(path: Path) -> dict[str, object]:
    """What the parameters cell of a notebook assigns."""
    (cell,) = [
        cell
        for cell in nbformat.read(path, as_version=4).cells
        if "parameters" in cell.metadata.get("tags", [])
    ]
    names: dict[str, object] = {}
    exec(cell.source, {}, names)  # noqa: S102 - our own assignments
    return names


def test_the_copy_has_the_departments_parameters_and_else_the_masters_cells(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert open_in(project, "demo-urban") == OK
    copy = project / "notebooks/demo-urban.ipynb"
    assert capsys.readouterr().out == (
        "notebooks/demo-urban.ipynb：demo-urban 的参数已填好。用 Jupyter 打开，全部运行即可；模板没有改动\n"
    )
    assert given(copy) == dict(read_params(ROOT / "params/demo-urban.yaml"))
    ours, masters = nbformat.read(copy, as_version=4), nbformat.read(MASTER, as_version=4)
    nbformat.validate(ours)
    assert ours.cells[1:] == masters.cells[1:]
    assert ours.cells[0].metadata == masters.cells[0].metadata
    assert ours.metadata == masters.metadata
    assert (project / "notebooks/report.ipynb").read_bytes() == MASTER.read_bytes()


def test_run_all_from_the_notebooks_folder_gives_the_batchs_record(project: Path) -> None:
    """As Jupyter runs it: in the notebook's own folder, with nothing injected."""
    assert render_in(project, "params/demo-urban.yaml") == OK
    assert open_in(project, "params/demo-urban.yaml") == OK
    notebook = nbformat.read(project / "notebooks/demo-urban.ipynb", as_version=4)
    resources = {"metadata": {"path": str(project / "notebooks")}}
    nbclient.NotebookClient(notebook, resources=resources).execute()
    published = (project / "outputs/2022/demo-urban/scorecard.json").read_text(encoding="utf-8")
    assert record_of(notebook) == json.loads(published)


def test_a_batch_never_picks_the_copy_up(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert render_in(project, "params/demo-urban.yaml") == OK
    assert open_in(project, "demo-urban") == OK
    (project / "notebooks/demo-urban.ipynb").write_text("分析到一半", encoding="utf-8")
    capsys.readouterr()
    assert render_in(project, "params/demo-urban.yaml", "--why") == OK
    assert "demo-urban：outputs/2022/demo-urban/report.html（没有变化）" in capsys.readouterr().out


def test_an_analysts_work_is_never_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = project / "notebooks/demo-urban.ipynb"
    copy.write_text("分析到一半", encoding="utf-8")
    assert open_in(project, "demo-urban") == WRONG_USE
    assert copy.read_text(encoding="utf-8") == "分析到一半"
    assert "已经有 notebooks/demo-urban.ipynb，没有覆盖，里面可能有您的分析" in capsys.readouterr().err
    assert open_in(project, "demo-urban", "-o", "notebooks/第二份.ipynb") == OK
    assert given(project / "notebooks/第二份.ipynb")["department"] == "demo-urban"


def test_a_department_called_like_the_master_does_not_replace_it(project: Path) -> None:
    params = (project / "params/demo-urban.yaml").read_text(encoding="utf-8")
    (project / "params/demo-urban.yaml").write_text(
        params.replace("demo-urban", "report", 1), encoding="utf-8"
    )
    assert open_in(project, "report") == WRONG_USE
    assert (project / "notebooks/report.ipynb").read_bytes() == MASTER.read_bytes()


REFUSED = {
    "demo-urbane": "没有“demo-urbane”这个部门。是不是 demo-urban",
    "demo-urban -o copy.txt": "笔记本的文件名应以 .ipynb 结尾：“copy.txt”",
    "demo-urban -o ../copy.ipynb": "笔记本应放在项目文件夹之内，否则找不到数据：“../copy.ipynb”",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_opened_is_told(project: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert open_in(project, *words.split()) == WRONG_USE
    assert REFUSED[words] in capsys.readouterr().err
    assert not (project.parent / "copy.ipynb").exists()


def test_parameters_with_problems_are_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "params/demo-urban.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "yaer: 2022\n", encoding="utf-8")
    assert open_in(project, "params/demo-urban.yaml") == FAILED
    assert "yaer" in capsys.readouterr().err
    assert not (project / "notebooks/demo-urban.ipynb").exists()


def test_text_of_a_parameter_cannot_leave_its_quotes() -> None:
    params = Params(department="a", year=2022, rubric='r"\n1/0\n"\\', data="数据's")
    source = nbformat.reads(analyst_copy(MASTER.read_bytes(), params).decode(), 4).cells[0].source
    names: dict[str, object] = {}
    exec(source, {}, names)  # noqa: S102 - what is tested
    assert names == params.model_dump()


def test_a_master_with_outputs_gives_a_copy_without_and_one_with_other_parameters_none() -> None:
    params = read_params(ROOT / "params/demo-urban.yaml")
    notebook = nbformat.read(MASTER, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="旧")]
    notebook.cells[1].execution_count = 7
    copy = nbformat.reads(analyst_copy(nbformat.writes(notebook).encode(), params).decode(), 4)
    assert (copy.cells[1].outputs, copy.cells[1].execution_count) == ([], None)
    notebook.cells[0].source = "departement = 1"
    with pytest.raises(InputError, match="departement"):
        analyst_copy(nbformat.writes(notebook).encode(), params)
