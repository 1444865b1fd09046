"""Looks at a finished page before it is published, whether it is whole and what its record says.

The field's worst documented failure is a batch that silently publishes wrong pages; so nothing here trusts
that the run went well.
"""

import html
import re
from collections.abc import Iterator
from decimal import Decimal

from pjkit.scoring.records import Record, RecordIndicator

_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)
_WITH_CURVE = {"change_rate", "control_rate", "completion_rate", "banded_rate", "rate_times_points"}
_NO_CHART = "pj-nochart"  # a chart that could not be drawn, and says why
_BROKEN = {
    "Traceback (most recent call last)": "页面中有程序出错信息",
    "\ufffd": "页面中有无法显示的字符",
}
# A whole cell or label, so that a department may write about "None" in a sentence of its own.
_NOT_A_NUMBER = re.compile(r">\s*[+−-]?(nan|NaN|None|inf|undefined)\s*(?:%|分|万元)?\s*<")


def problems_of(page: str, record: Record) -> list[str]:
    """What is wrong with a page, in Chinese; nothing for a page that agrees with its record."""
    return [*_identity(page, record), *_indicators(page, record), *_leftovers(page)]


def _identity(page: str, record: Record) -> Iterator[str]:
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    shown = html.unescape(title[1]) if title else ""
    if not shown.startswith(record.name) or f"{record.year}年度" not in shown.replace(" ", ""):
        yield f"页面标题是“{shown}”，应为{record.name}{record.year}年度"
    masthead = re.search(r'<[^>]*class="[^"]*pj-masthead.*?</(?:header|section|div)>', page, re.DOTALL)
    if masthead is None or str(record.total.score) not in _text(masthead[0]):
        yield f"页首没有总分 {record.total.score}"


def _indicators(page: str, record: Record) -> Iterator[str]:
    expected = [f"ind-{indicator.id}" for indicator in record.indicators]
    found = re.findall(r'id="(ind-[a-z0-9_]+)"', page)
    if found != expected:
        yield f"指标卡片应为 {len(expected)} 个且按次序各一次，实为 {len(found)} 个"
        return
    cards = re.split(r'(?=<section[^>]*id="ind-)', page)[1:]
    for indicator, card in zip(record.indicators, cards, strict=True):
        yield from _card(indicator, card)
    for indicator in record.indicators:
        yield from _row(indicator, page)


def _card(indicator: RecordIndicator, card: str) -> Iterator[str]:
    card = card.partition("</section>")[0]
    shown = re.search(r'class="pj-score">(.*?)<', card)
    score = _printed(indicator.score)
    if shown is None or (score is not None and shown[1].strip() != score):
        yield f"{indicator.name}的卡片得分是 {shown[1].strip() if shown else '空'}，记录为 {score}"
    rated = any(clause.kind in _WITH_CURVE for clause in indicator.clauses)
    if rated and "<svg" not in card and _NO_CHART not in card:
        yield f"{indicator.name}缺少图"


def _row(indicator: RecordIndicator, page: str) -> Iterator[str]:
    rows = re.findall(rf'<tr[^>]*id="row-{indicator.id}".*?</tr>', page, re.DOTALL)
    if len(rows) != 1:
        yield f"评分表中{indicator.name}有 {len(rows)} 行"
        return
    score = _printed(indicator.score)
    if score is not None and score not in _text(rows[0]).split():
        yield f"评分表中{indicator.name}的得分不是 {score}"


def _leftovers(page: str) -> Iterator[str]:
    text = _text(page)
    yield from (said for mark, said in _BROKEN.items() if mark in text)
    found = _NOT_A_NUMBER.search(page)
    if found:
        yield f"页面中有“{found[1]}”"


def _text(markup: str) -> str:
    return html.unescape(_MARKUP.sub(" ", markup))


def _printed(score: Decimal | None) -> str | None:
    return None if score is None else f"{score:.2f}"
