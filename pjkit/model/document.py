"""A report as a document of plain nouns (``pjkit.document/1``): chapters of blocks, ready for any writer.

It travels as JSON from the kernel, which knows the data, to the publisher, which knows only how to write a
file. Texts are as the department or the kit wrote them: a writer escapes them and drops what it cannot write.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Literal["pjkit.document/1"] = "pjkit.document/1"

OWN_WORDS = "部门自述"
"""What marks the department's own words; a heading that says so marks all below it."""

Align = Literal["left", "center", "right"]


class Part(BaseModel):
    """A part of a document, never changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Run(Part):
    """Some text in one look; a line feed in it breaks the line."""

    text: str
    strong: bool = False
    emphasis: bool = False


class Heading(Part):
    """A heading with its number: level 1 is 一、, 2 is （一）, 3 is 1．, 4 is （1）."""

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=4)
    text: str


class Paragraph(Part):
    """A paragraph. ``own_words``: the department says it (部门自述), not the kit."""

    kind: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    own_words: bool = False


class ListItem(Part):
    """An item of a list with its mark (``1．``, ``·``); ``level`` 1 is the outermost list."""

    kind: Literal["item"] = "item"
    marker: str
    level: int = Field(ge=1)
    runs: tuple[Run, ...]
    own_words: bool = False


class Row(Part):
    """A row of a table. Where it has fewer cells than the head, the last one spans the rest."""

    cells: tuple[str, ...]
    strong: bool = False


class Table(Part):
    """A table. ``widths`` are shares of the line, one a column."""

    kind: Literal["table"] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    align: tuple[Align, ...]
    widths: tuple[int, ...]


class Picture(Part):
    """A picture as PNG bytes in base64, with what it shows in words (``alt``)."""

    kind: Literal["picture"] = "picture"
    caption: str
    alt: str
    png: str


Block = Annotated[Heading | Paragraph | ListItem | Table | Picture, Field(discriminator="kind")]


class Chapter(Part):
    """A chapter; its title is a heading of level 1 and carries its number (一、…)."""

    title: str
    blocks: tuple[Block, ...]


class Document(Part):
    """A whole report. ``date`` is the day of signature as people write it, "" where it is not known."""

    schema_: Literal["pjkit.document/1"] = Field(alias="schema", default=SCHEMA)
    name: str
    year: int
    title: str
    unit: str
    date: str
    chapters: tuple[Chapter, ...]
