"""Forms filled in as a clerk would: only cells that are open, every sample's data, saved as a spreadsheet saves."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from helpers import ROOT, rubric, sample_params

from pjkit.forms.form import make_form
from pjkit.forms.form.order import Order
from pjkit.model.amounts import read_decimal
from pjkit.model.contract import Kind, SheetSpec
from pjkit.model.dossier import AccountLine, ProfileLine
from pjkit.model.figure import Figure
from pjkit.model.names import fold
from pjkit.model.problem import Problems
from pjkit.scoring.data_contract import contract_of
from pjkit.sources.sheets import read_sheets

REVIEWERS_SHEET = "复核"  # locked for departments
_PLACES = {"source", "flag_sources", "digest"}  # of no account where the data stand in other cells


@cache
def blank_form(department: str = "") -> bytes:
    """The form of the shipped rubric for 2022."""
    return make_form(Order(rubric(), 2022, department))


def filled_form(department: str, path: Path) -> Path:
    """The blank form with a sample's data typed in."""
    book = openpyxl.load_workbook(BytesIO(blank_form()))
    problems = Problems("sample")
    specs = contract_of(rubric())
    for name, sheet in read_sheets(ROOT / sample_params(department).data, problems).items():
        _fill(book[name], specs[name], [list(row) for row in sheet.rows])
    assert not problems
    book.save(path)
    return path


def _fill(sheet: Any, spec: SheetSpec, rows: list[list[str]]) -> None:
    """Each row into the form's row of that name, else into the next empty one."""
    names = {column.label: column.name for column in spec.columns}
    columns = {names[cell.value]: cell.column for cell in sheet[1]}
    at = 1
    for texts in rows[1:]:
        given = {name: text.strip() for name, text in zip(rows[0], texts, strict=False) if text.strip()}
        at = _row_for(sheet, {columns[name]: text for name, text in given.items()}, at)
        for column in spec.columns:
            if column.name in given:
                _type(sheet.cell(at, columns[column.name]), given[column.name], column.kind)


def _row_for(sheet: Any, texts: Mapping[int, str], after: int) -> int:
    every = range(2, sheet.max_row + 1)
    named = [row for row in every if _printed_alike(sheet, row, texts)]
    empty = [row for row in range(after + 1, sheet.max_row + 1) if not any(_values(sheet, row))]
    return (named or empty)[0]


def _printed_alike(sheet: Any, row: int, texts: Mapping[int, str]) -> bool:
    """Whether what the form has in the row's first cells (a name, a clause's number) is what is to be written."""
    printed = {at: cell.value for at, cell in enumerate(sheet[row], 1) if cell.value and at in texts}
    return 1 in printed and all(fold(str(value)) == fold(texts[at]) for at, value in printed.items())


def _values(sheet: Any, row: int) -> Iterator[Any]:
    return (cell.value for cell in sheet[row])


def _type(cell: Any, text: str, kind: Kind) -> None:
    number = read_decimal(text) if kind is not Kind.TEXT or cell.number_format == "0" else None
    if cell.value is not None and fold(str(cell.value)) == fold(text):
        return
    assert not cell.protection.locked or cell.parent.title == REVIEWERS_SHEET, (cell.coordinate, text)
    is_day = cell.number_format == "yyyy-mm-dd"
    cell.value = dt.date.fromisoformat(text) if is_day else text if number is None else float(number)
    cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type  # "=…" is text here


def bare(given: Any) -> Any:
    """Data without the places they stand in, and without rows that say nothing: what two files must agree on."""
    if is_dataclass(given):
        named = {field.name: getattr(given, field.name) for field in fields(given)}
        return {name: bare(value) for name, value in named.items() if name not in _PLACES}
    if isinstance(given, Mapping):
        return {key: bare(value) for key, value in given.items() if not _says_nothing(value)}
    if isinstance(given, tuple):
        return [bare(value) for value in given if not _says_nothing(value)]
    return given


def _says_nothing(given: Any) -> bool:
    """A row that the form has and that nothing is written in."""
    if isinstance(given, ProfileLine):
        return not (given.content or given.note)
    if isinstance(given, AccountLine):
        return not given.note and all(figure.blank for figure in given.figures.values())
    return isinstance(given, Figure) and given.blank and not (given.evidence or given.note)
