"""What the page shows of a notebook, ready for the template: sections with ids, cells' outputs as safe HTML."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pjkit.model.scorecard import RECORD_OUTPUT
from pjkit.writers.html.headline import Headline, headline
from pjkit.writers.html.shapes import Shapes

_DEEPEST = 4  # level of the contents list; what an output itself names comes at this level or above
_CONTENTS_LEVELS = {"h2": 2, "h3": 3}
# A section that names itself by a heading of its own (an indicator's card): listed as it is called. Text of
# departments cannot look like this: its quotes and brackets are escaped.
_NAMED_SECTION = re.compile(
    r'<section\b[^>]* id="(?P<id>[\w-]+)" aria-labelledby="(?P=id)-title">.*?'
    r'<h(?P<level>[2-6])\b[^>]* id="(?P=id)-title">(?P<text>[^<]*)',
    re.DOTALL,
)


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
    shapes: Markup


@dataclass
class _Builder:
    """What is gathered on the way through the cells."""

    headings: list[Heading] = field(default_factory=list)
    shapes: Shapes = field(default_factory=Shapes)
    waiting: list[str] = field(default_factory=list)  # code of cells that showed nothing yet

    def blocks(self, cells: list[Any]) -> Iterator[Block]:
        """The page's blocks; code of cells without output goes with the next output."""
        for cell in cells:
            if cell.cell_type == "markdown":
                yield Block("text", _text(cell.source, self.headings))
            elif cell.cell_type == "code":
                yield from self._code(cell)
        if self.waiting:
            yield Block("shown", Markup(""), "\n\n".join(self.waiting))

    def _code(self, cell: Any) -> Iterator[Block]:
        self.waiting.append(cell.source)
        shown = Markup("\n").join(filter(None, map(_output, cell.get("outputs", []))))
        if not _visible(shown):
            if shown:
                yield Block("shown", shown)
            return
        self.headings += _named_sections(shown)
        lifted = Markup(self.shapes.lift(shown))  # noqa: S704 - was markup, is the same markup
        yield Block("shown", lifted, "\n\n".join(self.waiting))
        self.waiting.clear()


@cache
def _markdown() -> MarkdownIt:
    """The notebook's own markdown: CommonMark and tables, no raw HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def build_page(notebook: Any) -> Page:
    """Read an executed notebook that carries its record."""
    builder = _Builder()
    blocks = tuple(builder.blocks(notebook.cells))
    return Page(headline(notebook.metadata["pjkit"]), tuple(builder.headings), blocks, builder.shapes.html)


def _text(source: str, headings: list[Heading]) -> Markup:
    """A markdown cell; its headings get ids and go into the contents list."""
    tokens = _markdown().parse(source)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in _CONTENTS_LEVELS:
            headings.append(_heading(token, tokens[at + 1].content, len(headings) + 1))
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S704 - HTML is off


def _heading(token: Token, text: str, number: int) -> Heading:
    heading = Heading(f"section-{number}", _CONTENTS_LEVELS[token.tag], text)
    token.attrSet("id", heading.id)
    return heading


def _named_sections(shown: str) -> Iterator[Heading]:
    for found in _NAMED_SECTION.finditer(shown):
        yield Heading(found["id"], min(int(found["level"]), _DEEPEST), html.unescape(found["text"]))


def _visible(shown: str) -> bool:
    """Whether there is more than a style sheet."""
    return bool(re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL).strip())


def _output(output: Any) -> Markup | None:
    """An output as HTML. What is not HTML is text, and is escaped."""
    data = output.get("data", {})
    if RECORD_OUTPUT in output.get("metadata", {}):
        return None
    if "text/html" in data:
        return Markup(_joined(data["text/html"]))  # noqa: S704 - made by our own templates
    if "image/png" in data:
        source = f"data:image/png;base64,{_joined(data['image/png']).strip()}"
        alt = _joined(data.get("text/plain", "图"))
        return Markup('<img src="{}" alt="{}">').format(source, alt)
    text = _joined(data.get("text/plain", ""))
    return Markup('<pre class="page-plain">{}</pre>').format(text) if text.strip() else None


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
