"""A chapter in the department's own words: a small subset of Markdown, all else comes out as text."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pjkit.model.dossier import Dossier
from pjkit.report.fragment import Fragment, render, sentence

# CommonMark takes ** between a Chinese full stop and a word for no emphasis. A word joiner beside it, taken
# out again afterwards, makes **标题。**正文 do what its author meant.
JOINER = "\N{WORD JOINER}"
_AFTER_WIDE = re.compile(r"(?<=[^\x00-\x7f\s])(?=\*)")
_BEFORE_WIDE = re.compile(r"(?<=\*)(?=[^\x00-\x7f\s])")

_LEAD = 500  # characters that lead in before a fold
_WHOLE_FIRST = 1000  # a first paragraph or list up to this long is shown whole
_WORTH_FOLDING = 400  # what would be hidden; less is simply shown


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
    blocks = parsed(given.text)
    at = _fold_at([_length(block) for block in blocks])
    return render(
        "chapter",
        f"［部门自述］{name}：{len(given.text)} 字",
        lead=_html(blocks[:at]),
        rest=_html(blocks[at:]),
        hidden=sum(map(_length, blocks[at:])),
        chapter=given,
    )


def _fold_at(lengths: list[int]) -> int:
    """How many blocks are shown: all, or those that lead in where what follows is long."""
    shown = 1 if lengths[0] <= _WHOLE_FIRST else 0
    while shown < len(lengths) and sum(lengths[: shown + 1]) <= _LEAD:
        shown += 1
    return shown if sum(lengths[shown:]) >= _WORTH_FOLDING else len(lengths)


def parsed(text: str) -> list[list[Token]]:
    """The parsed text, cut into paragraphs and whole lists; :data:`JOINER` stands where it helped the parser."""
    joined = _BEFORE_WIDE.sub(JOINER, _AFTER_WIDE.sub(JOINER, text.replace(JOINER, "")))
    blocks: list[list[Token]] = [[]]
    for token in _markdown().parse(joined):
        blocks[-1].append(_without_heading(token))
        if token.level == 0 and token.nesting <= 0:
            blocks.append([])
    return blocks[:-1]


def _length(block: list[Token]) -> int:
    return sum(len(token.content) for token in block if token.type == "inline")


def _html(blocks: list[list[Token]]) -> Markup:
    parser = _markdown()
    html = str(parser.renderer.render([token for block in blocks for token in block], parser.options, {}))
    return Markup(html.replace(JOINER, ""))  # noqa: S704 - the parser escapes HTML and knows no links


def _without_heading(token: Token) -> Token:
    """A heading as a paragraph: the report's own headings are its contents list."""
    return token.copy(tag="p") if token.type in {"heading_open", "heading_close"} else token
