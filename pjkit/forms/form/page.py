"""A page of the form from the columns that the rubric asks of a sheet, and its rows repeated for each project."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pjkit.forms.cells import ASKED, blank, printed
from pjkit.forms.form.order import Order
from pjkit.model.contract import PROJECT_COLUMN, PROJECTS, SheetSpec
from pjkit.sheets.sheet import Cell, Column, Entry, Sheet

PROJECT_ROWS = 30
_USUAL_WIDTH = 13
_PROJECT_HEAD = Column(
    PROJECT_COLUMN,
    24,
    "这一行说的是哪个项目，从列表中选择；列表来自“项目”表。只有一个项目的可以不填，用不到的行不用删。",
)
_LISTED = Entry(
    listed=f"'{PROJECTS.name}'!$A$2:$A${PROJECT_ROWS + 1}",
    error="请从列表中选择；项目先写在“项目”表中。",
)

CellsByColumn = Mapping[str, Cell]


def page(spec: SheetSpec, heads: Iterable[Column], rows: Iterable[CellsByColumn], **how: Any) -> Sheet:
    """The sheet with the columns that are asked, each under its label; cells that a row does not name are open."""
    by_name = {head.name: head for head in (*heads, _PROJECT_HEAD)}
    columns = tuple(
        replace(by_name.get(one.name) or Column(one.name, _USUAL_WIDTH, one.hint), name=one.label)
        for one in spec.form_columns
    )
    cells = tuple(tuple(row.get(one.name) or blank() for one in spec.form_columns) for row in rows)
    return Sheet(spec.name, columns, cells, **how)


def for_each_project(order: Order, rows: Iterable[CellsByColumn]) -> list[CellsByColumn]:
    """The rows once; of a project form once for each project, with its name or a list to choose it from."""
    given = list(rows)
    if not order.by_project:
        return given
    return [{PROJECT_COLUMN: project_cell(name), **row} for name in order.projects for row in given]


def project_cell(name: str = "") -> Cell:
    """A project's name where it is known, else a list of those on the sheet 项目."""
    return printed(name) if name else Cell(None, ASKED, _LISTED)
