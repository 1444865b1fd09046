"""基础数据, 条款核对, 自评, 复核 and the rubric's own lists: what they say of the department, or of each of its projects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pjkit.model.contract import ANSWERS, ITEMS, PROJECT_COLUMN, PROJECTS, REVIEWS, SELF_SCORES, SheetSpec
from pjkit.model.dossier import ProjectData
from pjkit.model.figure import NOT_APPLICABLE, Figure, ListedRows, ListRow
from pjkit.model.names import KnownNames, fold
from pjkit.model.problem import shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources.reading_answers import Indicators, answers, reviews, self_scores
from pjkit.sources.reading_figures import items
from pjkit.sources.row import Row

NONE_OF_THEM = ("无", NOT_APPLICABLE)
"""What the first cell of a list says where there is nothing to list: a list without a row is no data."""

Rows = Mapping[str, list[Row]]
"""The rows of the sheets, by sheet; lists that were handed in and no others."""


def sheets_by_subject(rubric: Rubric) -> tuple[str, ...]:
    """The sheets that are read here."""
    return ITEMS.name, ANSWERS.name, SELF_SCORES.name, REVIEWS.name, *rubric.lists


def read_subjects(
    rows: Rows, rubric: Rubric, specs: Mapping[str, SheetSpec], projects: Sequence[str]
) -> dict[str, ProjectData]:
    """Project → what is said of it; "" for the department, and for the only project of a project form."""
    indicators = Indicators(rubric)
    names = ["", *projects] if rubric.subject == "project" and len(projects) != 1 else [""]
    divided = {sheet: _by_project(given, rubric, projects) for sheet, given in rows.items()}

    def of(name: str) -> ProjectData:
        def given(sheet: str) -> list[Row]:
            return divided.get(sheet, {}).get(name, [])

        lists = {sheet: listed(given(sheet), specs[sheet]) for sheet in rubric.lists if sheet in divided}
        return ProjectData(
            items=items(given(ITEMS.name), rubric),
            answers=answers(given(ANSWERS.name), indicators),
            self_scores=self_scores(given(SELF_SCORES.name), indicators),
            reviews=reviews(given(REVIEWS.name), indicators),
            lists={sheet: found for sheet, found in lists.items() if found is not None},
        )

    return {name: of(name) for name in names}


def _by_project(rows: list[Row], rubric: Rubric, projects: Sequence[str]) -> dict[str, list[Row]]:
    """The rows by 项目名称; one that names no project of 项目 is a problem, and so is a blank where there are several."""
    if rubric.subject != "project":
        return {"": rows}
    found: dict[str, list[Row]] = {}
    known = KnownNames(projects)
    _check_all_or_none(rows, projects)
    for row in rows:
        name = _project(row, known)
        if name is not None:
            found.setdefault("" if len(projects) == 1 else name, []).append(row)
    return found


def _check_all_or_none(rows: list[Row], projects: Sequence[str]) -> None:
    """The rows of an only project all name it or none does: else one thing could be said twice."""
    blank = [row for row in rows if not row.text(PROJECT_COLUMN)]
    if len(projects) == 1 and blank and len(blank) < len(rows):
        found = f"“{PROJECT_COLUMN}”空白，而别的行写了"
        blank[0].complain(PROJECT_COLUMN, found, "都写，或都不写", f"补上{shown(projects[0])}")


def _project(row: Row, known: KnownNames) -> str | None:
    typed = row.text(PROJECT_COLUMN)
    if typed and not known.names:
        expected = f"“{PROJECTS.name}”表中列出的项目"
        advice = f"先在“{PROJECTS.name}”表写上这个项目"
        row.complain(PROJECT_COLUMN, f"没有{shown(typed)}这个项目", expected, advice)
        return None
    if typed or len(known.names) > 1:
        return row.one_of(PROJECT_COLUMN, known)
    return ""


def listed(rows: list[Row], spec: SheetSpec) -> ListedRows | None:
    """The rows of a list; ``None`` where it has none and does not say 无, as the list of a blank form."""
    first = spec.key[0]
    denied = [row for row in rows if fold(row.text(first)) in NONE_OF_THEM]
    for row in denied:
        if len(rows) > 1:
            found = f"写了{shown(row.text(first))}，而表中还有其他行"
            row.complain(first, found, "没有可列的才写“无”，只写这一行", "删去这一行，或删去其他行")
    if denied:
        return ()
    return tuple(ListRow(dict(_cells(row, spec)), row.at(first)) for row in rows) or None


def _cells(row: Row, spec: SheetSpec) -> Iterator[tuple[str, Figure]]:
    for column in spec.columns:
        if column.name != PROJECT_COLUMN:
            cell = row.cell(column)
            place = cell.source or f"{spec.name}：无“{column.name}”列"
            yield column.name, replace(cell, source=place)
