"""From parameters to published files: whole or not at all, the same bytes, the right department."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from pjkit.cli import main
from pjkit.publishing import render as rendering
from pjkit.publishing.execute import CellError
from pjkit.publishing.job import Job
from pjkit.publishing.outputs import publish
from pjkit.publishing.render import render
from pjkit.scoring.evaluate import evaluate
from pjkit.scoring.opening import open_department
from pjkit.scoring.params import read_params
from pjkit.scoring.problems import InputError
from pjkit.scoring.record import dumps, to_record

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
FILES = ["report.html", "report.ipynb", "scorecard.json"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's notebooks and parameters, to render in."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sample department, rendered once."""
    root = tmp_path_factory.mktemp("all")
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, root / name)
    for name in SAMPLES:
        render(Job(read_params(root / "params" / f"{name}.yaml"), root))
    return root


def job_of(root: Path, name: str = "demo-library") -> Job:
    return Job(read_params(root / "params" / f"{name}.yaml"), root)


def with_cell(root: Path, source: str, at: int) -> None:
    """Put one more code cell into the project's master notebook."""
    path = root / "notebooks" / "report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(at, nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)


def everything_under(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_published_as_notebook_page_and_record(rendered: Path, name: str) -> None:
    folder = rendered / "outputs" / "2022" / name
    assert sorted(path.name for path in folder.iterdir()) == FILES
    notebook = nbformat.read(folder / "report.ipynb", as_version=4)
    nbformat.validate(notebook)
    record = json.loads((folder / "scorecard.json").read_text(encoding="utf-8"))
    assert notebook.metadata["pjkit"] == record


@pytest.mark.parametrize("name", SAMPLES)
def test_the_record_of_the_run_is_the_record_of_the_score(rendered: Path, name: str) -> None:
    params = read_params(rendered / "params" / f"{name}.yaml")
    opened = open_department(params, rendered)
    expected = dumps(to_record(evaluate(opened.rubric, opened.dossier)))
    assert (rendered / "outputs" / "2022" / name / "scorecard.json").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_shows_its_own_department_and_every_score(rendered: Path, name: str) -> None:
    folder = rendered / "outputs" / "2022" / name
    page = (folder / "report.html").read_text(encoding="utf-8")
    record = json.loads((folder / "scorecard.json").read_text(encoding="utf-8"))
    assert f"<title>{record['name']}2022年度部门整体支出绩效自评报告</title>" in page
    assert record["total"]["score"] in page
    for indicator in record["indicators"]:
        assert page.count(f'id="ind-{indicator["id"]}"') == 1
        assert page.count(f'id="row-{indicator["id"]}"') == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_no_leftovers(rendered: Path, name: str) -> None:
    page = (rendered / "outputs" / "2022" / name / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<(style|svg|title)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    for leftover in ("Traceback", "None", "nan", "Decimal", "Fraction", "pj.", "{{", "undefined", "http"):
        assert leftover not in text
    words = set(re.findall(r"[A-Za-z]{4,}", text))
    assert words <= {"pjkit", "sha256", "pandas"} | set(re.findall(r"[A-Za-z]{4,}", record_text(rendered, name)))


def record_text(root: Path, name: str) -> str:
    """What the department itself wrote may hold English words; ids and digests are hexadecimal."""
    return (root / "outputs" / "2022" / name / "scorecard.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_loads_nothing_from_anywhere(rendered: Path, name: str) -> None:
    page = (rendered / "outputs" / "2022" / name / "report.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action)\s*=\s*["'](?!#|data:)""", page) == []
    assert "@import" not in page
    assert re.findall(r"url\((?!['\"]?#)", page) == []


def test_the_same_inputs_give_the_same_bytes_in_another_folder(rendered: Path, project: Path) -> None:
    render(job_of(project))
    for name in FILES:
        one = rendered / "outputs" / "2022" / "demo-library" / name
        assert (project / "outputs" / "2022" / "demo-library" / name).read_bytes() == one.read_bytes()


def test_no_path_of_the_machine_is_in_any_file(rendered: Path) -> None:
    for path in (rendered / "outputs").rglob("*.*"):
        assert str(rendered) not in path.read_text(encoding="utf-8")
        assert sys.prefix not in path.read_text(encoding="utf-8")


def test_a_failing_cell_publishes_nothing_and_is_named(project: Path) -> None:
    with_cell(project, "1 / 0", at=5)
    with pytest.raises(CellError, match=r"第 5 个代码单元（1 / 0）出错：ZeroDivisionError"):
        render(job_of(project))
    assert everything_under(project / "outputs") == []


def test_a_failed_rerun_leaves_the_earlier_report_as_it_was(project: Path) -> None:
    render(job_of(project))
    before = {name: (job_of(project).folder / name).read_bytes() for name in FILES}
    with_cell(project, "raise ValueError('中途出错')", at=5)
    with pytest.raises(CellError):
        render(job_of(project))
    assert {name: (job_of(project).folder / name).read_bytes() for name in FILES} == before


def test_a_notebook_without_our_parameters_is_refused_before_it_runs(project: Path) -> None:
    path = project / "notebooks" / "report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = notebook.cells[0].source.replace("department =", "departement =")
    nbformat.write(notebook, path)
    with pytest.raises(InputError, match="departement"):
        render(job_of(project))


def test_a_notebook_that_reports_another_department_is_not_published(project: Path) -> None:
    with_cell(project, 'department, data = "demo-urban", "params/data/demo-urban-2022"', at=1)
    with pytest.raises(InputError, match="记录是 demo-urban 2022 年度的"):
        render(job_of(project))
    assert everything_under(project / "outputs") == []


def test_a_crash_while_writing_leaves_nothing_behind(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(_notebook: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rendering, "to_page", disk_full)
    with pytest.raises(OSError, match="No space"):
        render(job_of(project))
    assert everything_under(project) == everything_under(project / ".")
    assert not (project / "outputs").exists()


def test_publishing_replaces_a_folder_as_a_whole(tmp_path: Path) -> None:
    publish(tmp_path / "x", {"a.txt": "一", "b.txt": "二"})
    publish(tmp_path / "x", {"a.txt": "三"})
    assert everything_under(tmp_path) == ["x/a.txt"]
    assert (tmp_path / "x" / "a.txt").read_text(encoding="utf-8") == "三"


def test_one_bad_department_does_not_stop_the_others(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "params" / "data" / "demo-urban-2022" / "收支.csv").unlink()
    (project / "params" / "data" / "demo-urban-2022" / "基本信息.csv").unlink()
    monkeypatch.chdir(project)
    assert main(["render", "params/demo-urban.yaml", "params/demo-library.yaml"]) == 1
    said = capsys.readouterr()
    assert said.out == "demo-library：outputs/2022/demo-library/report.html\n"
    assert "基本信息：缺少这个工作表" in said.err
    assert not (project / "outputs" / "2022" / "demo-urban").exists()


def test_plain_papermill_from_the_root_gives_the_same_record(rendered: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/report.ipynb", str(out), "-f"]
    subprocess.run([*command, "params/demo-urban.yaml"], cwd=ROOT, check=True, capture_output=True)
    outputs = [output for cell in nbformat.read(out, as_version=4).cells for output in cell.get("outputs", [])]
    (record,) = [o.data[rendering_type] for o in outputs if rendering_type in o.get("data", {})]
    published = rendered / "outputs" / "2022" / "demo-urban" / "scorecard.json"
    assert record == json.loads(published.read_text(encoding="utf-8"))


rendering_type = "application/vnd.pjkit.scorecard+json"


def test_run_all_in_the_notebooks_own_folder_works(tmp_path: Path) -> None:
    """As JupyterLab does it: the kernel's working folder is notebooks/, not the root."""
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "report.ipynb"]
    where = ["--output-dir", str(tmp_path)]
    subprocess.run([*command, *where], cwd=ROOT / "notebooks", check=True, capture_output=True)
    notebook = nbformat.read(tmp_path / "report.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    assert any("新宁县社会养老保险服务中心" in str(output.get("data", "")) for output in outputs)
