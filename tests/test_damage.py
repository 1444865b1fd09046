"""What is emptied, edited, cut, deleted or exchanged under outputs/ is told by ``pjkit verify`` and mended by the next render."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tiny
from conftest import copy_project, render_in

from pjkit.batch.manifest import manifest_of
from pjkit.batch.summary import summarise
from pjkit.batch.verify import verify
from pjkit.cli import main
from pjkit.commands import render
from pjkit.model.records import REPORT_FILES

OK, FAILED = 0, 1
ONE, TWO = "demo-c001", "demo-c002"
ALL = ("--to", "html,docx,xlsx")
OF_REPORT = (*REPORT_FILES, "report.docx", "scoresheet.xlsx")
OF_YEAR = ("index.html", "summary.ipynb", "results.csv", "results.xlsx", "manifest.json", "run.json")


def _edit(file: Path) -> None:
    """One byte in the middle, the size as it was."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _exchange(file: Path) -> None:
    """The same file of the other department."""
    other = file.parents[1] / TWO / file.name
    kept = file.read_bytes()
    shutil.copyfile(other, file)
    other.write_bytes(kept)


def _make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _link(file: Path) -> None:
    """The same content, in another place."""
    elsewhere = file.parents[3] / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


KINDS: dict[str, Callable[[Path], object]] = {
    "emptied": lambda file: file.write_bytes(b""),
    "edited": _edit,
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-10]),
    "deleted": lambda file: file.unlink(),
    "exchanged": _exchange,
    "a folder": _make_a_folder,
    "a link": _link,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two departments' reports in all formats, and their summary; not to be changed."""
    root = tmp_path_factory.mktemp("made")
    tiny.county(root, 2, "pj.score_table(card)")
    with tiny.quick(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "summarise", summarise)
        assert render_in(root, *ALL) == OK
        yield root


@pytest.fixture
def whole(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "project"))


def tree(root: Path) -> dict[str, bytes]:
    files = [path for path in (root / "outputs").rglob("*") if path.is_file() and not path.is_symlink()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def complaints(root: Path) -> dict[str, str]:
    """Place → what is wrong there, all of it."""
    files = sorted((root / "params").glob("*.yaml"))
    said: dict[str, str] = {}
    for one in verify(root / "outputs/2022", root, [file.relative_to(root) for file in files]).complaints:
        said[one.place] = said.get(one.place, "") + one.words
    return said


def tells(words: str, name: str) -> bool:
    """Whether a file is named; of an edited digest, the file that no longer has it."""
    return name in words or (name == "manifest.json" and "与清单不符" in words)


def test_what_is_whole_has_no_complaint(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(whole)
    assert main(["verify"]) == OK
    assert capsys.readouterr().out == "outputs/2022：2 份报告和汇总都完整，得分与按现在的数据核算的相同\n"


@pytest.mark.parametrize("case", [f"{name} {kind}" for name in OF_REPORT for kind in KINDS])
def test_a_damaged_report_is_told_and_mended(
    made: Path, whole: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    name, _, kind = case.partition(" ")
    KINDS[kind](whole / "outputs/2022" / ONE / name)
    with contextlib.chdir(whole):
        assert main(["verify", "outputs/2022"]) == FAILED
    assert f"outputs/2022/{ONE}：" in capsys.readouterr().err
    assert tells(complaints(whole)[f"2022/{ONE}"], name)
    assert render_in(whole, *ALL) == OK
    assert f"{ONE}：" in (said := capsys.readouterr().out)
    assert "清单" in said
    assert "重新生成" in said
    assert tree(whole) == tree(made)
    assert complaints(whole) == {}


@pytest.mark.parametrize("kind", ["emptied", "edited", "cut", "deleted"])
@pytest.mark.parametrize("name", OF_YEAR)
def test_a_damaged_file_of_the_year_is_told_and_mended(made: Path, whole: Path, name: str, kind: str) -> None:
    KINDS[kind](whole / "outputs/2022" / name)
    assert tells(complaints(whole)["2022"], name)
    assert render_in(whole, *ALL) == OK
    assert tree(whole) == tree(made)


def test_folders_of_two_departments_exchanged_are_told_and_mended(made: Path, whole: Path) -> None:
    """Each is whole, and agrees with the manifest in it."""
    year = whole / "outputs/2022"
    (year / ONE).rename(year / "x")
    (year / TWO).rename(year / ONE)
    (year / "x").rename(year / TWO)
    assert set(complaints(whole)) >= {f"2022/{ONE}", f"2022/{TWO}"}
    assert render_in(whole, *ALL) == OK
    assert tree(whole) == tree(made)


def test_a_total_edited_with_its_manifest_does_not_follow_from_the_data(whole: Path) -> None:
    """What no manifest can tell."""
    report = whole / "outputs/2022" / ONE
    text = (report / "scorecard.json").read_text(encoding="utf-8")
    files = {path.name: path.read_bytes() for path in report.iterdir() if path.name != "manifest.json"}
    files["scorecard.json"] = text.replace('"score": "43.98"', '"score": "99.99"', 1).encode()
    assert files["scorecard.json"] != text.encode()
    (report / "scorecard.json").write_bytes(files["scorecard.json"])
    (report / "manifest.json").write_bytes(manifest_of(f"2022/{ONE}", files))
    assert complaints(whole)[f"2022/{ONE}"] == (
        "scorecard.json 与按规则核算的不同：总分 99.99，按规则核算为 43.98"
    )


def test_a_damaged_record_of_a_department_that_is_not_rendered_stays_out_of_the_summary(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = whole / "outputs/2022" / TWO / "scorecard.json"
    record.write_bytes(b"{")
    assert render_in(whole, f"params/{ONE}.yaml", *ALL) == FAILED
    assert capsys.readouterr().err == (
        f"{TWO}：scorecard.json 与清单不符（损坏或被改动），未列入汇总。重新生成这份报告，或删去它的文件夹\n"
    )
    results = (whole / "outputs/2022/results.csv").read_text(encoding="utf-8-sig")
    assert ONE in results
    assert TWO not in results


def test_what_the_data_no_longer_give_is_told(whole: Path) -> None:
    """A changed figure, a department without parameters, data that cannot be read, a file that nobody wrote, no report."""
    tiny_files = whole / f"params/data/{ONE}-2022/基本信息.csv"
    text = tiny_files.read_text(encoding="utf-8-sig")
    tiny_files.write_text(text.replace("离退休人数,", "离退休人数,9", 1), encoding="utf-8")
    (whole / f"params/{TWO}.yaml").unlink()
    (whole / "outputs/2022" / TWO / "more.txt").write_text("x", encoding="utf-8")
    said = complaints(whole)
    assert said[f"2022/{ONE}"] == "部门数据或评分标准在报告生成之后改过，报告不再是由它们得出的"
    assert said[f"2022/{TWO}"] == (
        "多出 more.txt，不是 pjkit 写入的项目中没有它这一年度的参数文件，不能核对得分"
    )
    tiny_files.write_bytes(b"\xff")
    shutil.rmtree(whole / "outputs/2022" / TWO)
    said = complaints(whole)
    assert said[f"2022/{ONE}"].startswith("部门数据有 ")
    assert said[f"2022/{TWO}"] == "没有报告，而 run.json 说已完成"


@pytest.mark.parametrize("word", ["outputs", "elsewhere", "outputs/none", "../outputs/2022"])
def test_what_is_no_batch_is_wrong_use(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    monkeypatch.chdir(whole)
    assert main(["verify", word]) == 2
    assert "应为本项目的 outputs/<年度>" in capsys.readouterr().err


def test_a_project_without_reports_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy_project(tmp_path))
    assert main(["verify"]) == 2
