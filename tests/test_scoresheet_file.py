"""scoresheet.xlsx as a file: printed, opened and read by a spreadsheet, and checked before it is published."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from batches import sample_record
from conftest import render_in
from helpers import SAMPLES
from odd_departments import write_odd_departments
from scoresheets import COLUMN, SHEETS, made, opened, read, with_first

from pjkit.evaluation import evaluate
from pjkit.model.records import read_record
from pjkit.model.scorecard import Finding, Scorecard
from pjkit.model.stored import record_text
from pjkit.sources.load import open_department
from pjkit.sources.params import read_params
from pjkit.writers.xlsx.checking import problems_of
from pjkit.writers.xlsx.report import make_scoresheet
from pjkit.writers.xlsx.score_table import FIRST

ATTACK = 'HYPERLINK("http://x.example","点")'


# As a workbook


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_sheet_prints_on_a4_across_with_its_heads_on_every_page(sheet: str) -> None:
    page = opened(made("demo-health"))[sheet]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)  # one page wide, by default
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == ("$3:$3" if sheet == "评分表" else "$1:$1")


def test_scores_have_two_decimals() -> None:
    sheet = opened(made("demo-health"))["评分表"]
    assert {sheet[f"{column}4"].number_format for column in "DFGI"} == {"0.00"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝"])
def test_text_that_a_spreadsheet_would_calculate_stays_text(start: str) -> None:
    text = start + ATTACK
    finding = Finding(rule=text, severity="确定", where=text, message=text)
    record = sample_record("demo-health").model_copy(update={"name": text, "findings": (finding,)})
    given = {"name": text, "path": (text, text), "reason": text, "self_reason": text, "standard": text}
    item = record.marks[1].clauses[0].items[0]
    item = replace(item, evidence=text, source=text)
    clause = record.marks[1].clauses[0].model_copy(update={"items": (item,), "reason": text})
    figure = replace(record.marks[0].inputs[0], value=None, text=text, unit=text, name=text)
    hostile = with_first(record, **given, inputs=(figure,), clauses=(clause,))
    workbook = make_scoresheet(hostile)
    formulas = []
    for sheet in opened(workbook):
        for row in sheet.iter_rows():
            assert all(cell.hyperlink is None for cell in row)
            formulas += [cell.value for cell in row if cell.data_type == "f"]
    assert {formula.partition("(")[0] for formula in formulas} == {"=SUM", "=SUMIF"}
    assert problems_of(workbook, hostile) == []
    quoted = opened(workbook)["核查发现"]["D2"]
    assert quoted.value.endswith(ATTACK)
    assert quoted.quotePrefix  # also when somebody edits the cell


def test_text_that_the_writer_would_take_for_markup_stays_text() -> None:
    """A string from <r> to </r> goes into the file as it is, if xlsxwriter gets it so."""
    text = "<r></si><t>x</t></r>"
    record = with_first(sample_record("demo-library"), self_reason=text)
    assert read(make_scoresheet(record))[FIRST][COLUMN["扣分原因（部门填写）"]] == text + " "


def test_text_that_no_cell_can_hold_is_cut_and_mended() -> None:
    """32,000 units of UTF-16: 𠀀 takes two."""
    reason = "𠀀" * 20_000
    record = with_first(
        sample_record("demo-library"), reason=reason, self_reason="甲\x00\x1b乙\ud800\ufffe丙_x0041_"
    )
    workbook = make_scoresheet(record)
    row = read(workbook)[FIRST]
    assert row[COLUMN["计分理由"]] == "𠀀" * 16_000 + "……（太长，后面略去）"
    assert row[COLUMN["扣分原因（部门填写）"]] == "甲乙?丙_x0041_"
    assert problems_of(workbook, record) == []


def test_a_figure_with_more_digits_than_a_cell_has_stands_as_text() -> None:
    record = sample_record("demo-library")
    long = replace(record.marks[0].inputs[0], value=Decimal("12345678901234567.89"))
    workbook = make_scoresheet(with_first(record, inputs=(long,)))
    assert read(workbook, "数据来源")[1][2] == "12345678901234567.89"


def test_the_same_record_gives_the_same_bytes() -> None:
    for name in SAMPLES:
        assert make_scoresheet(sample_record(name)) == made(name)


# Checked before it is published


def other(change: Callable[[Scorecard], Scorecard]) -> list[str]:
    """What is found when the workbook was made from a changed record."""
    whole = sample_record("demo-health")
    record = whole.model_copy(update={"findings": whole.findings[:1]})
    return problems_of(make_scoresheet(change(record)), record)


def total_with(record: Scorecard, **given: object) -> Scorecard:
    return record.model_copy(update={"total": record.total.model_copy(update=given)})


FAULTS: dict[str, tuple[Callable[[Scorecard], Scorecard], str]] = {
    "another department": (
        lambda record: record.model_copy(update={"name": "示例县民政局"}),
        "评分表工作簿的标题是“示例县民政局 2022 年度部门整体支出绩效评价指标评分表”，应为示例县卫生健康局 2022 年度",
    ),
    "another score": (
        lambda record: with_first(record, score=Decimal("2.99")),
        "评分表工作簿中“三公经费”变动率的得分是“2.99”，记录为 3.00",
    ),
    "a score where none is known": (
        lambda record: record.model_copy(
            update={
                "marks": (
                    *record.marks[:-1],
                    record.marks[-1].model_copy(update={"score": Decimal(0)}),
                )
            }
        ),
        "评分表工作簿中社会公众或服务对象满意度的得分是“0.0”，记录为 无数据",
    ),
    "another reason": (
        lambda record: with_first(record, reason="另一理由"),
        (
            "评分表工作簿中“三公经费”变动率的计分理由是“另一理由”，记录为 "
            "变动率＝（30.00－30.00）÷30.00＝0.00%，不高于 0%，得满分 3.00 分"
        ),
    ),
    "another total": (
        lambda record: total_with(record, score=Decimal("76.16")),
        "评分表工作簿的合计是“76.16”，记录为 76.15",
    ),
    "another supported part": (
        lambda record: total_with(record, supported=Decimal("60.00")),
        "评分表工作簿的有据得分是“60.0”，记录为 53.15",
    ),
    "a finding too many": (
        lambda record: record.model_copy(update={"findings": record.findings * 2}),
        "评分表工作簿“核查发现”应有 1 行，实为 2 行",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_and_named(fault: str) -> None:
    change, said = FAULTS[fault]
    assert other(change) == [said]


def test_an_indicator_left_out_is_found() -> None:
    found = other(lambda record: record.model_copy(update={"marks": record.marks[1:]}))
    assert "评分表工作簿中“三公经费”变动率的三级指标是““三公经费”管理”，记录为 “三公经费”变动率" in found


def test_what_is_no_workbook_is_found() -> None:
    assert problems_of(b"", sample_record("demo-health")) == ["评分表工作簿不能读取"]


@pytest.mark.parametrize("name", ["odd-hostile", "odd-long", "odd-bare", "odd-statuses"])
def test_departments_that_strain_it_have_a_workbook_that_agrees(project: Path, name: str) -> None:
    """Hostile text in every field, names without end, no data at all, every status."""
    write_odd_departments(project)
    found = open_department(read_params(project / f"params/{name}.yaml"), project)
    record = Scorecard.model_validate_json(record_text(evaluate(found.rubric, found.dossier)))
    workbook = make_scoresheet(record)
    assert problems_of(workbook, record) == []
    assert all(
        cell.hyperlink is None for page in opened(workbook) for row in page.iter_rows() for cell in row
    )


# In a batch


def test_render_to_xlsx_publishes_it_and_makes_it_again_only_where_it_is_missing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("params/demo-health.yaml", "--to", "xlsx")
    assert render_in(project, *words) == 0
    folder = project / "outputs/2022/demo-health"
    workbook = (folder / "scoresheet.xlsx").read_bytes()
    assert problems_of(workbook, read_record(folder / "scorecard.json")) == []
    capsys.readouterr()
    assert render_in(project, *words) == 0
    assert "demo-health：outputs/2022/demo-health/report.html（没有变化）" in capsys.readouterr().out
    (folder / "scoresheet.xlsx").unlink()
    assert render_in(project, *words) == 0
    assert (folder / "scoresheet.xlsx").read_bytes() == workbook
