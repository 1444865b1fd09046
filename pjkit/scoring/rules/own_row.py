"""One row that a department defined: what its cells say, or what is wrong with them. Scoring is ``own_rows``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pjkit.model.amounts import HUNDRED, fold_width, read_decimal
from pjkit.model.figure import Figure, JudgedRange, ListRow
from pjkit.model.names import fold
from pjkit.model.problem import shown
from pjkit.model.settings import Spec
from pjkit.scoring.rules.targets import Compared, Sign, sign_of, split_sign
from pjkit.scoring.rules.tiers import Tier

QUALITATIVE = "定性"
_DIRECTIONS = f"≥、≤、=、{QUALITATIVE} 之一"
_PERCENT = ("%", "百分比", "百分点")

WrongCell = tuple[str, str, str, str]
"""Place, what was found, what was expected, what to do."""


class RowColumns(Spec):
    """What the list calls the columns of such a row; only 指标, 指标值, 完成值 and 分值 must be there."""

    indicator: str = "指标"
    direction: str = "方向"
    target: str = "指标值"
    actual: str = "完成值"
    unit: str = "单位"
    points: str = "分值"
    reason: str = "偏差原因"
    evidence: str = "佐证材料"
    score: str = "评分"

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row can be scored."""
        return self.indicator, self.target, self.actual, self.points


@dataclass(frozen=True)
class RowReader:
    """How the rows of one clause are read."""

    columns: RowColumns
    tiers: Sequence[Tier]
    direction: Sign | None  # of rows that say none


@dataclass(frozen=True)
class OwnRow:
    """One row by the names of :class:`RowColumns`."""

    row: ListRow
    by: RowReader

    def cell(self, name: str) -> Figure:
        """The cell of a column; blank where the list has no such column."""
        column = getattr(self.by.columns, name)
        return self.row.cells.get(column) or Figure(column, None, "", self.row.source)

    def text(self, name: str) -> str:
        """What the cell says."""
        return fold_width(self.cell(name).word or "")

    @property
    def excluded(self) -> bool:
        """Whether the row says that it does not apply."""
        return self.cell("target").not_applicable or self.cell("actual").not_applicable

    @cached_property
    def direction(self) -> Sign | Literal["定性"] | None:
        """The row's direction: its own cell's, else the sign before its target, else the clause's."""
        written = self.text("direction")
        if written == QUALITATIVE:
            return "定性"
        return sign_of(written) if written else split_sign(self.text("target"))[0] or self.by.direction

    @property
    def qualitative(self) -> bool:
        """Whether somebody judges it by words."""
        return self.direction == QUALITATIVE

    @cached_property
    def points(self) -> Fraction | None:
        """The row's own points, ``None`` where they are blank or no number."""
        number = read_decimal(self.text("points"))
        return None if number is None or number < 0 else Fraction(number)

    @property
    def compared(self) -> Compared | None:
        """Actual and target as numbers of one unit; ``None`` where a cell says none."""
        actual, target = self._number("actual"), self._number("target")
        if actual is None or target is None or self.direction is None or self.direction == "定性":
            return None
        return Compared(self.direction, Fraction(actual), Fraction(target))

    def _bare(self, name: str) -> tuple[str, bool]:
        """A number's text without sign and unit, and whether it is in percent."""
        text = split_sign(self.text(name))[1] if name == "target" else self.text(name)
        unit = self.text("unit")
        in_percent = text.endswith("%") or self.cell(name).unit == "%" or unit in _PERCENT
        return text.removesuffix("%" if text.endswith("%") else unit).replace("−", "-").strip(), in_percent

    def _number(self, name: str) -> Decimal | None:
        return read_decimal(self._bare(name)[0])

    def blanks(self) -> Iterator[Figure]:
        """The cells without which the row has no score."""
        names = ("points",) if self.excluded else ("target", "actual", "points")
        return (self.cell(name) for name in names if self.cell(name).blank)

    def wrong(self) -> Iterator[WrongCell]:
        """Every cell that says what no such row can say."""
        yield from self._wrong_direction()
        if self.points is None and not self.cell("points").blank:
            yield self._wrong("points", "不小于 0 的数字", "改成数字")
        if self.excluded:
            return
        yield from self._wrong_words() if self.qualitative else self._wrong_numbers()

    def _wrong(self, name: str, expected: str, advice: str) -> WrongCell:
        cell = self.cell(name)
        return cell.source, f"“{cell.name}”写的是{shown(self.text(name))}", expected, advice

    def _wrong_direction(self) -> Iterator[WrongCell]:
        if self.direction is None:
            yield (
                self.cell("direction").source,
                f"“{self.by.columns.direction}”{shown(self.text('direction'))}不是方向"
                if self.text("direction")
                else f"“{self.by.columns.direction}”空白，指标值前也没有写",
                _DIRECTIONS,
                "改成其中之一",
            )
            return
        before = split_sign(self.text("target"))[0]
        if before and before != self.direction:
            yield self._wrong("target", f"与方向“{self.direction}”一致", "改正方向，或删去指标值前的符号")

    def _wrong_numbers(self) -> Iterator[WrongCell]:
        unit = self.text("unit")
        for name in ("target", "actual"):
            if self._number(name) is None and not self.cell(name).blank:
                expected = "数字" + (f"，以“{unit}”为单位" if unit else "")
                advice = f"改成数字；不能用数字衡量的，“{self.by.columns.direction}”写“{QUALITATIVE}”"
                yield self._wrong(name, expected, advice)
            elif "%" in self.text(name) and unit not in ("", *_PERCENT):
                yield self._wrong(name, f"以“{unit}”为单位的数字", "改正数值或单位")
        if not unit and self.compared and self._bare("target")[1] != self._bare("actual")[1]:
            yield self._wrong(
                "actual", f"与指标值 {self.text('target')} 同样写明是否百分比", "补上或删去百分号"
            )

    # 定性

    @property
    def as_aimed(self) -> bool:
        """Whether the words reached are the words aimed at (高 / 高)."""
        return fold(self.text("actual")) == fold(self.text("target")) != ""

    @cached_property
    def share(self) -> Fraction | None:
        """What was reached where it is written as a percentage of the points."""
        text = self.text("actual")
        number = read_decimal(text.removesuffix("%")) if text.endswith("%") else None
        return None if number is None else Fraction(number) / HUNDRED

    @property
    def score(self) -> Decimal | None:
        """The points that somebody judged."""
        return read_decimal(self.text("score"))

    @cached_property
    def judged(self) -> JudgedRange | None:
        """The points that the word reached allows; ``None`` where it is no tier and nobody judged."""
        full = self.points or Fraction(0)
        if self.as_aimed and self.score is None:
            return JudgedRange(self.text("actual"), full, full)
        named = (tier for tier in self.by.tiers if fold(tier.name) == fold(self.text("actual")))
        tier = next(named, None)
        if tier is not None:
            return tier.range_of(full, self.by.tiers)
        return None if self.score is None else JudgedRange(self.text("actual"), Fraction(0), full)

    def _wrong_words(self) -> Iterator[WrongCell]:
        if self.cell("actual").blank:
            return
        if self.share is not None:
            if not 0 <= self.share <= 1:
                yield self._wrong("actual", "0% 至 100% 的百分比", "改正百分比")
        elif self.judged is None:
            names = "、".join(shown(tier.name) for tier in self.by.tiers)
            expected = f"指标值的原文、{names}{'、' if names else ''}0% 至 100% 的百分比之一"
            yield self._wrong("actual", expected, f"改成其中之一，或在“{self.by.columns.score}”列写明评分")
        allowed = self.judged or JudgedRange("", Fraction(0), self.points or Fraction(0))
        if self.text("score") and (self.score is None or not allowed.holds(self.score)):
            yield self._wrong("score", allowed.words, "改正评分")
