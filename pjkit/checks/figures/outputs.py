"""People and money of one subject among the outputs (事业成效), and how much it is a head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction

from pjkit.checks.base import Case, suspected
from pjkit.model.amounts import half_up, percent, plain
from pjkit.model.dossier import Output
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding

_PEOPLE = {"人": 1, "万人": 10_000}  # 人次 counts visits and payments, not people
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_MOST_ROWS = 200  # of one area, which in a report has some ten: every row is held against every other
_CHANGES = ("新增", "净增", "增加", "减少")  # words of rows that count a change, not those the money is for
_SUBJECT = 4  # signs that two names must share to be about one subject: 职业年金, 机关事业单位
_COLLECTED = ("征收", "征缴", "收缴", "缴费", "缴纳")
# Contributions to the pension insurance are 24% of pay (16% and 8%), to the occupational pension 12%; 24% of
# 114,029 元, the average pay in urban non-private units in 2022 (National Bureau of Statistics), is 27,367 元.
_MOST_COLLECTED = 30_000  # 元 a head and year
_MOST_PAID = 120_000  # 元 a head and year: a year's average pay; no benefit for many people reaches it


@dataclass(frozen=True)
class _Counted:
    """A row of 事业成效 in people or 元."""

    row: Output
    amount: Decimal

    @property
    def said(self) -> str:
        """``“…人数”1854 人（C13）``."""
        figure = self.row.figure
        assert figure.value is not None, "it was counted"
        cell = figure.source.removeprefix("事业成效!")
        return f"{shown(self.row.name)}{plain(figure.value)} {figure.unit}（{cell}）"


def money_per_person(case: Case) -> Iterator[Finding]:
    """Money of one subject by its people; suspect where a larger count of the same people would explain it."""
    outputs = case.dossier.outputs
    for area in dict.fromkeys(row.area for row in outputs):
        rows = [row for row in outputs if row.area == area][:_MOST_ROWS]
        people = [
            one for one in _counted(rows, _PEOPLE) if not any(word in one.row.name for word in _CHANGES)
        ]
        for money in _counted(rows, _MONEY):
            counted = _of_same_subject(money, people)
            if counted is not None:
                yield from _judged(money, counted, people)


def _counted(rows: Sequence[Output], units: dict[str, int]) -> list[_Counted]:
    return [
        _Counted(row, row.figure.value * units[row.figure.unit])
        for row in rows
        if row.figure.unit in units and row.figure.value is not None and row.figure.value > 0
    ]


def _of_same_subject(money: _Counted, people: Sequence[_Counted]) -> _Counted | None:
    """The people whose name shares most with the money's; none where two share as much."""
    shared = sorted(
        ((_shared(money.row.name, one.row.name), at) for at, one in enumerate(people)), reverse=True
    )
    if not shared or shared[0][0] < _SUBJECT or (len(shared) > 1 and shared[0][0] == shared[1][0]):
        return None
    return people[shared[0][1]]


def _shared(left: str, right: str) -> int:
    """The length of the longest run of signs that stands in both."""
    return SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size


def _judged(money: _Counted, counted: _Counted, people: Sequence[_Counted]) -> Iterator[Finding]:
    most = _MOST_COLLECTED if any(word in money.row.name for word in _COLLECTED) else _MOST_PAID
    if money.amount <= most * counted.amount:
        return
    each = half_up(money.amount / counted.amount, 0)
    message = f"{money.said}÷{counted.said}＝人均 {each:,} 元，高于 {most:,} 元"
    larger = _larger_count(counted, people)
    explained = larger is not None and money.amount <= most * larger.amount
    if larger is not None and explained:
        share = percent(Fraction(counted.amount) / Fraction(larger.amount))
        message += f"；而{larger.said}，前者只占 {share}"
    severity = suspected(suspect=explained)
    yield Finding("money_per_person", severity, counted.row.figure.source, f"{message}，请核实人数和金额")


def _larger_count(counted: _Counted, people: Sequence[_Counted]) -> _Counted | None:
    """The largest other count of the same people: its name begins alike."""
    beginning = counted.row.name[:_SUBJECT]
    alike = [one for one in people if one.row.name.startswith(beginning) and one.amount > counted.amount]
    return max(alike, key=lambda one: one.amount, default=None)
