"""The report's content as paragraphs, tables and pictures of a Word file, and the list of its headings.

The list of contents is a TOC field with its entries filled in, so it reads well without an update. Page
numbers are not among them: nobody knows them before Word has laid out the pages, and a wrong one is worse
than none. The field is marked as out of date, so that Word adds them when it opens the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.parts.story import StoryPart
from docx.shared import Mm
from lxml import etree

from pjkit.model.block import Column, Heading, ListItem, Row, Run, Table, Text
from pjkit.model.cell import Nothing, words
from pjkit.writers.docx.content import Own, Picture, Piece, ScoreLine, headings
from pjkit.writers.docx.ooxml import (
    FIRST_ID,
    Element,
    Xml,
    clean,
    instruction,
    keep_with_next,
    mark,
    paragraph,
    parsed,
    pt,
    run,
    w,
)
from pjkit.writers.docx.tables import ALIGN, Cell, Look, word_table

_CONTENTS = ' TOC \\o "1-2" \\h \\z \\u '
_DEEPEST = 2  # level of a heading in the list of contents
OWN_MARK = "【部门自述】"
_TABLE_WIDTH, _PICTURE_WIDTH = 156, 150  # mm: the line's width, and a little less
_CHARACTER, _BELOW_TABLE = 16, 9  # pt
_WIDTHS = {"text": 34, "number": 16, "word": 14}  # shares of the line
_INDENT = "\N{IDEOGRAPHIC SPACE}"


@dataclass(frozen=True)
class Title:
    """A heading of the list of contents: ``number`` counts them from 1."""

    number: int
    level: int
    text: str

    @property
    def anchor(self) -> str:
        """Its bookmark's name, as Word itself would call it."""
        return f"_Toc{self.number:08d}"

    def write(self, style: str, **properties: Xml | None) -> Xml:
        """The heading with the bookmark that the list of contents leads to."""
        number = FIRST_ID + self.number
        start = w("bookmarkStart", id=number, name=self.anchor)
        return paragraph(style, start, run(self.text), w("bookmarkEnd", id=number), **properties)


def titles(pieces: Iterable[Piece], *attachments: str) -> list[Title]:
    """The headings that the list of contents shows, in their order; those of attachments are the last."""
    found = [(one.level, one.text) for one in headings(pieces) if one.level <= _DEEPEST]
    attached = [(1, name) for name in attachments]
    return [Title(number, *one) for number, one in enumerate([*found, *attached], start=1)]


def contents(titles: Sequence[Title]) -> list[Element]:
    """The list of contents; one paragraph a title."""
    begin = [mark("begin"), instruction(_CONTENTS), mark("separate")]
    lines = []
    for title in titles:
        link = w("hyperlink", run(title.text), anchor=title.anchor, history=1)
        end = [mark("end")] if title is titles[-1] else []
        lines.append(paragraph(f"TOC{title.level}", *begin, link, *end))
        begin = []
    return parsed(lines)


def chapters(pieces: Sequence[Piece], titles: Sequence[Title], part: StoryPart) -> list[Element]:
    """All chapters; pictures become parts of the file that ``part`` belongs to."""
    writer = _Writer(part, iter(titles))
    made = parsed(element for piece in pieces for element in writer.write(piece))
    keep_with_next(made[-1:])  # a signature never stands alone on a page
    return made


@dataclass
class _Writer:
    """Counts tables, pictures and headings on the way through the content."""

    part: StoryPart
    titles: Iterator[Title]
    tables: int = 0
    pictures: int = 0
    before: Piece | None = None

    def write(self, piece: Piece) -> Iterator[Xml]:
        """What one piece becomes."""
        match piece:
            case Heading():
                yield self._heading(piece)
            case Table():
                yield from self._table(piece)
            case Picture():
                yield from self._picture(piece)
            case Own():
                goes_on = isinstance(self.before, Own)
                yield self._text(piece.block, "OwnWords", "" if goes_on else OWN_MARK)
            case ScoreLine():
                yield self._text(piece.block, "BodyText", align=w("jc", val="left"))
            case Text():
                yield self._text(piece, "BodyText")
            case ListItem():
                yield self._text(piece, "ListItem")
        self.before = piece

    def _heading(self, heading: Heading) -> Xml:
        style = f"Heading{heading.level}"
        if heading.level <= _DEEPEST:
            return next(self.titles).write(style, space=self._space())
        return paragraph(style, run(heading.text), space=self._space())

    def _text(self, block: Text | ListItem, style: str, mark: str = "", align: Xml | None = None) -> Xml:
        """A paragraph; an item begins with its mark, and the outermost list keeps the text's left edge."""
        item = block if isinstance(block, ListItem) else None
        begin = [run(mark, strong=True)] if mark else []
        begin += [run(item.marker)] if item else []
        indent = _indent(item.level) if item else None
        return paragraph(style, *begin, *_runs(block.runs), space=self._space(), indent=indent, align=align)

    def _space(self) -> Xml | None:
        """Text does not stick to the table above it."""
        return w("spacing", before=pt(_BELOW_TABLE)) if isinstance(self.before, Table) else None

    def _table(self, table: Table) -> Iterator[Xml]:
        self.tables += 1
        caption = f"表{self.tables}　{table.caption}".strip()
        yield paragraph("Caption", run(caption), next=w("keepNext"))
        shown = [(at, one) for at, one in enumerate(table.columns) if _is_shown(table, at)]
        share = _TABLE_WIDTH / sum(_WIDTHS[one.align] for _, one in shown)
        widths = tuple(_WIDTHS[one.align] * share for _, one in shown)
        rows = [_cells(row, shown) for row in table.rows if row.kind != "remark"]
        look = Look(widths, "TableText", "TableHead", clean(caption))
        yield word_table([one.title for _, one in shown], rows, look)

    def _picture(self, picture: Picture) -> Iterator[Xml]:
        self.pictures += 1
        name = f"图{self.pictures}"
        inline = self.part.new_pic_inline(BytesIO(picture.png), width=Mm(_PICTURE_WIDTH))
        inline.docPr.set("id", str(FIRST_ID + self.pictures))
        inline.docPr.set("name", name)
        inline.docPr.set("descr", clean(picture.alt))
        yield paragraph("Picture", w("r", w("drawing", Xml(etree.tostring(inline, encoding="unicode")))))
        yield paragraph("Caption", run(f"{name}　{picture.caption}".strip()))


def _indent(level: int) -> Xml | None:
    left = 2 * (level - 1)
    deeper = {"leftChars": left * 100, "left": pt(left * _CHARACTER)}
    first = {"firstLineChars": 200, "firstLine": pt(2 * _CHARACTER)}
    return w("ind", **deeper, **first) if left else None


def _runs(runs: tuple[Run, ...]) -> Iterator[Xml]:
    return (run(one.text, strong=one.strong, emphasis=one.emphasis) for one in runs)


def _is_shown(table: Table, at: int) -> bool:
    """Whether a column stands in Word: not one for the page alone, nor one of numbers that nobody filled in."""
    column = table.columns[at]
    if column.only == "page":
        return False
    rows = [row for row in table.rows if row.kind in {"plain", "total"}]
    return column.align != "number" or any(not isinstance(row.cells[at], Nothing) for row in rows)


def _cells(row: Row, shown: list[tuple[int, Column]]) -> list[Cell]:
    """A row's cells; a group has one over all columns."""
    if row.kind == "group":
        return [Cell(words(row.cells[0]), "left", strong=True, span=len(shown))]
    strong = row.kind == "total"
    made = [Cell(words(row.cells[at]), ALIGN[one.align], strong) for at, one in shown]
    return [Cell(_INDENT * row.depth + made[0].text, made[0].align, strong), *made[1:]]
