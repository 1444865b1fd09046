"""Formulas, links, and what nobody sees at a glance: a workbook's figures count only as people see them."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from bad_files import workbook
from workbooks import (
    ACCOUNTS,
    BOOK,
    changed,
    edited,
    only_problem,
    packed,
    parts,
    problems,
    read,
    spent,
    with_cell,
)

GOOD = Decimal("2.4")

# Formulas


def computed(cell: str, *, names: str = "<definedNames/>") -> bytes:
    """The workbook after Excel computed it."""
    found = parts(workbook())
    found[BOOK] = found[BOOK].replace(b' fullCalcOnLoad="1"', b"").replace(b"<definedNames/>", names.encode())
    found[ACCOUNTS] = found[ACCOUNTS].replace(b'<c r="E2" t="n"><v>2.4</v></c>', cell.encode())
    return packed(found)


def test_a_formula_with_its_result_is_read(tmp_path: Path) -> None:
    assert spent(read(computed('<c r="E2"><f>1.2*2</f><v>2.4</v></c>'), tmp_path)) == GOOD


def test_a_result_that_excel_has_yet_to_compute_is_none(tmp_path: Path) -> None:
    """Programs write 0 as the result and ask Excel to compute it on opening."""
    content = with_cell('<c r="E2"><f>1.2*2</f><v>0</v></c>')
    assert problems(read(content, tmp_path)) == ["收支!E2：公式没有算出结果"]


def test_an_error_value_is_told(tmp_path: Path) -> None:
    content = computed('<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert problems(read(content, tmp_path)) == ["收支!E2：公式出错，显示为“#DIV/0!”"]


NAMES = "<definedNames><definedName name='Their'>[1]Sheet1!$A$1</definedName></definedNames>"


@pytest.mark.parametrize(
    "formula",
    ["[1]Sheet1!A1", "'[1]Sheet 1'!A1*2", "[2]!total", "SUM('C:\\old\\[a.xlsx]S'!A1:A3)", "their+1"],
)
def test_a_value_from_another_workbook_is_told(formula: str, tmp_path: Path) -> None:
    content = computed(f'<c r="E2"><f>{formula}</f><v>2.4</v></c>', names=NAMES)
    problem = only_problem(read(content, tmp_path))
    assert (problem.place, problem.found) == ("收支!E2", "公式取自其他工作簿，这里无法核对")
    assert "断开链接" in problem.advice


@pytest.mark.parametrize(
    "formula", ["收支!B2", "Table1[2022]+收支!B2", "Table1[[#This Row],[2022]]", "theirs+1"]
)
def test_a_value_from_this_workbook_is_read(formula: str, tmp_path: Path) -> None:
    content = computed(f'<c r="E2"><f>{formula}</f><v>2.4</v></c>', names=NAMES)
    assert spent(read(content, tmp_path)) == GOOD


def test_cells_that_share_a_formula_share_its_fault(tmp_path: Path) -> None:
    cells = '<c r="E2"><f t="shared" ref="E2:E3" si="0">[1]S!A1</f><v>2.4</v></c></row>'
    cells += '<row r="3"><c r="A3" t="inlineStr"><is><t>政府采购</t></is></c>'
    cells += '<c r="E3"><f t="shared" si="0"/><v>1</v></c>'
    found = problems(read(computed(cells), tmp_path))
    assert [one.split("：")[0] for one in found] == ["收支!E2", "收支!E3"]


# What nobody sees at a glance


def merge_a_title(book: openpyxl.Workbook) -> None:
    book["收支"].merge_cells("H1:J1")


def hide_a_row(book: openpyxl.Workbook) -> None:
    book["收支"].row_dimensions[2].hidden = True


def hide_a_column(book: openpyxl.Workbook) -> None:
    book["收支"].column_dimensions["C"].hidden = True


def hide_the_sheet(book: openpyxl.Workbook) -> None:
    book["收支"].sheet_state = "hidden"


def hide_the_sheet_well(book: openpyxl.Workbook) -> None:
    book["收支"].sheet_state = "veryHidden"


def hide_zeros(book: openpyxl.Workbook) -> None:
    book["收支"].sheet_view.showZeros = False
    book["收支"]["E2"] = 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (merge_a_title, ["收支!H1:J1：单元格是合并的"]),
        (hide_a_row, ["收支 第 2 行：隐藏的行里有内容"]),
        (hide_a_column, ["收支 C 列：隐藏的列里有内容"]),
        (hide_the_sheet, ["收支：工作表是隐藏的"]),
        (hide_the_sheet_well, ["收支：工作表是隐藏的"]),
        (hide_zeros, ["收支!E2：写的是 0，本表设置成不显示 0，看上去是空白"]),
    ],
)
def test_what_nobody_sees_does_not_count(
    change: Callable[[openpyxl.Workbook], None], told: list[str], tmp_path: Path
) -> None:
    assert problems(read(changed(change), tmp_path)) == told


def test_a_row_without_height_is_hidden(tmp_path: Path) -> None:
    content = edited(ACCOUNTS, '<row r="2"', '<row r="2" ht="0" customHeight="1"')
    assert problems(read(content, tmp_path)) == ["收支 第 2 行：隐藏的行里有内容"]


def hide_what_is_empty(book: openpyxl.Workbook) -> None:
    sheet = book["收支"]
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["K"].hidden = True
    sheet.sheet_view.showZeros = False


def hide_a_guide(book: openpyxl.Workbook) -> None:
    """用途 is printed by the form for whoever fills it in."""
    sheet = book["收支"]
    sheet["G1"], sheet["G2"] = "用途", "三公经费变动率"
    sheet.column_dimensions["G"].hidden = True


def decorate_the_cover(book: openpyxl.Workbook) -> None:
    """A sheet for people may hold anything; its formulas are not read."""
    cover = book.create_sheet("填报说明", 0)
    cover.merge_cells("A1:F3")
    cover["A9"] = "=1/0"
    cover.row_dimensions[9].hidden = True


def format_an_empty_row(book: openpyxl.Workbook) -> None:
    book["收支"]["E900"].number_format = "0%"


@pytest.mark.parametrize(
    "change", [hide_what_is_empty, hide_a_guide, decorate_the_cover, format_an_empty_row]
)
def test_what_holds_no_data_may_look_as_it_likes(
    change: Callable[[openpyxl.Workbook], None], tmp_path: Path
) -> None:
    assert spent(read(changed(change), tmp_path)) == GOOD


def test_twenty_problems_of_a_kind_are_told_one_by_one(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(3, 33):
            book["收支"].merge_cells(f"A{row}:B{row}")

    found = problems(read(changed(change), tmp_path))
    assert len(found) == 21
    assert found[-1] == "收支：这样的问题还有 10 处，如“单元格是合并的”"
