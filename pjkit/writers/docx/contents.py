"""Headings that can be found, and the list of contents that leads to them.

The list is a TOC field with its entries filled in, so it reads well without an update. Page numbers are
not among them: nobody knows them before Word has laid out the pages, and a wrong one is worse than none.
An update of the field in Word (F9) adds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pjkit.writers.docx.ooxml import FIRST_ID, Element, instruction, mark, paragraph, run, w

_INSTRUCTION = ' TOC \\o "1-2" \\h \\z \\u '
DEEPEST = 2


@dataclass(frozen=True)
class Title:
    """A heading of the list of contents: ``number`` counts them from 1."""

    number: int
    level: int
    text: str

    @property
    def anchor(self) -> str:
        """Its bookmark's name, as Word itself would call it."""
        return f"_Toc{self.number:08d}"


def titled(style: str, title: Title, **properties: Element | None) -> Element:
    """A heading with the bookmark that the list of contents leads to."""
    number = FIRST_ID + title.number
    start = w("bookmarkStart", id=number, name=title.anchor)
    return paragraph(style, start, run(title.text), w("bookmarkEnd", id=number), **properties)


def contents(titles: Sequence[Title]) -> list[Element]:
    """The list of contents; one paragraph a title."""
    lines = [paragraph(f"TOC{title.level}", _link(title)) for title in titles]
    begin = [mark("begin"), instruction(_INSTRUCTION), mark("separate")]
    for at, part in enumerate(begin, start=1):  # after the paragraph's properties
        lines[0].insert(at, part)
    lines[-1].append(mark("end"))
    return lines


def _link(title: Title) -> Element:
    return w("hyperlink", run(title.text), anchor=title.anchor, history=1)
