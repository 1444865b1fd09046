"""Workbooks as people and programs make them: read as a person would, or refused with what to do."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from bad_files import workbook
from workbooks import (
    BOOK,
    LINKS,
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

from pjkit.model.dossier import Dossier

GOOD = Decimal("2.4")
DAMAGED = "不是可读的 Excel 工作簿，可能已损坏"


def test_the_small_workbook_is_good_before_anything_is_changed(tmp_path: Path) -> None:
    assert spent(read(packed(parts(workbook())), tmp_path)) == GOOD


# Numbers


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("0.30000000000000004", "0.3"),  # 0.1+0.2 as Excel shows it, in 15 digits
        ("2275998.08", "2275998.08"),
        ("2275998.0800000001", "2275998.08"),
        ("1E+15", "1000000000000000"),
        ("1.5E-3", "0.0015"),
        ("123456789012345678", "123456789012346000"),  # Excel keeps 15 digits
        (" 2.5 ", "2.5"),
        ("-0", "0"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_as_excel_shows_it(stored: str, value: str, tmp_path: Path) -> None:
    assert spent(read(with_cell(f'<c r="E2"><v>{stored}</v></c>'), tmp_path)) == Decimal(value)


@pytest.mark.parametrize("stored", ["abc", "1e999", "NaN", "INF", "1_000", "0x10", "1,5", "1 2", "２", "--1"])
def test_a_number_that_is_none_is_told(stored: str, tmp_path: Path) -> None:
    problem = only_problem(read(with_cell(f'<c r="E2"><v>{stored}</v></c>'), tmp_path))
    assert (problem.place, problem.found) == ("收支!E2", f"存的不是数字：“{stored}”")


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="E2" t="inlineStr"><is><t>2.4</t></is></c>',  # '2.4, a number typed as text
        '<c r="E2" t="inlineStr"><is><t xml:space="preserve"> 2.4\u3000\u00a0</t></is></c>',
        '<c r="E2" t="inlineStr"><is><t>２．４</t></is></c>',
        '<c r="E2" t="inlineStr"><is><r><t>2.</t></r><r><rPr><b/></rPr><t>4</t></r></is></c>',  # half in bold
        '<c r="E2" t="inlineStr"><is><t>2.4</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>',  # 拼音 above it
        '<c r="E2" t="inlineStr"><is><t>2_x002E_4</t></is></c>',  # an escaped sign
        '<c r="E2" t="str"><v>2.4</v></c>',
        '<c t="n"><v>2.4</v></c>',  # without an address: the cell behind D2
        '<c r="E2"><v><![CDATA[2.4]]></v></c>',
    ],
)
def test_a_number_stored_in_another_way_is_read(xml: str, tmp_path: Path) -> None:
    assert spent(read(with_cell(xml), tmp_path)) == GOOD


def test_booleans_are_no_numbers(tmp_path: Path) -> None:
    problem = only_problem(read(with_cell('<c r="E2" t="b"><v>1</v></c>'), tmp_path))
    assert (problem.place, problem.found) == ("收支!E2", "写的是“TRUE”，不是数字")


@pytest.mark.parametrize("xml", ['<c r="E2"/>', '<c r="E2" t="n"><v/></c>', '<c r="E2" t="str"><v></v></c>'])
def test_an_empty_cell_is_blank(xml: str, tmp_path: Path) -> None:
    assert spent(read(with_cell(xml), tmp_path)) is None


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="D2"><v>2.4</v></c>',  # D2 a second time: readers differ on which one counts
        '<c r="E2"><v>2.4</v><v>9</v></c>',
        '<c r="E3"><v>2.4</v></c>',  # a cell of another row
        '<c r="B2"><v>2.4</v></c>',
        '<c r="e2"><v>2.4</v></c>',
        '<c r="ZZZZ2"><v>2.4</v></c>',
        '<c r="E2" t="s"><v>0</v></c>',  # there are no shared texts
        '<c r="E2" t="z"><v>1</v></c>',
        '<c r="E2" t="b"><v>2</v></c>',
        '<c r="E2" s="99"><v>1</v></c>',  # a style that is not there
        '<c r="E2" s="-1"><v>1</v></c>',
    ],
)
def test_a_cell_that_excel_would_not_write_is_damage(xml: str, tmp_path: Path) -> None:
    assert only_problem(read(with_cell(xml), tmp_path)).found == DAMAGED


def test_sheets_of_one_name_are_told(tmp_path: Path) -> None:
    content = edited(BOOK, 'name="收支"', 'name="基本信息 "')
    assert problems(read(content, tmp_path)) == ["基本信息：有两个工作表叫这个名称"]


def test_a_name_with_spaces_around_is_read(tmp_path: Path) -> None:
    assert spent(read(edited(BOOK, 'name="收支"', 'name=" 收支 "'), tmp_path)) == GOOD


def test_a_wrong_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    problem = only_problem(read(edited(BOOK, 'name="收支"', 'name="收支表"'), tmp_path))
    assert (problem.place, problem.expected.startswith("收支、")) == ("收支表", True)


def test_two_hundred_sheets_are_too_many(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for number in range(200):
            book.create_sheet(f"表{number}")

    assert only_problem(read(changed(change), tmp_path)).found == "工作簿过大"


@pytest.mark.parametrize("link", ["/xl/worksheets/sheet2.xml", "./worksheets/../worksheets/SHEET2.xml"])
def test_a_part_may_be_linked_in_any_way(link: str, tmp_path: Path) -> None:
    assert spent(read(edited(LINKS, "/xl/worksheets/sheet2.xml", link), tmp_path)) == GOOD


def test_a_link_out_of_the_workbook_is_not_followed(tmp_path: Path) -> None:
    found = read(edited(LINKS, "/xl/worksheets/sheet2.xml", "../../../etc/passwd"), tmp_path)
    assert only_problem(found).found == DAMAGED


def test_the_strict_kind_of_xlsx_is_read(tmp_path: Path) -> None:
    found = parts(workbook())
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    strict = {name: content.replace(old, new) for name, content in found.items()}
    dossier = read(packed(strict), tmp_path)
    assert isinstance(dossier, Dossier)
