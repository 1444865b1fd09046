"""The documents say what is there: versions, commands, clause kinds, pictures."""

import re
import tomllib
from pathlib import Path

import pytest

import pjkit
from pjkit.cli import main
from pjkit.scoring.rules import RULES

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_the_first_entry_of_the_changelog() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    first = re.search(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert project["version"] == pjkit.__version__ == first[1]


def test_every_clause_kind_is_documented_in_the_registrys_words() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text_of("CONTRIBUTING.md"), re.MULTILINE)
    assert dict(rows) == {kind: rule.title for kind, rule in RULES.items()}


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_make_targets_and_commands_that_a_readme_names_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    assert (
        {"report", "test", "lab"}
        <= set(re.findall(r"(?:^    |`)make ([a-z]+)", text, re.MULTILINE))
        <= targets
    )
    for command in set(re.findall(r"pjkit (check|score|render|\w+)(?=  | \[)", text)):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0


def test_the_two_readmes_are_twins() -> None:
    shapes = [
        re.findall(r"^(#+|    |\||!\[)", path.read_text(encoding="utf-8"), re.MULTILINE) for path in READMES
    ]
    assert shapes[0] == shapes[1]  # headings, lines of code, table rows and pictures, in order


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_file_a_readme_points_to_is_there(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        assert (ROOT / target).is_file()


def test_every_sample_is_introduced() -> None:
    for path in (ROOT / "params").glob("*.yaml"):
        for readme in READMES:
            assert f"`{path.stem}`" in readme.read_text(encoding="utf-8")


def test_constraints_name_exact_versions_and_no_address() -> None:
    lines = [line for line in text_of("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)
