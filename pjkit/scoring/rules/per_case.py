"""按数扣分或加分: each case, day or example counted takes points off, or earns some."""

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Literal

from pjkit.model.amounts import exact_points, plain, points
from pjkit.model.clause import (
    Attainable,
    Cause,
    ClauseInputs,
    ClauseProblem,
    ClauseSpec,
    ItemVerdict,
    Lacking,
    Verdict,
)
from pjkit.model.figure import ListRow
from pjkit.model.formula import Expression, Formula, Operation, Value
from pjkit.model.settings import Number, Settings
from pjkit.scoring.rules.base import (
    Rule,
    counted_steps,
    differing_readings,
    no_data,
    nothing_to_judge,
    part_of_step,
)
from pjkit.scoring.rules.measures import called, decided_points, without_number


class PerCase(ClauseSpec):
    """``deduct`` from full marks, or ``earn``, for each ``per`` of ``count``.

    ``nothing``: what a list without any rows gives. ``evidence``: the list's column that names the evidence (D19).
    """

    kind: Literal["per_case"]
    count: Formula
    deduct: Number | None = None
    earn: Number | None = None
    per: Number = Number(1)
    nothing: Literal["full", "not_applicable", "no_data", "zero"] | None = None
    evidence: str = ""

    def expression(self) -> Expression:
        """What is counted."""
        return self.count.expression

    def lists_read(self) -> tuple[str, ...]:
        """The list whose rows are counted, where the whole formula is one count."""
        expression = self.count.expression
        return self.count.lists if isinstance(expression, Operation) and expression.sign == "count" else ()

    @property
    def conditional(self) -> bool:
        """Whether some rows of the list may not count."""
        expression = self.count.expression
        return isinstance(expression, Operation) and len(expression.parts) > 1

    @property
    def unit(self) -> str:
        """What is counted, in what: 天, 例."""
        return self.count.unit or "例"

    def won(self, count: Fraction, reading: str) -> Fraction:
        """The points for so many, under one reading of D4."""
        steps = counted_steps(max(count, Fraction(0)) / Fraction(self.per), reading)
        if self.earn is not None:
            return min(self.full, steps * Fraction(self.earn))
        return max(Fraction(0), self.full - steps * Fraction(self.deduct or 0))

    def each(self) -> Fraction:
        """What one step takes off or earns."""
        return Fraction((self.deduct if self.earn is None else self.earn) or 0)

    def problems(self) -> Iterator[ClauseProblem]:
        """Both or neither of ``deduct`` and ``earn``; a step of nothing."""
        if (self.deduct is None) == (self.earn is None):
            yield (), "deduct 与 earn 应有且只有一个", "deduct（每例扣分）或 earn（每例得分）", "改正条款"
        if self.earn is not None and self.earn <= 0:
            yield ("earn",), f"每例得分是 {plain(self.earn)}", "大于 0 的数", "改正 earn"
        if self.per <= 0:
            yield ("per",), f"每一步是 {plain(self.per)}", "大于 0 的数", "改正 per"
        if self.count.unit == "%":
            yield ("count",), "公式的值是比率", "个数", "改用 scale 或改正公式"


def judge(spec: PerCase, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score what was counted; fractions of a step by D4."""
    value = inputs.values["count"]
    if spec.lists_read() and all(inputs.lists.get(name) == () for name in spec.lists_read()):
        return _nothing_listed(spec, settings)
    if value.number is None:
        return without_number(spec, value, settings)
    won = spec.won(value.number, settings.part_of_point)
    return Verdict(
        won,
        f"{_counted(spec, value.number, value, settings)}，得 {points(won)} 分",
        value_text=f"{plain(value.number, 4)} {spec.unit}",
        effects=differing_readings(partial(spec.won, value.number), settings),
        items=tuple(_item(spec, row) for row in value.rows),
        unevidenced=_unevidenced(spec, value.rows, won),
    )


def _nothing_listed(spec: PerCase, settings: Settings) -> Verdict:
    """The list was handed in and has no rows."""
    why = f"“{'”、“'.join(spec.lists_read())}”没有任何行"
    decision = spec.nothing or ("not_applicable" if spec.earn is None else "zero")
    if decision == "not_applicable":
        return nothing_to_judge(spec, settings, why)
    if decision == "no_data":
        return no_data(Lacking(f"{why}，不能据以计分", "", "nothing_to_judge"))
    won = spec.full if decision == "full" else Fraction(0)
    return Verdict(won, f"{why}，得 {points(won)} 分", value_text=f"0 {spec.unit}")


def _counted(spec: PerCase, count: Fraction, value: Value, settings: Settings) -> str:
    """How many there are, what each is worth, and what that comes to."""
    many = value.working if spec.count.unit else f"{value.working}，计 {plain(count, 4)} {spec.unit}"
    if count <= 0:
        return many
    step = f"每 {plain(spec.per)} {spec.unit}" if spec.per != 1 else f"每{spec.unit}"
    amount = counted_steps(count / Fraction(spec.per), settings.part_of_point) * spec.each()
    if spec.earn is None:
        floor = "（扣完为止）" if amount >= spec.full else ""
        return f"{many}，{step}扣 {plain(spec.each())} 分，共扣 {exact_points(amount)} 分{floor}"
    most = "（以满分为限）" if amount > spec.full else ""
    return f"{many}，{step}得 {plain(spec.each())} 分，共 {exact_points(amount)} 分{most}"


def _item(spec: PerCase, row: ListRow) -> ItemVerdict:
    """A counted row, called by its first column."""
    name = next((cell.word for cell in row.cells.values()), None) or row.source
    effect = "计入" if spec.per != 1 else f"{'扣' if spec.earn is None else '得'} {points(spec.each())} 分"
    return ItemVerdict("", name, "计入", effect, _evidence(spec, row), row.source)


def _evidence(spec: PerCase, row: ListRow) -> str:
    cell = row.cells.get(spec.evidence)
    return (cell.word if cell is not None and not cell.not_applicable else None) or ""


def _unevidenced(spec: PerCase, rows: tuple[ListRow, ...], won: Fraction) -> tuple[str, ...]:
    """The clause, where an example earns points without evidence."""
    bare = spec.evidence and spec.earn is not None and not all(_evidence(spec, row) for row in rows)
    return (spec.no,) if bare and won else ()


def attainable(spec: PerCase, settings: Settings) -> Attainable:
    """The points for every number there can be; anything where parts of a step count and any number is possible."""
    reading, whole = settings.part_of_point, bool(spec.lists_read())
    if reading == "prorate" and not whole:
        return None
    step = Fraction(1) if whole else Fraction(spec.per)
    most = math.ceil(spec.full / spec.each() * Fraction(spec.per) / step) + 1
    least = 1 if spec.lists_read() and not spec.conditional else 0  # without rows there is nothing to count
    counted = frozenset(spec.won(count * step, reading) for count in range(least, most + 1))
    return counted | decided_points(spec, settings) | _points_of_nothing(spec, settings)


def _points_of_nothing(spec: PerCase, settings: Settings) -> frozenset[Fraction]:
    verdict = _nothing_listed(spec, settings).points if spec.lists_read() else None
    return frozenset() if verdict is None else frozenset({verdict})


def causes(spec: PerCase, lost: Fraction) -> Iterator[Cause]:
    """So many cases, or too few examples."""
    steps = lost / spec.each() if spec.earn is None else (spec.full - lost) / spec.each()
    if steps.denominator == 1:
        cases = int(steps) if spec.earn is None and spec.per == 1 else None
        yield Cause(spec.no, spec.text or sentence(spec), cases)


def sentence(spec: PerCase) -> str:
    """``每例扣0.5分，扣完为止。`` or ``每例计5分，最高计20分。``, with what is counted."""
    step = f"{plain(spec.per)}{spec.unit}"
    part = part_of_step(spec, step)
    if spec.earn is None:
        return f"{called(spec.count)}：每{step}扣{plain(spec.deduct or 0)}分{part}，{plain(spec.points)}分扣完为止。"
    return f"{called(spec.count)}：每{step}计{plain(spec.earn)}分{part}，最高计{plain(spec.points)}分。"


RULE = Rule("per_case", "按数计分（每例扣分或得分）", PerCase, judge, sentence, attainable, causes=causes)
