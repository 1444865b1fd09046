"""The summary's section on what only shows when departments lie side by side."""

import re
from dataclasses import replace

from batches import batch_of, failure, sample_record
from helpers import SAMPLES, sample

from pjkit.checks.traces import traces_of
from pjkit.model.records import Batch, Published
from pjkit.report.summary.findings import across_departments


def compared(*names: str) -> Batch:
    """A batch of samples with what they are compared by."""
    batch = batch_of([sample_record(name) for name in names], [])
    traced = [
        Published(record=one.record, inputs=None, traces=traces_of(sample(one.department)))
        for one in batch.reports
    ]
    return replace(batch, reports=traced)


def test_a_shared_paragraph_and_a_shared_row_name_their_departments_with_links() -> None:
    html = str(across_departments(compared(*SAMPLES)).html)
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", html, re.DOTALL)
    links = [re.findall(r'href="([\w-]+)/report.html"', row) for row in rows]
    assert links == [["demo-transport", "demo-urban"], ["demo-archives", "demo-urban"]]
    assert "部门之间文字雷同" in rows[0]
    assert "部门之间数字整行相同" in rows[1]


def test_departments_that_share_nothing_get_a_sentence() -> None:
    text = across_departments(compared("demo-library", "demo-health")).line
    assert text == "2 个部门之间未发现雷同的文字、相同的数据行和远离其他部门的指标值。"


def test_one_department_or_none_cannot_be_compared() -> None:
    assert across_departments(compared("demo-urban")).line == "只有一个部门的报告，没有可以比较的部门。"
    assert across_departments(batch_of([], [failure(1)])).line == "还没有已生成的报告。"


def test_reports_of_an_earlier_version_have_nothing_to_compare_by() -> None:
    batch = batch_of([sample_record(name) for name in ("demo-transport", "demo-urban")], [])
    assert "未发现" in across_departments(batch).line
