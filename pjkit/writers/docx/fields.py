"""The fields a Word template may use, what stands in them, and how they are filled in.

Text fields (``{{ name }}``) take a few words, also in headers and footers; block fields (``{{p chapters }}``)
stand alone in a paragraph, which gives way to headings, text, tables and pictures. A block field becomes an
empty marked paragraph first, so that no chapter's text ever passes through docxtpl's rewriting of XML.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

from docx.document import Document as Word
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pjkit.model.levels import report_name
from pjkit.model.scorecard import Scorecard
from pjkit.writers.docx.ooxml import Element, clean
from pjkit.writers.docx.package import harmless

_OWN = Path(__file__).with_name("template.docx")
_MARK = "pjkit_"

NONE = "—"
NO_DATE = "    年  月  日"  # to be written by hand
BLOCKS = ("contents", "chapters", "score_table")
NEEDED = ("chapters", "score_table")
"""Without these the report would not be one."""


def texts(record: Scorecard, date: str) -> dict[str, str]:
    """Every text field, by name."""
    total = record.total
    points = ("supported", "self_only", "missing", "low", "high")
    said = {name: printed(getattr(total, name)) for name in points}
    given = {
        "name": record.name,
        "year": str(record.year),
        "title": title(record),
        "report": report_name(record.rubric.subject),
        "unit": record.name,
        "date": date or NO_DATE,
        "total": printed(record.known_total),
        "edition": edition(record),
        "grade": record.total.grade_words,
        "self_total": printed(total.self_total),
        **said,
    }
    return {name: clean(words) for name, words in given.items()}


def title(record: Scorecard) -> str:
    """The report's title in one line."""
    return f"{record.year}年度{record.name}{report_name(record.rubric.subject)}{edition(record)}"


def edition(record: Scorecard) -> str:
    """What a title says of an edition that is not for inside."""
    return "（公开版）" if record.edition == "public" else ""


TEXTS = (
    "name",
    "year",
    "title",
    "report",
    "unit",
    "date",
    "total",
    "edition",
    "grade",
    "self_total",
    "supported",
    "self_only",
    "missing",
    "low",
    "high",
)
KNOWN = (*TEXTS, *BLOCKS)


def printed(score: Decimal | None) -> str:
    """A score with two decimals, or the dash of those there are not."""
    return NONE if score is None else f"{score:.2f}"


# Filling in


@cache
def own_template() -> bytes:
    """The template that pjkit brings along."""
    return _OWN.read_bytes()


def filled(content: bytes, texts: Mapping[str, str]) -> Word:
    """A template with its text fields filled in; block fields are empty paragraphs for :func:`places`."""
    template = DocxTemplate(BytesIO(harmless(content)))
    marks = {name: _marked(name) for name in BLOCKS}
    shielded = {name: _shielded(words) for name, words in texts.items()}
    template.render({**shielded, **marks}, environment(), autoescape=True)
    word: Word = template.docx
    return word


def _shielded(words: str) -> Markup:
    """``words`` as XML in which docxtpl finds no ``{_{``, which it would take for an escaped ``{{``."""
    return Markup(str(escape(words)).replace("_", "&#95;"))  # noqa: S704 - escaped just here


def _marked(name: str) -> Markup:
    return Markup('<w:p><w:bookmarkStart w:id="0" w:name="{}"/></w:p>').format(f"{_MARK}{name}")


def places(word: Word) -> Iterator[tuple[str, Element]]:
    """Every block field's name with the paragraph that stands for it, in the document's order."""
    for mark in list(word.element.body.iter(qn("w:bookmarkStart"))):
        name = mark.get(qn("w:name")) or ""
        if name.startswith(_MARK):
            yield name.removeprefix(_MARK), mark.getparent()


_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name),
    *(nodes.If, nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or),
)


class _FieldsOnly(SandboxedEnvironment):
    """A template computes nothing and reaches nothing but its fields: what is filled in grows with the template only.

    Fields, and ``{% if %}`` between them; no loops, calls or filters, no other file.
    """

    intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)

    def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> NoReturn:
        """Refuse to work anything out: ``2 ** 99999999`` would never end."""
        raise SecurityError(operator)

    def from_string(self, source: Any, *_args: Any, **_named: Any) -> Template:
        """The compiled template; a batch fills in the same few again and again."""
        return _compiled(source)


@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    for node in environment().parse(source).find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise SecurityError(type(node).__name__)
    return super(_FieldsOnly, environment()).from_string(source)


@cache
def environment() -> _FieldsOnly:
    """What reads and fills in templates."""
    made = _FieldsOnly(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    return made
