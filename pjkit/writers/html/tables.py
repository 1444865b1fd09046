"""A table as HTML. Written here and not in a template: a page has thousands of cells, most of them without any look.

How a column is set is said once, by a class of the table (``pj-n2``: its second column holds numbers); the style
sheet finds the cells by their place. End tags that HTML lets a writer leave out are left out: a browser sees no
difference, and they would be a fifteenth of a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from pjkit.model.block import Align, Row, Table
from pjkit.model.cell import Cell
from pjkit.writers.html.cells import markup

_BY_PLACE: dict[Align, str] = {"number": "pj-n", "word": "pj-w"}
_PLACES = 9  # columns that the style sheet knows by their place


@dataclass(frozen=True)
class _Column:
    """A column that the page shows: which of a row's cells, and the class that its table or each cell has for it."""

    at: int
    title: str
    by_table: str
    by_cell: str


def table_html(table: Table) -> Markup:
    """The table in a box that scrolls by itself, its note below."""
    note = f'<p class="pj-note">{escape(table.note)}</p>' if table.note else ""
    return Markup(  # noqa: S704 - every word was escaped
        f'<div class="pj-scroll" tabindex="0" role="group" aria-label="{escape(table.label)}">'
        f"{bare_table(table)}</div>{note}"
    )


def bare_table(table: Table) -> Markup:
    """The table itself."""
    columns = _columns(table)
    heads = "".join(f"<th{_class(one.by_cell)}>{escape(one.title)}" for one in columns)
    body = "".join(_rows(table.rows, columns)).removeprefix("<tbody>")
    return Markup(  # noqa: S704 - every word was escaped
        f"<table{_class(*_looks(table, columns))}><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{heads}<tbody>{body}</table>"
    )


def _columns(table: Table) -> list[_Column]:
    shown = [(at, column) for at, column in enumerate(table.columns) if column.only != "word"]
    return [_Column(at, one.title, *_classes(one.align, place)) for place, (at, one) in enumerate(shown, 1)]


def _classes(align: Align, place: int) -> tuple[str, str]:
    """What tells how a column is set: a class of the table, or else one of each cell."""
    if align == "text":
        return "", ""
    known = align in _BY_PLACE and place <= _PLACES
    return (f"{_BY_PLACE[align]}{place}", "") if known else ("", f"pj-{align}")


def _looks(table: Table, columns: list[_Column]) -> Iterator[str]:
    yield "pj-table"
    yield "pj-wide" if table.wide else ""
    yield "pj-compact" if table.compact else ""
    yield from (column.by_table for column in columns)


def _rows(rows: tuple[Row, ...], columns: list[_Column]) -> Iterator[str]:
    """Each row; a group begins a body of its own, which its head names."""
    for row in rows:
        if row.kind == "group":
            head = f'<th scope="rowgroup" colspan="{len(columns)}">{markup(row.cells[0])}'
            yield f'<tbody><tr class="pj-group">\n{head}'
        elif row.kind == "remark":
            yield f'<tr class="pj-remark">\n<td colspan="{len(columns)}">{markup(row.cells[0])}'
        else:
            yield '<tr class="pj-total">\n' if row.kind == "total" else "<tr>\n"
            yield from (_cell(row.cells[one.at], one, row.depth) for one in columns)


def _cell(cell: Cell, column: _Column, depth: int) -> str:
    if column.at:
        return f"<td{_class(column.by_cell)}>{markup(cell)}"
    deep = f"pj-deep-{depth}" if depth else ""
    return f'<th scope="row"{_class(column.by_cell, deep)}>{markup(cell)}'


def _class(*names: str) -> str:
    given = " ".join(filter(None, names))
    return f' class="{given}"' if given else ""
