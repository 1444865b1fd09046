"""Bad inputs and their messages: each folder of ``tests/bad`` holds what is wrong and what must be said.

``expected.txt`` begins with the command and goes on with its exit status, stdout and stderr. The command
runs in a copy of ``tests/bad/_base`` (one department without problems) with the case's files put over it.
``PJKIT_REWRITE_GOLDEN=1 pytest tests/test_bad_inputs.py`` writes the files anew; then read each change.
"""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from bad_files import ACCOUNTS, MADE, saved

from pjkit.cli import main

ROOT = Path(__file__).resolve().parents[1]
BAD = ROOT / "tests/bad"
REWRITE = os.environ.get("PJKIT_REWRITE_GOLDEN") == "1"
FAILED = 1


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


CASES = sorted(path.name for path in BAD.iterdir() if path.is_dir() and not path.name.startswith("_"))
# One case for each way in. Rendering reads as check does; running its summary for every case would take minutes.
RENDERED = [
    "unknown-sheet",
    "workbook-cut-short",
    "rubric-with-many-problems",
    "department-that-climbs-out",
    "department-named-twice",
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one department without problems; the working directory."""
    shutil.copytree(BAD / "_base", tmp_path, dirs_exist_ok=True)
    (tmp_path / "params/rubrics").mkdir()
    shutil.copy(ROOT / "params/rubrics/xinning-2022.yaml", tmp_path / "params/rubrics")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out(case: str, project: Path) -> None:
    """Put the case's files over the base's."""
    shutil.copytree(BAD / case, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    if case in MADE:
        MADE[case](project)


def run(words: str, capsys: pytest.CaptureFixture[str]) -> Said:
    status = main(words.split())
    return Said(status, *capsys.readouterr())


def golden(command: str, said: Said) -> str:
    return f"$ {command}\nexit status {said.status}\n--- stdout\n{said.out}--- stderr\n{said.err}"


@pytest.mark.parametrize("case", CASES)
def test_a_bad_input_is_told_in_the_expected_words(
    case: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = BAD / case / "expected.txt"
    expected = file.read_text(encoding="utf-8")
    command = expected.splitlines()[0].removeprefix("$ ")
    lay_out(case, project)
    actual = golden(command, run(command.removeprefix("pjkit "), capsys))
    if REWRITE and actual != expected:
        file.write_text(actual, encoding="utf-8")
    assert actual == expected


def files_outside_outputs(project: Path) -> dict[str, bytes]:
    paths = [path for path in project.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in paths if project / "outputs" not in path.parents}


@pytest.mark.parametrize("case", RENDERED)
def test_rendering_a_bad_input_says_the_same_and_publishes_no_report(
    case: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(case, project)
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    checked, before = run("check", capsys), files_outside_outputs(project)
    rendered = run("render", capsys)
    assert (rendered.status, rendered.err) == (FAILED, checked.err)
    names = [path.name for path in (project / "outputs").rglob("*")]
    assert "report.html" not in names
    assert "scorecard.json" not in names
    assert [name for name in names if name.startswith((".new-", ".old-"))] == []  # nothing half-written
    assert files_outside_outputs(project) == before


def test_the_base_of_all_cases_has_no_problem(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run("check", capsys)
    assert (said.status, said.err) == (0, "")
    assert project.joinpath(ACCOUNTS).is_file()


def test_the_workbook_of_all_cases_has_no_problem(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(BAD / "workbook-cut-short/params/demo.yaml", project / "params/demo.yaml")
    saved(lambda _: None)(project)
    said = run("check", capsys)
    assert (said.status, said.err) == (0, "")


def test_every_made_case_has_its_message() -> None:
    assert set(MADE) <= set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_message_has_no_english_but_names_and_no_traceback(case: str) -> None:
    expected = (BAD / case / "expected.txt").read_text(encoding="utf-8")
    for foreign in ("Traceback", "Error", "Decimal(", "None", "True", "Input should", "field required"):
        assert foreign not in expected
