"""A project form's report: a chapter's groups by project, anchors that differ, a table of all projects, sound products."""

from dataclasses import replace

import pytest
from executed import executed
from test_project_forms import rubric, two_projects
from word_files import lines

from pjkit.batch.product import block_problems
from pjkit.evaluation import evaluate
from pjkit.model.block import Notice, Table
from pjkit.model.cell import words
from pjkit.report.chapters import chapters
from pjkit.report.projects import projects
from pjkit.writers.registry import WRITERS
from pjkit.writers.report import Report


def report() -> Report:
    given = two_projects()
    return executed(evaluate(rubric(), given), given, rubric())


def test_each_project_has_a_heading_with_its_indicators_below() -> None:
    made = chapters(rubric(), evaluate(rubric(), two_projects()))
    told = [(tuple(heading.text for heading in group.headings), group.indicators) for group in made.groups]
    assert told[0][0][0] == "（一）工资"
    assert [one for _, ids in told for one in ids] == ["execution.1", "goals.1", "execution.2", "goals.2"]
    assert any(headings and headings[0] == "（二）培训" for headings, _ in told)


def test_all_projects_stand_in_one_table() -> None:
    """工资 30 / 40, 10 + 90; 培训 10 / 10, 5 + 75; each counts half, so the department has 90."""
    made = projects(evaluate(rubric(), two_projects()), two_projects())
    assert isinstance(made, Table)
    assert [[words(cell) for cell in row.cells] for row in made.rows] == [
        ["工资", "30.00", "40.00", "133.33%", "50.00%", "100.00", "0.00"],
        ["培训", "10.00", "10.00", "100.00%", "50.00%", "80.00", "20.00"],
        ["部门总分", "40.00", "50.00", "125.00%", "", "90.00", "10.00"],
    ]


def test_a_department_without_projects_is_told_so() -> None:
    made = projects(evaluate(rubric(), two_projects()), replace(two_projects(), projects=None))
    assert isinstance(made, Notice)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_product_is_sound(kind: str) -> None:
    made = report()
    assert block_problems(made) == []
    assert WRITERS[kind].verify(WRITERS[kind].write(made), made) == []


def test_a_project_forms_page_shows_the_table_of_projects_and_is_called_so() -> None:
    page = WRITERS["html"].write(report()).decode()
    assert "各项目得分（2 项" in page
    assert "项目支出绩效自评报告" in page
    assert page.count('id="ind-execution.1"') == 1
    assert 'href="#ind-execution.2"' in page


def test_the_word_reports_title_is_a_project_forms() -> None:
    assert "项目支出绩效自评报告" in lines(WRITERS["docx"].write(report()))
