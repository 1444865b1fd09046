"""WordprocessingML in few words: written as text, parsed once. What people wrote comes in by :func:`text` only.

A report has some ten thousand elements. To make each one an object takes six times as long as to write it down.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, NewType
from xml.sax.saxutils import escape

from lxml import etree

Element = Any  # lxml has no types
Xml = NewType("Xml", str)  # well-formed: nothing in it is still to be escaped
TWIPS = 20  # in a point
TWIPS_PER_MM = 1440 / 25.4
FIRST_ID = 9000  # of our own bookmarks and pictures: far above those that a template may have

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PROPERTIES, _KEEP, _STYLE = f"{{{_W}}}pPr", f"{{{_W}}}keepNext", f"{{{_W}}}pStyle"
_SHARED = (
    "A"  # width of signs that Latin and Chinese fonts both have: “”—…·①; here the Chinese ones are meant
)
_FIELD = "{{"  # in a template: nobody knows yet which signs will stand there
_NEGATIVE = re.compile(r"(?<![\w.\-])-(?=\d)")
_NEVER = {"Cc", "Cs", "Cn"}  # control characters, halves of surrogate pairs, no characters at all
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # turn the line's direction


def w(tag: str, *inside: Xml | None, **attributes: object) -> Xml:
    """The element ``w:tag`` with ``w:`` attributes; ``None`` among its children is nobody."""
    begin = f"<w:{tag}" + "".join(f' w:{name}="{_quoted(value)}"' for name, value in attributes.items())
    content = "".join(filter(None, inside))
    return Xml(f"{begin}>{content}</w:{tag}>" if content else f"{begin}/>")


def _quoted(value: object) -> str:
    return escape(str(value), {'"': "&quot;"})


def parsed(elements: Iterable[Xml]) -> list[Element]:
    """Elements as objects, to be put into a document."""
    return list(etree.fromstring(f'<w:body xmlns:w="{_W}">{"".join(elements)}</w:body>'))


def text(words: str) -> Xml:
    """``w:t``; its white space is meant."""
    return Xml(f'<w:t xml:space="preserve">{escape(clean(words))}</w:t>')


def instruction(words: str) -> Xml:
    """A run that tells a field what to show."""
    return w("r", Xml(f'<w:instrText xml:space="preserve">{escape(words)}</w:instrText>'))


def mark(kind: str) -> Xml:
    """A run that begins, parts (instruction from what is shown) or ends a field."""
    return w("r", w("fldChar", fldCharType=kind))


def run(words: str, *, strong: bool = False, emphasis: bool = False) -> Xml:
    """``w:r``; a line feed in ``words`` is a line break."""
    looks = [w("rFonts", hint="eastAsia")] if _FIELD in words or _has_shared(words) else []
    looks += [w(tag) for tag, wanted in (("b", strong), ("i", emphasis)) if wanted]
    lines = (text(line) if line else Xml("") for line in words.split("\n"))
    return w("r", w("rPr", *looks) if looks else None, Xml("<w:br/>".join(lines)))


def _has_shared(words: str) -> bool:
    return any(map(_is_shared, words))


@cache
def _is_shared(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) == _SHARED


def paragraph(style: str, *inside: Xml | None, **properties: Xml | None) -> Xml:
    """``w:p`` of a named style; ``properties`` are further children of ``w:pPr``, in the schema's order."""
    return w("p", w("pPr", w("pStyle", val=style), *properties.values()), *inside)


def keep_with_next(elements: Iterable[Element]) -> None:
    """Let every styled paragraph in ``elements`` stay on the page of what follows it."""
    for element in elements:
        for properties in element.iter(_PROPERTIES):
            if properties.find(_KEEP) is None:
                properties.find(_STYLE).addnext(properties.makeelement(_KEEP))


def clean(words: str) -> str:
    """Text that XML can carry and that does not turn the line it stands in; a tab or line feed is a space.

    A hyphen before a figure is a minus, after which a line does not break.
    """
    return _NEGATIVE.sub("−", words.translate(_CLEANED))


class _Cleaned(dict[int, str | None]):
    """A character's code → what stands for it; worked out when it first comes up."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        never = unicodedata.category(sign) in _NEVER or unicodedata.bidirectional(sign) in _TURNING
        return self.setdefault(code, None if never else sign)


_CLEANED = _Cleaned({ord("\t"): " ", ord("\n"): " "})


def mm(millimetres: float) -> int:
    """Millimetres in twips."""
    return round(millimetres * TWIPS_PER_MM)


def pt(points: float) -> int:
    """Points in twips."""
    return round(points * TWIPS)
