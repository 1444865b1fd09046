"""A report → the bytes of report.docx: the same for the same input, without clock or names."""

from io import BytesIO

import docx
from docx.document import Document as Word

from pjkit.model.problem import InputError, Problem
from pjkit.model.report_block import Masthead, ScoreTable
from pjkit.model.scorecard import Scorecard
from pjkit.writers.docx.chapters import chapters, titles
from pjkit.writers.docx.content import content
from pjkit.writers.docx.contents import contents
from pjkit.writers.docx.fields import texts, title
from pjkit.writers.docx.filling import filled, own_template, places
from pjkit.writers.docx.fitting import fit, text_width
from pjkit.writers.docx.ooxml import Element, clean
from pjkit.writers.docx.package import packed, unpacked
from pjkit.writers.docx.scoretable import TITLE, score_table
from pjkit.writers.docx.styles_of_runs import Looks
from pjkit.writers.report import Report

_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
_NO_CLOCK = ("created", "modified", "lastPrinted")


def write_word(report: Report) -> bytes:
    """The report in its template, or in pjkit's own. Raises :class:`InputError` for a notebook without score table."""
    date = next((one.date for one in report.blocks if isinstance(one, Masthead)), "")
    word = filled(report.template or own_template(), texts(report.record, date))
    pieces, table = content(report), _score_table(report)
    headings = titles(pieces, TITLE)
    make = {
        "contents": lambda: contents(headings),
        "chapters": lambda: chapters(pieces, word.part),
        "score_table": lambda: score_table(table, headings[-1]),
    }
    looks = Looks(word, docx.Document(BytesIO(own_template())))
    for name, place in places(word):
        elements = make[name]()
        looks.dress(elements)
        fit(elements, text_width(place))
        _replace(place, elements)
    _describe(word, report.record)
    return _bytes(word)


def _score_table(report: Report) -> ScoreTable:
    for block in report.blocks:
        if isinstance(block, ScoreTable):
            return block
    expected = "有一个单元 pj.score_table(card)"
    raise InputError([Problem("笔记本", "", "没有评分表，不能写成 Word 报告", expected, "补上这一单元")])


def _replace(place: Element, elements: list[Element]) -> None:
    for element in elements:
        place.addprevious(element)
    place.getparent().remove(place)


def _describe(word: Word, record: Scorecard) -> None:
    """Title, author and language; whatever would differ from run to run goes."""
    properties = word.core_properties
    properties.title = clean(title(record))[:_LONGEST_PROPERTY]
    properties.author = clean(record.name)[:_LONGEST_PROPERTY]
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
