"""Tables and pictures no wider than the text of the page they stand on: another template may have another page."""

from collections.abc import Iterable

from docx.oxml.ns import qn

from pjkit.writers.docx.ooxml import Element, mm

_EMU = 635  # English metric units, in which pictures are measured, in a twip
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
