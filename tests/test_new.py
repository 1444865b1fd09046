"""``pjkit new``: a department's parameter file, written once, from data that can be opened."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from filled_forms import filled_form
from helpers import ROOT

from pjkit.cli import main
from pjkit.sources.params import read_params

RUBRIC = "params/rubrics/xinning-2022.yaml"
OK, FAILED, WRONG_USE = 0, 1, 2


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a rubric and one department's data in CSV, and no department; the working directory."""
    (tmp_path / "params/rubrics").mkdir(parents=True)
    shutil.copy(ROOT / RUBRIC, tmp_path / RUBRIC)
    shutil.copytree(ROOT / "params/data/demo-library-2022", tmp_path / "收到/图书馆")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> Said:
    """``pjkit new`` with these words."""
    return Said(main(["new", *words]), *capsys.readouterr())


def test_a_department_starts_from_a_filled_form(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled_form("demo-transport", project / "填报表.xlsx")
    said = run(["county-transport", "--data", "填报表.xlsx"], capsys)
    assert said == Said(
        OK,
        "params/county-transport.yaml：已写好，2022 年度，数据 填报表.xlsx\n"
        "数据可用。下一步：pjkit render params/county-transport.yaml\n",
        "",
    )
    assert (project / "params/county-transport.yaml").read_text("utf-8") == (
        f"department: county-transport\nyear: 2022\nrubric: {RUBRIC}\ndata: 填报表.xlsx\n"
    )
    assert main(["check"]) == OK


@pytest.mark.parametrize("data", ["收到/图书馆", "./收到/图书馆/"])
def test_the_parameters_are_read_back_as_given(
    data: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["2022", "--data", data, "--year", "2022"], capsys).status == OK
    )  # a name that looks like a number
    params = read_params(project / "params/2022.yaml")
    assert (params.department, params.year, params.rubric, params.data) == (
        "2022",
        2022,
        RUBRIC,
        "收到/图书馆",
    )


def test_a_place_inside_the_project_is_written_from_its_root(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["library", "--data", str(project / "收到/图书馆"), "--rubric", str(project / RUBRIC)]
    assert run(words, capsys).status == OK
    params = read_params(project / "params/library.yaml")
    assert (params.rubric, params.data) == (RUBRIC, "收到/图书馆")


def test_a_name_with_signs_that_mean_something_in_yaml_is_kept(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = "收到: #1 " + "很长的文件夹名" * 8
    (project / "收到/图书馆").rename(project / odd)
    assert run(["library", "--data", odd], capsys).status == OK
    assert read_params(project / "params/library.yaml").data == odd


def test_data_with_problems_can_be_started_with(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accounts = project / "收到/图书馆/收支.csv"
    accounts.write_text(accounts.read_text("utf-8").replace("三公经费,3.20", "三公经费,很多"), "utf-8")
    said = run(["library", "--data", "收到/图书馆"], capsys)
    assert said.status == OK
    assert said.out.endswith("数据有 1 处问题。下一步：pjkit check params/library.yaml\n")
    assert (project / "params/library.yaml").is_file()


def test_a_year_given_goes_before_the_datas_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(["library", "--data", "收到/图书馆", "--year", "2023"], capsys)
    assert said.out.startswith("params/library.yaml：已写好，2023 年度")
    assert "数据有 1 处问题" in said.out  # they say 2022
    assert read_params(project / "params/library.yaml").year == 2023


def test_a_parameter_file_is_never_replaced(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "params/library.yaml").write_text("mine", "utf-8")
    said = run(["library", "--data", "收到/图书馆"], capsys)
    assert (said.status, said.out) == (FAILED, "")
    assert "params/library.yaml：已经有这个参数文件，没有覆盖。" in said.err
    assert (project / "params/library.yaml").read_text("utf-8") == "mine"


REFUSED = {
    "Library --data 收到/图书馆": "参数 department：",
    "../library --data 收到/图书馆": "参数 department：",
    "failed --data 收到/图书馆": "参数 department：",
    "library --data 收到/图书馆 --year 0": "参数 year：",
    "library --data 没有": "没有：数据不存在。",
    "library --data 没有 --year 2022": "没有：数据不存在。",
    "library --data 收到/图书馆/收支.csv": "收到/图书馆/收支.csv：",
    "library --data 收到": "收到：",
    "library --data 收到/图书馆 --rubric none.yaml": "none.yaml",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    words: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(words.split(), capsys)
    assert (said.status, said.out) == (FAILED, "")
    assert said.err.startswith("新建部门：有 ")
    assert REFUSED[words] in said.err
    assert [path.name for path in (project / "params").iterdir()] == ["rubrics"]


def test_data_without_a_year_need_one_given(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = project / "收到/图书馆/基本信息.csv"
    profile.write_text(profile.read_text("utf-8").replace("评价年度,2022", "评价年度,去年"), "utf-8")
    said = run(["library", "--data", "收到/图书馆"], capsys)
    assert said.status == FAILED
    assert "收到/图书馆 基本信息：没有写明“评价年度”。" in said.err
    assert "--year" in said.err
    assert run(["library", "--data", "收到/图书馆", "--year", "2022"], capsys).status == OK


@pytest.mark.parametrize(("number", "said"), [(0, "没有评分标准文件"), (2, "有 2 个评分标准：")])
def test_where_there_is_not_one_rubric_it_must_be_named(
    number: int, said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(project / RUBRIC, project / "标准.yaml")
    for at in range(number):
        shutil.copy(project / "标准.yaml", project / f"params/rubrics/{at}.yaml")
    refused = run(["library", "--data", "收到/图书馆"], capsys)
    assert refused.status == FAILED
    assert said in refused.err
    assert run(["library", "--data", "收到/图书馆", "--rubric", "标准.yaml"], capsys).status == OK


def test_without_data_it_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library"], capsys) == Said(WRONG_USE, "", "缺少--data。用 pjkit new --help 查看用法\n")
