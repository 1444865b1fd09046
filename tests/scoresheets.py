"""What the tests of scoresheet.xlsx share: the samples' workbooks, made once, and reading them back."""

from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
from batches import sample_record
from python_calamine import CalamineWorkbook

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.writers.xlsx.report import make_scoresheet
from pjkit.writers.xlsx.score_table import FIRST

SHEETS = ["评分表", "数据来源", "条款", "核查发现", "规则约定"]
HEADS = (
    *("一级指标", "二级指标", "三级指标", "分值", "评价标准", "自评分", "核算分", "复核分", "得分"),
    *("依据", "扣分原因（部门填写）", "计分理由"),
)
COLUMN = {name: at for at, name in enumerate(HEADS)}


@cache
def made(name: str) -> bytes:
    return make_scoresheet(sample_record(name))


def read(workbook: bytes, sheet: str = "评分表") -> list[list[Any]]:
    """What stands there for somebody who recalculates nothing."""
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def opened(workbook: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook))


def rows_of(record: Scorecard, workbook: bytes) -> list[tuple[Mark, list[Any]]]:
    rows = read(workbook)[FIRST : FIRST + len(record.marks)]
    return list(zip(record.marks, rows, strict=True))


def with_first(record: Scorecard, **given: object) -> Scorecard:
    """The record with another first indicator."""
    first = record.marks[0].model_copy(update=given)
    return record.model_copy(update={"marks": (first, *record.marks[1:])})
