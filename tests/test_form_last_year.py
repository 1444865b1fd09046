"""``pjkit form``: which form is made, what it takes over from last year's data, and what it refuses."""

import shutil
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled_forms import bare
from helpers import ROOT, account, dossier, figure, rubric, sample

from pjkit.cli import main
from pjkit.forms.cells import TEXT, one_of
from pjkit.forms.form import make_form
from pjkit.forms.form.accounts import in_tree_order
from pjkit.forms.form.order import LastYear, Order, order, read_last_year, taken_over
from pjkit.model.dossier import OrgLine, Output
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.sources.reading import read_dossier

RUBRIC = "params/rubrics/xinning-2022.yaml"
OK, FAILED, WRONG_USE = 0, 1, 2


def form_after(last: LastYear) -> Any:
    """The next year's form as openpyxl sees it."""
    return openpyxl.load_workbook(BytesIO(make_form(order(rubric(), None, "", last))))


@pytest.fixture(scope="module")
def library() -> LastYear:
    """What a form takes over from the library's data of 2022."""
    return taken_over(sample("demo-library"), "params/demo-library.yaml")


# Which form


def test_a_form_is_for_the_year_after_last_years_data_else_for_the_rubrics(library: LastYear) -> None:
    assert order(rubric(), None, "", None).year == 2022
    assert order(rubric(), 2030, "", None).year == 2030
    assert order(rubric(), None, "", library).year == order(rubric(), 2023, "", library).year == 2023


@pytest.mark.parametrize("year", [0, 20233])
def test_a_year_that_no_parameters_can_have_is_refused(year: int) -> None:
    with pytest.raises(InputError) as caught:
        order(rubric(), year, "", None)
    assert [problem.place for problem in caught.value.problems] == ["year"]


@pytest.mark.parametrize("year", [2022, 2024])
def test_data_of_another_year_than_the_one_before_are_refused(year: int, library: LastYear) -> None:
    with pytest.raises(InputError) as caught:
        order(rubric(), year, "", library)
    (problem,) = caught.value.problems
    assert (problem.file, problem.found) == ("params/demo-library.yaml", "评价年度是 2022")
    assert problem.expected.startswith(str(year - 1))


def test_accounts_stand_below_their_totals_in_the_order_given() -> None:
    given = ["支出", "收入", "收入/甲", "支出/基本/a", "收入/乙/x", "支出/基本", "收入/乙"]
    assert in_tree_order(given) == [
        "支出", "支出/基本", "支出/基本/a", "收入", "收入/甲", "收入/乙", "收入/乙/x",
    ]  # fmt: skip


@pytest.mark.parametrize("choices", [("优,良", "差"), ('"优"', "差"), ("长" * 200, "短" * 60)])
def test_choices_that_no_drop_down_can_hold_are_left_to_typing(choices: tuple[str, ...]) -> None:
    assert one_of(choices) == TEXT
    assert one_of(("优", "差")).choices == ("优", "差")


# What is taken over


def test_last_years_final_amounts_become_this_years_base(library: LastYear, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(make_form(order(rubric(), None, "", library)))
    params = Params(department="demo-library", year=2023, rubric=RUBRIC, data="表.xlsx")
    found, last = read_dossier(tmp_path / "表.xlsx", rubric(), params), sample("demo-library")
    assert {path: line.figures["上年决算"].value for path, line in found.accounts.items()} == {
        path: line.figures["本年决算"].value for path, line in last.accounts.items()
    }
    others = [line.figures[name] for line in found.accounts.values() for name in ("年初预算", "本年决算")]
    assert all(figure.blank for figure in others)
    assert [(one.area, one.name, one.last_year.value) for one in found.outputs] == [
        (one.area, one.name, one.figure.value) for one in last.outputs
    ]
    assert all(one.figure.blank and one.target.blank for one in found.outputs)
    assert bare(found.organisation) == bare(last.organisation)


def test_of_the_profile_only_what_rarely_changes_is_taken_over(library: LastYear) -> None:
    sheet = form_after(library)["基本信息"]
    said = {
        item: content for item, content in sheet.iter_rows(min_row=2, max_col=2, values_only=True) if content
    }
    last = sample("demo-library")
    staff = int(last.profile_text("编制数"))
    texts = {item: last.profile_text(item) for item in ("单位名称", "单位简称", "主管部门", "单位性质")}
    assert said == {**texts, "评价年度": "2023", "编制数": staff}


def test_a_name_given_goes_before_last_years(library: LastYear) -> None:
    book = openpyxl.load_workbook(BytesIO(make_form(Order(rubric(), 2023, "示例县新图书馆", library))))
    assert book["基本信息"]["B2"].value == "示例县新图书馆"


def test_the_cover_tells_what_was_taken_over_and_from_where(library: LastYear) -> None:
    cover = [tuple(row) for row in form_after(library)["填报说明"].iter_rows(max_col=2, values_only=True)]
    start = cover.index(("四、由 2022 年度数据带入的内容", None))
    assert cover[start + 1 : start + 6] == [
        ("来源", "params/demo-library.yaml"),
        ("基本信息", "单位名称、单位简称、主管部门、单位性质、编制数"),
        ("职能机构", "10 行"),
        ("收支", "18 行的“上年决算”，取自上年的“本年决算”"),
        ("事业成效", "10 项指标及其“上年数”，取自上年的“数值”"),
    ]


def test_a_form_without_last_years_data_has_no_such_part() -> None:
    assert taken_over(dossier(), "空").summary() == {}
    cover = openpyxl.load_workbook(BytesIO(make_form(Order(rubric(), 2022))))["填报说明"]
    assert not any("带入的内容" in str(cell.value) for row in cover for cell in row)


def test_what_departments_wrote_stays_text_and_numbers_stay_exact() -> None:
    evil = '=HYPERLINK("http://example.invalid","点我")'
    amounts = {
        "收入/=1+1": account("收入/=1+1", 本年决算="12345678901234567.89"),
        "政府采购": account("政府采购", 本年决算="不适用"),
    }
    nothing = figure("")
    last = dossier(
        year=2022,
        organisation=(OrgLine("主要职能", evil, "@SUM(1)", ""),),
        accounts=amounts,
        outputs=(Output("+1", "-1", figure("0.1"), nothing, nothing),),
    )
    book = form_after(taken_over(last, "上年"))
    for name in ("职能机构", "收支", "事业成效"):
        assert not any(cell.data_type == "f" for row in book[name] for cell in row)
    assert book["职能机构"]["B2"].value == evil
    said = {
        row[0]: row[1] for row in book["收支"].iter_rows(min_row=2, max_col=2, values_only=True) if row[0]
    }
    # 19 digits, four more than a spreadsheet's numbers hold: as text, which is read exactly
    assert (said["收入/=1+1"], said["政府采购"]) == ("12345678901234567.89", "不适用")
    assert book["事业成效"]["E2"].value == 0.1


# Where last year's data may come from


@pytest.mark.parametrize("given", ["params/demo-health.yaml", "params/data/demo-health-2022.xlsx"])
def test_last_years_data_are_named_by_their_parameters_or_by_themselves(given: str) -> None:
    found = read_last_year(Path(given), RUBRIC, ROOT)
    assert (found.source, found.year) == (given, 2022)
    assert found.spent["收入"].value == Decimal("2502.7")


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the rubric and the library's data; the working directory."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_bad_data_of_last_year_are_told_as_always(at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accounts = at_work / "params/data/demo-library-2022/收支.csv"
    text = accounts.read_text("utf-8")
    accounts.write_text(text.replace("三公经费,3.20", "三公经费,3.20万元"), "utf-8")
    assert main(["form", RUBRIC, "-o", "表.xlsx", "--from", "params/data/demo-library-2022"]) == FAILED
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "填报表：有 1 处问题，未处理"
    assert said[1].startswith("  params/data/demo-library-2022 收支!B13：写的是“3.20万元”，不是数字。")
    assert not (at_work / "表.xlsx").exists()


def test_data_that_say_no_year_cannot_be_last_years(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = at_work / "params/data/demo-library-2022/基本信息.csv"
    profile.write_text(profile.read_text("utf-8").replace("评价年度,2022", "评价年度,"), "utf-8")
    assert main(["form", RUBRIC, "-o", "表.xlsx", "--from", "params/data/demo-library-2022"]) == FAILED
    assert "基本信息：没有写明“评价年度”。" in capsys.readouterr().err


def test_the_command_writes_the_form_and_says_what_comes_next(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["form", RUBRIC, "-o", "表.xlsx", "--from", "params/demo-library.yaml"]
    assert main(words) == OK
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "表.xlsx：2023 年度填报表，24 项指标"
    assert out[1] == "  带入 2022 年度基本信息：单位名称、单位简称、主管部门、单位性质、编制数"
    assert out[-1] == "填好收回后：pjkit new 部门代码 --data 表.xlsx"
    assert openpyxl.load_workbook(at_work / "表.xlsx")["基本信息"]["B6"].value == "2023"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("表.xls", "填报表的文件名应以 .xlsx 结尾：“表.xls”"),
        ("旧.xlsx", "已经有 旧.xlsx，没有覆盖，里面可能填了数据"),
    ],
)
def test_a_form_never_replaces_a_file(
    output: str, said: str, at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (at_work / "旧.xlsx").write_bytes(b"typed")
    assert main(["form", RUBRIC, "-o", output]) == WRONG_USE
    assert capsys.readouterr().err.startswith(said)
    assert (at_work / "旧.xlsx").read_bytes() == b"typed"


def test_a_form_for_a_rubric_that_is_not_there_tells_so(
    at_work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "params/rubrics/none.yaml", "-o", "表.xlsx"]) == FAILED
    assert "params/rubrics/none.yaml" in capsys.readouterr().err
    assert not (at_work / "表.xlsx").exists()
