"""Data on disk → :class:`Dossier`, or every problem of the department's data at once."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pjkit.model import contract
from pjkit.model.amounts import fold_width, plain, read_decimal
from pjkit.model.contract import (
    ORGANISATION_CATEGORIES,
    PROFILE_ITEMS,
    PROJECT_COLUMN,
    REQUIRED_ITEMS,
    STAFF_ITEMS,
    SheetSpec,
)
from pjkit.model.dossier import Chapter, Dossier, OrgLine, ProfileLine
from pjkit.model.figure import Project
from pjkit.model.names import KnownNames
from pjkit.model.params import Params
from pjkit.model.problem import Problems, nearest, shown
from pjkit.scoring.data_contract import chapter_names, contract_of
from pjkit.scoring.formulas.contents import day_in
from pjkit.scoring.rubric import Rubric
from pjkit.sources import reading_figures
from pjkit.sources.data_files import DataFiles, read_files
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.reading_subjects import Rows, read_subjects, sheets_by_subject
from pjkit.sources.row import Row
from pjkit.sources.sheets import sheets_of
from pjkit.sources.tables import read_rows


def read_dossier(path: Path, rubric: Rubric, params: Params) -> Dossier:
    """Read ``params.data``, which stands at ``path``. Raises :class:`InputError` with all problems."""
    return dossier_of(read_files(path), rubric, params)


def dossier_of(data: DataFiles, rubric: Rubric, params: Params) -> Dossier:
    """Like :func:`read_dossier`, for files that have been read."""
    problems = Problems(params.data)
    specs = contract_of(rubric)
    sheets = sheets_of(data, problems, specs)
    _check_names(sheets, specs, problems)
    if not problems or sheets:
        _check_required(sheets, specs, problems)
    dossier = _Reading(sheets, specs, rubric, problems).dossier(params)
    problems.raise_if_any()
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
            digest=_digest(self.sheets),
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


_YEAR = re.compile(r"(\d{4})年?度?")


def profile(rows: list[Row], year: int, problems: Problems) -> tuple[ProfileLine, ...]:
    """基本信息, in the sheet's order; the starred rows must be there and the year must be the parameters'."""
    known = KnownNames(PROFILE_ITEMS)
    lines: list[ProfileLine] = []
    for row in rows:
        item = row.one_of("项目", known)
        if item is not None:
            _check_item(row, item, year)
            lines.append(ProfileLine(item, row.text("内容"), row.text("说明"), row.at("内容")))
    given = {line.item for line in lines if line.content}
    for item in REQUIRED_ITEMS:
        if item not in given and rows and rows[0].at("内容"):
            problems.add("基本信息", f"缺少“{item}”", f"有“{item}”一行并填写内容", "补上这一行")
    return tuple(lines)


def _check_item(row: Row, item: str, year: int) -> None:
    content = fold_width(row.text("内容"))
    if not content:
        return
    if item == "评价年度":
        if year_in(content) != year:
            row.complain(
                "内容", f"评价年度写的是{shown(content)}", f"{year}（与参数文件一致）", "核对年度或参数"
            )
    elif item == "报告日期" and day_in(content) is None:
        row.complain("内容", f"报告日期写的是{shown(content)}", "日期，如 2023-09-24", "改成日期")
    elif item in STAFF_ITEMS and content != "不适用":
        row.count("内容")


def year_in(text: str) -> int | None:
    """The year that a cell says (2022, 2022年 or 2022年度), ``None`` where it says none."""
    match = _YEAR.fullmatch(fold_width(text))
    return int(match[1]) if match else None


def organisation(rows: list[Row]) -> tuple[OrgLine, ...]:
    """职能机构, in the sheet's order."""
    known = KnownNames(ORGANISATION_CATEGORIES)
    found = []
    for row in rows:
        category = row.one_of("类别", known)
        if category is not None:
            found.append(OrgLine(category, row.text("名称"), row.text("内容"), row.at("名称")))
    return tuple(found)


def chapters(rows: list[Row], names: Iterable[str]) -> dict[str, Chapter]:
    """文字 by 章节, one of ``names``; several rows of one chapter are its paragraphs."""
    known = KnownNames(names)
    found: dict[str, Chapter] = {}
    for row in rows:
        name = row.one_of("章节", known)
        text = row.text("内容")
        if name is None or not text:
            continue
        before = found.get(name)
        joined = f"{before.text}\n\n{text}" if before else text
        source = f"{before.source}+{row.at('内容').removeprefix('文字!')}" if before else row.at("内容")
        found[name] = Chapter(name, joined, source)
    return found
