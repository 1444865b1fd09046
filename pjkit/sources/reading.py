"""Data on disk → :class:`Dossier`, or every problem of the department's data at once."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pjkit.model import contract
from pjkit.model.amounts import plain, read_decimal
from pjkit.model.contract import SHEETS, SheetSpec
from pjkit.model.dossier import Dossier
from pjkit.model.params import Params
from pjkit.model.problem import Problems, nearest, shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources import reading_answers, reading_figures, reading_texts
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.sheets import read_sheets
from pjkit.sources.tables import Row, read_rows


def read_dossier(path: Path, rubric: Rubric, params: Params) -> Dossier:
    """Read ``params.data``, which stands at ``path``. Raises :class:`InputError` with all problems."""
    problems = Problems(params.data)
    sheets = read_sheets(path, problems)
    _check_names(sheets, problems)
    if not problems or sheets:
        _check_required(sheets, problems)
    dossier = _dossier(sheets, rubric, params, problems)
    problems.raise_if_any()
    return dossier


def _check_names(sheets: Mapping[str, RawSheet], problems: Problems) -> None:
    for name, sheet in sheets.items():
        if name not in SHEETS:
            found = f"没有{shown(name)}这个工作表" + ("（它是隐藏的）" if sheet.hidden else "")
            advice = "取消隐藏后改名或删去" if sheet.hidden else "改正工作表（文件）名，或删去"
            problems.add(name, found, nearest(name, SHEETS), advice)


def _check_required(sheets: Mapping[str, RawSheet], problems: Problems) -> None:
    for spec in SHEETS.values():
        if spec.required and spec.name not in sheets:
            expected = f"工作表或 CSV 文件“{spec.name}”，第 1 行是列名：{spec.header}"
            problems.add(spec.name, "缺少这个工作表", expected, "补上这个表")


def _dossier(sheets: Mapping[str, RawSheet], rubric: Rubric, params: Params, problems: Problems) -> Dossier:
    def rows(spec: SheetSpec) -> list[Row]:
        return read_rows(sheets.get(spec.name), spec, problems)

    indicators = reading_answers.Indicators(rubric)
    profile = reading_texts.profile(rows(contract.PROFILE), params.year, problems)
    has_projects = contract.PROJECTS.name in sheets
    return Dossier(
        department=params.department,
        name=next((line.content for line in profile if line.item == "单位名称"), ""),
        year=params.year,
        profile=profile,
        organisation=reading_texts.organisation(rows(contract.ORGANISATION)),
        accounts=reading_figures.accounts(rows(contract.ACCOUNTS), rubric),
        projects=reading_figures.projects(rows(contract.PROJECTS)) if has_projects else None,
        items=reading_figures.items(rows(contract.ITEMS), rubric),
        answers=reading_answers.answers(rows(contract.ANSWERS), indicators),
        self_scores=reading_answers.self_scores(rows(contract.SELF_SCORES), indicators),
        reviews=reading_answers.reviews(rows(contract.REVIEWS), indicators),
        outputs=reading_figures.outputs(rows(contract.OUTPUTS)),
        chapters=reading_texts.chapters(rows(contract.CHAPTERS)),
        digest=_digest(sheets),
    )


def _digest(sheets: Mapping[str, RawSheet]) -> str:
    """Of what the sheets say, so that saving the same data in another format changes nothing."""
    content = {name: [_canonical(row) for row in sheet.rows] for name, sheet in sheets.items()}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _canonical(row: tuple[str, ...]) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    numbers = [read_decimal(cell) for cell in cells]
    return [cell if n is None else plain(n) for cell, n in zip(cells, numbers, strict=True)]
