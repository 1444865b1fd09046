"""A notebook's cells as what a Word report consists of: headings, paragraphs, items, tables, pictures."""

from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from lxml import html

from pjkit.model.block import Column, Facts, Figure, Heading, ListItem, Notice, Row, Run, Table, Text
from pjkit.model.cell import words
from pjkit.model.report_block import AnyBlock, IndicatorCard, OwnWords, Section, ShownFormula
from pjkit.writers.docx.markdown import markdown_blocks, own_words_blocks
from pjkit.writers.pictures import MissingGlyph, to_png
from pjkit.writers.report import OWN_WORDS, CodeCell, MarkdownCell, Report, Shown

_PIXELS = 1180  # 150 mm on paper at 200 dots per inch
_BELOW_ALL = 99  # deeper than any heading


@dataclass(frozen=True)
class Picture:
    """A picture with its caption and, for those who do not see it, its words."""

    caption: str
    alt: str
    png: bytes


@dataclass(frozen=True)
class Own:
    """A paragraph or an item in the department's own words."""

    block: Text | ListItem


@dataclass(frozen=True)
class ScoreLine:
    """What mostly fits on one line: set flush left, for a number that does not break would stretch what is before it."""

    block: Text


Piece = Heading | Text | ListItem | Table | Picture | Own | ScoreLine


def content(report: Report) -> list[Piece]:
    """All chapters; a heading with nothing below it is left out."""
    return list(_without_empty_headings([piece for cell in report.cells for piece in _of_cell(cell)]))


def document_content(blocks: Iterable[AnyBlock]) -> list[Piece]:
    """What blocks that no notebook showed consist of."""
    return [piece for block in blocks for piece in _of_block(block)]


def _without_empty_headings(pieces: list[Piece]) -> Iterator[Piece]:
    kept: list[Piece] = []
    bound = 0  # headings above this level have something below them
    for piece in reversed(pieces):
        level = piece.level if isinstance(piece, Heading) else None
        if level is None or level < bound:
            kept.append(piece)
            bound = _BELOW_ALL if level is None else level
    return reversed(kept)


def _of_cell(cell: MarkdownCell | CodeCell) -> Iterator[Piece]:
    if isinstance(cell, MarkdownCell):
        yield from _marked(markdown_blocks(cell.source))
        return
    for own, group in groupby(cell.shown, key=attrgetter("own")):
        pieces = [piece for shown in group for piece in _of_shown(shown)]
        yield from _marked(pieces) if own else pieces


def _marked(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What an analyst has added below a heading, marked as such."""
    for is_heading, group in groupby(pieces, key=lambda piece: isinstance(piece, Heading)):
        if not is_heading:
            yield Text(runs=(Run(text=f"（{OWN_WORDS}）", emphasis=True),))
        yield from group


def _of_shown(shown: Shown) -> Iterator[Piece]:
    yield from _of_block(shown.block) if shown.block else _of_analyst(shown)


def _of_block(block: AnyBlock) -> Iterator[Piece]:
    """What a block says in Word; the masthead stands on the first page, the score table at the end."""
    if block.only == "page":
        return
    match block:
        case Heading() | Text() | ListItem() | Table():
            yield block
        case Notice():
            yield Text(runs=(Run(text=f"无（{block.words.rstrip('。')}）。"),))
        case Figure():
            yield picture(block)
        case IndicatorCard():
            yield ScoreLine(block.sentence)
            yield from (Text(runs=(Run(text=line),)) for one in block.formulas for line in _formula(one))
            yield from block.demands
        case OwnWords():
            yield from map(Own, own_words_blocks(block.text))
        case Facts():
            yield from (Text(runs=(Run(text=f"{term}：{words(cell)}"),)) for term, cell in block.items)
        case Section():
            for child in block.children:
                yield from _of_block(child)


def _formula(shown: ShownFormula) -> Iterator[str]:
    yield f"计算公式：{shown.words}"
    if shown.in_numbers:
        yield f"代入数据：{shown.in_numbers}"


def picture(figure: Figure) -> Piece:
    """A picture; where the font lacks a character it would have a box, and a sentence stands in its place."""
    drawing = figure.drawing
    try:
        return Picture(drawing.title, drawing.alt, to_png(drawing, _PIXELS))
    except MissingGlyph as missing:
        return Text(runs=(Run(text=f"（{drawing.title}：无法作图，{missing}。）"),))


def _of_analyst(shown: Shown) -> Iterator[Piece]:
    """What an analyst's own code put out."""
    if shown.png:
        yield Picture("", shown.text, b64decode(shown.png))
    elif shown.html:
        yield from _of_html(shown.html)
    else:
        yield from (Text(runs=(Run(text=line),)) for line in shown.text.splitlines() if line.strip())


def _of_html(source: str) -> Iterator[Piece]:
    """HTML that is no block of ours: its tables as tables; without any, its words."""
    root = html.fromstring(f"<div>{source}</div>")
    tables = [_table([_words(row) for row in table.iter("tr")]) for table in root.iter("table")]
    if tables:
        yield from tables
    elif said := " ".join(root.text_content().split()):
        yield Text(runs=(Run(text=said),))


def _words(row: html.HtmlElement) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row.iter("th", "td")]


def _table(rows: list[list[str]]) -> Table:
    width = max(map(len, rows), default=0)
    head, *body = [(*row, *[""] * (width - len(row))) for row in rows]
    return Table(
        caption="",
        columns=tuple(Column(title=title) for title in head),
        rows=tuple(Row(cells=row) for row in body),
    )


def headings(pieces: Iterable[Piece]) -> list[Heading]:
    """The headings among them."""
    return [piece for piece in pieces if isinstance(piece, Heading)]
