"""Every sample department scored and held against ``expected/<department>.yaml``, worked by hand there."""

import csv
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, SAMPLES, ids, rubric, sample, sample_params, yaml_file
from openpyxl import Workbook

from pjkit.evaluation import evaluate
from pjkit.model.amounts import fold_width, read_decimal
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Mark, Scorecard, Status
from pjkit.model.settings import SETTING_QUESTIONS
from pjkit.scoring.resolve_inputs import Inputs
from pjkit.scoring.rules import RULES
from pjkit.scoring.totals import group_scores
from pjkit.sources.reading import read_dossier

EXPECTED = Path(__file__).parent / "expected"
ROWS = [(name, row.id) for name in SAMPLES for row in rubric().indicators()]


@cache
def scored(department: str) -> Scorecard:
    return evaluate(rubric(), sample(department))


@cache
def expected(department: str) -> dict[str, Any]:
    return yaml_file(EXPECTED / f"{department}.yaml")


def printed(score: Decimal | None) -> str | None:
    return None if score is None else str(score)


def test_every_department_has_expectations_and_every_expectation_a_department() -> None:
    stems = {path.stem for path in EXPECTED.iterdir()} - {"findings"}  # read by test_findings.py
    assert sorted(stems) == SAMPLES
    assert len(SAMPLES) >= 6


@pytest.mark.parametrize("department", SAMPLES)
def test_expectations_name_every_indicator_with_its_working(department: str) -> None:
    rows = expected(department)["indicators"]
    assert list(rows) == [row.id for row in rubric().indicators()]
    assert [name for name, row in rows.items() if not row["working"]] == []


@pytest.mark.parametrize(("department", "indicator"), ROWS)
def test_every_score_is_the_one_worked_by_hand(department: str, indicator: str) -> None:
    found, want = scored(department)[indicator], expected(department)["indicators"][indicator]
    got = (found.status.value, printed(found.computed_score), printed(found.score), ids(found))
    assert got == (want["status"], want["computed"], want["score"], want["settings"]), found.reason


@pytest.mark.parametrize("department", SAMPLES)
def test_totals_are_those_worked_by_hand(department: str) -> None:
    record, want = scored(department).model_dump(mode="json")["total"], expected(department)["total"]
    amounts = {
        name: None if text is None else Decimal(text) for name, text in want.items() if name != "grade"
    }
    got = {name: None if record[name] is None else Decimal(record[name]) for name in amounts}
    assert (got, record["grade"]) == (amounts, want["grade"])


@pytest.mark.parametrize("department", SAMPLES)
def test_groups_are_those_worked_by_hand(department: str) -> None:
    groups = {group.name: str(group.score) for group in group_scores(scored(department).marks, 1)}
    assert groups == expected(department)["groups"]


# What the samples reach between them


def all_marks() -> list[Mark]:
    return [mark for name in SAMPLES for mark in scored(name).marks]


def test_the_samples_reach_every_clause_kind_with_and_without_points_lost() -> None:
    clauses = [clause for mark in all_marks() for clause in mark.clauses]
    full = {clause.kind for clause in clauses if clause.score == clause.points}
    lost = {clause.kind for clause in clauses if clause.score is not None and clause.score < clause.points}
    assert full == lost == {clause.kind for clause in rubric().clauses()}


def test_the_samples_reach_every_status() -> None:
    assert {mark.status for mark in all_marks()} == set(Status)


def test_the_samples_reach_every_decision() -> None:
    # D8 and D14 are no clause's own, and the next two tests reach them; no formula of this rubric divides (D20),
    # nothing is aimed at or judged (D21, D22)
    reached = {name for mark in all_marks() for name in ids(mark)}
    assert reached == set(SETTING_QUESTIONS) - {"D8", "D14", "D20", "D21", "D22"}


def test_the_samples_reach_rounding() -> None:
    # demo-agriculture: (206.55 - 200) / 200 = 3.275 pp x 0.2 off 2 = 1.345, printed 1.35 (D8)
    mark = scored("demo-agriculture")["goods_services_change_rate"]
    asked = rubric()[mark.id]
    (clause,) = asked.clauses
    facts = Inputs(rubric(), sample("demo-agriculture")).of(clause, asked)
    exact = RULES[clause.kind].judge(clause, facts, rubric().settings).points
    assert exact == Fraction(1345, 1000)
    assert mark.score == Decimal("1.35")


def test_the_samples_reach_every_grade_and_an_open_one() -> None:
    assert {scored(name).total.grade for name in SAMPLES} == {"优", "良", "中", "差", None}
    assert scored("demo-health").total.grade_range == ("中", "良")


# The source's real department


def test_the_real_departments_self_scores_are_the_sources() -> None:
    marks = scored("xinning-pension").marks
    by_group: dict[str, Decimal] = {}
    for mark in marks:
        by_group[mark.path[1]] = by_group.get(mark.path[1], Decimal(0)) + (mark.self_score or Decimal(0))
    assert list(by_group.values()) == [19, 6, 28, 19, 16, 5, 4]
    assert scored("xinning-pension").model_dump(mode="json")["total"]["self"] == "97.00"


@pytest.mark.parametrize(
    ("indicator", "decision", "full"),
    [
        ("three_public_change_rate", "D1", "3.00"),
        ("reception_change_rate", "D1", "2.00"),
        ("vehicle_change_rate", "D1", "2.00"),
        ("three_public_control_rate", "D3", "3.00"),
    ],
)
def test_the_real_departments_four_rates_are_0_over_0(indicator: str, decision: str, full: str) -> None:
    mark = scored("xinning-pension")[indicator]
    assert [figure.value for figure in mark.inputs] == [0, 0]
    assert (mark.status, printed(mark.computed_score), ids(mark)) == (Status.COMPUTED, full, [decision])
    assert mark.rated is not None
    assert (mark.rated.value_text, mark.rated.value_percent) == ("无基数", None)


def test_the_real_departments_other_scores_rest_on_its_word() -> None:
    others = [mark for mark in scored("xinning-pension").marks if mark.status != Status.COMPUTED]
    assert (len(others), {mark.status for mark in others}) == (20, {Status.SELF_ONLY})


@pytest.mark.parametrize(
    ("path", "stated", "cell", "gap"),
    [
        ("支出/基本支出", "427.57", "收支!E6", "2.00"),  # 372.46 + 46.19 + 6.92 = 425.57
        ("支出/项目支出", "131", "收支!E10", "0.33"),  # 99 + 0.33 + 30.35 + 1.65 = 131.33
    ],
)
def test_the_real_departments_totals_stay_as_printed(path: str, stated: str, cell: str, gap: str) -> None:
    figure = sample("xinning-pension").account(path, "本年决算")
    assert (str(figure.value), figure.source) == (stated, cell)
    (finding,) = [one for one in scored("xinning-pension").findings if one.where == cell]
    assert (finding.rule, finding.severity) == ("sum_of_parts", "确定")
    assert f"{gap} 万元" in finding.message


# The same data in another form


def read_again(path: Path, department: str) -> Dossier:
    return read_dossier(
        path, rubric(), sample_params(department).model_copy(update={"data": path.as_posix()})
    )


def sheets_of(department: str) -> dict[str, list[list[str]]]:
    found = {}
    for file in (ROOT / sample_params(department).data).glob("*.csv"):
        content = file.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        found[file.stem] = list(csv.reader(text.splitlines(keepends=True)))
    return found


def differing(left: Dossier, right: Dossier) -> list[str]:
    return [one.name for one in fields(left) if getattr(left, one.name) != getattr(right, one.name)]


CSV_DEPARTMENTS = [name for name in SAMPLES if (ROOT / sample_params(name).data).is_dir()]


def test_some_samples_are_workbooks() -> None:
    assert len(SAMPLES) - len(CSV_DEPARTMENTS) >= 2


@pytest.mark.parametrize("department", CSV_DEPARTMENTS)
@pytest.mark.parametrize("numbers", [True, False], ids=["numbers as numbers", "numbers as text"])
def test_a_workbook_of_the_same_cells_gives_the_same_dossier(
    department: str, tmp_path: Path, *, numbers: bool
) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets_of(department).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([as_cell(text, numbers=numbers) for text in row])
    book.save(tmp_path / "data.xlsx")
    assert differing(read_again(tmp_path / "data.xlsx", department), sample(department)) == []


def as_cell(text: str, *, numbers: bool) -> str | float | None:
    """What Excel makes of a typed text."""
    value = read_decimal(text) if numbers and text == fold_width(text) else None
    return text or None if value is None else float(value)


@pytest.mark.parametrize("department", CSV_DEPARTMENTS)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_another_encoding_of_the_same_cells_gives_the_same_dossier(
    department: str, encoding: str, tmp_path: Path
) -> None:
    for name, rows in sheets_of(department).items():
        with (tmp_path / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    assert differing(read_again(tmp_path, department), sample(department)) == []


def test_one_changed_cell_gives_another_dossier(tmp_path: Path) -> None:
    # so that the comparisons above can fail
    for name, rows in sheets_of("demo-library").items():
        if name == "自评":
            rows[1][1] = "0.5"
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    assert differing(read_again(tmp_path, "demo-library"), sample("demo-library")) == [
        "self_scores",
        "digest",
    ]
