"""Fills in a Word template: its text fields; a block field becomes an empty marked paragraph.

The caller replaces that paragraph, so that no chapter's text ever passes through docxtpl's rewriting of XML.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

from docx.document import Document as Word
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pjkit.writers.docx.fields import BLOCKS
from pjkit.writers.docx.ooxml import Element

_OWN = Path(__file__).with_name("template.docx")
_MARK = "pjkit_"


@cache
def own_template() -> bytes:
    """The template that pjkit brings along."""
    return _OWN.read_bytes()


def filled(content: bytes, texts: Mapping[str, str]) -> Word:
    """A template with its text fields filled in; block fields are empty paragraphs for :func:`places`."""
    template = DocxTemplate(BytesIO(content))
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


class _FieldsOnly(SandboxedEnvironment):
    """A template computes nothing and reaches nothing but its fields."""

    intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)

    def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> NoReturn:
        """Refuse to work anything out: ``2 ** 99999999`` would never end."""
        raise SecurityError(operator)


def environment() -> SandboxedEnvironment:
    """What reads and fills in templates."""
    made = _FieldsOnly(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    return made
