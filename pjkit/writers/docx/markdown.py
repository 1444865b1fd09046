"""Markdown as blocks: an analyst's cells, and a department's own words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it.token import Token

from pjkit.model.block import Column, Heading, ListItem, Row, Run, Table, Text
from pjkit.writers.markdown import JOINER, notebook_markdown, parsed

_BULLET = "·"
_BREAKS = {"softbreak", "hardbreak"}
_LOOKS = {"strong": "strong", "em": "emphasis"}
_DEEPEST = 4
# Markdown asks for a space after **标题。**; in print there is none after Chinese punctuation.
_GAP = re.compile(r"(?<=[。，；：、！？）】》”]) +|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")

Written = Heading | Text | ListItem | Table


@lru_cache(maxsize=256)  # the cells between the code are the same for every department
def markdown_blocks(source: str) -> tuple[Written, ...]:
    """A markdown cell. ``##`` is 一、, ``###`` is （一）, ``####`` is 1．: the number stands in the text."""
    return tuple(_Reader().read(notebook_markdown().parse(source)))


def own_words_blocks(text: str) -> list[Text | ListItem]:
    """A department's text, without NUL, which the parser would turn into a sign that nobody can read."""
    tokens = (token for part in parsed(text.replace("\0", "")) for token in part)
    return [block for block in _Reader().read(tokens) if isinstance(block, Text | ListItem)]


@dataclass
class _Reader:
    """Where in lists and tables the reading is, and the mark that waits for its text."""

    lists: list[bool] = field(default_factory=list)  # for every open list: is it numbered?
    marker: str = ""
    level: int = 0  # of the open heading
    rows: list[list[str]] | None = None  # of the open table

    def read(self, tokens: Iterable[Token]) -> Iterator[Written]:
        """The blocks that tokens make."""
        for token in tokens:
            self._open_or_close(token)
            if token.type == "table_close" and self.rows:
                yield _table(self.rows)
                self.rows = None
            elif token.type == "inline" and self.rows is not None:
                self.rows[-1].append("".join(run.text for run in runs(token)))
            elif token.type == "inline":
                yield self._block(tuple(runs(token)))
            elif token.type in {"fence", "code_block"}:
                yield Text(runs=(Run(text=token.content.rstrip()),))

    def _open_or_close(self, token: Token) -> None:
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                self.lists.append(token.type == "ordered_list_open")
            case "ordered_list_close" | "bullet_list_close":
                self.lists.pop()
            case "list_item_open":
                self.marker = f"{token.info}．" if self.lists[-1] else _BULLET
            case "heading_open":
                self.level = int(token.tag[1:]) if token.tag.startswith("h") else 0
            case "heading_close":
                self.level = 0
            case "table_open":
                self.rows = []
            case "tr_open" if self.rows is not None:
                self.rows.append([])

    def _block(self, said: tuple[Run, ...]) -> Written:
        """The first text of an item takes its mark; what follows in the item is a paragraph."""
        marker, self.marker = self.marker, ""
        if self.level:
            level = min(max(self.level - 1, 1), _DEEPEST)
            return Heading(level=level, text="".join(run.text for run in said))
        if marker:
            return ListItem(marker=marker, level=len(self.lists), runs=said)
        return Text(runs=said)


def _table(rows: list[list[str]]) -> Table:
    head, *body = rows
    columns = tuple(Column(title=title) for title in head)
    return Table(caption="", columns=columns, rows=tuple(Row(cells=tuple(row)) for row in body))


def runs(inline: Token) -> Iterator[Run]:
    """A paragraph's text by its looks."""
    depth, last = {"strong": 0, "em": 0}, ""
    for token in inline.children or []:
        mark, _, end = token.type.partition("_")
        text = "\n" if token.type in _BREAKS else token.content.replace(JOINER, "")
        if mark in depth:
            depth[mark] += 1 if end == "open" else -1
        elif text := _without_gap(text, last):
            last = text[-1]
            looks = {look: True for name, look in _LOOKS.items() if depth[name] > 0}
            yield Run(text=text, **looks)


def _without_gap(text: str, last: str) -> str:
    """``text`` after a run that ended in ``last``, without spaces between Chinese characters."""
    return _GAP.sub("", last + text)[len(last) :]
