"""What the page shows of a notebook, ready for the template: sections with ids, cells' outputs as safe HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import attrgetter, itemgetter
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from pjkit.model import block as model
from pjkit.model.report_block import AnyBlock, IndicatorCard, ReviewHighlights, Style
from pjkit.writers.html.blocks import block_html
from pjkit.writers.html.headline import Headline, headline
from pjkit.writers.markdown import notebook_markdown
from pjkit.writers.report import OWN_WORDS, CodeCell, MarkdownCell, Shown, with_children

_DEEPEST = 4  # level of the contents list; what a block itself names comes at this level or above
_CONTENTS_LEVELS = {"h2": 2, "h3": 3}


@dataclass(frozen=True)
class Heading:
    """One line of the contents list."""

    id: str
    level: int
    text: str


@dataclass(frozen=True)
class Block:
    """One piece of the page: a markdown cell, or a code cell's outputs with the code that made them."""

    kind: str  # "text" or "shown"
    html: Markup
    code: str = ""


@dataclass(frozen=True)
class Page:
    """A notebook as the template needs it."""

    head: Headline
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]


@dataclass
class _Builder:
    """What is gathered on the way through the cells."""

    headings: list[Heading] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # code of cells that showed nothing yet

    def blocks(self, cells: Iterable[MarkdownCell | CodeCell]) -> Iterator[Block]:
        """The page's blocks; code of cells without output goes with the next output."""
        for cell in cells:
            if isinstance(cell, MarkdownCell):
                yield Block("text", _text(cell.source, self.headings))
            else:
                yield from self._code(cell)
        if self.waiting:
            yield Block("shown", Markup(""), "\n\n".join(self.waiting))

    def _code(self, cell: CodeCell) -> Iterator[Block]:
        self.waiting.append(cell.source)
        html = Markup("\n").join(filter(None, _outputs(cell.shown)))
        if all(isinstance(one.block, Style) for one in cell.shown):  # nothing that anybody sees
            if html:
                yield Block("shown", html)
            return
        self.headings += (heading for one in cell.shown for heading in _named(one))
        yield Block("shown", html, "\n\n".join(self.waiting))
        self.waiting.clear()


def build_page(notebook: Any, cells: Iterable[MarkdownCell | CodeCell]) -> Page:
    """The page of an executed notebook that carries its record, and of its cells."""
    builder = _Builder()
    blocks = tuple(builder.blocks(cells))
    return Page(headline(notebook.metadata["pjkit"]), tuple(builder.headings), blocks)


def document_page(head: Headline, blocks: Iterable[AnyBlock]) -> Page:
    """The page of blocks that no notebook showed."""
    shown = [Shown(block, str(block_html(block))) for block in blocks]
    headings = tuple(heading for one in shown for heading in _named(one))
    return Page(head, headings, tuple(Block("shown", _html(one)) for one in shown))


def _text(source: str, headings: list[Heading]) -> Markup:
    """A markdown cell; its headings get ids and go into the contents list. What else it says is an analyst's."""
    tokens = notebook_markdown().parse(source)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in _CONTENTS_LEVELS:
            headings.append(_heading(token, tokens[at + 1].content, len(headings) + 1))
    parts = (_marked(list(part), own=own) for own, part in _by_author(tokens))
    return Markup("").join(parts)


def _by_author(tokens: list[Token]) -> Iterator[tuple[bool, Iterator[Token]]]:
    """Headings of the notebook apart from what an analyst says below them."""
    inside = accumulate(_in_heading(token) for token in tokens)
    owners = [
        not (open_ or token.type == "heading_close") for open_, token in zip(inside, tokens, strict=True)
    ]
    for own, pairs in groupby(zip(owners, tokens, strict=True), key=itemgetter(0)):
        yield own, (token for _, token in pairs)


def _in_heading(token: Token) -> int:
    """Steps into a heading of the text itself (a quotation's are its own), and out of it."""
    return token.nesting if token.type.startswith("heading_") and token.level == 0 else 0


def _marked(tokens: list[Token], *, own: bool) -> Markup:
    markdown = notebook_markdown()
    html = Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704 - HTML is off
    return _box(html) if own else html


def _box(html: Markup) -> Markup:
    """What an analyst has added, marked as such."""
    return Markup('<div class="page-own"><p class="page-own-mark">{}</p>{}</div>').format(OWN_WORDS, html)


def _heading(token: Token, text: str, number: int) -> Heading:
    heading = Heading(f"section-{number}", _CONTENTS_LEVELS[token.tag], text)
    token.attrSet("id", heading.id)
    return heading


def _named(shown: Shown) -> Iterator[Heading]:
    """Blocks that name themselves by a heading of their own."""
    for block in with_children(shown.block) if shown.block else ():
        if isinstance(block, model.Heading) and block.anchor and block.level + 1 in _CONTENTS_LEVELS.values():
            yield Heading(block.anchor, block.level + 1, block.text)
        elif isinstance(block, IndicatorCard):
            yield Heading(f"ind-{block.mark.id}", min(block.level, _DEEPEST), block.mark.name)
        elif isinstance(block, ReviewHighlights):
            yield Heading("brief", 2, "审阅要点")


def _outputs(shown: Iterable[Shown]) -> Iterator[Markup]:
    """Outputs as HTML, an analyst's own together in one box."""
    for own, group in groupby(shown, key=attrgetter("own")):
        html = Markup("\n").join(filter(None, map(_html, group)))
        yield _box(html) if own and html else html


def _html(shown: Shown) -> Markup:
    """An output as HTML. What is not HTML is text, and is escaped."""
    if shown.block or shown.html:
        return Markup(shown.html)  # noqa: S704 - the publisher has made it of our templates, or cleaned it
    if shown.png:
        source = f"data:image/png;base64,{shown.png}"
        return Markup('<img src="{}" alt="{}">').format(source, shown.text or "图")
    return Markup('<pre class="page-plain">{}</pre>').format(shown.text)
