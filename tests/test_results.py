"""results.csv and results.xlsx: numbers are numbers, unknown is blank, nobody's text becomes a formula."""

import csv
import re
from functools import cache
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from batches import batch_of, changed, county, failure, sample_record, samples, unscored
from helpers import SAMPLES

from pjkit.batch.results import write_results
from pjkit.model.records import Batch
from pjkit.model.scorecard import Finding

HEADS = [
    "部门代码",
    "部门名称",
    "总分",
    "自评总分",
    "有据",
    "仅凭自述",
    "无数据分值",
    "可能最低",
    "可能最高",
    "折算分",
    "等次",
]


def rows(batch: Batch) -> list[list[str]]:
    text = write_results(batch)["results.csv"].decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def book(batch: Batch) -> Any:
    return openpyxl.load_workbook(BytesIO(write_results(batch)["results.xlsx"]))


@cache
def sample_rows() -> list[dict[str, str]]:
    head, *rest = rows(samples())
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_the_csv_has_a_row_a_department_and_a_mark_that_excel_knows() -> None:
    assert write_results(samples())["results.csv"].startswith(b"\xef\xbb\xbf")
    head, *rest = rows(samples())
    assert head[:11] == HEADS
    assert len(head) == 11 + 2 * 24
    assert [row[0] for row in rest] == SAMPLES
    assert len(set(head)) == len(head)


def test_scores_are_the_records_and_unknown_is_blank() -> None:
    health = sample_rows()[SAMPLES.index("demo-health")]
    assert [health[name] for name in HEADS[1:]] == [
        "示例县卫生健康局",
        "76.15",
        "78.90",
        "53.15",
        "23.00",
        "10.00",
        "53.15",
        "88.15",
        "",
        "",  # 待定
    ]
    assert (health["目标管理 得分"], health["目标管理 状态"]) == ("", "无数据")
    assert (health["政府采购 得分"], health["政府采购 状态"]) == ("3.25", "有佐证")
    assert (health["评价结果运用 得分"], health["评价结果运用 状态"]) == ("0.00", "已复核")
    assert health["管理制度健全性（预算管理） 得分"] == "5.80"
    assert health["管理制度健全性（资产管理） 得分"] == "2.00"


def test_the_workbook_has_scores_findings_and_failures() -> None:
    made = book(samples([failure(1, details=("甲", "乙"))]))
    assert made.sheetnames == ["得分", "疑点", "未完成"]
    assert [cell.value for cell in made["得分"][1]][:11] == HEADS
    found = sum(len(sample_record(name).findings) for name in SAMPLES)
    assert (made["得分"].max_row, made["疑点"].max_row, made["未完成"].max_row) == (8, 1 + found, 2)
    assert [cell.value for cell in made["未完成"][2]] == [
        "failed-001",
        "示例县第1局",
        "笔记本单元出错",
        "除数为零",
        "pj.heat_map(batch)",
        "甲\n乙",
        "pjkit render params/failed-001.yaml",
    ]
    assert {row[3].value for row in made["疑点"].iter_rows(min_row=2)} >= {
        "合计与分项之和不符",
        "比率超过 100%",
    }


def test_numbers_of_the_workbook_are_numbers_and_agree_with_the_csv() -> None:
    head, *rest = rows(samples())
    for written, read in zip(rest, book(samples())["得分"].iter_rows(min_row=2), strict=True):
        for name, text, cell in zip(head, written, read, strict=True):
            number = name in HEADS[2:10] or name.endswith(" 得分")
            assert cell.data_type == ("s" if text and not number else "n"), name  # openpyxl calls a blank "n"
            assert ("" if cell.value is None else f"{cell.value:.2f}" if number else cell.value) == text


def test_a_department_without_any_score_has_no_total() -> None:
    record = sample_record("demo-library")
    batch = batch_of([changed(record, [unscored(one) for one in record.marks])])
    head, row = rows(batch)
    found = dict(zip(head, row, strict=True))
    assert (found["总分"], found["无数据分值"], found["等次"]) == ("", "100", "")
    assert book(batch)["得分"]["C2"].value is None


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝"])
def test_text_that_a_spreadsheet_would_calculate_stays_text(start: str) -> None:
    name = f'{start}HYPERLINK("http://x","点")'
    finding = Finding(rule="sum_of_parts", severity="确定", where=name, message=name)
    record = sample_record("demo-library").model_copy(update={"name": name, "findings": (finding,)})
    batch = batch_of([record], [failure(1, name, name=name, cell=name)])
    assert rows(batch)[1][1] == f"'{name}"
    for sheet in book(batch):
        for row in sheet.iter_rows(min_row=2):
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert all(cell.hyperlink is None for cell in row)
    assert book(batch)["疑点"]["F2"].value.endswith(name[1:])  # a \r stands there as \n


def test_text_that_begins_otherwise_is_left_as_it_is() -> None:
    name = "甲\"乙,丙\n丁'戊"
    assert rows(batch_of([sample_record("demo-library").model_copy(update={"name": name})]))[1][1] == name


def test_text_that_no_cell_can_hold_is_cut_and_mended() -> None:
    message = "长" * 40_000
    finding = Finding(rule="\x00\x07", severity="提示", where="", message=message)
    made = book(batch_of([sample_record("demo-library").model_copy(update={"findings": (finding,)})]))
    assert made["疑点"]["F2"].value == message[:32_000] + "……（太长，后面略去）"


def test_departments_under_another_rubric_have_blanks_where_they_have_no_such_indicator() -> None:
    record = sample_record("demo-library")
    other = record.marks[0].model_copy(update={"id": "other", "name": "另一指标"})
    batch = batch_of([record, changed(record, [other], department="second")])
    head, first, second = rows(batch)
    assert first[head.index("另一指标 得分")] == first[head.index("另一指标 状态")] == ""
    assert second[head.index("另一指标 得分")] == "3.00"
    assert second[head.index("政府采购 得分")] == ""


@pytest.mark.parametrize("failed", [(), (failure(1),)], ids=["nothing", "failures only"])
def test_a_batch_without_reports_has_heads_alone(failed: tuple[Any, ...]) -> None:
    batch = batch_of([], failed)
    assert rows(batch) == [HEADS]
    assert book(batch)["得分"].max_row == 1
    assert book(batch)["未完成"].max_row == 1 + len(failed)


def test_600_departments_have_600_rows_and_the_same_bytes_each_time() -> None:
    batch = county(600)
    made = write_results(batch)
    assert made == write_results(batch)
    assert list(made) == ["results.csv", "results.xlsx"]
    assert len(rows(batch)) == 601


def test_the_workbook_names_no_time_and_no_machine() -> None:
    with ZipFile(BytesIO(write_results(samples())["results.xlsx"])) as made:
        assert {part.date_time for part in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = made.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}
    assert "<dc:creator></dc:creator>" in core
