"""What tests of the lists to and from departments share: running a command, reading a workbook."""

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from helpers import ROOT
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pjkit import cli
from pjkit.forms.check_report import DepartmentCheck
from pjkit.model.problem import Problem
from pjkit.model.scorecard import Finding

OK, FAILED, WRONG_USE = 0, 1, 2


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def run(words: str, capsys: pytest.CaptureFixture[str]) -> Said:
    """The command in this process."""
    return Said(cli.main(words.split()), *capsys.readouterr())


def three_departments(root: Path) -> None:
    """A project with a usable department (demo), one that is refused (other), one with findings (urban)."""
    shutil.copytree(ROOT / "tests/bad/_base", root, dirs_exist_ok=True)
    shutil.copytree(ROOT / "tests/bad/one-bad-department-among-good-ones", root, dirs_exist_ok=True)
    (root / "expected.txt").unlink()
    (root / "params/rubrics").mkdir()
    shutil.copy(ROOT / "params/rubrics/xinning-2022.yaml", root / "params/rubrics")
    shutil.copy(ROOT / "params/demo-urban.yaml", root / "params/urban.yaml")
    shutil.copytree(ROOT / "params/data/demo-urban-2022", root / "params/data/demo-urban-2022")


def finding(where: str, severity: Any = "提示", message: str = "内容") -> Finding:
    """A finding in one place."""
    return Finding("sum_of_parts", severity, where, message)


def problem(place: str) -> Problem:
    """A problem in one place."""
    return Problem("params/data/demo", place, "写的是“x”", "数字", "改成数字")


def department(name: str = "示例单位", **given: Any) -> DepartmentCheck:
    """What a check found in one department."""
    return DepartmentCheck("params/demo.yaml", "demo", name, 2022, **given)


def opened(content: bytes) -> Workbook:
    """A workbook from its bytes."""
    return load_workbook(BytesIO(content))


def rows(sheet: Worksheet) -> list[list[Any]]:
    """What the cells of a sheet say."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
