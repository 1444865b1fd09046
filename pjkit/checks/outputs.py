"""What was reached: money and people of one subject, more done than was planned, a part of something that is 0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from pjkit.checks.registry import CheckContext, Observation, check, suspected
from pjkit.model.amounts import half_up, money, percent_of, plain
from pjkit.model.dossier import Output
from pjkit.model.figure import Figure
from pjkit.model.problem import shown

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
    def words(self) -> str:
        """``“…人数”1854 人（C13）``."""
        figure = self.row.figure
        assert figure.value is not None, "it was counted"
        cell = figure.source.removeprefix("事业成效!")
        return f"{shown(self.row.name)}{plain(figure.value)} {figure.unit}（{cell}）"


@check("money_per_person", "成效数据人均金额异常")
def money_per_person(context: CheckContext) -> Iterator[Observation]:
    """Money of one subject by its people; suspect where a larger count of the same people would explain it."""
    outputs = context.dossier.outputs
    for area in dict.fromkeys(row.area for row in outputs):
        rows = [row for row in outputs if row.area == area][:_MOST_ROWS]
        people = [
            one for one in _counted(rows, _PEOPLE) if not any(word in one.row.name for word in _CHANGES)
        ]
        for paid in _counted(rows, _MONEY):
            counted = _of_same_subject(paid, people)
            if counted is not None:
                yield from _a_head(paid, counted, people)


def _counted(rows: Sequence[Output], units: dict[str, int]) -> list[_Counted]:
    return [
        _Counted(row, row.figure.value * units[row.figure.unit])
        for row in rows
        if row.figure.unit in units and row.figure.value is not None and row.figure.value > 0
    ]


def _of_same_subject(paid: _Counted, people: Sequence[_Counted]) -> _Counted | None:
    """The people whose name shares most with the money's; none where two share as much."""
    shared = sorted(
        ((_shared(paid.row.name, one.row.name), at) for at, one in enumerate(people)), reverse=True
    )
    if not shared or shared[0][0] < _SUBJECT or (len(shared) > 1 and shared[0][0] == shared[1][0]):
        return None
    return people[shared[0][1]]


def _shared(left: str, right: str) -> int:
    """The length of the longest run of signs that stands in both."""
    return SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size


def _a_head(paid: _Counted, counted: _Counted, people: Sequence[_Counted]) -> Iterator[Observation]:
    most = _MOST_COLLECTED if any(word in paid.row.name for word in _COLLECTED) else _MOST_PAID
    if paid.amount <= most * counted.amount:
        return
    each = half_up(paid.amount / counted.amount, 0)
    message = f"{paid.words}÷{counted.words}＝人均 {each:,} 元，高于 {most:,} 元"
    larger = _larger_count(counted, people)
    explained = larger is not None and paid.amount <= most * larger.amount
    if larger is not None and explained:
        share = percent_of(counted.amount, larger.amount)
        message += f"；而{larger.words}，前者只占 {share}"
    severity = suspected(suspect=explained)
    yield Observation(severity, counted.row.figure.source, f"{message}，请核实人数和金额")


def _larger_count(counted: _Counted, people: Sequence[_Counted]) -> _Counted | None:
    """The largest other count of the same people: its name begins alike."""
    beginning = counted.row.name[:_SUBJECT]
    alike = [one for one in people if one.row.name.startswith(beginning) and one.amount > counted.amount]
    return max(alike, key=lambda one: one.amount, default=None)


_PROCUREMENT = "政府采购"


@check("over_plan", "完成数超过任务数或预算")
def over_plan(context: CheckContext) -> Iterator[Observation]:
    """More tasks done than were set, more bought than was budgeted. The rule caps the points and is silent.

    Revenue above its plan is no contradiction; procurement may rise to the adjusted budget.
    """
    for clause in context.rubric.clauses():
        pair = clause.done_of_planned()
        if pair is not None:
            yield from _tasks(*(context.inputs.referred(ref) for ref in pair))
    columns = ("年初预算", "调整预算", "本年决算")
    yield from _procurement(*(context.dossier.account(_PROCUREMENT, column) for column in columns))


def _tasks(done: Figure, planned: Figure) -> Iterator[Observation]:
    if done.value is None or not planned.value or done.value <= planned.value:
        return
    rate = percent_of(done.value, planned.value)
    message = (
        f"“{done.name}”{plain(done.value)}，多于“{planned.name}”{plain(planned.value)}（{planned.source}），"
        f"{plain(done.value)}÷{plain(planned.value)}＝{rate}；得分以满分为限，请核实两数口径是否一致"
    )
    yield Observation("提示", done.source, message)


def _procurement(budget: Figure, adjusted: Figure, bought: Figure) -> Iterator[Observation]:
    limits = [figure.value for figure in (budget, adjusted) if figure.value is not None]
    if budget.value is None or bought.value is None or bought.value <= max(limits):
        return
    later = "空白" if adjusted.value is None else f"{money(adjusted.value)} 万元"
    message = (
        f"政府采购本年决算 {money(bought.value)} 万元，年初预算 {money(budget.value)} 万元、调整预算 {later}，"
        f"超出预算 {money(bought.value - max(limits))} 万元"
    )
    yield Observation("疑似", bought.source, message)


@check("part_of_nothing", "整体为零而部分不为零")
def part_of_nothing(context: CheckContext) -> Iterator[Observation]:
    """A part above 0 of a whole of 0, where the rubric calls a rate above 100% an error (D6)."""
    for clause in context.rubric.clauses():
        pair = clause.part_of_whole(context.rubric.settings)
        if pair is None:
            continue
        part, whole = (context.inputs.referred(ref) for ref in pair)
        if part.value and whole.value == 0:
            message = f"“{whole.name}”为 0（{whole.source}），而属于它的“{part.name}”为 {plain(part.value)} {part.unit}".strip()
            yield Observation("确定", part.source, message)
