"""What suits any template: tables and pictures no wider than its page, styles by the names it knows them by.

Word in Chinese gives styles ids of its own when it saves a file (heading 1 becomes ``1``); only the names stay.
"""

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn

from pjkit.writers.docx.fields import own_template
from pjkit.writers.docx.ooxml import Element, mm

_EMU = 635  # English metric units, in which pictures are measured, in a twip
_REFERENCES = (qn("w:pStyle"), qn("w:tblStyle"))
_ID, _VALUE = qn("w:styleId"), qn("w:val")
_A4, _MARGIN = mm(210), mm(25.4)  # what holds where a section says nothing


def text_width(place: Element) -> int:
    """Twips between the margins of the section that an element of the body stands in."""
    body = place.getroottree().getroot().find(qn("w:body"))
    passed = False
    for element in body.iter():
        passed = passed or element is place
        if passed and element.tag == qn("w:sectPr"):
            return _between_margins(element)
    return _A4 - 2 * _MARGIN


def _between_margins(section: Element) -> int:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width = _A4 if size is None else int(size.get(qn("w:w"), _A4))
    if margins is None:
        return width - 2 * _MARGIN
    return width - sum(int(margins.get(qn(f"w:{side}"), 0)) for side in ("left", "right", "gutter"))


def fit(elements: Iterable[Element], width: int) -> None:
    """Make tables and pictures that are wider than ``width`` twips that wide."""
    for element in elements:
        for table in element.iter(qn("w:tbl")):
            _fit_table(table, width)
        for picture in element.iter(qn("wp:inline")):
            _fit_picture(picture, width * _EMU)


def _fit_table(table: Element, width: int) -> None:
    whole = int(table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}").get(qn("w:w")))
    if whole > width:
        for part in table.iter(qn("w:tblW"), qn("w:gridCol"), qn("w:tcW")):
            part.set(qn("w:w"), str(int(part.get(qn("w:w"))) * width // whole))


def _fit_picture(picture: Element, width: int) -> None:
    whole = int(picture.find(qn("wp:extent")).get("cx"))
    if whole > width:
        for part in picture.iter(qn("wp:extent"), qn("a:ext")):
            for side in ("cx", "cy"):
                part.set(side, str(int(part.get(side)) * width // whole))


class Styles:
    """The styles of a template that is being filled, reached by the ids of pjkit's own template."""

    def __init__(self, word: Word) -> None:
        self._styles = word.styles.element
        self._theirs = {_name(style): style.get(_ID) for style in self._styles.iter(qn("w:style"))}

    def apply(self, elements: list[Element]) -> None:
        """Make what was written with pjkit's ids refer to the template's styles."""
        for element in elements:
            for reference in element.iter(*_REFERENCES):
                reference.set(_VALUE, self._known(reference.get(_VALUE)))

    def _known(self, own_id: str) -> str:
        """The template's id of a style; the style is added where the template lacks it."""
        name = _name(_own_styles()[own_id])
        if name not in self._theirs:
            self._theirs[name] = self._added(own_id)
        return str(self._theirs[name])

    def _added(self, own_id: str) -> str:
        style = deepcopy(_own_styles()[own_id])
        taken = set(self._theirs.values())
        new = own_id if own_id not in taken else f"pjkit{own_id}"
        style.set(_ID, new)
        for based in style.iter(qn("w:basedOn")):
            based.set(_VALUE, self._known(based.get(_VALUE)))
        self._styles.append(style)
        return new


@cache
def _own_styles() -> dict[str, Element]:
    """The styles of pjkit's own template by their ids."""
    own = docx.Document(BytesIO(own_template()))
    return {str(style.get(_ID)): style for style in own.styles.element.iter(qn("w:style"))}


def _name(style: Element) -> str:
    """A style's name; Word takes no notice of its capitals."""
    return str(style.find(qn("w:name")).get(_VALUE)).lower()
