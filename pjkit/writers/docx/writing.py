"""A report → the bytes of report.docx: the same for the same input, without clock or names."""

from io import BytesIO

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pjkit.model.problem import InputError, Problem
from pjkit.model.report_block import Masthead, ScoreTable
from pjkit.writers.docx.adapting import Styles, fit, text_width
from pjkit.writers.docx.chapters import chapters, contents, titles
from pjkit.writers.docx.content import content, document_content
from pjkit.writers.docx.fields import TEXTS, filled, own_template, places, texts, title
from pjkit.writers.docx.ooxml import Element, clean, parsed
from pjkit.writers.docx.package import packed, unpacked
from pjkit.writers.docx.tables import score_table, scores_title
from pjkit.writers.report import Document, Report

_UPDATE = "w:updateFields"
_AFTER_UPDATE = (  # what the schema wants behind it among a document's settings
    "w:hdrShapeDefaults",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "w:docVars",
    "w:rsids",
    "m:mathPr",
    "w:attachedSchema",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:doNotIncludeSubdocsInStats",
    "w:doNotAutoCompressPictures",
    "w:forceUpgrade",
    "w:captions",
    "w:readModeInkLockDown",
    "w:smartTagType",
    "sl:schemaLibrary",
    "w:shapeDefaults",
    "w:doNotEmbedSmartTags",
    "w:decimalSymbol",
    "w:listSeparator",
)
_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
_DATES = ("created", "modified", "lastPrinted")


def write_word(report: Report) -> bytes:
    """The report in its template, or in pjkit's own. Raises :class:`InputError` for a notebook without score table."""
    date = next((one.date for one in report.blocks if isinstance(one, Masthead)), "")
    word = filled(report.template or own_template(), texts(report.record, date))
    pieces, table = content(report), _score_table(report)
    headings = titles(pieces, scores_title(table))
    make = {
        "contents": lambda: contents(headings),
        "chapters": lambda: chapters(pieces, headings, word.part),
        "score_table": lambda: parsed([headings[-1].write("AttachmentTitle"), *score_table(table)]),
    }
    styles = Styles(word)
    widths = [(name, place, text_width(place)) for name, place in places(word)]  # while the document is short
    for name, place, width in widths:
        elements = make[name]()
        styles.apply(elements)
        fit(elements, width)
        _replace(place, elements)
        if name == "contents":
            _ask_for_page_numbers(word)
    _describe(word, title(report.record), report.record.name)
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


def _ask_for_page_numbers(word: Word) -> None:
    """Let Word bring its fields up to date when it opens the file: only it knows the pages of the contents."""
    settings = word.settings.element
    if settings.find(qn(_UPDATE)) is None:
        settings.insert_element_before(OxmlElement(_UPDATE, {qn("w:val"): "true"}), *_AFTER_UPDATE)


def _describe(word: Word, title: str, author: str) -> None:
    """Title, author and language; whatever would differ from run to run goes."""
    properties = word.core_properties
    properties.title = clean(title)[:_LONGEST_PROPERTY]
    properties.author = clean(author)[:_LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.last_modified_by = ""
    properties.revision = 1
    element = properties._element  # noqa: SLF001 - python-docx has no way to take a date out
    for child in list(element):
        if child.tag.rpartition("}")[2] in _DATES:
            element.remove(child)


def _bytes(word: Word) -> bytes:
    out = BytesIO()
    word.save(out)
    return packed(unpacked(out.getvalue()))


# A document that is no report: title, contents and chapters in pjkit's own template, without what is said of scores


_OF_SCORES = {"评价结果", "Signature", "Date"}  # styles of the template's paragraphs about them


def write_document(document: Document) -> bytes:
    """A document that no notebook made, in pjkit's own template."""
    word = filled(own_template(), dict.fromkeys(TEXTS, ""))
    _keep_one_title(word, f"{document.title}（{document.year}年度）")
    pieces = document_content(document.blocks)
    headings = titles(pieces)
    made = {"contents": lambda: contents(headings), "chapters": lambda: chapters(pieces, headings, word.part)}
    for name, place in list(places(word)):
        _replace(place, made[name]() if name in made else [])
    _end_upright(word)
    _ask_for_page_numbers(word)
    _describe(word, document.title, "")
    return _bytes(word)


def _keep_one_title(word: Word, words: str) -> None:
    """The title alone before the contents."""
    first, *others = [one for one in word.paragraphs if one.style and one.style.name == "Title"]
    first.text = clean(words)
    of_scores = [one for one in word.paragraphs if one.style and one.style.name in _OF_SCORES]
    for paragraph in (*others, *of_scores):
        if paragraph._p.find(f".//{qn('w:sectPr')}") is None:  # noqa: SLF001 - no public way to a section's end
            paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - python-docx cannot remove one
        else:
            paragraph.text = ""


def _end_upright(word: Word) -> None:
    """Without the score table its landscape section goes: the pages before it are the last."""
    body = word.element.body
    end = body.find(qn("w:sectPr"))
    sections = [one for one in body.iter(qn("w:sectPr")) if one is not end]
    paragraph = sections[-1].getparent().getparent()
    body.replace(end, sections[-1])
    body.remove(paragraph)
