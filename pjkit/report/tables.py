"""A table as a frozen noun: what most verbs fill. How it looks is the template's and the style sheet's business."""

from dataclasses import dataclass
from typing import Literal

from pjkit.report.fragment import Fragment, render

Align = Literal["text", "number", "word"]  # word: short, not wrapped
RowKind = Literal["plain", "total", "group", "remark"]  # group and remark have one cell over all columns


@dataclass(frozen=True)
class Column:
    """A column's head and how its cells are set."""

    title: str
    align: Align = "text"


@dataclass(frozen=True)
class Row:
    """One row. A cell is text, which gets escaped, or ``Markup``. ``depth`` indents the first cell."""

    cells: tuple[str, ...]
    kind: RowKind = "plain"
    depth: int = 0


@dataclass(frozen=True)
class Table:
    """A table with a caption; its first column heads the rows. ``note`` stands below it.

    ``place`` tells tables with equal captions apart, for those who do not see where they stand.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False  # scrolls on a narrow screen rather than fold its words
    compact: bool = False  # as wide as its content: figures stand near their names
    place: str = ""

    @property
    def label(self) -> str:
        """Its name among all tables of a page."""
        return f"{self.place}：{self.caption}" if self.place else self.caption

    @property
    def text(self) -> str:
        """The table in one line, for where no HTML can be shown."""
        return f"［表］{self.caption}：{sum(row.kind == 'plain' for row in self.rows)} 行"


def columns(*titles: str) -> tuple[Column, ...]:
    """Columns from titles: ``金额#`` holds numbers, ``单位!`` short words, ``说明`` text."""
    aligned: dict[str, Align] = {"#": "number", "!": "word"}
    return tuple(Column(title.rstrip("#!"), aligned.get(title[-1], "text")) for title in titles)


def show(table: Table) -> Fragment:
    """The table as a fragment."""
    return render("table", table.text, table=table)
