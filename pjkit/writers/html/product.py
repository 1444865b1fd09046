"""Looks at a finished page before it is published, whether it is whole and what its record says.

The field's worst documented failure is a batch that silently publishes wrong pages; so nothing here trusts
that the run went well: the page is read as a browser reads it.
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.writers.failure_markers import ALONE, BEFORE_UNIT, TRACEBACK, UNSHOWN
from pjkit.writers.report import Report

Element = Any  # lxml has no types

_BROKEN = {
    TRACEBACK: "页面中有程序出错信息",
    UNSHOWN: "页面中有无法显示的字符",
}
_WHOLE = re.compile(rf"\s*{ALONE}\s*(?:%|分|万元)?\s*")
_BEFORE_UNIT = re.compile(BEFORE_UNIT)
# Every text between tags that a reader sees.
_TEXTS = etree.XPath("//text()[not(parent::style or parent::script)]", smart_strings=False)


def page_problems(content: bytes, report: Report) -> list[str]:
    """What is wrong with a page, in Chinese; nothing for a page that agrees with its record."""
    record = report.record
    page = etree.HTML(content.decode() or "<html></html>")
    return [*_identity(page, record), *_indicators(page, record), *_leftovers(page, report.wrote)]


def _identity(page: Element, record: Scorecard) -> Iterator[str]:
    whose = f"{record.name}{record.year}年度"
    title = _text(page.find("head/title"))
    if not _together(title).startswith(_together(whose)):
        yield f"页面标题是“{title}”，应为{whose}"
    head = _first(page, "header", "pj-masthead")
    heading = None if head is None else head.find("h1")
    if not _together(_text(heading)).startswith(_together(whose)):
        yield f"页首不是{whose}"
    total = None if head is None else _first(head, "div", "pj-total-score")
    if total is None or _text(total.find("b")) != str(record.total.score):
        yield f"页首没有总分 {record.total.score}"


def _indicators(page: Element, record: Scorecard) -> Iterator[str]:
    expected = [f"ind-{mark.id}" for mark in record.marks]
    cards = [one for one in page.iter("section") if one.get("id", "").startswith("ind-")]
    if [card.get("id") for card in cards] != expected:
        yield f"指标卡片应为 {len(expected)} 个且按次序各一次，实为 {len(cards)} 个"
        return
    for mark, card in zip(record.marks, cards, strict=True):
        yield from _card(mark, card)
    yield from _score_table(page, record)


def _card(mark: Mark, card: Element) -> Iterator[str]:
    shown = _text(_first(card, "b", "pj-score"))
    if not _says(shown, mark.score):
        yield f"{mark.name}的卡片得分是“{shown}”，记录为 {_printed(mark.score)}"
    rated = any(clause.curve is not None for clause in mark.clauses)
    if rated and card.find(".//figure") is None and _first(card, "p", "pj-nochart") is None:
        yield f"{mark.name}缺少图"


def _score_table(page: Element, record: Scorecard) -> Iterator[str]:
    table = _first(page, "table", "pj-score-table")
    rows = [] if table is None else list(table.iter("tr"))
    for mark in record.marks:
        yield from _row(mark, [row for row in rows if row.get("id") == f"row-{mark.id}"])
    total = next((row for row in rows if "pj-total" in _classes(row)), None)
    if total is None or _text(_first(total, "td", "pj-strong")) != str(record.total.score):
        yield f"评分表的合计不是 {record.total.score}"


def _row(mark: Mark, rows: list[Element]) -> Iterator[str]:
    if len(rows) != 1:
        yield f"评分表中{mark.name}有 {len(rows)} 行"
    elif not _says(_text(_first(rows[0], "td", "pj-strong")), mark.score):
        yield f"评分表中{mark.name}的得分不是 {_printed(mark.score)}"


def _leftovers(page: Element, wrote: Collection[str]) -> Iterator[str]:
    """Signs of our own code's failures: in any text, or where a text is nothing else."""
    texts = list(map(str, _TEXTS(page)))
    whole = "\n".join(texts)
    yield from (said for mark, said in _BROKEN.items() if mark in whole and mark not in wrote)
    found = {match[1] for text in texts if (match := _WHOLE.fullmatch(text))}
    found |= {match[1] for text in texts for match in _BEFORE_UNIT.finditer(text)}
    yield from (f"页面中有“{word}”" for word in sorted(found.difference(wrote)))


def _first(element: Element, tag: str, name: str) -> Element | None:
    """The first element inside with this tag and class."""
    return next((one for one in element.iter(tag) if name in _classes(one)), None)


def _classes(element: Element) -> list[str]:
    return str(element.get("class", "")).split()


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _says(shown: str, score: Decimal | None) -> bool:
    """Whether what stands in a score's place is that score; no number where it is unknown."""
    return not re.search(r"\d", shown) if score is None else shown == f"{score:.2f}"


def _together(text: str) -> str:
    """Without white space: a heading sets name and year apart."""
    return "".join(text.split())


def _printed(score: Decimal | None) -> str:
    return "无得分" if score is None else f"{score:.2f}"
