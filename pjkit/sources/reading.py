"""Data on disk → :class:`Dossier`, or every problem of the department's data at once."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from pjkit.model import contract
from pjkit.model.amounts import fold_width, plain, read_decimal
from pjkit.model.contract import (
    CHAPTER_NAMES,
    ORGANISATION_CATEGORIES,
    PROFILE_ITEMS,
    REQUIRED_ITEMS,
    SHEETS,
    STAFF_ITEMS,
    SheetSpec,
)
from pjkit.model.dossier import Chapter, Dossier, OrgLine, ProfileLine
from pjkit.model.names import KnownNames
from pjkit.model.params import Params
from pjkit.model.problem import Problems, nearest, shown
from pjkit.scoring.resolve_inputs import Inputs
from pjkit.scoring.rubric import Rubric
from pjkit.scoring.subjects import subjects
from pjkit.sources import reading_answers, reading_figures
from pjkit.sources.data_files import DataFiles, read_files
from pjkit.sources.marks import MARK, doubtful_mark, has_stray_end
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.sheets import sheets_of
from pjkit.sources.tables import Row, read_rows


def read_dossier(path: Path, rubric: Rubric, params: Params) -> Dossier:
    """Read ``params.data``, which stands at ``path``. Raises :class:`InputError` with all problems."""
    return dossier_of(read_files(path), rubric, params)


def dossier_of(data: DataFiles, rubric: Rubric, params: Params) -> Dossier:
    """Like :func:`read_dossier`, for files that have been read."""
    problems = Problems(params.data)
    sheets = sheets_of(data, problems)
    _check_names(sheets, problems)
    if not problems or sheets:
        _check_required(sheets, problems)
    dossier = _dossier(sheets, rubric, params, problems)
    _check_marks(sheets, dossier, problems)
    _check_own_rows(rubric, dossier, problems)
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


def _check_marks(sheets: Mapping[str, RawSheet], dossier: Dossier, problems: Problems) -> None:
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


def _dossier(sheets: Mapping[str, RawSheet], rubric: Rubric, params: Params, problems: Problems) -> Dossier:
    def rows(spec: SheetSpec) -> list[Row]:
        return read_rows(sheets.get(spec.name), spec, problems)

    indicators = reading_answers.Indicators(rubric)
    described = profile(rows(contract.PROFILE), params.year, problems)
    has_projects = contract.PROJECTS.name in sheets
    return Dossier(
        department=params.department,
        name=next((line.content for line in described if line.item == "单位名称"), ""),
        year=params.year,
        profile=described,
        organisation=organisation(rows(contract.ORGANISATION)),
        accounts=reading_figures.accounts(rows(contract.ACCOUNTS), rubric),
        projects=reading_figures.projects(rows(contract.PROJECTS)) if has_projects else None,
        items=reading_figures.items(rows(contract.ITEMS), rubric),
        answers=reading_answers.answers(rows(contract.ANSWERS), indicators),
        self_scores=reading_answers.self_scores(rows(contract.SELF_SCORES), indicators),
        reviews=reading_answers.reviews(rows(contract.REVIEWS), indicators),
        outputs=reading_figures.outputs(rows(contract.OUTPUTS)),
        chapters=chapters(rows(contract.CHAPTERS)),
        digest=_digest(sheets),
    )


def _check_own_rows(rubric: Rubric, dossier: Dossier, problems: Problems) -> None:
    """What a clause cannot read in the rows that the department defined itself."""
    asked = [(one, clause) for one in rubric.indicators() for clause in one.clauses if clause.lists_read()]
    for subject in subjects(rubric, dossier) if asked else ():
        inputs = Inputs(rubric, subject.dossier)
        for indicator, clause in asked:
            for problem in clause.wrong_rows(inputs.of(clause, indicator)):
                problems.add(*problem)


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


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
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
    elif item == "报告日期" and not _is_date(content):
        row.complain("内容", f"报告日期写的是{shown(content)}", "日期，如 2023-09-24", "改成日期")
    elif item in STAFF_ITEMS and content != "不适用":
        row.count("内容")


def year_in(text: str) -> int | None:
    """The year that a cell says (2022, 2022年 or 2022年度), ``None`` where it says none."""
    match = _YEAR.fullmatch(fold_width(text))
    return int(match[1]) if match else None


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    try:
        dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True


def organisation(rows: list[Row]) -> tuple[OrgLine, ...]:
    """职能机构, in the sheet's order."""
    known = KnownNames(ORGANISATION_CATEGORIES)
    found = []
    for row in rows:
        category = row.one_of("类别", known)
        if category is not None:
            found.append(OrgLine(category, row.text("名称"), row.text("内容"), row.at("名称")))
    return tuple(found)


def chapters(rows: list[Row]) -> dict[str, Chapter]:
    """文字 by 章节; several rows of one chapter are its paragraphs."""
    known = KnownNames(CHAPTER_NAMES)
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
