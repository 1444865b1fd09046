"""A Word template: read and checked before any report is made, and its text fields filled in.

Only here is docxtpl spoken to. It fills text fields; a block field leaves an empty marked paragraph, which
the caller replaces, so that no department's text ever passes through docxtpl's rewriting of XML.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from pjkit.publishing.word.fields import BLOCKS, KNOWN, NEEDED, TEXTS
from pjkit.publishing.word.ooxml import Element
from pjkit.scoring.problems import InputError, Problem, Problems, nearest, shown

_OWN = Path(__file__).with_name("template.docx")
_MARK = "pjkit_"
_NO_XML = SyntaxError  # what lxml's errors are
_UNREADABLE = (BadZipFile, KeyError, ValueError, OSError, PackageNotFoundError, _NO_XML)
_INLINE_BLOCK = re.compile(rf"\{{\{{\s*({'|'.join(BLOCKS)})\s*\}}\}}")


@cache
def own_template() -> bytes:
    """The template that pjkit brings along."""
    return _OWN.read_bytes()


def check_template(content: bytes, name: str) -> None:
    """Raise :class:`InputError` with all that keeps a template, called ``name``, from being used."""
    template = _opened(content, name)
    problems = Problems(name)
    if not all(map(_is_closed, _lines(content))):
        raise _misspelt(content, name)
    try:
        used = template.get_undeclared_template_variables(_environment())
    except TemplateError:
        raise _misspelt(content, name) from None
    for field in sorted(used - set(KNOWN)):
        expected = f"已知的域：{nearest(field, KNOWN, len(KNOWN))}"
        problems.add("", f"不认识的域{shown(field)}", expected, "改正或删去这个域")
    for field in (field for field in NEEDED if field not in used):
        advice = f"在模板中单独一段写上 {{{{p {field} }}}}"
        problems.add("", f"缺少域{shown(field)}", "报告正文 chapters 和评分表 score_table 都要有", advice)
    for field in _inline_blocks(content):
        place = f"{{{{p {field} }}}}"
        problems.add("", f"域{shown(field)}写成了文字域", f"单独一段，写成 {place}", "在大括号后加上 p")
    problems.raise_if_any()
    _rehearse(content, name)


def _rehearse(content: bytes, name: str) -> None:
    """Fill the template in once: what only then goes wrong is told before the batch starts."""
    try:
        filled(content, dict.fromkeys(TEXTS, "示例"))
    except TemplateError:
        raise _misspelt(content, name) from None
    except _UNREADABLE:
        raise _no_word_file(name) from None


def _inline_blocks(content: bytes) -> Iterator[str]:
    """Block fields that stand inside a line of text."""
    for words in _lines(content):
        yield from _INLINE_BLOCK.findall(words)


def _lines(content: bytes) -> Iterator[str]:
    """The text of every paragraph."""
    for paragraph in docx.Document(BytesIO(content)).element.body.iter(qn("w:p")):
        yield "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def filled(content: bytes, texts: Mapping[str, str]) -> Word:
    """A template with its text fields filled in; block fields are empty paragraphs for :func:`places`."""
    template = DocxTemplate(BytesIO(content))
    marks = {name: _marked(name) for name in BLOCKS}
    template.render({**texts, **marks}, _environment(), autoescape=True)
    word: Word = template.docx
    return word


def _marked(name: str) -> Markup:
    return Markup('<w:p><w:bookmarkStart w:id="0" w:name="{}"/></w:p>').format(f"{_MARK}{name}")


def places(word: Word) -> Iterator[tuple[str, Element]]:
    """Every block field's name with the paragraph that stands for it, in the document's order."""
    for mark in list(word.element.body.iter(qn("w:bookmarkStart"))):
        name = mark.get(qn("w:name")) or ""
        if name.startswith(_MARK):
            yield name.removeprefix(_MARK), mark.getparent()


def _opened(content: bytes, name: str) -> DocxTemplate:
    try:
        template = DocxTemplate(BytesIO(content))
        template.init_docx()
    except _UNREADABLE:
        raise _no_word_file(name) from None
    return template


def _environment() -> SandboxedEnvironment:
    """Fields only: a template computes nothing and reaches nothing else."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _no_word_file(name: str) -> InputError:
    return InputError([Problem(name, "", "不是可读的 Word 文件", "一个 .docx 文件", "用 Word 另存为 .docx")])


def _misspelt(content: bytes, name: str) -> InputError:
    """What to mend where braces are not closed or hold more than a field: the lines that alone go wrong."""
    wrong = [shown(words) for words in _lines(content) if not _renders(words)]
    found = f"域的写法有误：{'、'.join(wrong)}" if wrong else "模板中有写法有误的域"
    return InputError([Problem(name, "", found, "形如 {{ name }} 或 {{p chapters }}", "改正大括号里的写法")])


def _is_closed(words: str) -> bool:
    """Whether every field of a paragraph ends in it; docxtpl would look for the end in the next one."""
    return all(words.count(begin) == words.count(end) for begin, end in (("{{", "}}"), ("{%", "%}")))


def _renders(words: str) -> bool:
    if not _is_closed(words):
        return False
    try:
        _environment().from_string(words.replace("{{p ", "{{ ")).render(dict.fromkeys(KNOWN, ""))
    except TemplateError:
        return False
    return True
