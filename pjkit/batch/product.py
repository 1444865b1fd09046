"""Looks at a finished page before it is published, whether it is whole and what its record says.

The field's worst documented failure is a batch that silently publishes wrong pages; so nothing here trusts
that the run went well.
"""

import html
import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.writers.failure_markers import ALONE, BEFORE_UNIT, TRACEBACK, UNSHOWN

_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)
_WITH_CURVE = {"change_rate", "control_rate", "completion_rate", "banded_rate", "rate_times_points"}
_NO_CHART = "pj-nochart"  # a chart that could not be drawn, and says why
_BROKEN = {
    TRACEBACK: "页面中有程序出错信息",
    UNSHOWN: "页面中有无法显示的字符",
}
_NOT_A_NUMBER = re.compile(rf">\s*{ALONE}\s*(?:%|分|万元)?\s*<|{BEFORE_UNIT}")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_MASTHEAD = re.compile(r'<[^>]*class="[^"]*pj-masthead.*?</header>', re.DOTALL)
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_TOTAL = re.compile(r'class="pj-total-score"><b>(.*?)</b>', re.DOTALL)
_CARD = re.compile(r'(?=<section[^>]*id="ind-)')
_CARD_SCORE = re.compile(r'class="pj-score">(.*?)</b>', re.DOTALL)
_TABLE = re.compile(r'<table class="[^"]*pj-score-table.*?</table>', re.DOTALL)
_ROW = re.compile(r'<tr[^>]*id="row-([a-z0-9_]+)".*?</tr>', re.DOTALL)
_TOTAL_ROW = re.compile(r'<tr class="pj-total".*?</tr>', re.DOTALL)
_COUNTS = re.compile(r'<td class="[^"]*pj-strong[^"]*"[^>]*>(.*?)</td>', re.DOTALL)


def problems_of(page: str, record: Scorecard, wrote: Collection[str] = ()) -> list[str]:
    """What is wrong with a page, in Chinese; nothing for a page that agrees with its record.

    ``wrote``: those of ``LEFTOVERS`` that stand in the department's data: they say nothing of our code.
    """
    return [*_identity(page, record), *_indicators(page, record), *_leftovers(page, wrote)]


def _identity(page: str, record: Scorecard) -> Iterator[str]:
    whose = f"{record.name}{record.year}年度"
    title = _shown(_TITLE, page)
    if not _together(title).startswith(_together(whose)):
        yield f"页面标题是“{title}”，应为{whose}"
    masthead = _MASTHEAD.search(page)
    head = masthead[0] if masthead else ""
    heading = _HEADING.search(head)
    if heading is None or not _together(_text(heading[0])).startswith(_together(whose)):
        yield f"页首不是{whose}"
    if _shown(_TOTAL, head) != str(record.total.score):
        yield f"页首没有总分 {record.total.score}"


def _indicators(page: str, record: Scorecard) -> Iterator[str]:
    expected = [f"ind-{indicator.id}" for indicator in record.marks]
    found = re.findall(r'id="(ind-[a-z0-9_]+)"', page)
    if found != expected:
        yield f"指标卡片应为 {len(expected)} 个且按次序各一次，实为 {len(found)} 个"
        return
    cards = _CARD.split(page)[1:]
    for indicator, card in zip(record.marks, cards, strict=True):
        yield from _card(indicator, card.partition("</section>")[0])
    yield from _score_table(page, record)


def _card(indicator: Mark, card: str) -> Iterator[str]:
    shown = _shown(_CARD_SCORE, card)
    if not _says(shown, indicator.score):
        yield f"{indicator.name}的卡片得分是“{shown}”，记录为 {_printed(indicator.score)}"
    rated = any(clause.kind in _WITH_CURVE for clause in indicator.clauses)
    if rated and "<svg" not in card and _NO_CHART not in card:
        yield f"{indicator.name}缺少图"


def _score_table(page: str, record: Scorecard) -> Iterator[str]:
    found = _TABLE.search(page)
    table = found[0] if found else ""
    rows: dict[str, list[str]] = {}
    for row in _ROW.finditer(table):
        rows.setdefault(row[1], []).append(row[0])
    for indicator in record.marks:
        yield from _row(indicator, rows.get(indicator.id, []))
    total = _TOTAL_ROW.search(table)
    if total is None or _shown(_COUNTS, total[0]) != str(record.total.score):
        yield f"评分表的合计不是 {record.total.score}"


def _row(indicator: Mark, rows: list[str]) -> Iterator[str]:
    if len(rows) != 1:
        yield f"评分表中{indicator.name}有 {len(rows)} 行"
    elif not _says(_shown(_COUNTS, rows[0]), indicator.score):
        yield f"评分表中{indicator.name}的得分不是 {_printed(indicator.score)}"


def _leftovers(page: str, wrote: Collection[str]) -> Iterator[str]:
    text = _text(page)
    yield from (said for mark, said in _BROKEN.items() if mark in text and mark not in wrote)
    found = {whole or before_unit for whole, before_unit in _NOT_A_NUMBER.findall(page)}
    yield from (f"页面中有“{word}”" for word in sorted(found.difference(wrote)))


def _says(shown: str, score: Decimal | None) -> bool:
    """Whether what stands in a score's place is that score; no number where it is unknown."""
    return not re.search(r"\d", shown) if score is None else shown == f"{score:.2f}"


def _shown(pattern: re.Pattern[str], markup: str) -> str:
    """The text in the first place that a pattern finds; nothing where it finds none."""
    found = pattern.search(markup)
    return _text(found[1]).strip() if found else ""


def _text(markup: str) -> str:
    return html.unescape(_MARKUP.sub(" ", markup))


def _together(text: str) -> str:
    """Without white space: a heading sets name and year apart."""
    return "".join(text.split())


def _printed(score: Decimal | None) -> str:
    return "无得分" if score is None else f"{score:.2f}"
