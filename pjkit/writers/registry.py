"""The formats a report can have. A new one is a folder with ``write`` and ``verify``, and a line here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pjkit.model.params import FORMATS
from pjkit.writers.docx.product import word_problems
from pjkit.writers.docx.writing import write_document as write_word_document
from pjkit.writers.docx.writing import write_word
from pjkit.writers.html.export import write_document as write_page_document
from pjkit.writers.html.export import write_page
from pjkit.writers.html.product import page_problems
from pjkit.writers.report import Document, Report
from pjkit.writers.xlsx.checking import problems_of
from pjkit.writers.xlsx.report import make_scoresheet


@dataclass(frozen=True)
class Writer:
    """One format: its file's name, what makes the file, and what says, in Chinese, what is wrong with one."""

    file: str
    write: Callable[[Report], bytes]
    verify: Callable[[bytes, Report], list[str]]


WRITERS: dict[str, Writer] = {
    "html": Writer(FORMATS["html"], write_page, page_problems),
    "docx": Writer(FORMATS["docx"], write_word, word_problems),
    "xlsx": Writer(
        FORMATS["xlsx"],
        lambda report: make_scoresheet(report.record),
        lambda content, report: problems_of(content, report.record),
    ),
}


DOCUMENTS: dict[str, Callable[[Document], bytes]] = {
    ".html": write_page_document,
    ".docx": write_word_document,
}
"""A file's suffix → what writes a document that is no department's report."""


def writers(formats: Iterable[str]) -> list[Writer]:
    """The writers of these formats. Raises ``ValueError`` that lists the known ones for any other."""
    asked = list(formats)
    unknown = [name for name in asked if name not in WRITERS]
    if unknown:
        raise ValueError(f"没有格式 {'、'.join(unknown)}；有：{'、'.join(WRITERS)}")
    return [WRITERS[name] for name in asked]
