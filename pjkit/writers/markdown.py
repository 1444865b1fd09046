"""Markdown as tokens: a notebook's cells, and a department's own text, of which a small subset is read."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

# CommonMark takes ** between a Chinese full stop and a word for no emphasis. A word joiner beside it, taken
# out again afterwards, makes **标题。**正文 do what its author meant.
JOINER = "\N{WORD JOINER}"
_AFTER_WIDE = re.compile(r"(?<=[^\x00-\x7f\s])(?=\*)")
_BEFORE_WIDE = re.compile(r"(?<=\*)(?=[^\x00-\x7f\s])")


@cache
def notebook_markdown() -> MarkdownIt:
    """The notebook's own markdown: CommonMark and tables, no raw HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def parser() -> MarkdownIt:
    """Paragraphs, lists, emphasis, line breaks; headings are read to become paragraphs. No HTML, no links."""
    made = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True})
    return made.enable(["list", "heading", "emphasis", "newline", "escape"])


def parsed(text: str) -> list[list[Token]]:
    """The parsed text, cut into paragraphs and whole lists; :data:`JOINER` stands where it helped the parser."""
    joined = _BEFORE_WIDE.sub(JOINER, _AFTER_WIDE.sub(JOINER, text.replace(JOINER, "")))
    blocks: list[list[Token]] = [[]]
    for token in parser().parse(joined):
        blocks[-1].append(_without_heading(token))
        if token.level == 0 and token.nesting <= 0:
            blocks.append([])
    return blocks[:-1]


def _without_heading(token: Token) -> Token:
    """A heading as a paragraph: the report's own headings are its contents list."""
    return token.copy(tag="p") if token.type in {"heading_open", "heading_close"} else token
