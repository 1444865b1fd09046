"""Links below outputs are never followed: nothing outside is read, written, moved or removed. Only outputs may be one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny
from conftest import render_in

from pjkit.batch.lock import locked
from pjkit.batch.outputs import publish, publish_file, recover
from pjkit.batch.summary import _records

OK, FAILED = 0, 1
ONE, TWO = "demo-c001", "demo-c002"


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with tiny.quick():
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two departments, rendered."""
    root = tmp_path / "project"
    root.mkdir()
    tiny.county(root, 2)
    assert render_in(root) == OK
    return root


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that is none of the project's business."""
    folder = tmp_path / "outside"
    (folder / "inner").mkdir(parents=True)
    (folder / "mine.txt").write_text("mine", "utf-8")
    (folder / "inner/mine.txt").write_text("mine", "utf-8")
    return folder


def untouched(folder: Path) -> bool:
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.txt")}
    every = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return every == ["inner", "inner/mine.txt", "mine.txt"] and set(files.values()) == {"mine"}


@pytest.mark.parametrize("name", [".old-x", ".new-x"])
def test_a_leftover_that_is_a_link_is_removed_as_one(name: str, root: Path, outside: Path) -> None:
    link = root / "outputs/2022" / name
    link.symlink_to(outside)
    assert render_in(root) == OK
    assert not os.path.lexists(link)
    assert untouched(outside)
    assert sorted(path.name for path in (root / "outputs/2022").iterdir()) == [ONE, TWO, "run.json"]


def test_a_link_among_what_was_set_aside_does_not_come_back(tmp_path: Path, outside: Path) -> None:
    aside = tmp_path / "2022/.old-x"
    (aside / ONE).mkdir(parents=True)
    (aside / TWO).symlink_to(outside)
    (aside / "mine.txt").symlink_to(outside / "mine.txt")
    recover(tmp_path / "2022")
    assert [path.name for path in (tmp_path / "2022").iterdir()] == [ONE]
    assert untouched(outside)


def test_the_lock_is_taken_in_outputs_and_not_where_a_link_leads(root: Path, outside: Path) -> None:
    lock = root / "outputs/.lock"
    for target in (outside / "mine.txt", outside / "new.txt"):
        lock.unlink()
        lock.symlink_to(target)
        with locked(root / "outputs"):
            assert not lock.is_symlink()
    assert untouched(outside)


def test_a_lock_that_is_a_pipe_is_not_waited_for(root: Path) -> None:
    lock = root / "outputs/.lock"
    lock.unlink()
    os.mkfifo(lock)
    with locked(root / "outputs"):
        pass


@pytest.mark.parametrize("target", ["outside", "outside/none", "project/outputs/2022"])
def test_a_year_that_is_a_link_is_refused_in_a_sentence(
    target: str, root: Path, outside: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    year = root / "outputs/2022"
    shutil.move(year, root / "outputs/2022-old") if "project" in target else shutil.rmtree(year)
    year.symlink_to(root / "outputs/2022-old" if "project" in target else tmp_path / target)
    assert render_in(root, "--force") == FAILED
    assert "不能写入文件：2022 是链接，不写到它所指的地方。" in capsys.readouterr().err
    assert untouched(outside)
    assert not (tmp_path / "outside/none").exists()


def test_the_page_of_a_failure_is_not_written_where_a_link_leads(root: Path, outside: Path) -> None:
    failed = root / "outputs/2022/failed"
    failed.symlink_to(outside)
    shutil.rmtree(root / f"params/data/{ONE}-2022")
    assert render_in(root) == FAILED
    assert untouched(outside)
    assert [path.name for path in failed.iterdir()] == [f"{ONE}.html"]
    assert not failed.is_symlink()


def test_a_report_that_is_a_link_is_made_anew_in_its_place(root: Path, outside: Path) -> None:
    report = root / "outputs/2022" / ONE
    before = (report / "scorecard.json").read_bytes()
    shutil.move(report, root / "moved")
    for target in (root / "moved", outside, outside / "none"):
        report.symlink_to(target)
        assert render_in(root) == OK
        assert not report.is_symlink()
        assert (report / "scorecard.json").read_bytes() == before
        shutil.rmtree(report)
    assert untouched(outside)
    assert (root / "moved/report.html").is_file()


@pytest.mark.parametrize("name", ["report.html", "scorecard.json", "inputs.json"])
def test_a_reports_file_that_is_a_link_is_made_anew(name: str, root: Path, tmp_path: Path) -> None:
    file, aside = root / "outputs/2022" / ONE / name, tmp_path / name
    shutil.move(file, aside)
    file.symlink_to(aside)
    assert render_in(root) == OK
    assert not file.is_symlink()
    assert file.read_bytes() == aside.read_bytes()


@pytest.mark.parametrize("name", ["run.json", "index.html"])
def test_a_file_of_the_year_that_is_a_link_is_replaced(name: str, tmp_path: Path, outside: Path) -> None:
    for content in (b"mine", b"ours"):
        file = tmp_path / name
        file.symlink_to(outside / "mine.txt")
        publish_file(file, content)
        assert not file.is_symlink()
        assert file.read_bytes() == content
        file.unlink()
    assert untouched(outside)


def test_a_summary_reads_no_record_where_a_link_leads(root: Path, outside: Path) -> None:
    year = root / "outputs/2022"
    (year / "linked").symlink_to(year / ONE)
    (year / "odd").mkdir()
    (year / "odd/scorecard.json").symlink_to(outside / "mine.txt")
    (year / "pipe").mkdir()
    os.mkfifo(year / "pipe/traces.json")
    assert {path.parent.name for path in _records(year)} == {ONE, TWO, "2022"}


def test_outputs_itself_may_lie_on_another_disk(tmp_path: Path) -> None:
    tiny.county(tmp_path, 2)
    (tmp_path / "disk").mkdir()
    (tmp_path / "outputs").symlink_to("disk")
    assert render_in(tmp_path) == OK
    assert tiny.published(tmp_path) == [ONE, TWO]
    assert (tmp_path / "disk/2022" / ONE / "report.html").is_file()


def test_a_report_is_not_published_below_a_link(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "2022").symlink_to(outside)
    with pytest.raises(OSError, match="是链接"):
        publish(tmp_path / "2022" / ONE, {"report.html": b""})
    assert untouched(outside)
