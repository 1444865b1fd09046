"""A Word template is read and checked before any report is made: all that is wrong with it is told at once.

It comes from outside, so a process of its own looks into it, with bounds on time and memory: as a program this
module reads a template from stdin and writes what is wrong with it to stdout, as JSON.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from pjkit.model.problem import InputError, Problem, Problems, nearest, shown
from pjkit.writers.docx.adapting import Styles, text_width
from pjkit.writers.docx.fields import BLOCKS, KNOWN, NEEDED, TEXTS, environment, filled, places
from pjkit.writers.docx.ooxml import Element
from pjkit.writers.docx.package import (
    CONTENT_TYPES,
    LARGEST,
    LARGEST_UNPACKED,
    foreign_fields,
    harmless,
    unpacked,
    unpacked_size,
)

_NO_XML = SyntaxError  # what lxml's errors are
_UNREADABLE = (BadZipFile, KeyError, ValueError, OSError, PackageNotFoundError, _NO_XML)
_EDGES = {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}
# docxtpl takes a letter right after the braces as what gives way to the field: a paragraph, a run, a row, a cell.
_FIELD = re.compile(r"\{\{-?(?:(p|r|tr|tc)\s)?\s*(\w+)\s*-?\}\}")
_BLOCK_PREFIX = "p"


_SECONDS, _PATIENCE = 20, 60  # of the processor; by the clock, on a busy machine
_BYTES = 1_000_000_000
_MOST_FIELDS = 500
_MEGABYTE = 1_000_000


def check_template(content: bytes, name: str) -> None:
    """Raise :class:`InputError` with all that keeps a template, called ``name``, from being used."""
    try:
        too_large = max(len(content) / LARGEST, unpacked_size(content) / LARGEST_UNPACKED) > 1
    except _UNREADABLE:
        raise _no_word_file(name) from None
    if too_large:
        most = f"不超过 {LARGEST // _MEGABYTE} MB，解开后不超过 {LARGEST_UNPACKED // _MEGABYTE} MB"
        raise InputError([Problem(name, "", "模板太大", most, "删去或压缩模板中的图片")])
    if told := _looked_into(content):
        raise InputError(Problem(name, *words) for words in told)


def _looked_into(content: bytes) -> list[list[str]]:
    """What another process says of it."""
    command = [sys.executable, "-P", "-m", "pjkit.writers.docx.template"]
    try:
        said = subprocess.check_output(  # noqa: S603 - our own module
            command, input=content, timeout=_PATIENCE, stderr=subprocess.DEVNULL
        )
        told: list[list[str]] = json.loads(said)
    except (subprocess.SubprocessError, ValueError):
        return [_ENDLESS]
    return told


_ENDLESS = [
    "",
    "处理这个模板要的时间或内存太多",
    "一般的 Word 模板",
    "删去模板中多余的内容，或从 pjkit 自带的模板改起",
]


def _told(content: bytes) -> list[list[str]]:
    """All that is wrong, each as place, what was found, what was expected, what to do."""
    try:
        _check(content, "")
    except InputError as error:
        return [[one.place, one.found, one.expected, one.advice] for one in error.problems]
    except MemoryError:
        return [_ENDLESS]
    except Exception as error:  # noqa: BLE001 - whatever libraries raise at a file that is none
        found = f"不能处理这个 Word 文件（{type(error).__name__}）"
        return [["", found, "一个 .docx 文件", "用 Word 打开后另存为 .docx"]]
    return []


def _set_bounds() -> None:
    with suppress(ImportError):  # Windows knows none
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _check(content: bytes, name: str) -> None:
    if b"macroEnabled" in unpacked(content).get(CONTENT_TYPES, b""):
        found = "这是带宏的 Word 文件（.docm）"
        raise InputError(
            [Problem(name, "", found, "不带宏的 .docx 文件", "用 Word 另存为“Word 文档（*.docx）”")]
        )
    content = harmless(content)
    template = _opened(content, name)
    if not all(map(_is_closed, _lines(content))):
        raise _misspelt(content, name)
    try:
        used = template.get_undeclared_template_variables(environment())
    except TemplateError:
        raise _misspelt(content, name) from None
    problems, uses = Problems(name), list(_uses(content))
    for field in sorted(used - set(KNOWN)):
        expected = f"已知的域：{nearest(field, KNOWN, len(KNOWN))}"
        problems.add("", f"不认识的域{shown(field)}", expected, "改正或删去这个域")
    _check_blocks(uses, problems)
    _check_texts(uses, problems)
    for code in foreign_fields(content):
        found = f"有 Word 域{shown(code)}，它会从别处取内容或启动程序"
        problems.add(
            "", found, "页码、目录一类的 Word 域", "在 Word 中删去这个域，或把它转成文字（Ctrl+Shift+F9）"
        )
    if len(uses) > _MOST_FIELDS:
        problems.add("", f"有 {len(uses)} 个域", f"不超过 {_MOST_FIELDS} 个", "删去多余的域")
    problems.raise_if_any()
    _rehearse(content, name)


def _rehearse(content: bytes, name: str) -> None:
    """Fill the template in once: what only then goes wrong is told before the batch starts."""
    try:
        word = filled(content, dict.fromkeys(TEXTS, "示例"))
        Styles(word)
        for _, place in places(word):
            text_width(place)
        word.save(BytesIO())
    except TemplateError:
        raise _misspelt(content, name) from None
    except _UNREADABLE:
        raise _no_word_file(name) from None


@dataclass(frozen=True)
class _Use:
    """A field where it stands. ``prefix``: the letter after its braces; ``alone``: nothing else in the paragraph."""

    name: str
    prefix: str
    alone: bool
    in_body: bool


def _uses(content: bytes) -> Iterator[_Use]:
    word = docx.Document(BytesIO(content))
    for root in _roots(word):
        for words in _paragraphs(root):
            for found in _FIELD.finditer(words):
                alone = words.strip() == found[0]
                yield _Use(found[2], found[1] or "", alone, root is word.element.body)


def _check_blocks(uses: Iterable[_Use], problems: Problems) -> None:
    """Every block field once at most, in the body, alone in its paragraph: all else there would be lost."""
    for field in BLOCKS:
        mine, place = [use for use in uses if use.name == field], f"{{{{p {field} }}}}"
        if not mine and field in NEEDED:
            expected = "报告正文 chapters 和评分表 score_table 都要有"
            problems.add("", f"缺少域{shown(field)}", expected, f"在模板中单独一段写上 {place}")
        elif len(mine) > 1:
            problems.add("", f"域{shown(field)}用了 {len(mine)} 次", "只用一次", "只留下一处")
        elif any(not (use.prefix == _BLOCK_PREFIX and use.alone and use.in_body) for use in mine):
            found = f"域{shown(field)}没有在正文中单独成段"
            problems.add("", found, f"单独一段，写成 {place}", "让这一段只有这个域，大括号后写 p")


def _check_texts(uses: Iterable[_Use], problems: Problems) -> None:
    """Text takes no letter after the braces: it would stand where Word wants a paragraph or a run."""
    for use in uses:
        if use.name in TEXTS and use.prefix:
            found = f"域{shown(use.name)}前有“{use.prefix}”"
            problems.add("", found, f"{{{{ {use.name} }}}}", "它是文字，去掉大括号后的字母")


def _lines(content: bytes) -> Iterator[str]:
    """The text of every paragraph, also in headers and footers."""
    for root in _roots(docx.Document(BytesIO(content))):
        yield from _paragraphs(root)


def _roots(word: Word) -> list[Element]:
    edges = [link.target_part for link in word.part.rels.values() if link.reltype in _EDGES]
    return [word.element.body, *(part.element for part in edges if isinstance(part, XmlPart))]


def _paragraphs(root: Element) -> Iterator[str]:
    for paragraph in root.iter(qn("w:p")):
        yield "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _opened(content: bytes, name: str) -> DocxTemplate:
    try:
        template = DocxTemplate(BytesIO(content))
        template.init_docx()
    except _UNREADABLE:
        raise _no_word_file(name) from None
    return template


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
        environment().from_string(words.replace("{{p ", "{{ ")).render(dict.fromkeys(KNOWN, ""))
    except TemplateError:
        return False
    return True


if __name__ == "__main__":
    _set_bounds()
    os.write(1, json.dumps(_told(sys.stdin.buffer.read())).encode())
