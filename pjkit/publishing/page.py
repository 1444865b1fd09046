"""What the page shows of a notebook, ready for the template: sections with ids, cells' outputs as safe HTML."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_CONTENTS_LEVELS = {"h2": 2, "h3": 3}


@dataclass(frozen=True)
class Heading:
    """One line of the contents list."""

    id: str
    level: int
    text: str


@dataclass(frozen=True)
class Block:
    """One piece of the page: a markdown cell or one output of a code cell."""

    kind: str  # "text", "shown", "plain"
    html: Markup


@dataclass(frozen=True)
class Page:
    """A notebook as the template needs it."""

    title: str
    department: str
    year: str
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]


@cache
def _markdown() -> MarkdownIt:
    """The notebook's own markdown: CommonMark and tables, no raw HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def build_page(notebook: Any) -> Page:
    """Read an executed notebook that carries its record."""
    record = notebook.metadata["pjkit"]
    headings: list[Heading] = []
    blocks = [block for cell in notebook.cells for block in _blocks(cell, headings)]
    title = f"{record['name']}{record['year']}年度部门整体支出绩效自评报告"
    return Page(title, str(record["name"]), str(record["year"]), tuple(headings), tuple(blocks))


def _blocks(cell: Any, headings: list[Heading]) -> Iterator[Block]:
    if cell.cell_type == "markdown":
        yield Block("text", _text(cell.source, headings))
    for output in cell.get("outputs", []):
        block = _output(output)
        if block is not None:
            yield block


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


def _output(output: Any) -> Block | None:
    """An output as HTML. What is not HTML is text, and is escaped."""
    data = output.get("data", {})
    if "text/html" in data:
        return Block("shown", Markup(_joined(data["text/html"])))  # noqa: S704 - made by our own templates
    if "image/png" in data:
        source = html.escape(f"data:image/png;base64,{_joined(data['image/png']).strip()}")
        alt = html.escape(_joined(data.get("text/plain", "图")))
        return Block("shown", Markup(f'<img src="{source}" alt="{alt}">'))  # noqa: S704 - escaped above
    text = _joined(data.get("text/plain", "") or output.get("text", ""))
    return Block("plain", Markup.escape(text)) if text.strip() and "text/plain" in data else None


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
