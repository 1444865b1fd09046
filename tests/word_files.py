"""What the tests of the Word report share: reports made without a notebook, read back as text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from executed import executed
from helpers import rubric, sample

from pjkit.evaluation import evaluate
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Scorecard
from pjkit.scoring.rubric import Rubric
from pjkit.writers.docx.content import Piece, content
from pjkit.writers.docx.product import word_problems
from pjkit.writers.docx.writing import write_word
from pjkit.writers.report import Report

SAMPLES = ("xinning-pension", "demo-library", "demo-urban", "demo-archives")


@dataclass(frozen=True)
class Made:
    """A Word report with what it was made from."""

    content: bytes
    report: Report

    @property
    def record(self) -> Scorecard:
        """Its record."""
        return self.report.record

    @property
    def pieces(self) -> list[Piece]:
        """What stands between title page and score table."""
        return content(self.report)


def made(given: Dossier, template: bytes = b"", under: Rubric | None = None) -> Made:
    """The Word report of a department."""
    return written(executed(evaluate(under or rubric(), given), given, template=template))


def written(report: Report) -> Made:
    """The Word report of a notebook."""
    return Made(write_word(report), report)


@cache
def sampled(name: str) -> Made:
    """The Word report of a sample department."""
    return made(sample(name))


def with_long_reason() -> Made:
    """demo-library's report where one reason tells of 300 clauses, and the name has 60 characters."""
    given = sample("demo-library")
    card = evaluate(rubric(), given)
    first, *others = card.marks
    reason = "；".join(f"条款 {number}：符合，得 0.01 分" for number in range(1, 301))
    changed = (first.model_copy(update={"reason": reason}), *others)
    return written(executed(card.model_copy(update={"marks": changed, "name": "长" * 60}), given))


def problems(given: Made, **changed: object) -> list[str]:
    """What the check says of a Word report beside a record that was changed."""
    record = given.record.model_copy(update=changed)
    return word_problems(given.content, replace(given.report, record=record))


def body(content: bytes) -> Any:
    """The body's element."""
    return docx.Document(BytesIO(content)).element.body


def words(element: Any) -> str:
    """The text of an element, line breaks as line feeds."""
    parts = element.iter(qn("w:t"), qn("w:br"))
    return "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in parts)


def lines(content: bytes, style: str = "") -> list[str]:
    """The text of every paragraph, or of those of one style (its id)."""
    return [words(one) for one in body(content).iter(qn("w:p")) if not style or style_of(one) == style]


def style_of(paragraph: Any) -> str:
    """The id of a paragraph's style."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def tables(content: bytes) -> Iterator[list[list[str]]]:
    """Every table as the text of its cells."""
    for table in body(content).iter(qn("w:tbl")):
        yield [[words(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


HEAD = (
    *("一级指标", "二级指标", "分值", "三级指标", "分值", "评价标准", "备注"),
    *("自评分", "核算分", "复核分", "得分", "扣分原因（得分依据）"),
)


def score_rows(content: bytes) -> list[list[str]]:
    """The rows of the scoring table, the total last."""
    (found,) = [rows for rows in tables(content) if rows[0] == list(HEAD)]
    return found[1:]
