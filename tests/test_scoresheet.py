"""scoresheet.xlsx says what the record says: same scores and reasons, live sums, unknown as a word."""

from decimal import Decimal
from typing import Any

import pytest
from batches import changed, sample_record, unscored
from helpers import SAMPLES
from scoresheets import COLUMN, SHEETS, made, opened, read, rows_of, with_first

from pjkit.writers.xlsx.checking import problems_of
from pjkit.writers.xlsx.report import make_scoresheet
from pjkit.writers.xlsx.score_table import FIRST


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_has_five_sheets_that_agree_with_its_record(name: str) -> None:
    record = sample_record(name)
    assert problems_of(made(name), record) == []
    assert opened(made(name)).sheetnames == SHEETS
    for indicator, row in rows_of(record, made(name)):
        for column, score in (("得分", indicator.score), ("自评分", indicator.self_score)):
            shown = row[COLUMN[column]]
            assert isinstance(shown, str) if score is None else Decimal(str(shown)) == score
        assert indicator.reason in row[COLUMN["计分理由"]]
        assert row[COLUMN["评价标准"]].startswith(indicator.standard)
        assert row[COLUMN["扣分原因（部门填写）"]] == indicator.self_reason
        assert row[COLUMN["依据"]] == indicator.status.label


def test_the_total_row_and_what_is_below_it_for_the_health_bureau() -> None:
    """Numbers of tests/test_results.py; one indicator has no self score, several no computed one."""
    rows = read(made("demo-health"))[FIRST + 24 :]
    total, *parts = rows
    assert [total[at] for at in (0, 3, 5, 6, 7, 8)] == ["合计", 100, 78.9, "部分无数据", "未全部复核", 76.15]
    assert [(row[0], row[8]) for row in parts] == [
        ("有据得分", 53.15),
        ("仅凭自述得分", 23),
        ("无数据分值", 10),
        ("总分可能范围", "53.15～88.15"),
        ("等次", "待定（中～良）"),
    ]


def test_a_rescaled_total_is_the_last_line() -> None:
    record = sample_record("demo-archives")
    assert record.total.rescaled is not None
    last = read(made("demo-archives"))[-1]
    assert (last[0], Decimal(str(last[8]))) == ("剔除不适用后折算", record.total.rescaled)


def test_sums_are_live_and_follow_the_cells_above() -> None:
    sheet = opened(made("demo-health"))["评分表"]
    assert (sheet["D28"].value, sheet["F28"].value, sheet["I28"].value) == (
        "=SUM(D4:D27)",
        "=SUM(F4:F27)",
        "=SUM(I4:I27)",
    )
    assert sheet["I31"].value == '=SUMIF(J4:J27,"无数据",D4:D27)'
    assert sheet["I29"].value.count("SUMIF(J4:J27,") == 4  # 据数核算, 有佐证, 已复核, 不适用
    numbers = [row[8].value for row in sheet.iter_rows(4, 27) if not isinstance(row[8].value, str)]
    assert sum(map(Decimal, map(str, numbers))) == Decimal("76.15")


def worked(sheet: Any, formula: str) -> Decimal:
    """A sum of SUM and SUMIF, as a spreadsheet works it out; words do not count."""
    total = Decimal(0)
    for part in formula.removeprefix("=").split("+"):
        name, _, given = part.removesuffix(")").partition("(")
        where, label, what = given.split(",") if name == "SUMIF" else (given, '""', given)
        rows = zip(sheet[where], sheet[what], strict=True)
        counted = [cell.value for (key,), (cell,) in rows if name == "SUM" or key.value == label.strip('"')]
        total += sum((Decimal(str(one)) for one in counted if not isinstance(one, str)), Decimal(0))
    return total


@pytest.mark.parametrize("name", SAMPLES)
def test_every_live_sum_gives_what_is_stored_beside_it(name: str) -> None:
    sheet, stored = opened(made(name))["评分表"], read(made(name))
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) >= 6  # 分值, 自评分, 得分, and three parts of the total
    for cell in formulas:
        assert worked(sheet, cell.value) == Decimal(str(stored[cell.row - 1][cell.column - 1])), (
            cell.coordinate
        )


def test_groups_are_one_cell_down_their_indicators() -> None:
    merged = {str(area) for area in opened(made("demo-library"))["评分表"].merged_cells.ranges}
    # 投入 8 rows; 过程 12 (预算执行 2, 预算管理 4, 资产管理 3, 绩效管理 3); 产出 2; 效果 2
    assert {"A4:A11", "B4:B11", "A12:A23", "B12:B13", "B14:B17", "B18:B20", "B21:B23"} <= merged
    assert {"A24:A25", "A26:A27", "A28:C28"} <= merged


def test_figures_are_numbers_words_are_words_and_a_blank_is_said() -> None:
    rows = {(row[0], row[1]): row[2:] for row in read(made("demo-health"), "数据来源")[1:]}
    assert rows["“三公经费”变动率", "三公经费 本年决算"] == [30, "万元", "收支!E14"]
    assert rows["工作质量", "工作质量等次"][0] == "良好"
    assert rows["固定资产利用率", "在用固定资产"][0] == "无数据"
    assert len(read(made("demo-health"), "数据来源")) == 1 + sum(
        len(one.inputs) for one in sample_record("demo-health").marks
    )


def test_money_has_two_decimals_and_what_is_counted_has_none() -> None:
    sheet = opened(made("demo-library"))["数据来源"]
    formats = {row[1].value: (row[2].value, row[2].number_format) for row in sheet.iter_rows(2)}
    assert formats["重点工作任务数"] == (12, "#,##0")
    assert formats["项目合计 年初预算"] == (130, "#,##0.00####")


def test_clauses_have_their_answers_and_their_points_once() -> None:
    rows = read(made("demo-health"), "条款")[1:]
    system = [row for row in rows if row[0] == "管理制度健全性（预算管理）"]
    assert [row[1] for row in system] == ["1", "2", "3", "4", "5", "6", "6", "6", "6", "6"]
    assert sum(row[2] for row in system if row[2] != "") == 6
    assert system[9][5:9] == ["6.5", "项目按时完工", "否", "缺少"]
    unknown = [row for row in rows if row[0] == "社会公众或服务对象满意度"]
    assert unknown[0][3] == "无数据"


def test_findings_have_titles_and_settings_their_questions() -> None:
    found = read(made("xinning-pension"), "核查发现")
    assert found[1][:3] == ["确定", "合计与分项之和不符", "收支!E6"]
    settings = read(made("xinning-pension"), "规则约定")
    assert settings[1][:3] == ["D1", "上年与本年均为 0（无基数）", "“三公经费”变动率"]


def test_where_nothing_was_found_that_is_said() -> None:
    record = sample_record("demo-library").model_copy(update={"findings": (), "settings": ()})
    workbook = make_scoresheet(record)
    assert read(workbook, "核查发现")[1] == ["", "", "", "核查未发现问题。"]
    assert read(workbook, "规则约定")[1] == ["", "", "", "没有一项得分受规则约定影响。"]
    assert problems_of(workbook, record) == []


def test_a_department_without_any_score_has_no_total() -> None:
    record = sample_record("demo-library")
    bare = changed(record, [unscored(one) for one in record.marks])
    workbook = make_scoresheet(bare)
    assert read(workbook)[FIRST + 24][8] == "无数据"
    assert problems_of(workbook, bare) == []


def test_a_review_is_shown_with_its_reason_and_the_reviewer() -> None:
    record = with_first(
        sample_record("demo-library"), review_score=Decimal(2), reviewer="甲", review_reason="少一份凭证"
    )
    row = read(make_scoresheet(record))[FIRST]
    assert row[COLUMN["复核分"]] == 2
    assert row[COLUMN["计分理由"]].endswith("\n复核人：甲，复核理由：少一份凭证")


def test_the_public_edition_says_so() -> None:
    record = sample_record("demo-library").model_copy(update={"edition": "public"})
    assert read(make_scoresheet(record))[0][0].endswith("（公开版）")
