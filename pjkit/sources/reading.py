"""Data on disk → :class:`Dossier`, or every problem of the department's data at once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pjkit.model import contract
from pjkit.model.amounts import read_decimal
from pjkit.model.contract import PROJECT_COLUMN, Kind, SheetSpec
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Project
from pjkit.model.names import fold
from pjkit.model.params import Params
from pjkit.model.problem import Problems, nearest, shown
from pjkit.scoring.data_contract import chapter_names, contract_of
from pjkit.scoring.resolve_inputs import Inputs
from pjkit.scoring.rubric import Rubric
from pjkit.scoring.subjects import subjects
from pjkit.sources import reading_figures
from pjkit.sources.data_files import DataFiles, read_files
from pjkit.sources.marks import MARK, doubtful_mark, has_stray_end
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.reading_subjects import Rows, read_subjects, sheets_by_subject
from pjkit.sources.reading_texts import chapters, organisation, profile
from pjkit.sources.row import Row
from pjkit.sources.sheets import sheets_of
from pjkit.sources.tables import read_rows


def read_dossier(path: Path, rubric: Rubric, params: Params) -> Dossier:
    """Read ``params.data``, which stands at ``path``. Raises :class:`InputError` with all problems."""
    return dossier_of(read_files(path), rubric, params)


def dossier_of(data: DataFiles, rubric: Rubric, params: Params) -> Dossier:
    """Like :func:`read_dossier`, for files that have been read."""
    problems = Problems(params.data)
    dossier = readable_dossier(data, rubric, params, problems)
    problems.raise_if_any()
    return dossier


def readable_dossier(data: DataFiles, rubric: Rubric, params: Params, problems: Problems) -> Dossier:
    """What can be read of data; what cannot is left out of the dossier and goes to ``problems``.

    For asking what another rubric would give on data that were handed in for this one; no report is made of it.
    """
    specs = contract_of(rubric)
    sheets = sheets_of(data, problems, specs)
    _check_names(sheets, specs, problems)
    if not problems or sheets:
        _check_required(sheets, specs, problems)
    dossier = _Reading(sheets, specs, rubric, problems).dossier(params)
    _check_marks(sheets, dossier, problems)
    _check_own_rows(rubric, dossier, problems)
    return dossier


Sheets = Mapping[str, RawSheet]
Specs = Mapping[str, SheetSpec]


def _check_names(sheets: Sheets, specs: Specs, problems: Problems) -> None:
    for name, sheet in sheets.items():
        if name not in specs:
            found = f"没有{shown(name)}这个工作表" + ("（它是隐藏的）" if sheet.hidden else "")
            advice = "取消隐藏后改名或删去" if sheet.hidden else "改正工作表（文件）名，或删去"
            problems.add(name, found, nearest(name, specs), advice)


def _check_required(sheets: Sheets, specs: Specs, problems: Problems) -> None:
    for spec in specs.values():
        if spec.required and spec.name not in sheets:
            expected = f"工作表或 CSV 文件“{spec.name}”，第 1 行是列名：{spec.header}"
            problems.add(spec.name, "缺少这个工作表", expected, "补上这个表")


def _check_marks(sheets: Sheets, dossier: Dossier, problems: Problems) -> None:
    """A mark of secrecy that hides nothing is told in every edition: who wrote it believes that it does."""
    for sheet in sheets.values():
        for at, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if found := doubtful_mark(cell):
                    told = f"写的是{shown(found)}，像涉密标记，而写法不对"
                    advice = f"要在公开版中略去的，改成 {MARK}；不是标记的，换一种写法"
                    problems.add(sheet.address(at, column), told, MARK, advice)
                if sheet.name != contract.CHAPTERS.name and has_stray_end(cell):
                    problems.add(sheet.address(at, column), *_STRAY_END)
    for chapter in dossier.chapters.values():  # whose sections may reach over several cells
        if has_stray_end(chapter.text):
            problems.add(chapter.source, *_STRAY_END)


_STRAY_END = (
    f"有【涉密结束】，而前面没有单独成行的 {MARK}",
    f"{MARK} 和【涉密结束】各自单独成行，成对写",
    f"让开头的 {MARK} 单独成行，或删去【涉密结束】",
)


@dataclass(frozen=True)
class _Reading:
    """One department's sheets, read against what its rubric asks."""

    sheets: Sheets
    specs: Specs
    rubric: Rubric
    problems: Problems

    def rows(self, spec: SheetSpec) -> list[Row]:
        """The rows of a sheet of the contract."""
        return read_rows(self.sheets.get(spec.name), self.specs[spec.name], self.problems)

    def dossier(self, params: Params) -> Dossier:
        """All of them, in the workbook's order, so that problems are told in that order."""
        described = profile(self.rows(contract.PROFILE), params.year, self.problems)
        organised = organisation(self.rows(contract.ORGANISATION))
        accounts = reading_figures.accounts(self.rows(contract.ACCOUNTS), self.rubric)
        projects = self._projects()
        subjects = read_subjects(*self._by_subject(projects or ()))
        whole = subjects.pop("")
        return Dossier(
            department=params.department,
            name=next((line.content for line in described if line.item == "单位名称"), ""),
            year=params.year,
            profile=described,
            organisation=organised,
            accounts=accounts,
            projects=projects,
            **vars(whole),
            outputs=reading_figures.outputs(self.rows(contract.OUTPUTS)),
            chapters=chapters(self.rows(contract.CHAPTERS), chapter_names(self.rubric)),
            digest=_digest(self.sheets, self.specs),
            projects_data=subjects,
        )

    def _projects(self) -> tuple[Project, ...] | None:
        rows = self.rows(contract.PROJECTS)
        return reading_figures.projects(rows) if contract.PROJECTS.name in self.sheets else None

    def _by_subject(self, projects: tuple[Project, ...]) -> tuple[Rows, Rubric, Specs, tuple[str, ...]]:
        """What is read for the department or for each project; of several, every row must name its own."""
        names = tuple(dict.fromkeys(project.name for project in projects))
        specs = self.specs
        if self.rubric.subject == "project" and len(names) > 1:
            specs = {
                **specs,
                **{name: specs[name].requiring(PROJECT_COLUMN) for name in sheets_by_subject(self.rubric)},
            }
        given = [name for name in sheets_by_subject(self.rubric) if name in self.sheets]
        rows = {name: read_rows(self.sheets[name], specs[name], self.problems) for name in given}
        readable = {name: found for name, found in rows.items() if not self.sheets[name].unreadable}
        return readable, self.rubric, specs, names


def _check_own_rows(rubric: Rubric, dossier: Dossier, problems: Problems) -> None:
    """What a clause cannot read in the rows that the department defined itself."""
    asked = [(one, clause) for one in rubric.indicators() for clause in one.clauses if clause.lists_read()]
    for subject in subjects(rubric, dossier) if asked else ():
        inputs = Inputs(rubric, subject.dossier)
        for indicator, clause in asked:
            for problem in clause.wrong_rows(inputs.of(clause, indicator)):
                problems.add(*problem)


def _digest(sheets: Sheets, specs: Specs) -> str:
    """Of what the sheets say, so that saving the same data in another format changes nothing."""
    content = {name: _canonical(sheet, specs.get(name)) for name, sheet in sheets.items()}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _canonical(sheet: RawSheet, spec: SheetSpec | None) -> list[list[str]]:
    """A sheet's cells: numbers alike however they are written, all their digits; texts as they are, 6.10 is not 6.1."""
    columns = spec.columns if spec else ()
    kinds = {fold(head): one.kind for one in columns for head in (one.name, one.label)}
    heads = [kinds.get(fold(head), Kind.TEXT) for head in sheet.rows[0]] if sheet.rows else []
    return [_canonical_row(row, heads) for row in sheet.rows]


def _canonical_row(row: tuple[str, ...], kinds: Sequence[Kind]) -> list[str]:
    padded = [*kinds, *[Kind.TEXT] * len(row)]
    cells = [
        _exact(cell) if kind in _NUMBERS else cell.strip() for cell, kind in zip(row, padded, strict=False)
    ]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _exact(cell: str) -> str:
    number = read_decimal(cell)
    if number is None:
        return cell.strip()
    digits = format(number, "f")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) if number else "0"


_NUMBERS = {Kind.MONEY, Kind.AMOUNT, Kind.NUMBER, Kind.WHOLE, Kind.PERCENT, Kind.POINTS, Kind.COUNT}
