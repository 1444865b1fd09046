"""The sheet a reviewer fills in (复核表), and that a filled one changes the score."""

import csv
import shutil
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, card, rubric, sample, sample_params
from lists import opened, rows
from openpyxl import Workbook

from pjkit.evaluation import evaluate
from pjkit.forms.review_priorities import Agenda, agenda
from pjkit.forms.review_sheet import make_review_sheet
from pjkit.model.contract import REVIEWS
from pjkit.model.problem import Problems
from pjkit.model.scorecard import Finding, Scorecard, Status
from pjkit.sources.reading import read_dossier
from pjkit.sources.reading_answers import Indicators, reviews
from pjkit.sources.sheets import read_sheets
from pjkit.sources.tables import read_rows

FUNDS = "fund_use_compliance"  # 14 points; each case costs 2
DATA = ROOT / "params/data/demo-archives-2022"


@cache
def scored(department: str) -> Scorecard:
    return evaluate(rubric(), sample(department))


def book_of(found: Agenda) -> Workbook:
    return opened(make_review_sheet(found, rubric()))


# The workbook


def test_the_sheet_has_exactly_the_contracts_columns_and_every_indicator_once() -> None:
    found = agenda(scored("demo-urban"))
    heads, *lines = rows(book_of(found)[REVIEWS.name])
    assert heads == [column.name for column in REVIEWS.columns]
    names = {id_: name for name, id_ in rubric().full_names().items()}
    assert [line[0] for line in lines[: len(found.concerns)]] == [
        names[id_] for id_ in [one.mark.id for one in found.concerns]
    ]
    assert sorted(line[0] for line in lines) == sorted(names.values())


def test_scores_that_the_rule_cannot_give_are_refused_while_typing() -> None:
    found = agenda(scored("xinning-pension"))
    sheet = book_of(found)[REVIEWS.name]
    allowed = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    at = {cell.value: f"B{cell.row}" for cell in sheet["A"]}
    funds = allowed[at["预算管理/资金使用合规性"]]  # 14, each case −2
    assert (funds.type, funds.formula1) == ("list", '"14,12,10,8,6,4,2,0"')
    assert funds.prompt.startswith("可能的得分：14、12、10、8、6、4、2、0。\n只有自评分 14 分")
    cell = at["预算配置/“三公经费”变动率"]  # a rate allows anything up to 3
    assert allowed[cell].type == "custom"
    assert f"{cell}>=0,{cell}<=3" in allowed[cell].formula1
    assert all(len(rule.prompt or "") <= 255 for rule in allowed.values())


def test_what_was_reviewed_already_stands_in_the_sheet() -> None:
    lines = {line[0]: line[1:] for line in rows(book_of(agenda(scored("demo-health")))[REVIEWS.name])}
    assert lines["绩效管理/评价结果运用"][:2] == [0, "示例审核员乙"]
    assert lines["绩效管理/评价结果运用"][2].startswith("重点评价提出的")
    assert lines["预算管理/内控制度情况"] == [None, None, None]


def test_the_second_sheet_is_for_reading() -> None:
    found = agenda(scored("demo-health"))
    sheet = book_of(found)["待复核事项"]
    heads, *lines = rows(sheet)
    assert heads[:2] == ["序号", "指标"]
    assert lines[0][1:6] == ["预算管理/资金使用合规性", "14", "13", None, "13.00"]
    assert lines[0][7] == "条款核对、自评!B14"
    assert len(lines) == len(found.concerns) + len(found.others)
    assert lines[-1][1] == "（不对应单项指标）"
    assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "C2")


def test_where_there_is_nothing_to_review_the_second_sheet_says_so() -> None:
    assert rows(book_of(agenda(scored("demo-library")))["待复核事项"])[1][6] == "没有需要复核的事项。"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1"])
def test_a_reviewers_or_departments_text_is_never_a_formula(text: str) -> None:
    plain = card()
    marks = tuple(mark.model_copy(update={"reviewer": text, "review_reason": text}) for mark in plain.marks)
    found = agenda(plain.model_copy(update={"marks": marks, "findings": (Finding("x", "确定", text, text),)}))
    cells = [cell for sheet in book_of(found).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} & {"f"} == set()
    same = [cell for cell in cells if cell.value == text]
    assert {(cell.data_type, cell.number_format) for cell in same} == {("s", "@")}
    assert len(same) == 2 * len(marks) + 1


def test_the_same_card_gives_the_same_bytes() -> None:
    found = agenda(scored("demo-urban"))
    assert make_review_sheet(found, rubric()) == make_review_sheet(
        agenda(evaluate(rubric(), sample("demo-urban"))), rubric()
    )


# The filled sheet read back


def filled() -> list[list[Any]]:
    """The sheet of demo-archives with one review: 资金使用合规性 12 of 14, one case found."""
    sheet = book_of(agenda(scored("demo-archives")))[REVIEWS.name]
    (row,) = [row for row in sheet.iter_rows() if row[0].value == "预算管理/资金使用合规性"]
    for cell, value in zip(row[1:], (12, "示例复核人", "抽查凭证发现垫付 1 例"), strict=True):
        cell.value = value
    return rows(sheet)


def check_reviewed(data: Path) -> None:
    before = scored("demo-archives")
    after = evaluate(rubric(), read_dossier(data, rubric(), sample_params("demo-archives")))
    mark = after[FUNDS]
    assert (before[FUNDS].status, before[FUNDS].score) == (Status.ASSERTED, Decimal("14.00"))
    assert (mark.status, mark.score, mark.reviewer) == (Status.REVIEWED, Decimal("12.00"), "示例复核人")
    assert mark.review_reason == "抽查凭证发现垫付 1 例"
    assert after.total.score == before.total.score - 2  # 14 → 12
    assert after.total.supported == before.total.supported + 12  # 无佐证 → 已复核
    assert [one.id for one in after.marks if one.review_score is not None] == [FUNDS]


def test_a_filled_sheet_saved_as_csv_in_the_data_folder_changes_the_score(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    with (data / "复核.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(filled())
    check_reviewed(data)


def test_a_filled_sheet_copied_into_a_workbook_changes_the_score(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    texts = {path.stem: path.read_text(encoding="utf-8-sig") for path in sorted(DATA.glob("*.csv"))}
    sheets = {name: list(csv.reader(StringIO(text, newline=""))) for name, text in texts.items()}
    for name, lines in {**sheets, REVIEWS.name: filled()}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(tmp_path / "data.xlsx")
    check_reviewed(tmp_path / "data.xlsx")


def test_the_sheet_as_we_write_it_is_read_without_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "复核表.xlsx"
    file.write_bytes(make_review_sheet(agenda(scored("demo-health")), rubric()))
    problems = Problems("复核表.xlsx")
    sheet = read_sheets(file, problems)[REVIEWS.name]
    found = reviews(read_rows(sheet, REVIEWS, problems), Indicators(rubric()))
    problems.raise_if_any()
    assert found == {
        id_: replace(one, source=found[id_].source) for id_, one in sample("demo-health").reviews.items()
    }
    assert len(found) == 2  # rows without a 复核分 are no reviews
