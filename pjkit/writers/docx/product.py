"""Looks at a finished Word report before it is published: whose it is, every score, nothing left over."""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from pjkit.model.report_block import ScoreTable
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.writers.docx.fields import printed
from pjkit.writers.docx.ooxml import Element, clean
from pjkit.writers.docx.tables import COUNTED, SCORE, score_heads, whose
from pjkit.writers.failure_markers import ALONE, BEFORE_UNIT, UNSHOWN
from pjkit.writers.report import Report

_BREAK = qn("w:br")
_NOT_A_NUMBER = re.compile(rf"^\s*{ALONE}\s*$|{BEFORE_UNIT}", re.MULTILINE)


def word_problems(content: bytes, report: Report) -> list[str]:
    """What is wrong with a Word report, in Chinese; nothing for one that agrees with its record."""
    record, wrote = report.record, report.wrote
    body = _body(content)
    lines = [_text(paragraph) for paragraph in body.iter(qn("w:p"))]
    return [*_identity(lines, record), *_scores(body, report), *_leftovers(lines, wrote)]


def _body(content: bytes) -> Element:
    """The main document's body, without the styles and pictures around it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        links = etree.fromstring(archive.read("_rels/.rels"))
        main = next(
            link.get("Target") for link in links if link.get("Type") == RELATIONSHIP_TYPE.OFFICE_DOCUMENT
        )
        root = etree.fromstring(archive.read(posixpath.normpath(main).lstrip("/")))
    return root.find(qn("w:body"))


def _identity(lines: list[str], record: Scorecard) -> Iterator[str]:
    """The title is the template's: it may put the year behind the name. The line above the scoring table is ours."""
    if clean(whose(record.name, record.year)) not in lines:
        yield f"Word 报告的评分表上没有“{clean(whose(record.name, record.year))}”"


@dataclass(frozen=True)
class _Columns:
    """Where what is compared stands in the scoring table. ``total``: from the end, for its row has fewer cells."""

    heads: list[str]
    name: int
    score: int
    total: int


def _columns(table: ScoreTable) -> _Columns:
    heads = score_heads(table)
    total = COUNTED if table.weighted else SCORE
    # the levels' names are the rubric's: one of them may be called like a column of ours
    name = len(table.levels) if len(table.levels) > 1 else 0
    return _Columns(heads, name, len(heads) - 1 - heads[::-1].index(SCORE), heads[::-1].index(total) + 1)


def _scores(body: Element, report: Report) -> Iterator[str]:
    record = report.record
    columns = _columns(next(block for block in report.blocks if isinstance(block, ScoreTable)))
    rows = _score_rows(body, columns.heads)
    if len(rows) != len(record.marks) + 1:
        yield f"Word 报告的评分表应有 {len(record.marks)} 行和合计，实有 {len(rows)} 行"
        return
    for indicator, row in zip(record.marks, rows, strict=False):
        yield from _row(indicator, row, columns)
    total, expected = rows[-1][-columns.total], printed(record.known_total)
    if total != expected:
        yield f"Word 报告的评分表合计是“{total}”，应为 {expected}"


def _row(indicator: Mark, row: list[str], columns: _Columns) -> Iterator[str]:
    name, score = row[columns.name], row[columns.score]
    if name != clean(indicator.name):
        yield f"Word 报告的评分表中，{indicator.name}的位置是“{name}”"
    if score != printed(indicator.score):
        yield f"Word 报告中{indicator.name}的得分是“{score}”，记录为 {printed(indicator.score)}"
    if not row[-1].startswith(clean(indicator.reason)):
        yield f"Word 报告中{indicator.name}的依据与记录不同"


def _score_rows(body: Element, heads: list[str]) -> list[list[str]]:
    """The rows below the head of the scoring table; none where there is no such table."""
    for table in body.iter(qn("w:tbl")):
        rows = [[_text(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]
        if rows[0] == list(map(clean, heads)):
            return rows[1:]
    return []


def _leftovers(lines: list[str], wrote: Collection[str]) -> Iterator[str]:
    text = "\n".join(lines)
    if UNSHOWN in text and UNSHOWN not in wrote:
        yield "Word 报告中有无法显示的字符"
    found = {whole or before_unit for whole, before_unit in _NOT_A_NUMBER.findall(text)}
    yield from (f"Word 报告中有“{word}”" for word in sorted(found.difference(wrote)))


def _text(element: Element) -> str:
    """As :func:`clean` gives it: a line break is a space."""
    return "".join(" " if node.tag == _BREAK else node.text or "" for node in element.iter(qn("w:t"), _BREAK))
