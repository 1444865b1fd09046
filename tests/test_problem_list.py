"""The lists to send back to departments (问题清单): what is in them, and that nobody's answers are lost."""

from decimal import Decimal
from pathlib import Path

import pytest
from lists import FAILED, OK, WRONG_USE, department, finding, opened, problem, rows, run, three_departments
from openpyxl import load_workbook

from pjkit.forms.check_report import CheckReport, DepartmentCheck, Gap
from pjkit.forms.problem_list import lists_by_department, one_list
from pjkit.model.problem import Problem
from pjkit.model.scorecard import Finding

HEADS = ["序号", "单位", "工作表", "单元格", "程度", "问题", "应为/处理", "部门答复", "是否已改"]
HOSTILE = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The three departments; the working directory."""
    three_departments(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Lists to send back


def test_a_list_has_a_row_for_every_problem_and_finding(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("check -o 问题清单.xlsx", capsys)
    assert said.status == FAILED
    assert "已写入 问题清单.xlsx" in said.out
    book = load_workbook(project / "问题清单.xlsx")
    assert book.sheetnames == ["说明", "汇总", "问题清单"]
    heads, *found = rows(book["问题清单"])
    assert heads == HEADS
    assert [row[0] for row in found] == list(range(1, len(found) + 1))
    first = next(row for row in found if row[4] == "须改正")
    assert first[1:4] == ["other", "基本信息", "B3"]
    assert first[6].startswith("应为：")
    sure = next(row for row in found if row[4] == "确定")
    assert sure[1:4] == ["示例县城市管理局", "基础数据", "B8"]
    assert sure[5].startswith("比率超过 100%：“满意问卷数”")
    counts = {row[0]: row[2:] for row in rows(book["汇总"])[1:]}
    assert counts["other"] == [1, 0, 0, 0]
    assert sum(map(sum, counts.values())) == len(found)


def test_a_departments_list_names_every_indicator_that_lacks_data() -> None:
    lacking = (Gap("预算执行/政府采购", Decimal(4), "缺少“政府采购 年初预算”（收支!C27）"),)
    (made,) = lists_by_department(CheckReport((department(gaps=lacking),)), Path("清单")).values()
    told = {row[0]: row[1] for row in rows(opened(made)["说明"])[1:]}
    assert "预算执行/政府采购（4 分）：缺少“政府采购 年初预算”（收支!C27）" in told["缺数据"]
    (none,) = lists_by_department(CheckReport((department(),)), Path("清单")).values()
    assert "缺数据" not in {row[0] for row in rows(opened(none)["说明"])}


def test_with_a_list_written_the_findings_are_not_printed_as_well(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "[确定]" not in run("check params/urban.yaml -o 问题清单.xlsx", capsys).out, project


def test_a_folder_gets_a_list_for_each_department_that_shows_no_other(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("check -o 清单", capsys)
    assert "已写入 清单/，3 个部门各一份清单" in said.out
    names = sorted(path.name for path in (project / "清单").iterdir())
    assert names == [f"{name}-问题清单.xlsx" for name in ("demo", "other", "urban")]
    book = load_workbook(project / "清单/other-问题清单.xlsx")
    assert book.sheetnames == ["说明", "问题清单"]
    everything = str([rows(sheet) for sheet in book.worksheets])
    assert "城市管理局" not in everything
    assert "怎样答复" in everything


def test_lists_of_files_called_alike_do_not_overwrite_one_another(tmp_path: Path) -> None:
    twice = (department(), department())
    assert sorted(path.name for path in lists_by_department(CheckReport(twice), tmp_path)) == [
        "demo-2-问题清单.xlsx",
        "demo-问题清单.xlsx",
    ]


def test_a_department_without_problems_is_told_so(tmp_path: Path) -> None:
    (content,) = lists_by_department(CheckReport((department(),)), tmp_path).values()
    heads, only = rows(opened(content)["问题清单"])
    assert heads == HEADS
    assert only[5] == "没有发现问题，不用答复。"


def test_the_answers_cells_are_open_and_all_others_locked() -> None:
    sheet = opened(one_list(CheckReport((department(findings=(finding("收支!E2"),)),))))["问题清单"]
    assert sheet.protection.sheet
    row = sheet[2]
    assert [cell.protection.locked for cell in row] == [True] * 7 + [False] * 2
    assert (row[7].value, row[8].value) == (None, None)
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("I2", '"已改,无需改,未改"')


def test_the_list_is_set_up_for_reading_and_printing() -> None:
    sheet = opened(one_list(CheckReport((department(findings=(finding("收支!E2"),)),))))["问题清单"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:I2")
    assert not sheet.protection.autoFilter  # filtering is not forbidden
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")  # 9: A4
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_departments_text_is_never_a_formula(text: str) -> None:
    found = (Finding(text, "确定", text, text),)
    refused = DepartmentCheck(text, text, text, 2022, (Problem(text, text, text, text, text),))
    report = CheckReport(
        (department(text, findings=found), refused), (Finding(text, "提示", text, text, departments=(text,)),)
    )
    contents = [one_list(report), *lists_by_department(report, Path()).values()]
    for sheet in (sheet for content in contents for sheet in opened(content).worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            if cell.value == text:
                assert (cell.data_type, cell.number_format) == ("s", "@")  # stays text when it is edited
    assert text in [cell for row in rows(opened(contents[0])["问题清单"]) for cell in row]


def test_the_same_findings_give_the_same_bytes() -> None:
    report = CheckReport((department(findings=(finding("收支!E2"),), problems=(problem("收支!E3"),)),))
    assert one_list(report) == one_list(report)


def test_what_shows_across_departments_is_on_a_sheet_of_the_bureaus_list_only() -> None:
    found = Finding("same_figure_row", "疑似", "收支“支出”", "数字相同", departments=("a", "b"))
    report = CheckReport((department(),), (found,))
    assert rows(opened(one_list(report))["跨部门"])[1] == [
        "疑似",
        "a、b",
        "收支“支出”",
        "部门之间数字整行相同：数字相同",
    ]
    (own,) = lists_by_department(report, Path()).values()
    assert "跨部门" not in opened(own).sheetnames


# Files that cannot be written


def test_an_answered_list_is_not_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check params/demo.yaml -o 清单.xlsx", capsys).status == OK
    assert run("check params/demo.yaml -o 清单.xlsx", capsys).status == OK  # the same list again is no loss
    file = project / "清单.xlsx"
    book = load_workbook(file)
    book["问题清单"]["H2"] = "已核对"
    book.save(file)
    answered = file.read_bytes()
    said = run("check params/demo.yaml -o 清单.xlsx", capsys)
    assert said == (WRONG_USE, "", "已经有 清单.xlsx，没有覆盖，里面可能有部门的答复。换个名字，或先移走\n")
    assert file.read_bytes() == answered


def test_of_a_folder_with_an_answered_list_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "清单").mkdir()
    (project / "清单/urban-问题清单.xlsx").write_bytes(b"answered")
    said = run("check -o 清单", capsys)
    assert said.status == WRONG_USE
    assert "清单/urban-问题清单.xlsx，没有覆盖" in said.err
    assert [path.name for path in (project / "清单").iterdir()] == ["urban-问题清单.xlsx"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("清单.xls", "清单的文件名应以 .xlsx 结尾，文件夹名不带后缀：“清单.xls”"),
        ("params/demo.yaml/a.xlsx", "不能写入 params/demo.yaml/a.xlsx：路径中有一段是文件，不是文件夹"),
        ("a" * 300 + ".xlsx", "：文件名太长"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_kindly(
    name: str, said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    got = run(f"check -o {name}", capsys)
    assert (got.status, got.out) == (WRONG_USE, "")
    assert said in got.err
    assert len(got.err.splitlines()) == 1, project
