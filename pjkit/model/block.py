"""What a report says, as data: every notebook verb gives a frozen block, and writers make it HTML, Word or a frame.

A block travels as JSON in the executed notebook. Texts are as the department or the kit wrote them: a writer
escapes them. Unknown is a cell with :class:`~pjkit.model.cell.Nothing` and its reason, never 0.
"""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from pjkit.model.cell import Cell
from pjkit.model.drawing import Drawing
from pjkit.model.part import Part

MIMETYPE = "application/vnd.pjkit.block+json"

Only = Literal["", "page", "word"]
"""Where a part is shown: everywhere, on the page alone, in the Word report alone."""

_renderers: list[Callable[["Block"], str]] = []


def show_with(renderer: Callable[["Block"], str]) -> None:
    """Let blocks show themselves by ``renderer``: it makes HTML, which the model knows nothing of."""
    _renderers[:] = [renderer]


class Block(Part):
    """One thing that a cell shows."""

    only: Only = ""

    @property
    def line(self) -> str:
        """The block in one line, for where no HTML can be shown."""
        return ""

    @property
    def html(self) -> str:
        """The block as it shows in a notebook and on the page."""
        return _renderers[0](self) if _renderers else ""

    def __repr__(self) -> str:
        return self.line

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Its HTML, a line of text, and the block itself for whoever writes another format."""
        shown = {"text/html": self.html} if _renderers else {}
        return {**shown, "text/plain": self.line, MIMETYPE: self.model_dump(mode="json", exclude_unset=True)}


class Run(Part):
    """Some text in one look; a line feed in it breaks the line."""

    text: str
    strong: bool = False
    emphasis: bool = False


class Heading(Block):
    """A heading with its number: level 1 is 一、, 2 is （一）, 3 is 1．. ``anchor``: the id that contents and links lead to."""

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=4)
    text: str
    anchor: str = ""

    @property
    def line(self) -> str:
        """The heading."""
        return self.text


class Text(Block):
    """A paragraph."""

    kind: Literal["text"] = "text"
    runs: tuple[Run, ...]

    @property
    def line(self) -> str:
        """All of its words."""
        return "".join(run.text for run in self.runs).replace("\n", " ")


class ListItem(Block):
    """An item of a list with its mark (``1．``, ``·``); ``level`` 1 is the outermost list."""

    kind: Literal["item"] = "item"
    marker: str
    level: int = Field(default=1, ge=1)
    runs: tuple[Run, ...]

    @property
    def line(self) -> str:
        """Its mark and its words."""
        return self.marker + "".join(run.text for run in self.runs).replace("\n", " ")


class Notice(Block):
    """A sentence that stands where there is nothing else to show. ``title``: the figure that could not be drawn."""

    kind: Literal["notice"] = "notice"
    words: str
    title: str = ""

    @property
    def line(self) -> str:
        """The sentence."""
        return f"［无图］{self.title}：{self.words}" if self.title else self.words


Align = Literal["text", "number", "word", "name", "bar", "examples"]
"""How a column is set; a word is short and not wrapped, a name heads its row, examples are wide."""

RowKind = Literal["plain", "total", "group", "remark"]


class Column(Part):
    """A column's head and how its cells are set. ``sorted``: how the rows stand by it."""

    title: str
    align: Align = "text"
    only: Only = ""
    sorted: Literal["", "ascending", "descending"] = ""
    first: Literal["", "ascending"] = ""  # the way a first click sorts numbers, where that is not down
    ranked: bool = False  # words that sort by a number of theirs


class Row(Part):
    """One row. ``depth`` indents the first cell; a group and a remark have one cell over all columns.

    A remark explains figures of the table on the page; in Word a sentence above the table does.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = "plain"
    depth: int = 0
    found_by: str = ""  # what else a reader may type to find the row


class Table(Block):
    """A table with a caption; its first column heads the rows. ``note`` stands below it.

    ``place`` tells tables with equal captions apart, for those who do not see where they stand; ``anchor`` is
    the id that other parts of the report link to.
    """

    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False  # scrolls on a narrow screen rather than fold its words
    compact: bool = False  # as wide as its content: figures stand near their names
    dense: Literal["", "plain", "tall", "half"] = ""  # a summary's; a tall one scrolls in its pane
    sortable: bool = False
    search: str = ""  # what the field above says, where rows can be searched
    place: str = ""
    anchor: str = ""
    more: str = (
        ""  # the rows after these, for the page's script: a line each, see ``report.summary.more_rows``
    )

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return len(self.rows) + len(self.more.splitlines())

    @property
    def label(self) -> str:
        """Its name among all tables of a page."""
        return f"{self.place}：{self.caption}" if self.place else self.caption

    @property
    def line(self) -> str:
        """The table in one line."""
        return f"［表］{self.caption}：{sum(row.kind == 'plain' for row in self.rows)} 行"

    @property
    def df(self) -> Any:
        """The table as a pandas DataFrame: columns of numbers as numbers, nothing as missing."""
        return _framers[0](self)


_framers: list[Callable[[Table], Any]] = []


def frame_with(framer: Callable[[Table], Any]) -> None:
    """Let tables become frames by ``framer``: the model knows no pandas."""
    _framers[:] = [framer]


class Figure(Block):
    """A drawn chart, with its words and the data behind it."""

    kind: Literal["figure"] = "figure"
    drawing: Drawing

    @property
    def line(self) -> str:
        """What it shows in words."""
        return f"［图］{self.drawing.title}：{self.drawing.alt}"


class Facts(Block):
    """Terms and what is said of each."""

    kind: Literal["facts"] = "facts"
    items: tuple[tuple[str, Cell], ...]

    @property
    def line(self) -> str:
        """The terms."""
        return "、".join(term for term, _ in self.items)
