"""The form (填报表): complete, closed where nothing is to be typed, and read back as what was typed."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from filled_forms import bare, blank_form, filled_form
from helpers import rubric, sample, sample_params

from pjkit.forms.form import make_form
from pjkit.forms.form.order import Order
from pjkit.model.contract import PROFILE_ITEMS, SHEETS_FOR_PEOPLE
from pjkit.model.dossier import Dossier
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.scoring.data_contract import chapter_names, contract_of
from pjkit.sources.reading import read_dossier

SAMPLES = ["demo-library", "demo-transport", "demo-health", "demo-archives"]
PARAMS = Params(department="test", year=2022, rubric="r.yaml", data="填报表.xlsx")


def read(path: Path, params: Params = PARAMS) -> Dossier:
    return read_dossier(path, rubric(), params)


def saved(content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def book() -> Any:
    """The blank form as openpyxl sees it; not to be changed."""
    return openpyxl.load_workbook(BytesIO(blank_form()))


def column(sheet: Any, name: str) -> list[Any]:
    """The cells below a header, which may name its unit, too."""
    (at,) = [cell.column for cell in sheet[1] if cell.value in (name, f"{name}（万元）")]
    return [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]


def rule_of(cell: Any) -> Any:
    """The data validation of a cell, or ``None``."""
    rules = cell.parent.data_validations.dataValidation
    return next((rule for rule in rules if cell.coordinate in rule.sqref), None)


# Read back


def test_a_blank_form_lacks_the_departments_name_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(saved(blank_form(), tmp_path))
    assert [problem.found for problem in caught.value.problems] == ["缺少“单位名称”"]


def test_a_blank_form_with_a_name_is_data_without_a_figure(tmp_path: Path) -> None:
    found = read(saved(blank_form(department="示例县图书馆"), tmp_path))
    assert (found.name, found.year) == ("示例县图书馆", 2022)
    assert all(figure.blank for line in found.accounts.values() for figure in line.figures.values())
    assert all(figure.blank for figure in found.items.values())
    assert (found.projects, found.organisation, found.outputs) == ((), (), ())
    assert (found.answers, found.self_scores, found.reviews, found.chapters) == ({}, {}, {}, {})


@pytest.mark.parametrize("department", SAMPLES)
def test_a_filled_form_gives_the_same_dossier_as_the_samples_own_file(
    department: str, tmp_path: Path
) -> None:
    params = sample_params(department)
    found = bare(read(filled_form(department, tmp_path / "填报表.xlsx"), params))
    expected = bare(sample(department))
    for name, value in expected.items():
        assert found[name] == value, name
    assert found.keys() == expected.keys()


# What stands in it


def test_every_sheet_has_the_contracts_columns_between_cover_and_cross_checks(book: Any) -> None:
    cover, checks = SHEETS_FOR_PEOPLE
    specs = contract_of(rubric())
    assert book.sheetnames == [cover, *specs, checks]
    for name, spec in specs.items():
        assert [cell.value for cell in book[name][1]] == [one.label for one in spec.form_columns]


def test_heads_of_amounts_say_their_unit(book: Any) -> None:
    heads = [cell.value for cell in book["收支"][1]]
    assert heads == [
        "科目",
        "上年决算（万元）",
        "年初预算（万元）",
        "调整预算（万元）",
        "本年决算（万元）",
        "说明",
        "用途",
    ]
    assert [cell.value for cell in book["项目"][1]][2:4] == ["年初预算（万元）", "本年决算（万元）"]


def test_what_no_clause_asks_has_no_column(book: Any) -> None:
    heads = [cell.value for cell in book["条款核对"][1]]
    assert heads == [
        "指标",
        "条款",
        "核对内容",
        "结果",
        "次数",
        "佐证材料",
        "说明",
        "同一事项",
    ]  # and no 评分


def test_every_indicator_and_every_question_is_in_its_row(book: Any) -> None:
    rows = book["条款核对"].iter_rows(min_row=2, max_col=3, values_only=True)
    asked = [(name, no) for name, no, _ in rows]
    # 3+3 (1.2, 1.8), 2 (2.2), 10 (2.3), 1, 9, 4 (2.4–2.6), 2, 9 (2.7, 2.8), 2, 2, 1 (2.10–2.12), 3 (4.1)
    assert len(asked) == len(set(asked)) == 3 + 3 + 2 + 10 + 1 + 9 + 4 + 2 + 9 + 2 + 2 + 1 + 3
    assert [no for name, no in asked if name == "预算管理/管理制度健全性"] == [
        "1", "2", "3", "4", "5", "6.1", "6.2", "6.3", "6.4", "6.5",
    ]  # fmt: skip
    assert book["条款核对"]["C2"].value == "公务接待有明确的接待标准和人数规定。"
    assert [cell.value for cell in column(book["自评"], "指标")] == list(rubric().full_names())
    assert [cell.value for cell in column(book["自评"], "分值")][:3] == [3, 3, 2]


def test_items_accounts_and_chapters_are_in_their_rows(book: Any) -> None:
    assert [cell.value for cell in column(book["基本信息"], "项目")] == list(PROFILE_ITEMS)
    assert [cell.value for cell in column(book["文字"], "章节")][:6] == list(chapter_names(rubric()))
    paths = [cell.value for cell in column(book["收支"], "科目")]
    assert [path for path in paths if path] == [
        "收入", "收入/财政拨款", "收入/其他收入", "支出", "支出/基本支出", "支出/基本支出/工资福利支出",
        "支出/基本支出/商品和服务支出", "支出/基本支出/对个人和家庭的补助", "支出/项目支出", "三公经费",
        "三公经费/因公出国（境）费", "三公经费/公务用车购置及运行费", "三公经费/公务接待费", "商品和服务支出",
        "非税收入", "政府采购",
    ]  # fmt: skip
    assert paths[paths.index("支出/项目支出") + 1] is None  # room for parts of one's own


def test_a_figure_says_which_indicators_use_it(book: Any) -> None:
    uses = {cell.offset(column=-6).value: cell.value for cell in column(book["收支"], "用途")}
    assert (
        uses["三公经费"] == "“三公经费”变动率（上年决算、本年决算）；“三公经费”控制率（本年决算、年初预算）"
    )
    assert uses["三公经费/因公出国（境）费"] is None
    items = {cell.offset(column=-5).value: cell.value for cell in column(book["基础数据"], "用途")}
    assert items["有效问卷数"] == "社会公众或服务对象满意度"
    notes = {cell.value: cell.comment.text for cell in book["项目"][1] if cell.comment}
    assert notes["完工"].endswith("用于：绩效评价管理。")
    assert notes["重点"].endswith("用于：重点支出安排率。")


# What may be typed


def test_drop_downs_offer_what_the_clause_takes(book: Any) -> None:
    offered = {
        (cell.offset(column=-3).value, cell.offset(column=-2).value): rule_of(cell).formula1
        for cell in column(book["条款核对"], "结果")
    }
    benefits = [key for key, choices in offered.items() if "部分" in choices]
    assert [no for _, no in benefits] == ["1", "2", "3"]
    assert {name for name, _ in benefits} == {"履职效益/经济效益、社会效益、生态效益"}
    assert offered["预算管理/资金使用合规性", "1"] == '"是,否,不适用"'


def test_drop_downs_offer_categories_flags_and_the_rubrics_grades(book: Any) -> None:
    assert rule_of(book["项目"]["B2"]).formula1 == '"专项资金,项目"'
    assert rule_of(book["项目"]["E31"]).formula1 == '"是,否,不适用"'
    assert rule_of(book["职能机构"]["A2"]).formula1 == '"主要职能,内设机构"'
    (grade,) = [cell for cell in column(book["基础数据"], "数据项") if cell.value == "工作质量等次"]
    assert rule_of(grade.offset(column=1)).formula1 == '"优秀,良好,合格,不合格,不适用"'


def test_amounts_take_numbers_and_a_word_and_say_so(book: Any) -> None:
    for name in ("上年决算", "年初预算", "调整预算", "本年决算"):
        for cell in column(book["收支"], name):
            rule = rule_of(cell)
            first = f"{cell.column_letter}2"  # a rule moves along from its range's first cell
            assert rule.formula1 == f'IF(ISNUMBER({first}),{first}>=0,{first}="不适用")'
            assert rule.sqref == f"{first}:{cell.column_letter}{cell.parent.max_row}"
            assert rule.showErrorMessage
            assert rule.error == "请填不小于 0 的数字（万元），没有数据留空，不适用写“不适用”。"


def test_a_self_score_is_limited_by_its_points(book: Any) -> None:
    for cell, points in zip(column(book["自评"], "自评分"), column(book["自评"], "分值"), strict=True):
        assert rule_of(cell).formula1.endswith(f"<={points.value}),FALSE)")


def test_hints_fit_what_a_spreadsheet_can_show(book: Any) -> None:
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    assert rules
    assert all(len(rule.prompt or "") <= 255 and len(rule.error or "") <= 255 for rule in rules)
    assert all(re.search(r"[一-鿿]", (rule.prompt or "") + (rule.error or "")) for rule in rules)
    hint = rule_of(book["条款核对"]["D51"]).prompt  # the first benefit's 结果 is above, this is the second
    assert hint.startswith("社会效益\n选定评价的：达到目标填“是”")


def test_only_what_is_to_be_filled_in_is_open_and_no_password_is_asked(book: Any) -> None:
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
    printed = [*column(book["条款核对"], "核对内容"), *column(book["自评"], "指标"), *book["收支"][1]]
    assert all(cell.protection.locked for cell in printed)
    cases = {cell.row: cell.protection.locked for cell in column(book["条款核对"], "次数")}
    assert (cases[2], cases[5]) == (True, False)  # 1.2 ① is met or not, 1.8 ① counts cases
    assert all(cell.protection.locked for row in book["复核"] for cell in row)


# How it is written


def test_the_same_order_gives_the_same_bytes() -> None:
    assert make_form(Order(rubric(), 2022)) == blank_form()


def test_formulas_stand_only_on_the_sheets_that_nobody_reads(book: Any) -> None:
    with_formulas = {
        cell.parent.title for sheet in book for row in sheet for cell in row if cell.data_type == "f"
    }
    assert with_formulas == set(SHEETS_FOR_PEOPLE)


def test_the_sheets_print_on_wide_a4_with_their_header_on_every_page(book: Any) -> None:
    for name in contract_of(rubric()):
        sheet = book[name]
        set_up = sheet.page_setup
        assert (set_up.orientation, int(set_up.paperSize), int(set_up.fitToHeight)) == ("landscape", 9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes is not None


def test_rows_show_their_text_and_grow_with_what_is_typed(book: Any) -> None:
    # 2.3's standard: 93 Chinese signs of two digits' width and 5 others are 191; a column of 66 holds 60.7 with
    # 8 % to spare: 4 lines of 15 points and a margin of 7 are 67, which is 89 whole pixels of 0.75
    assert book["自评"]["C12"].value.startswith("财务管理制度、内部控制制度")
    assert book["自评"].row_dimensions[12].height == 66.75
    with ZipFile(BytesIO(blank_form())) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"customHeight" in package.read(name) for name in sheets)
    assert len(sheets) == len(contract_of(rubric())) + len(SHEETS_FOR_PEOPLE)


def test_what_stands_on_the_sheets_for_people_changes_nothing(tmp_path: Path) -> None:
    path = saved(blank_form(department="示例局"), tmp_path)
    before = read(path)
    book = openpyxl.load_workbook(path)
    for name in SHEETS_FOR_PEOPLE:
        book[name]["B3"] = "=1/0"
        book[name]["A60"] = "随手写的"
    book["收支"]["F2"] = "说明"
    book.save(path)
    after = read(path)
    assert after.accounts["收入"].note == "说明"
    assert (after.profile, after.items, after.answers) == (before.profile, before.items, before.answers)


def test_a_sheet_for_people_may_lie_among_csv_files(tmp_path: Path) -> None:
    (tmp_path / "基本信息.csv").write_text("项目,内容,说明\n单位名称,示例局,\n评价年度,2022,\n", "utf-8")
    before = read(tmp_path)
    (tmp_path / "填报说明.csv").write_text("随便什么\n", "utf-8")
    assert read(tmp_path) == before
