"""From parameters to published files: whole or not at all, the same bytes, the right department."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import render_in

from pjkit.batch.engine import shells
from pjkit.batch.outputs import publish
from pjkit.evaluation import evaluate
from pjkit.model.records import Failure, read_run
from pjkit.model.stored import record_text
from pjkit.sources.load import open_department
from pjkit.sources.params import read_params

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
FILES = ["inputs.json", "manifest.json", "report.html", "report.ipynb", "scorecard.json", "traces.json"]
LIBRARY = "params/demo-library.yaml"
RECORD_MIMETYPE = "application/vnd.pjkit.scorecard+json"


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
    expected = record_text(evaluate(opened.rubric, opened.dossier))
    assert (rendered / "outputs" / "2022" / name / "scorecard.json").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_shows_its_own_department_and_every_score(rendered: Path, name: str) -> None:
    folder = rendered / "outputs" / "2022" / name
    page = (folder / "report.html").read_text(encoding="utf-8")
    record = json.loads((folder / "scorecard.json").read_text(encoding="utf-8"))
    subject = "项目" if record["rubric"].get("subject") == "project" else "部门整体"
    assert f"<title>{record['name']}2022年度{subject}支出绩效自评报告</title>" in page
    assert record["total"]["score"] in page
    for indicator in record["indicators"]:
        assert page.count(f'id="ind-{indicator["id"]}"') == 1
        assert page.count(f'id="row-{indicator["id"]}"') == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_no_leftovers(rendered: Path, name: str) -> None:
    page = (rendered / "outputs" / "2022" / name / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<(style|svg|title|script|pre)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    for leftover in ("Traceback", "None", "nan", "Decimal", "Fraction", "pj.", "{{", "undefined", "http"):
        assert leftover not in text
    words = set(re.findall(r"[A-Za-z]{4,}", text))
    assert words <= {"pjkit", "sha256", "pandas"} | set(
        re.findall(r"[A-Za-z]{4,}", record_of(rendered, name))
    )


def record_of(root: Path, name: str) -> str:
    """What the department itself wrote may hold English words; ids and digests are hexadecimal."""
    return (root / "outputs" / "2022" / name / "scorecard.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_loads_nothing_from_anywhere(rendered: Path, name: str) -> None:
    page = (rendered / "outputs" / "2022" / name / "report.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action)\s*=\s*["'](?!#|data:)""", page) == []
    assert "@import" not in page
    assert re.findall(r"url\((?!['\"]?#)", page) == []


def test_the_same_inputs_give_the_same_bytes_in_another_folder(rendered: Path, project: Path) -> None:
    assert render_in(project, LIBRARY) == 0
    for name in FILES:
        one = rendered / "outputs" / "2022" / "demo-library" / name
        assert (project / "outputs" / "2022" / "demo-library" / name).read_bytes() == one.read_bytes()


def test_no_path_of_the_machine_is_in_any_file(rendered: Path) -> None:
    files = [path for path in (rendered / "outputs").rglob("*.*") if path.is_file()]
    assert len(files) > len(SAMPLES) * len(FILES)
    for path in files:
        assert str(rendered).encode() not in path.read_bytes()
        assert sys.prefix.encode() not in path.read_bytes()


def failure_in(root: Path, name: str = "demo-library") -> Failure:
    (failure,) = [one for one in read_run(root / "outputs/2022/run.json").failures if one.department == name]
    return failure


def test_a_failing_cell_publishes_no_report_and_is_named(project: Path) -> None:
    with_cell(project, "1 / 0", at=5)
    assert render_in(project, "--to", "html,docx", LIBRARY) == 1
    failure = failure_in(project)
    assert (failure.kind, failure.cell, failure.cause) == (
        "cell",
        "1 / 0",
        "ZeroDivisionError: division by zero",
    )
    assert failure.command == "pjkit render params/demo-library.yaml --to html,docx --force"
    assert not (project / "outputs" / "2022" / "demo-library").exists()
    page = (project / "outputs/2022/failed/demo-library.html").read_text(encoding="utf-8")
    for told in (
        "未完成",
        "示例县图书馆",
        "1 / 0",
        "ZeroDivisionError",
        "pjkit render params/demo-library.yaml",
    ):
        assert told in page


def test_a_failed_rerun_leaves_the_earlier_report_as_it_was_and_a_good_one_clears_the_failure(
    project: Path,
) -> None:
    assert render_in(project, LIBRARY) == 0
    folder = project / "outputs/2022/demo-library"
    before = {name: (folder / name).read_bytes() for name in FILES}
    master = (project / "notebooks/report.ipynb").read_bytes()
    with_cell(project, "raise ValueError('中途出错')", at=5)
    assert render_in(project, LIBRARY) == 1
    assert {name: (folder / name).read_bytes() for name in FILES} == before
    (project / "notebooks/report.ipynb").write_bytes(master)
    assert render_in(project, LIBRARY, "--only-failed", "--force") == 0
    assert read_run(project / "outputs/2022/run.json").failures == ()
    assert not (project / "outputs/2022/failed/demo-library.html").exists()


def test_a_notebook_without_our_parameters_is_refused_before_it_runs(project: Path) -> None:
    path = project / "notebooks" / "report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = notebook.cells[0].source.replace("department =", "departement =")
    nbformat.write(notebook, path)
    assert render_in(project, LIBRARY) == 1
    failure = failure_in(project)
    assert failure.kind == "input"
    assert "departement" in failure.details[0]


def test_a_notebook_that_reports_another_department_is_not_published(project: Path) -> None:
    other = 'pj.load(department="demo-urban", year=2022, rubric=rubric, data=data)'
    with_cell(project, f"card = pj.evaluate(*{other})", at=2)
    assert render_in(project, LIBRARY) == 1
    failure = failure_in(project)
    assert failure.kind == "product"
    assert "demo-urban" in " ".join(failure.details)
    assert not (project / "outputs/2022/demo-library").exists()


def test_kernels_that_cannot_be_made_are_told_of_report_and_summary(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shells, "_PRELOADED", ("pjkit.nosuch",))
    assert render_in(project, LIBRARY) == 1
    failure = failure_in(project)
    assert failure.kind == "kernel"
    assert failure.cause == "预热失败：ModuleNotFoundError: No module named 'pjkit.nosuch'"
    assert f"汇总：未完成：{failure.cause}" in capsys.readouterr().err


def test_publishing_replaces_a_folder_as_a_whole(tmp_path: Path) -> None:
    publish(tmp_path / "x", {"a.txt": b"1", "b.txt": b"2"})
    publish(tmp_path / "x", {"a.txt": b"3"})
    assert everything_under(tmp_path) == ["x/a.txt"]
    assert (tmp_path / "x" / "a.txt").read_bytes() == b"3"


def test_one_bad_department_does_not_stop_the_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "params" / "data" / "demo-urban-2022" / "收支.csv").unlink()
    (project / "params" / "data" / "demo-urban-2022" / "基本信息.csv").unlink()
    assert render_in(project, "params/demo-urban.yaml", LIBRARY) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "demo-library：outputs/2022/demo-library/report.html",
        "汇总：outputs/2022/index.html",
    ]
    assert "基本信息：缺少这个工作表" in said.err
    assert not (project / "outputs" / "2022" / "demo-urban").exists()


def test_plain_papermill_from_the_root_gives_the_same_record(rendered: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/report.ipynb", str(out), "-f"]
    subprocess.run([*command, "params/demo-urban.yaml"], cwd=ROOT, check=True, capture_output=True)
    outputs = [
        output for cell in nbformat.read(out, as_version=4).cells for output in cell.get("outputs", [])
    ]
    (record,) = [o.data[RECORD_MIMETYPE] for o in outputs if RECORD_MIMETYPE in o.get("data", {})]
    published = rendered / "outputs" / "2022" / "demo-urban" / "scorecard.json"
    assert record == json.loads(published.read_text(encoding="utf-8"))


def test_run_all_in_the_notebooks_own_folder_works(tmp_path: Path) -> None:
    """As JupyterLab does it: the kernel's working folder is notebooks/, not the root."""
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "report.ipynb"]
    where = ["--output-dir", str(tmp_path)]
    subprocess.run([*command, *where], cwd=ROOT / "notebooks", check=True, capture_output=True)
    notebook = nbformat.read(tmp_path / "report.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    assert any("新宁县社会养老保险服务中心" in str(output.get("data", "")) for output in outputs)
