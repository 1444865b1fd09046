"""The form's pages as plain data: what the cover says, which sums are checked, what a hint holds."""

from decimal import Decimal

import pytest
from helpers import ROOT, account, dossier, rubric

from pjkit.forms import cells
from pjkit.forms.form import sheets_of
from pjkit.forms.form.accounts import account_rows
from pjkit.forms.form.cover import cover
from pjkit.forms.form.cross_checks import address, sums
from pjkit.forms.form.figures import items
from pjkit.forms.form.order import Order, taken_over
from pjkit.model.contract import ACCOUNTS, SHEETS, SHEETS_FOR_PEOPLE
from pjkit.sheets.sheet import Cell, Formula, Sheet
from pjkit.sheets.text import row_height
from pjkit.sheets.writing import shortened
from pjkit.sources.rubric import flawless

ORDER = Order(rubric(), 2022)


def cells_of(page: Sheet) -> list[list[Cell]]:
    """The cells of its rows; a form gives every one of them a look of its own."""
    rows = [[cell for cell in row if isinstance(cell, Cell)] for row in page.rows]
    assert list(map(len, rows)) == list(map(len, page.rows))
    return rows


def texts(page: Sheet) -> list[tuple[str, ...]]:
    """What its rows say, formulas by what they give at first."""
    said = [[cell.value for cell in row] for row in cells_of(page)]
    return [
        tuple(str(text.result if isinstance(text, Formula) else text or "") for text in row) for row in said
    ]


# The cover


def test_the_cover_names_the_form_its_department_and_its_rubric() -> None:
    title, department, standard = texts(cover(Order(rubric(), 2023, "示例县图书馆")))[:3]
    assert title == ("2023 年度绩效自评填报表",)
    assert department == ("填报单位", "示例县图书馆")
    assert standard == ("评分标准", "部门整体支出绩效评价指标评分表（xinning-2022）")


def test_the_cover_tells_unit_blanks_colours_sheets_and_who_signs() -> None:
    said = {row[0]: row[-1] for row in texts(cover(ORDER))}
    assert said["金额单位"].startswith("一律为万元")
    assert "空白是没有数据，0 是确实为零，“不适用”是本单位没有这一事项" in said["空白、0、不适用"]
    assert all(said[name] for name in (*SHEETS, "勾稽核对"))
    assert "写上【涉密】，公开版略去整段" in said["不公开的内容"]
    assert {"填报人", "负责人", "联系电话", "日期", "单位公章"} <= said.keys()


@pytest.mark.parametrize("has_last_year", [False, True])
def test_the_legend_shows_every_colour_that_the_form_uses(has_last_year: bool) -> None:  # noqa: FBT001
    last = taken_over(dossier(accounts={"收入": account("收入", 本年决算="1")}), "上年")
    order = Order(rubric(), 2023, "", last if has_last_year else None)
    colours = {cells.ASKED, cells.REQUIRED, cells.TAKEN_OVER, cells.PRINTED, cells.BARRED}
    first, *sheets, _ = sheets_of(order)
    shown = {row[0].look for row in cells_of(first) if row[0].value is None} & colours
    used = {cell.look for page in sheets for row in cells_of(page) for cell in row} & colours
    assert shown == used
    assert (cells.TAKEN_OVER in shown) == has_last_year


# Sums


def test_each_total_of_each_column_is_checked_against_its_own_parts() -> None:
    found = {(line.label, line.column): line for line in sums(ORDER)}
    totals = ("收入", "支出", "支出/基本支出", "支出/项目支出", "三公经费")
    assert len(found) == len(totals) * 4 + 2
    spending = found["支出＝各分项之和", "年初预算"]
    # rows: 收入 2–6, 支出 7, 基本支出 8 with parts 9–13, 项目支出 14
    assert (spending.stated, spending.parts) == ("'收支'!$C$7", ("'收支'!$C$8", "'收支'!$C$14"))
    assert found["支出/基本支出＝各分项之和", "年初预算"].parts == ("'收支'!$C$9:$C$13",)
    assert found["支出/项目支出＝“项目”表各项之和", "本年决算"].parts == ("'项目'!$D$2:$D$31",)


def test_parts_of_ones_own_stand_inside_the_sums() -> None:
    last = taken_over(dossier(accounts={"收入/事业收入": account("收入/事业收入", 本年决算="1")}), "上年")
    order = Order(rubric(), 2023, "", last)
    rows = account_rows(order)
    assert [row.path for row in rows[:6]] == [
        "收入",
        "收入/财政拨款",
        "收入/其他收入",
        "收入/事业收入",
        "",
        "",
    ]
    income = next(line for line in sums(order) if line.label == "收入＝各分项之和")
    assert income.parts == (address(ACCOUNTS, "上年决算", 3, 7),)


# A rubric with figures of its own


def test_what_a_rubric_asks_beside_the_contract_has_its_rows() -> None:
    text = (ROOT / "params/rubrics/xinning-2022.yaml").read_text("utf-8")
    text = text.replace("收支[商品和服务支出]", "收支[支出/基本支出/差旅费]").replace(
        "done: 在用固定资产", "done: 基础数据[在用房屋面积]"
    )
    other = flawless(text)
    assert other is not None
    rows = {row[0].value: row for row in cells_of(items(Order(other, 2022)))}
    area = rows["在用房屋面积"]
    assert [cell.look for cell in area[1:3]] == [
        cells.ASKED,
        cells.ASKED,
    ]  # the department writes the unit, too
    assert area[1].entry == cells.AMOUNT
    assert area[-1].value == "固定资产利用率"
    assert rows["在用固定资产"][-1].value is None  # declared, but no indicator reads it
    paths = [row.path for row in account_rows(Order(other, 2022))]
    assert paths[paths.index("支出/基本支出/对个人和家庭的补助") + 1] == "支出/基本支出/差旅费"


# Hints and heights


def test_a_hint_is_cut_where_a_spreadsheet_would_refuse_it() -> None:
    assert shortened("字" * 255) == "字" * 255
    assert shortened("字" * 256) == "字" * 254 + "…"


def test_every_sheet_for_people_and_no_other_is_without_the_contracts_columns() -> None:
    names = [page.name for page in sheets_of(ORDER)]
    assert set(names) == {*SHEETS, *SHEETS_FOR_PEOPLE}
    assert all(len(row) <= len(page.columns) for page in sheets_of(ORDER) for row in page.rows)


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        (cells.printed("甲" * 9), 22),  # 18 digits' width in 20 less 8 %: one line of 15 and a margin of 7
        (cells.printed("甲" * 10), 37),  # 20 in 18.4: two lines
        (cells.printed("a" * 18), 22),
        (cells.printed("一\n二\n三"), 52),
        (cells.blank(lines=4), 67),
        (cells.printed(Decimal("1.5")), 22),
        (Cell("题", cells.TITLE), 32),  # a line of 18 × 1.35
    ],
)
def test_a_row_is_as_high_as_its_text_needs(cell: Cell, points: int) -> None:
    assert row_height([(cell, 20)]) == points
