"""The chapters' blocks as paragraphs, tables and pictures of a Word file."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx.parts.story import StoryPart
from docx.shared import Mm

from pjkit.model.document import (
    OWN_WORDS,
    Block,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
)
from pjkit.writers.docx.contents import DEEPEST, Title, titled
from pjkit.writers.docx.ooxml import FIRST_ID, Element, clean, keep_with_next, paragraph, pt, run, w
from pjkit.writers.docx.tables import Cell, Look, word_table

OWN_MARK = f"【{OWN_WORDS}】"
_TABLE_WIDTH, _PICTURE_WIDTH = 156, 150  # mm: the line's width, and a little less
_CHARACTER, _BELOW_TABLE = 16, 9  # pt


def titles(document: Document, *more: str) -> list[Title]:
    """The headings that the list of contents shows, in their order, and further ones of level 1."""
    found = []
    for chapter in document.chapters:
        found.append((1, chapter.title))
        found += [
            (block.level, block.text)
            for block in chapter.blocks
            if isinstance(block, Heading) and block.level <= DEEPEST
        ]
    every = [*found, *((1, words) for words in more)]
    return [Title(number, level, words) for number, (level, words) in enumerate(every, start=1)]


def chapters(document: Document, part: StoryPart) -> list[Element]:
    """All chapters; pictures become parts of the file that ``part`` belongs to."""
    writer = _Writer(part, iter(titles(document)))
    made = [
        element for chapter in document.chapters for element in writer.chapter(chapter.title, chapter.blocks)
    ]
    keep_with_next(made[-1:])  # a signature never stands alone on a page
    return made


@dataclass
class _Writer:
    """Counts tables, pictures and headings on the way through the blocks."""

    part: StoryPart
    titles: Iterator[Title]
    tables: int = 0
    pictures: int = 0
    before: Block | None = None

    def chapter(self, title: str, blocks: tuple[Block, ...]) -> Iterator[Element]:
        """The chapter's title and its blocks."""
        yield from self.block(Heading(level=1, text=title))
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Element]:
        """What one block becomes."""
        yield from self._made(block)
        self.before = block

    def _made(self, block: Block) -> Iterator[Element]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case ListItem():
                return self._item(block)
            case Table():
                return self._table(block)
            case Picture():
                return self._picture(block)

    def _heading(self, block: Heading) -> Iterator[Element]:
        style = f"Heading{block.level}"
        if block.level <= DEEPEST:
            yield titled(style, next(self.titles), space=self._space())
        else:
            yield paragraph(style, run(block.text), space=self._space())

    def _paragraph(self, block: Paragraph) -> Iterator[Element]:
        style = "OwnWords" if block.own_words else "BodyText"
        yield paragraph(style, *self._mark(block), *_runs(block.runs), space=self._space())

    def _item(self, block: ListItem) -> Iterator[Element]:
        """An item begins with its mark; the outermost list keeps the text's left edge."""
        style, left = ("OwnWords" if block.own_words else "ListItem"), 2 * (block.level - 1)
        deeper = {"leftChars": left * 100, "left": pt(left * _CHARACTER)}
        space = {"firstLineChars": 200, "firstLine": pt(2 * _CHARACTER)}
        indent = w("ind", **deeper, **space) if left else None
        inside = [*self._mark(block), run(block.marker), *_runs(block.runs)]
        yield paragraph(style, *inside, space=self._space(), indent=indent)

    def _mark(self, block: Paragraph | ListItem) -> list[Element]:
        """The first of the department's own blocks says that they are its own, where no heading has said it."""
        goes_on = isinstance(self.before, Paragraph | ListItem) and self.before.own_words
        headed = isinstance(self.before, Heading) and OWN_WORDS in self.before.text
        return [run(OWN_MARK, strong=True)] if block.own_words and not goes_on and not headed else []

    def _space(self) -> Element | None:
        """Text does not stick to the table above it."""
        return w("spacing", before=pt(_BELOW_TABLE)) if isinstance(self.before, Table) else None

    def _table(self, block: Table) -> Iterator[Element]:
        self.tables += 1
        caption = f"表{self.tables}　{block.caption}"
        yield paragraph("Caption", run(caption), next=w("keepNext"))
        share = _TABLE_WIDTH / sum(block.widths)
        look = Look(tuple(width * share for width in block.widths), "TableText", "TableHead", clean(caption))
        yield word_table(block.head, [_cells(row, block) for row in block.rows], look)

    def _picture(self, block: Picture) -> Iterator[Element]:
        self.pictures += 1
        caption = f"图{self.pictures}　{block.caption}"
        inline = self.part.new_pic_inline(BytesIO(b64decode(block.png)), width=Mm(_PICTURE_WIDTH))
        inline.docPr.set("id", str(FIRST_ID + self.pictures))
        inline.docPr.set("name", f"图{self.pictures}")
        inline.docPr.set("descr", clean(block.alt))
        yield paragraph("Picture", w("r", w("drawing", inline)))
        yield paragraph("Caption", run(caption))


def _runs(runs: tuple[Run, ...]) -> Iterator[Element]:
    return (run(one.text, strong=one.strong, emphasis=one.emphasis) for one in runs)


def _cells(row: Row, table: Table) -> list[Cell]:
    """A row's cells; where it has fewer than the head, the last one spans the rest."""
    missing = len(table.head) - len(row.cells)
    spans = [1] * (len(row.cells) - 1) + [1 + missing]
    return [
        Cell(words, align, row.strong, span)
        for words, align, span in zip(row.cells, table.align, spans, strict=False)
    ]
