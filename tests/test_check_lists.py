"""What a check says: lines by department and sheet, and JSON."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import ROOT
from lists import FAILED, OK, department, finding, problem, run, three_departments

from pjkit.commands import check
from pjkit.forms.check_report import CheckReport, by_place, to_json
from pjkit.model.contract import SHEETS
from pjkit.model.scorecard import Finding
from pjkit.sources.places import Place, in_order, place_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The three departments; the working directory."""
    three_departments(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Places


@pytest.mark.parametrize(
    ("text", "sheet", "cell"),
    [
        ("收支!E12", "收支", "E12"),
        ("收支!E6+E10", "收支", "E6+E10"),
        ("收支!第 1 行", "收支", "第 1 行"),
        ("收支.csv", "收支", ""),
        ("收支.csv 第 3 行", "收支", "第 3 行"),
        ("条款核对", "条款核对", ""),
        ("第 14 行 groups[0].points", "", "第 14 行 groups[0].points"),
        ("", "", ""),
    ],
)
def test_a_place_is_taken_apart(text: str, sheet: str, cell: str) -> None:
    assert place_of(text) == Place(sheet, cell)


def test_the_cells_of_a_place_carry_their_sheet() -> None:
    assert place_of("收支!E6+E10").cells == ("收支!E6", "收支!E10")
    assert place_of("条款核对").cells == ()


def test_problems_and_findings_stand_as_one_goes_through_the_workbook() -> None:
    wanted = [
        "基本信息!B3",
        "收支!第 1 行",
        "收支!E2",
        "收支!AA2",
        "收支!A10",
        "收支",
        "条款核对!B2",
        "文字!B2",
        "params 第 9 行",
    ]
    mixed = [wanted[at] for at in (8, 5, 3, 7, 4, 0, 6, 2, 1)]
    assert [one.place for one in in_order(map(problem, mixed))] == wanted
    assert [one.where for one in by_place(map(finding, mixed))] == wanted
    assert list(SHEETS)[:1] == ["基本信息"]


def test_in_one_cell_the_surest_finding_comes_first() -> None:
    given = [finding("收支!E2", word) for word in ("提示", "确定", "疑似")]
    assert [one.severity for one in by_place(given)] == ["确定", "疑似", "提示"]


# Lines


def test_findings_are_printed_by_sheet_with_their_titles(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("check params/urban.yaml", capsys)
    head, *lines = said.out.splitlines()
    assert head.startswith("demo-urban（示例县城市管理局，2022 年度）：数据可用；疑点：确定 1、疑似 "), (
        project
    )
    assert "  [确定] 基础数据!B8 比率超过 100%：“满意问卷数”大于它所属的整体" in said.out
    order = [place_of(line.split()[1]).order for line in lines]
    assert order == sorted(order)
    assert len(order) >= 4
    assert (said.status, said.err) == (OK, "")


def test_a_batch_ends_with_counts_of_all(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run("check", capsys)
    total = said.out.splitlines()[-1]
    assert total.startswith("合计 3 个部门：数据可用 2 个，不能用 1 个（1 处问题）；疑点：确定 1、疑似 ")
    assert said.err.startswith("params/other.yaml：有 1 处问题，未处理\n")
    assert said.status == FAILED, project


def test_one_department_needs_no_counts_of_all(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "合计" not in run("check params/demo.yaml", capsys).out, project


@pytest.mark.parametrize(("departments", "length"), [(20, 100), (21, 60)])
def test_messages_are_cut_where_there_are_many_departments(
    departments: int, length: int, capsys: pytest.CaptureFixture[str]
) -> None:
    one = department(findings=(finding("收支!E2", message="长" * 100),))
    check.say_report(CheckReport((one,) * departments), in_full=True)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines[1].partition("：")[2]) == length
    assert ("完整的用 -o 写成清单" in lines[-1]) is (departments > 20)


def test_problems_of_refused_data_come_in_the_order_of_the_sheets(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "tests/bad/many-problems-at-once", project, dirs_exist_ok=True)
    lines = run("check params/demo.yaml", capsys).err.splitlines()[1:]
    order = [place_of(line.removeprefix("  params/data/demo ").partition("：")[0]).order for line in lines]
    assert order == sorted(order)
    assert len(order) == 9


def test_what_shows_only_across_departments_is_a_section_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = Finding("same_figure_row", "疑似", "收支“支出”", "数字相同", departments=("a", "b"))
    check.say_report(CheckReport((department(),), (found,)), in_full=True)
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "跨部门：疑点：确定 0、疑似 1、提示 0",
        "  [疑似] a、b 部门之间数字整行相同：数字相同",
    ]


def test_of_many_departments_a_line_names_the_first_and_counts_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = Finding("same_figure_row", "提示", "收支“支出”", "数字相同", departments=tuple("abcdef"))
    check.say_report(CheckReport((department(),), (found,)), in_full=True)
    assert "[提示] a、b、c、d、e等 6 个部门 部门之间数字整行相同" in capsys.readouterr().out


# JSON


def test_json_holds_usable_and_refused_departments_in_the_order_of_the_files(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("check --json", capsys)
    assert (said.status, said.err) == (FAILED, ""), project
    report = json.loads(said.out)
    assert list(report) == ["schema", "counts", "departments", "across"]
    assert [(one["file"], one["usable"]) for one in report["departments"]] == [
        ("params/demo.yaml", True),
        ("params/other.yaml", False),
        ("params/urban.yaml", True),
    ]
    (bad,) = report["departments"][1]["problems"]
    assert (bad["file"], bad["sheet"], bad["cell"]) == ("params/data/other", "基本信息", "B3")
    assert all(bad[name] for name in ("found", "expected", "advice"))
    assert report["departments"][1]["name"] is None
    sure = [one for one in report["departments"][2]["findings"] if one["severity"] == "确定"]
    assert [(one["rule"], one["title"], one["sheet"], one["cell"]) for one in sure] == [
        ("rate_over_100", "比率超过 100%", "基础数据", "B8")
    ]
    assert report["counts"]["problems"] == 1
    assert report["departments"][2]["counts"]["确定"] == report["counts"]["确定"] == 1


def test_what_lacks_data_is_told_though_nothing_contradicts_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form that comes back blank has no contradiction in it."""
    assert "  缺数据：18 项指标、共 83 分因缺数据核算不出：" in run("check params/demo.yaml", capsys).out, (
        project
    )
    report = json.loads(run("check params/demo.yaml --json", capsys).out)
    lacking = report["departments"][0]["without_data"]
    assert (len(lacking), sum(Decimal(one["points"]) for one in lacking)) == (18, 83)
    assert lacking[0]["indicator"] == "预算配置/“三公经费”管理"
    assert lacking[0]["reason"] == "缺少条款 2 的核对结果；缺少条款 3 的核对结果"


def test_json_follows_the_order_in_which_files_are_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("check params/urban.yaml params/other.yaml params/demo.yaml --json", capsys)
    assert [one["file"] for one in json.loads(said.out)["departments"]] == [
        f"params/{name}.yaml" for name in ("urban", "other", "demo")
    ], project


def test_a_parameter_file_that_cannot_be_read_has_no_department(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "params/other.yaml").write_text("department: 图书馆\n", encoding="utf-8")
    (one,) = json.loads(run("check params/other.yaml --json", capsys).out)["departments"]
    assert (one["department"], one["name"], one["year"]) == (None, None, None)
    assert {problem["sheet"] for problem in one["problems"]} == {""}


def test_json_has_what_shows_across_departments() -> None:
    found = Finding("same_figure_row", "疑似", "收支“支出”", "数字相同", departments=("a", "b"))
    (one,) = to_json(CheckReport((), (found,)))["across"]
    assert (one["title"], one["departments"]) == ("部门之间数字整行相同", ["a", "b"])
