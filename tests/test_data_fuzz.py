"""Whatever stands in a cell or a file, reading gives a dossier or problems in Chinese, and never another error."""

import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import ROOT, rubric, sample_params
from hypothesis import given
from hypothesis import settings as run_with
from hypothesis import strategies as st

from pjkit.evaluation import evaluate
from pjkit.model.dossier import Dossier
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.model.stored import record_text
from pjkit.sources.reading import read_dossier

# fmt: off
ODD = [
    "", "不适用", "是", "否", "部分", "0", "-0", "-1", "1e999", "1E5", "nan", "Infinity", "①", "１２３", "12，345",
    "½", "²", "٣", "9" * 29, "9" * 29 + ".9", "0." + "0" * 27 + "1", "9" * 5000, "12%", "1,2,3", "=1+1", "@SUM(1)",
    "\0", "\x1b[31m", "\u202e", "\ufeff", "\u200b", "\r\n", '"', "”", "/", "支出/", "/支出", "三公经费/", "收入/a/b",
    "非税收入", "预算管理/管理制度健全性", "长" * 20_001, "<script>", "{0}", "{{x}}", "%s", "\U0001f600", "2023-02-29",
    "9999-99-99", "2022年度", "优秀", "1.5", "6.1", "--5", ".5", "5.", "1 000",
]
# fmt: on
cells = st.one_of(
    st.sampled_from(ODD), st.text(max_size=8), st.text(alphabet="0123456789.,-+%e①２", max_size=35)
)


@dataclass(frozen=True)
class Department:
    """A good department's data in a folder of its own, sheet by sheet."""

    params: Params
    folder: Path
    sheets: dict[str, list[list[str]]]

    def with_sheet(self, name: str, rows: list[list[str]]) -> Dossier | InputError:
        """What reading gives while one sheet says something else."""
        path = self.folder / name
        before, text = path.read_bytes(), io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        try:
            path.write_bytes(text.getvalue().encode())
            return read(self.folder, self.params)
        finally:
            path.write_bytes(before)


def read(path: Path, params: Params) -> Dossier | InputError:
    """The dossier, or what is wrong; any other error is the test's failure."""
    try:
        return read_dossier(path, rubric(), params)
    except InputError as error:
        return error


def scores(found: Dossier | InputError) -> bool:
    """Whether there is a dossier; it can be scored and recorded then."""
    if isinstance(found, InputError):
        assert found.problems
        assert all(str(problem).isprintable() for problem in found.problems)
        return False
    return bool(record_text(evaluate(rubric(), found)).encode())


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """The sample with the fullest data."""
    params = sample_params("demo-library")
    folder = tmp_path_factory.mktemp("fuzz") / "data"
    shutil.copytree(ROOT / params.data, folder)
    texts = {file.name: file.read_text(encoding="utf-8-sig") for file in sorted(folder.iterdir())}
    sheets = {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    return Department(params, folder, sheets)


@run_with(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_any_text_in_any_cell_gives_a_dossier_or_problems(
    department: Department, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(department.sheets)))
    rows = [list(row) for row in department.sheets[name]]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(cells)
    scores(department.with_sheet(name, rows))


def test_the_department_is_good_before_anything_is_changed(department: Department) -> None:
    assert scores(read(department.folder, department.params))


@pytest.mark.parametrize("text", ["9" * 30, "9" * 28 + ".9", "0." + "0" * 27 + "1", "-0", "１２．５"])
def test_a_number_of_any_size_can_be_scored(department: Department, text: str) -> None:
    rows = [list(row) for row in department.sheets["收支.csv"]]
    for row in rows[1:]:
        row[1:5] = [text] * 4
    assert scores(department.with_sheet("收支.csv", rows))


def test_a_count_of_any_size_is_whole_or_told(department: Department) -> None:
    rows = [list(row) for row in department.sheets["基础数据.csv"]]
    (survey,) = [row for row in rows if row[0] == "有效问卷数"]
    survey[1] = "9" * 30  # more digits than decimal arithmetic keeps
    assert scores(department.with_sheet("基础数据.csv", rows))


def test_a_minus_before_0_is_dropped(department: Department) -> None:
    rows = [list(row) for row in department.sheets["收支.csv"]]
    rows[1][:2] = ["收入", "-0.0"]
    found = department.with_sheet("收支.csv", rows)
    assert isinstance(found, Dossier)
    assert str(found.account("收入", "上年决算").value) == "0.0"


@pytest.mark.parametrize("text", ["①", "10²", "½", "1e999", "nan", "Infinity", "9" * 31, "=1+1", "一百"])
def test_what_only_looks_like_a_number_is_none(department: Department, text: str) -> None:
    rows = [list(row) for row in department.sheets["收支.csv"]]
    rows[1][1] = text
    found = department.with_sheet("收支.csv", rows)
    assert isinstance(found, InputError)
    (problem,) = found.problems
    assert (problem.place, problem.found.endswith("，不是数字")) == ("收支!B2", True)
