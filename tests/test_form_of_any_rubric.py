"""The form of rubrics with figures, lists, judged points and projects of their own: what it asks, and that it is read back."""

import datetime as dt
import shutil
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from other_places import FORMS, file_of

from pjkit.cli import main
from pjkit.commands.parser import WRONG_USE
from pjkit.evaluation import evaluate
from pjkit.forms.form import make_form
from pjkit.forms.form.order import Order
from pjkit.forms.review_priorities import agenda
from pjkit.forms.review_sheet import make_review_sheet
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.scoring.data_contract import accounts_asked, contract_of, items_asked
from pjkit.scoring.rubric import Rubric
from pjkit.sources.disclosure import disclosed
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import read_rubric

PARAMS = Params(department="test", year=2022, rubric="r.yaml", data="填报表.xlsx")
PROJECTS = ("道路养护", "人才培训")


@cache
def rubric(name: str) -> Rubric:
    return read_rubric(file_of(name))


def form(name: str, projects: tuple[str, ...] = PROJECTS) -> Any:
    """The blank form as openpyxl sees it, to be filled in."""
    return openpyxl.load_workbook(BytesIO(make_form(Order(rubric(name), 2022, "示例局", projects=projects))))


@pytest.fixture
def at_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the forms' rubrics; the working directory."""
    for folder in FORMS:
        for file in folder.glob("*.yaml"):
            shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def heads(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1]]


def rule_of(cell: Any) -> Any:
    rules = cell.parent.data_validations.dataValidation
    return next((rule for rule in rules if cell.coordinate in rule.sqref), None)


def fill(sheet: Any, row: int, **typed: Any) -> None:
    """Type into the cells under these heads, units left out, as a clerk may: only where the form is open."""
    names = {head.partition("（")[0]: at for at, head in enumerate(heads(sheet), start=1)}
    for name, value in typed.items():
        cell = sheet.cell(row, names[name])
        assert not cell.protection.locked, cell.coordinate
        cell.value = value


def read(book: Any, name: str, tmp_path: Path) -> Dossier:
    path = tmp_path / "填报表.xlsx"
    book.save(path)
    return read_dossier(path, rubric(name), PARAMS)


def problems(book: Any, name: str, tmp_path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(book, name, tmp_path)
    return [f"{one.place}：{one.found}。{one.expected}" for one in caught.value.problems]


def said(figure: Figure) -> str | None:
    return figure.word


# What is asked


def test_a_form_has_the_sheets_that_its_rubric_asks_and_no_others() -> None:
    assert form("asks-much").sheetnames == [
        "填报说明", "基本信息", "收支", "基础数据", "专项资金", "条款核对", "自评", "复核", "文字", "勾稽核对",
    ]  # fmt: skip
    assert "项目" in form("project-2020").sheetnames
    assert "条款核对" not in form("project-2020").sheetnames  # whose indicators are all counted from rows


def test_figures_columns_and_lists_of_the_rubric_are_asked_with_unit_and_hint() -> None:
    book = form("asks-much")
    assert heads(book["收支"])[:6] == [
        "科目", "上年决算（万元）", "年初预算（万元）", "调整预算（万元）", "本年决算（万元）", "上年预算（万元）",
    ]  # fmt: skip
    assert accounts_asked(rubric("asks-much"))[0] == "三公经费"
    assert "收入" not in accounts_asked(rubric("asks-much"))
    rows = [tuple(cell.value for cell in row[:3]) for row in book["基础数据"].iter_rows(min_row=2)]
    assert rows == [("年末结转和结余", None, "万元"), ("满意度", None, "%")]
    assert rule_of(book["基础数据"]["B2"]).prompt == "决算报表中的数。"
    assert "TRUE" in rule_of(book["基础数据"]["B2"]).formula1  # may be below 0
    assert heads(book["专项资金"]) == [
        "名称", "类别", "金额（万元）", "拨付率（%）", "批次", "3月底前下达50%", "下达日期", "备注",
    ]  # fmt: skip
    assert rule_of(book["专项资金"]["B2"]).formula1 == '"省级,市级,不适用"'
    assert rule_of(book["专项资金"]["F9"]).formula1 == '"是,否,不适用"'
    assert "每项专项资金一行。\n没有可列的，第一行只写“无”" in book["专项资金"]["A1"].comment.text


def test_judged_clauses_ask_for_a_tier_and_the_points_within_it() -> None:
    sheet = form("asks-much")["条款核对"]
    assert heads(sheet) == ["指标", "条款", "核对内容", "结果", "评分", "佐证材料", "说明"]  # and no 次数
    assert rule_of(sheet["D2"]).formula1 == '"达成,部分达成,未达成,不适用"'
    assert rule_of(sheet["E2"]).prompt == (
        "达成：12 至 15 分；部分达成：9 至 12 分（不含 12 分）；未达成：0 至 9 分（不含 9 分）。"
    )
    assert rule_of(sheet["E3"]).prompt == "0 至 5 分。\n“说明”中写明理由。"


def test_a_rule_that_the_file_does_not_word_is_printed_from_its_numbers() -> None:
    standards = [cell.value for cell in form("asks-much")["自评"]["C"]]
    assert "每有一例扣5分" in standards[2] or "扣5分" in standards[2]


def test_a_project_form_has_its_rows_once_for_each_project() -> None:
    book = form("project-2020")
    assert [cell.value for cell in book["项目"]["A"]][:4] == ["项目名称", *PROJECTS, None]
    assert [tuple(cell.value for cell in row[:2]) for row in book["自评"].iter_rows(min_row=2)] == [
        (project, name)
        for project in PROJECTS
        for name in ("预算执行率", "产出指标", "效益指标", "满意度指标")
    ]
    unnamed = form("project-2020", ("", ""))["自评"]
    assert [cell.value for cell in unnamed["A"]][1:] == [None] * 8
    assert rule_of(unnamed["A2"]).formula1 == "'项目'!$A$2:$A$31"
    assert heads(book["项目"])[4:] == ["说明"]  # no flag is read
    assert "收支" not in book.sheetnames


# What comes back


def filled() -> Any:
    """Worked by hand: 10 + 10 + 20 + 10 + 14."""
    book = form("asks-much")
    fill(book["收支"], 2, 年初预算=11, 上年预算=10)  # + 10 %: 20 − 10
    fill(book["基础数据"], 2, 数值=-3)  # none left: 20
    fill(book["基础数据"], 3, 数值=75)  # (75 − 60) ÷ 30 × 20
    funds = book["专项资金"]
    fill(funds, 2, 名称="甲", 类别="省级", 金额=12.5, 拨付率=95, 批次=2, 下达日期=dt.date(2022, 5, 1))
    fill(funds, 3, 名称="乙", 类别="市级", 下达日期="2022年6月30日")
    fill(funds, 4, 名称="丙", 类别="市级", 下达日期="2022/7/15")  # late
    for row, sent in ((2, "是"), (3, "否"), (4, "是")):  # 乙 did not: two of three, 20 − 2 × 5
        fill(funds, row, **{"3月底前下达50%": sent})
    funds["D3"].value, funds["D3"].number_format = 0.955, "0.0%"
    fill(book["条款核对"], 2, 结果="部分达成", 评分=10, 佐证材料="报告")
    fill(book["条款核对"], 3, 评分=4, 佐证材料="报告", 说明="推行一窗受理")
    return book


def test_a_filled_form_is_read_as_what_was_typed(tmp_path: Path) -> None:
    found = read(filled(), "asks-much", tmp_path)
    first, second, third = found.lists["专项资金"]
    assert {name: said(cell) for name, cell in first.cells.items()} == {
        "名称": "甲", "类别": "省级", "金额": "12.5", "拨付率": "95", "批次": "2", "3月底前下达50%": "是",
        "下达日期": "2022-05-01", "备注": None,
    }  # fmt: skip
    assert (first.source, first.cells["金额"].unit, first.cells["拨付率"].unit) == (
        "专项资金!A2",
        "万元",
        "%",
    )
    assert said(second.cells["拨付率"]) == "95.5"  # held as 0.955, shown as 95.5%
    assert [said(row.cells["下达日期"]) for row in (second, third)] == ["2022-06-30", "2022-07-15"]
    assert (second.cells["金额"].blank, second.cells["金额"].source) == (True, "专项资金!C3")
    assert found.accounts["三公经费"].figures["上年预算"].value == 10
    assert found.items["年末结转和结余"].value == -3
    judged = found.answers["effect"]
    assert (judged["1"].result, judged["1"].score, judged["2"].result, judged["2"].score) == (
        "部分达成", Decimal(10), "", Decimal(4),
    )  # fmt: skip


def test_a_filled_form_scores_as_worked_by_hand(tmp_path: Path) -> None:
    card = evaluate(rubric("asks-much"), read(filled(), "asks-much", tmp_path))
    assert {mark.id: str(mark.score) for mark in card.marks} == {
        "change": "10.00", "progress": "10.00", "balance": "20.00", "satisfied": "10.00", "effect": "14.00",
    }  # fmt: skip


def test_a_blank_form_is_no_data_and_its_lists_are_none(tmp_path: Path) -> None:
    found = read(form("asks-much"), "asks-much", tmp_path)
    assert found.lists == {}
    card = evaluate(rubric("asks-much"), found)
    assert {mark.score for mark in card.marks} == {None}


def test_who_has_nothing_to_list_says_so(tmp_path: Path) -> None:
    book = form("asks-much")
    fill(book["专项资金"], 2, 名称="无")
    found = read(book, "asks-much", tmp_path)
    assert found.lists == {"专项资金": ()}
    assert str(evaluate(rubric("asks-much"), found)["progress"].score) == "20.00"


def test_wrong_cells_of_a_list_are_told_one_by_one(tmp_path: Path) -> None:
    book = filled()
    funds = book["专项资金"]
    fill(funds, 2, 类别="县级", 金额=-1, 拨付率="约95", 批次=1.5, 下达日期="五月")
    fill(funds, 4, 名称="甲", 类别="县级")
    fill(funds, 5, 备注="没有名称")
    funds["D3"].number_format = "0%"  # shows 96%, holds 0.955
    assert problems(book, "asks-much", tmp_path) == [
        "专项资金!A4：“甲 县级”重复（专项资金!A2 已有）。每项一行",
        "专项资金!A5：“名称”空白而本行有内容。写明名称",
        "专项资金!B2：写的是“县级”。省级、市级 之一",
        "专项资金!C2：写的是 -1，小于 0。不小于 0 的数字",
        "专项资金!D2：写的是“约95”，不是数字。百分比，如 95 或 95%，没有数据留空，不适用写“不适用”",
        "专项资金!E2：写的是 1.5。整数",
        "专项资金!G2：写的是“五月”。日期，如 2022-06-30，没有数据留空，不适用写“不适用”",
        "专项资金!D3：存的是“0.955”，按格式显示为“96%”。百分比，如 95 或 95%，没有数据留空，不适用写“不适用”",
    ]


@pytest.mark.parametrize(
    ("typed", "number_format", "meant"),
    [("-5%", "@", "-5"), (-5, "General", "-5"), (-0.05, "0%", "-5"), (-0.055, "0.0%", "-5.5")],
)
def test_a_rate_below_0_is_read_where_the_rubric_says_that_it_may_be(
    typed: object, number_format: str, meant: str, tmp_path: Path
) -> None:
    figures = rubric("asks-much").figures
    growth = figures["满意度"].model_copy(update={"below_zero": True})
    growing = rubric("asks-much").model_copy(update={"figures": {**figures, "满意度": growth}})
    book = form("asks-much")
    fill(book["基础数据"], 3, 数值=typed)
    book["基础数据"]["B3"].number_format = number_format
    book.save(tmp_path / "填报表.xlsx")
    assert said(read_dossier(tmp_path / "填报表.xlsx", growing, PARAMS).items["满意度"]) == meant


# Projects


def two_projects(name: str = PROJECTS[0]) -> Any:
    """道路养护 spent 90 of 100; 人才培训 12 of 10, and its own rows fill the pool of 50 alone."""
    book = form("project-2020", (name, PROJECTS[1]))
    for row, planned, spent in ((2, 100, 90), (3, 10, 12)):
        fill(book["项目"], row, 类别="项目", 年初预算=planned, 本年决算=spent)
        fill(book["基础数据"], row, 数值=planned)
    rows = book["绩效指标"]
    shared = {"项目名称": PROJECTS[1], "三级指标": "培训人数", "一级指标": "产出指标", "分值": 50}
    fill(rows, 2, **shared, 年度指标值="≥100", 实际完成值="80")  # 80 ÷ 100 × 50
    fill(book["自评"], 2, 自评分=9)
    fill(book["自评"], 7, 自评分=40, 扣分原因="人数不足")
    return book


def test_rows_of_projects_are_read_to_their_own(tmp_path: Path) -> None:
    found = read(two_projects(), "project-2020", tmp_path)
    assert (found.items, found.self_scores, found.lists) == ({}, {}, {})
    first, second = (found.projects_data[name] for name in PROJECTS)
    assert [one.items["全年预算数"].value for one in (first, second)] == [100, 10]
    assert (first.lists, len(second.lists["绩效指标"])) == ({}, 1)
    assert [first.self_scores["execution"].score, second.self_scores["output_rows"].score] == [9, 40]
    card = evaluate(rubric("project-2020"), found)
    assert {mark.id: mark.score and str(mark.score) for mark in card.marks} == {
        "execution.1": "9.00", "output_rows.1": None, "benefit_rows.1": None, "satisfaction.1": None,
        "execution.2": "10.00", "output_rows.2": "40.00", "benefit_rows.2": None, "satisfaction.2": None,
    }  # fmt: skip


def test_the_only_project_need_not_be_named(tmp_path: Path) -> None:
    book = form("project-2020", ("", ""))
    fill(book["项目"], 2, 项目名称="道路养护", 类别="项目", 年初预算=100, 本年决算=90)
    fill(book["基础数据"], 2, 数值=100)
    found = read(book, "project-2020", tmp_path)
    assert found.items["全年预算数"].value == 100
    assert found.projects_data == {}
    assert str(evaluate(rubric("project-2020"), found)["execution.1"].score) == "9.00"


def test_rows_of_the_only_project_all_name_it_or_none_does(tmp_path: Path) -> None:
    book = form("project-2020", ("", ""))
    fill(book["项目"], 2, 项目名称="道路养护", 类别="项目", 年初预算=100, 本年决算=90)
    fill(book["自评"], 2, 自评分=9)
    fill(book["自评"], 6, 项目名称="道路养护", 自评分=10)  # the same indicator once more
    assert problems(book, "project-2020", tmp_path) == [
        "自评!A2：“项目名称”空白，而别的行写了。都写，或都不写"
    ]


def test_a_row_of_no_project_or_an_unknown_one_is_told_by_cell(tmp_path: Path) -> None:
    book = form("project-2020", ("", ""))
    for row, name in ((2, "道路养护"), (3, "人才培训")):
        fill(book["项目"], row, 项目名称=name, 类别="项目")
    fill(book["基础数据"], 2, 项目名称="道路维护", 数值=100)
    fill(book["自评"], 2, 自评分=9)
    assert problems(book, "project-2020", tmp_path) == [
        "基础数据!A2：写的是“道路维护”。道路养护、人才培训 之一",
        "自评!A2：“项目名称”空白。道路养护、人才培训 之一",
    ]


def test_the_review_sheet_names_projects_and_is_read_back(tmp_path: Path) -> None:
    book = two_projects()
    card = evaluate(rubric("project-2020"), read(book, "project-2020", tmp_path))
    review = openpyxl.load_workbook(BytesIO(make_review_sheet(agenda(card), rubric("project-2020"))))["复核"]
    assert heads(review) == ["项目名称", "指标", "复核分", "复核人", "理由"]
    at = next(row for row in range(2, 10) if review.cell(row, 2).value == "产出指标")
    assert review.cell(at, 1).value in PROJECTS
    del book["复核"]
    copied = book.create_sheet("复核")
    for row in review.iter_rows(values_only=True):
        copied.append(row)
    project = review.cell(at, 1).value
    copied.cell(at, 3).value, copied.cell(at, 5).value = 45, "查了名册"
    found = read(book, "project-2020", tmp_path)
    assert found.projects_data[project].reviews["output_rows"].score == 45


def test_a_secret_project_keeps_its_rows_in_the_public_edition(tmp_path: Path) -> None:
    found = read(two_projects("【涉密】密级工程"), "project-2020", tmp_path)
    public = disclosed(found)
    assert "密级工程" not in repr(public)
    assert set(public.projects_data) == set(public.project_names)
    before, after = (evaluate(rubric("project-2020"), one) for one in (found, public))
    assert [mark.score for mark in before.marks] == [mark.score for mark in after.marks]


# The command


@pytest.mark.parametrize(
    ("form_name", "given", "names"),
    [
        ("project-2020", [*PROJECTS], [*PROJECTS]),
        ("project-2020", ["2"], [None, None]),
        ("project-2020", [], [None] * 3),
    ],
)
def test_the_command_prints_projects_or_leaves_room_for_them(
    form_name: str, given: list[str], names: list[str | None], at_project: Path
) -> None:
    assert (
        main(["form", f"{form_name}.yaml", "-o", "表.xlsx", *(["--projects", *given] if given else [])]) == 0
    )
    sheet = openpyxl.load_workbook(at_project / "表.xlsx")["基础数据"]
    assert [cell.value for cell in sheet["A"]][1:] == names


@pytest.mark.parametrize(
    ("form_name", "given", "told"),
    [
        ("asks-much", ["甲"], "不是按项目评价的"),
        ("project-2020", ["0"], "写 1 至 30 个项目"),
        ("project-2020", ["31"], "写 1 至 30 个项目"),
        ("project-2020", ["甲", "乙", "甲"], "“甲”写了两次"),
    ],
)
def test_projects_that_no_form_can_have_are_refused(
    form_name: str, given: list[str], told: str, at_project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", f"{form_name}.yaml", "-o", "表.xlsx", "--projects", *given]) == WRONG_USE
    assert told in capsys.readouterr().err
    assert not (at_project / "表.xlsx").exists()


# The contract


def test_what_no_clause_asks_may_be_absent_and_is_read_where_it_is_there() -> None:
    specs = contract_of(rubric("asks-much"))
    assert [column.name for column in specs["项目"].columns if column.optional] == [
        "重点", "目标管理", "绩效自评", "完工",
    ]  # fmt: skip
    assert not specs["项目"].asked
    assert list(items_asked(rubric("asks-much"))) == ["年末结转和结余", "满意度"]
