"""The rubric (评分表): groups of any depth → indicators → clauses, as frozen specs, and what the rubric asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import Field

from pjkit.model.amounts import HUNDRED
from pjkit.model.clause import ClauseSpec
from pjkit.model.contract import ITEMS
from pjkit.model.figure import FigureRef
from pjkit.model.formula import Condition
from pjkit.model.settings import Number, Settings, Spec
from pjkit.scoring.declarations import ChapterSpec, DeclaredFigure, ListSpec
from pjkit.scoring.rules import RULES

# The union of all registered specs, told apart by ``kind``; static checkers see their common base.
_ANY_SPEC: Any = reduce(or_, (rule.spec for rule in RULES.values()))
AnyClause = Annotated[_ANY_SPEC, Field(discriminator="kind")]


class Grade(Spec):
    """A grade (等次) and the total from which it is given (D14): a share of the full marks (``90%``) or a number."""

    name: str
    from_: Number | Annotated[str, Field(pattern=r"^\d{1,3}(\.\d+)?%$")] = Field(alias="from")

    def bound(self, scale: Decimal) -> Fraction:
        """The total from which it is given, in points."""
        if isinstance(self.from_, str):
            return Fraction(self.from_.removesuffix("%")) * Fraction(scale) / HUNDRED
        return Fraction(self.from_)


class Gate(Spec):
    """What closes an indicator: then it earns 0. ``indicator``: another one that earned nothing; ``when``: a condition."""

    indicator: str = ""
    when: Condition | None = None
    because: str = ""


class Indicator(Spec):
    """A scored row of the table. ``members``: the named indicators that share its score.

    ``explain``: where it holds, a reason is due (自评!扣分原因). ``doubts``: words of a report that speak against full marks.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    points: Number
    standard: str = ""  # 评价标准; derived from the clauses where the file says nothing
    note: str = ""  # 备注
    members: tuple[str, ...] = Field(default=(), strict=False)
    gate: Gate | None = None
    explain: Condition | None = None
    doubts: tuple[str, ...] = Field(default=(), strict=False)
    clauses: list[AnyClause] = Field(min_length=1)


class Group(Spec):
    """A group of any level: further groups or indicators. With ``weight`` it counts so much above, whatever its points."""

    name: str
    points: Number
    weight: Number | None = None
    groups: list["Group"] = Field(default_factory=list)
    indicators: list[Indicator] = Field(default_factory=list)

    @property
    def counts(self) -> Decimal:
        """What it adds to the level above."""
        return self.points if self.weight is None else self.weight


class Cap(Spec):
    """Where ``when`` holds, the total is at most ``at``."""

    when: Condition
    at: Number
    because: str = ""


class TotalSpec(Spec):
    """How scores become the total. ``rescale``: what does not apply is left out, the rest counts as the whole (D7).

    ``projects``: how the totals of a project form's projects become the department's: their mean, or by their budgets.
    """

    not_applicable: Literal["full", "rescale"] = "full"
    cap: list[Cap] = Field(default_factory=list)
    projects: Literal["mean", "by_budget"] = "mean"


@dataclass(frozen=True)
class Placed:
    """An indicator with the names of its groups from the top, and what a point of it counts in the total."""

    path: tuple[str, ...]
    weight: Fraction
    indicator: Indicator

    @property
    def full_name(self) -> str:
        """``二级指标/三级指标``, as the data name an indicator; its own name where it stands in no group."""
        return "/".join((*self.path[-1:], self.indicator.name))


@dataclass(frozen=True)
class Use:
    """A place in the data that a rubric reads, and what for: an indicator's name, or the total."""

    of: str
    ref: FigureRef


class Rubric(Spec):
    """One rubric file, read and checked; ``digest`` tells its content."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    year: int
    points: Number
    reference: str
    subject: Literal["department", "project"] = "department"
    levels: tuple[str, ...] = Field(default=(), strict=False)
    settings: Settings = Settings()
    total: TotalSpec = TotalSpec()
    grades: list[Grade] = Field(min_length=1)
    chapters: list[ChapterSpec] = Field(default_factory=list)
    columns: dict[str, Annotated[tuple[str, ...], Field(strict=False)]] = Field(default_factory=dict)
    figures: dict[str, DeclaredFigure] = Field(default_factory=dict)
    lists: dict[str, ListSpec] = Field(default_factory=dict)
    groups: list[Group] = Field(default_factory=list)
    indicators_: list[Indicator] = Field(default_factory=list, alias="indicators")
    digest: str = ""

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every scored row with its groups, in the table's order."""
        alone = (Placed((), Fraction(1), indicator) for indicator in self.indicators_)
        return (*alone, *(row for group in self.groups for row in _placed(group, (), Fraction(1))))

    def indicators(self) -> list[Indicator]:
        """Every scored row."""
        return [row.indicator for row in self.placed]

    def __getitem__(self, indicator_id: str) -> Indicator:
        """One scored row by its id, also that of one project of several (``quantity.2``)."""
        return self._by_id[indicator_id.partition(".")[0]]

    @cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {row.indicator.id: row.indicator for row in self.placed}

    def full_names(self) -> dict[str, str]:
        """``二级指标/三级指标``, as the data names an indicator → its id."""
        return {row.full_name: row.indicator.id for row in self.placed}

    def clauses(self) -> list[ClauseSpec]:
        """Every clause of every indicator."""
        return [clause for indicator in self.indicators() for clause in indicator.clauses]

    def all_chapters(self) -> list[ChapterSpec]:
        """Every chapter and part of one, in the report's order."""
        return [one for chapter in self.chapters for one in chapter.all()]

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every place in the data that is read, with what for, in the table's order."""
        named = [
            *((row.indicator.name, name) for row in self.placed for name in _names_in(row.indicator)),
            *((_TOTAL, name) for cap in self.total.cap for name in cap.when.names),
        ]
        return tuple(Use(of, ref) for of, name in named for ref in self.places(name))

    def places(self, name: str) -> Iterator[FigureRef]:
        """Where in the data a name stands; of a derived figure, where all it is made of stands."""
        declared = self.figures.get(name)
        if declared is None:
            ref = FigureRef.parse(name)
            yield from (ref,) if ref.sheet else ()
        elif declared.value is not None:
            yield from (ref for part in declared.value.names for ref in self.places(part))
        else:
            yield declared.from_ or FigureRef(ITEMS.name, declared.ask or name)

    @property
    def level_names(self) -> tuple[str, ...]:
        """What the levels are called, the indicators' last: as the file says, else by number."""
        depth = max(len(row.path) for row in self.placed) + 1
        return self.levels or tuple(f"{number}级指标" for number in _NUMERALS[:depth])


_NUMERALS = "一二三四五六"
_TOTAL = "总分"


def _names_in(indicator: Indicator) -> Iterator[str]:
    """The figures, declared or by their place, that an indicator reads."""
    for clause in indicator.clauses:
        yield from (ref.written for ref in clause.figure_refs().values())
        yield from (name for formula in clause.formulas().values() for name in formula.names)
    for condition in (indicator.explain, indicator.gate.when if indicator.gate else None):
        yield from condition.names if condition else ()


def _placed(group: Group, above: tuple[str, ...], weight: Fraction) -> Iterator[Placed]:
    path = (*above, group.name)
    counts = weight * Fraction(group.counts) / Fraction(group.points)
    for indicator in group.indicators:
        yield Placed(path, counts, indicator)
    for below in group.groups:
        yield from _placed(below, path, counts)
