"""A chapter in the department's own words: a small subset of Markdown, all else comes out as text."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pjkit.display.fragment import Fragment, render, sentence
from pjkit.scoring.data.dossier import Dossier

# CommonMark takes ** between a Chinese full stop and a word for no emphasis. A word joiner beside it, taken
# out again afterwards, makes **标题。**正文 do what its author meant.
_JOINER = "\N{WORD JOINER}"
_AFTER_WIDE = re.compile(r"(?<=[^\x00-\x7f\s])(?=\*)")
_BEFORE_WIDE = re.compile(r"(?<=\*)(?=[^\x00-\x7f\s])")


@cache
def _markdown() -> MarkdownIt:
    """Paragraphs, lists, emphasis, line breaks; headings are read to become paragraphs. No HTML, no links."""
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True})
    return parser.enable(["list", "heading", "emphasis", "newline", "escape"])


def chapter(dossier: Dossier, name: str) -> Fragment:
    """The text of one chapter of 文字, marked as the department's own."""
    given = dossier.chapters.get(name)
    if given is None or not given.text.strip():
        return sentence("部门未提供本章文字。")
    body = Markup(_html(given.text))  # noqa: S704 - made by a parser that escapes HTML and knows no links
    return render("chapter", f"［部门自述］{name}：{len(given.text)} 字", body=body, chapter=given)


def _html(text: str) -> str:
    parser = _markdown()
    joined = _BEFORE_WIDE.sub(_JOINER, _AFTER_WIDE.sub(_JOINER, text.replace(_JOINER, "")))
    tokens = [_without_heading(token) for token in parser.parse(joined)]
    return str(parser.renderer.render(tokens, parser.options, {})).replace(_JOINER, "")


def _without_heading(token: Token) -> Token:
    """A heading as a paragraph: the report's own headings are its contents list."""
    return token.copy(tag="p") if token.type in {"heading_open", "heading_close"} else token
