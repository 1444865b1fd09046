"""A document and its record → the bytes of report.docx: the same for the same input, without clock or names."""

from io import BytesIO

import docx
from docx.document import Document as Word

from pjkit.model.document import Document
from pjkit.model.scorecard import Scorecard
from pjkit.writers.docx.chapters import chapters, titles
from pjkit.writers.docx.contents import contents
from pjkit.writers.docx.fields import texts
from pjkit.writers.docx.filling import filled, own_template, places
from pjkit.writers.docx.fitting import fit, text_width
from pjkit.writers.docx.ooxml import Element, clean
from pjkit.writers.docx.package import packed, unpacked
from pjkit.writers.docx.scoretable import TITLE, score_table
from pjkit.writers.docx.styles_of_runs import Looks

_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
_NO_CLOCK = ("created", "modified", "lastPrinted")


def write(document: Document, record: Scorecard, template: bytes = b"") -> bytes:
    """The report in ``template``, or in pjkit's own."""
    word = filled(template or own_template(), texts(document, record))
    headings = titles(document, TITLE)
    make = {
        "contents": lambda: contents(headings),
        "chapters": lambda: chapters(document, word.part),
        "score_table": lambda: score_table(record, headings[-1]),
    }
    looks = Looks(word, docx.Document(BytesIO(own_template())))
    for name, place in places(word):
        elements = make[name]()
        looks.dress(elements)
        fit(elements, text_width(place))
        _replace(place, elements)
    _describe(word, document)
    return _bytes(word)


def _replace(place: Element, elements: list[Element]) -> None:
    for element in elements:
        place.addprevious(element)
    place.getparent().remove(place)


def _describe(word: Word, document: Document) -> None:
    """Title, author and language; whatever would differ from run to run goes."""
    properties = word.core_properties
    properties.title = clean(document.title)[:_LONGEST_PROPERTY]
    properties.author = clean(document.unit)[:_LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.last_modified_by = ""
    properties.revision = 1
    element = properties._element  # noqa: SLF001 - python-docx has no way to take a date out
    for child in list(element):
        if child.tag.rpartition("}")[2] in _NO_CLOCK:
            element.remove(child)


def _bytes(word: Word) -> bytes:
    out = BytesIO()
    word.save(out)
    return packed(unpacked(out.getvalue()))
