"""What a text says of the change against last year: 比上年减少 0.34 万元, 增长 3.28%, 比上年提高 1.4 个百分点."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pjkit.checks.text.named_figures import ACTUAL, LAST, PERCENT, NamedFigure, bare
from pjkit.checks.text.quantities import Unit

_WORDS = re.compile(
    r"(?:同比|(?:比|较)(?:上年度|上年|去年)(?:同期)?(?:[\d.,]{1,20}[万亿]?元)?)?"
    r"(?P<way>增长|增加|上升|提高|减少|下降|降低)了?$"
)
_LAST_YEAR = re.compile(r"上年|去年|同比")
_DOWN = {"减少", "下降", "降低"}
_LONGEST_LEAD = 60
_POINTS = Unit(1, ("个百分点", "百分点"))


@dataclass(frozen=True)
class Change:
    """Words of a change: what stands before them, whether the sentence names last year, which way it goes."""

    subject: str
    against_last_year: bool
    down: bool


def change_words(lead: str, sentence: str) -> Change | None:
    """The change that ``lead``, the clause up to a number, ends with; ``None`` where it ends with none.

    ``sentence`` is all of it up to the number: 三公经费比上年增长 16%，商品和服务支出增长 5% is against last year, too.
    """
    words = bare(lead)
    match = _WORDS.search(words[-_LONGEST_LEAD:])
    if match is None:
        return None
    subject = words[: len(words) - len(match[0])]
    return Change(subject, bool(_LAST_YEAR.search(sentence)), match["way"] in _DOWN)


def change_figures(figures: Iterable[NamedFigure], change: Change) -> Iterator[NamedFigure]:
    """The changes of the rows that have this year's and last year's figure, as amounts and as rates."""
    given = list(figures)
    last = {figure.row: figure for figure in given if figure.column == LAST}
    for figure in given:
        before = last.get(figure.row)
        if figure.column in {ACTUAL, ""} and before is not None:
            yield from _both_ways(figure, before, change)


def _both_ways(this: NamedFigure, last: NamedFigure, change: Change) -> Iterator[NamedFigure]:
    gap = last.value - this.value if change.down else this.value - last.value
    column = f"比上年{'减少' if change.down else '增加'}数"
    source = f"{this.source}、{last.source}"
    moved = replace(this, column=column, value=gap, source=source)
    if this.unit == PERCENT:
        yield replace(moved, unit=_POINTS)
        return
    yield moved
    if last.value:
        rate = "降幅" if change.down else "增幅"
        yield replace(moved, column=f"比上年{rate}", value=gap * 100 / last.value, unit=PERCENT)
