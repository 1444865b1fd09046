"""The Word report of an executed notebook: written, and looked at before anybody gets it."""

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from pjkit.model.document import Document
from pjkit.model.problem import InputError, Problem
from pjkit.model.scorecard import Scorecard
from pjkit.writers.docx.product import problems_of
from pjkit.writers.docx.writing import write


def word_report(
    content: Any, record: Scorecard, template: bytes, wrote: Collection[str] = ()
) -> tuple[bytes, list[str]]:
    """The file, and what is wrong with it. ``content`` is what the notebook's ``pj.document`` gave.

    ``wrote``: the department's own words that look like failures of ours. Raises :class:`InputError` where that is nothing, or no document.
    """
    try:
        document = Document.model_validate(content)
    except ValidationError:
        found = "没有给出可用的 Word 报告内容"
        expected = "最后有一个单元 pj.document(card, dossier, to=to)"
        raise InputError([Problem("笔记本", "", found, expected, "补上这一单元，或去掉 docx")]) from None
    written = write(document, record, template)
    return written, problems_of(written, record, wrote)
