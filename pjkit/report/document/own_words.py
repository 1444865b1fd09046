"""The department's own text as blocks: paragraphs and list items, each marked as its own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from pjkit.model.document import OWN_WORDS, Block, ListItem, Paragraph, Run
from pjkit.model.dossier import Dossier
from pjkit.report.document import numbering
from pjkit.report.document.blocks import heading, nothing
from pjkit.report.narrative import JOINER, parsed

_BULLET = "·"
_BREAKS = {"softbreak", "hardbreak"}
# Markdown asks for a space after **标题。**; in print there is none after Chinese punctuation.
_GAP = re.compile(r"(?<=[。，；：、！？）】》”]) +|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


def own_section(dossier: Dossier, name: str, number: int) -> list[Block]:
    """The department's text as the last section of a chapter whose other sections the kit wrote."""
    said = own_words(dossier, name) or nothing("部门未提供本章文字")
    return [heading(2, numbering.second(number, OWN_WORDS)), *said]


def own_words(dossier: Dossier, name: str) -> list[Block]:
    """The text of one chapter of 文字; no blocks where there is none."""
    given = dossier.chapters.get(name)
    if given is None or not given.text.strip():
        return []
    reader = _Reader()
    return [
        block for tokens in parsed(_writable(given.text)) for token in tokens for block in reader.read(token)
    ]


@dataclass
class _Reader:
    """Where in nested lists the reading is, and the mark that waits for its text."""

    lists: list[bool] = field(default_factory=list)  # for every open list: is it numbered?
    marker: str = ""

    def read(self, token: Token) -> Iterator[Block]:
        """The block a token ends, if any."""
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            self.lists.append(token.type == "ordered_list_open")
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.marker = f"{token.info}．" if self.lists[-1] else _BULLET
        elif token.type == "inline":
            yield self._block(tuple(_runs(token)))

    def _block(self, runs: tuple[Run, ...]) -> Block:
        """The first text of an item takes its mark; what follows in the item is a paragraph."""
        marker, self.marker = self.marker, ""
        if marker:
            return ListItem(marker=marker, level=len(self.lists), runs=runs, own_words=True)
        return Paragraph(runs=runs, own_words=True)


def _runs(inline: Token) -> Iterator[Run]:
    depth, last = {"strong": 0, "em": 0}, ""
    for token in inline.children or []:
        mark, _, end = token.type.partition("_")
        text = "\n" if token.type in _BREAKS else token.content.replace(JOINER, "")
        if mark in depth:
            depth[mark] += 1 if end == "open" else -1
        elif text := _without_gap(text, last):
            last = text[-1]
            yield Run(text=text, strong=depth["strong"] > 0, emphasis=depth["em"] > 0)


def _writable(text: str) -> str:
    """Without NUL, which the parser would turn into a sign that nobody can read."""
    return text.replace("\0", "")


def _without_gap(text: str, last: str) -> str:
    """``text`` after a run that ended in ``last``, without spaces between Chinese characters."""
    return _GAP.sub("", last + text)[len(last) :]
