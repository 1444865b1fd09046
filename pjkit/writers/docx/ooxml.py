"""Elements of WordprocessingML in few words, and text as XML can carry it."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any  # lxml has no types
TWIPS = 20  # in a point
TWIPS_PER_MM = 1440 / 25.4
FIRST_ID = 9000  # of our own bookmarks and pictures: far above those that a template may have

_SHARED = (
    "A"  # width of signs that Latin and Chinese fonts both have: “”—…·①; here the Chinese ones are meant
)
_FIELD = "{{"  # in a template: nobody knows yet which signs will stand there
_NEGATIVE = re.compile(r"(?<![\w.\-])-(?=\d)")
_NEVER = {"Cc", "Cs", "Cn"}  # control characters, halves of surrogate pairs, no characters at all
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # turn the line's direction


def w(tag: str, *inside: Element | None, **attributes: object) -> Element:
    """The element ``w:tag`` with ``w:`` attributes; ``None`` among its children is nobody."""
    made = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    made.extend([child for child in inside if child is not None])
    return made


def text(words: str) -> Element:
    """``w:t``; its white space is meant."""
    made = OxmlElement("w:t", {qn("xml:space"): "preserve"})
    made.text = clean(words)
    return made


def instruction(words: str) -> Element:
    """A run that tells a field what to show."""
    made = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
    made.text = words
    return w("r", made)


def mark(kind: str) -> Element:
    """A run that begins, parts (instruction from what is shown) or ends a field."""
    return w("r", w("fldChar", fldCharType=kind))


def run(words: str, *, strong: bool = False, emphasis: bool = False) -> Element:
    """``w:r``; a line feed in ``words`` is a line break."""
    shared = any(unicodedata.east_asian_width(sign) == _SHARED for sign in words)
    looks = [w("rFonts", hint="eastAsia")] if shared or _FIELD in words else []
    looks += [w(tag) for tag, wanted in (("b", strong), ("i", emphasis)) if wanted]
    made = w("r", w("rPr", *looks) if looks else None)
    for number, line in enumerate(words.split("\n")):
        if number:
            made.append(w("br"))
        if line:
            made.append(text(line))
    return made


def paragraph(style: str, *inside: Element | None, **properties: Element | None) -> Element:
    """``w:p`` of a named style; ``properties`` are further children of ``w:pPr``, in the schema's order."""
    return w("p", w("pPr", w("pStyle", val=style), *properties.values()), *inside)


def keep_with_next(elements: Iterable[Element]) -> None:
    """Let every styled paragraph in ``elements`` stay on the page of what follows it."""
    for element in elements:
        for properties in element.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, w("keepNext"))  # after the style


def clean(words: str) -> str:
    """Text that XML can carry and that does not turn the line it stands in; a tab or line feed is a space.

    A hyphen before a figure is a minus, after which a line does not break.
    """
    spaced = words.replace("\t", " ").replace("\n", " ")
    return _NEGATIVE.sub("−", "".join(sign for sign in spaced if _writable(sign)))


def _writable(sign: str) -> bool:
    return unicodedata.category(sign) not in _NEVER and unicodedata.bidirectional(sign) not in _TURNING


def mm(millimetres: float) -> int:
    """Millimetres in twips."""
    return round(millimetres * TWIPS_PER_MM)


def pt(points: float) -> int:
    """Points in twips."""
    return round(points * TWIPS)
