"""What another rubric would do to departments whose data are there: who gains and loses how much, by which indicator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from pjkit.diff.compare import compare
from pjkit.diff.model import ComparedPart, DepartmentDiff, IndicatorDiff, TotalDiff
from pjkit.diff.rubrics import RuleChange
from pjkit.model.amounts import half_up
from pjkit.model.clause import lacking_names
from pjkit.model.records import Batch, Published
from pjkit.model.scorecard import Mark, Scorecard


@dataclass(frozen=True)
class Scored:
    """One department by both rubrics. ``unread``: what of its data the new rubric cannot read, as problems in words."""

    old: Scorecard
    new: Scorecard
    unread: tuple[str, ...] = ()


class IndicatorEffect(ComparedPart):
    """An indicator whose score differs. ``in_total``: by how many points of the total; ``None`` where that is unknown."""

    diff: IndicatorDiff
    in_total: Decimal | None


class Lack(ComparedPart):
    """What the new rubric asks for an indicator and the data do not have."""

    indicator: str
    what: tuple[str, ...]


class DepartmentEffect(ComparedPart):
    """A department by both rubrics: totals, the indicators that make the difference, what would be missing."""

    department: str
    name: str
    total: TotalDiff
    indicators: tuple[IndicatorEffect, ...]
    lacking: tuple[Lack, ...]
    unread: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether the difference is one of scores: where more is unknown than before, the total is lower for want of data."""
        return not (self.total.missing.difference or Decimal(0)) > 0


class LeftOut(ComparedPart):
    """A department of the batch that was not compared, and why."""

    department: str
    why: str


class RubricComparison(ComparedPart):
    """Two rubrics compared, and what the change does; ``effects`` by loss. ``record_text`` of it is ``pjkit.rubric-diff/1``."""

    schema_: Literal["pjkit.rubric-diff/1"] = Field(alias="schema", default="pjkit.rubric-diff/1")
    old: str
    new: str
    rules: tuple[RuleChange, ...]
    effects: tuple[DepartmentEffect, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a rule or a total differs."""
        return bool(self.rules) or any(one.total.moved for one in self.effects)


def effects(scored: Sequence[Scored]) -> tuple[DepartmentEffect, ...]:
    """What the new rubric does to each department, the greatest loss first."""
    by_name = {one.new.department: one for one in scored}
    both = (_batch([one.old for one in scored]), _batch([one.new for one in scored]))
    changed = {diff.department: diff for diff in compare(*both).changed}
    found = [_effect(one, changed.get(name)) for name, one in by_name.items()]
    return tuple(sorted(found, key=lambda one: (one.total.score.difference or Decimal(0), one.department)))


def _batch(cards: Sequence[Scorecard]) -> Batch:
    reports = tuple(Published(record=card, inputs=None) for card in cards)
    return Batch(year=cards[0].year if cards else 0, reports=reports, failures=())


def _effect(scored: Scored, diff: DepartmentDiff | None) -> DepartmentEffect:
    old, new = scored.old, scored.new
    found = (
        [IndicatorEffect(diff=one, in_total=_in_total(one.id, old, new)) for one in diff.scored]
        if diff
        else []
    )
    return DepartmentEffect(
        department=new.department,
        name=new.name,
        total=TotalDiff(**TotalDiff.changes(old.total, new.total)),
        indicators=tuple(sorted(found, key=_unknown_then_loss)),
        lacking=tuple(_lacking(old, new)),
        unread=scored.unread,
    )


def _unknown_then_loss(effect: IndicatorEffect) -> tuple[bool, Decimal]:
    return effect.in_total is not None, effect.in_total or Decimal(0)


def _in_total(id_: str, old: Scorecard, new: Scorecard) -> Decimal | None:
    """An indicator's difference in points of the total; one that a side does not have counts 0 there."""
    sides = [next((mark for mark in card.marks if mark.id == id_), None) for card in (old, new)]
    if any(mark is not None and mark.score is None for mark in sides):
        return None
    before, after = (_counted(mark) for mark in sides)
    return after - before


def _counted(mark: Mark | None) -> Decimal:
    if mark is None or mark.score is None:
        return Decimal(0)
    return half_up(Fraction(mark.score) * mark.weight)


def _lacking(old: Scorecard, new: Scorecard) -> Iterator[Lack]:
    known = {mark.id: set(_missing(mark)) for mark in old.marks}
    for mark in new.marks:
        what = [one for one in _missing(mark) if one not in known.get(mark.id, ())]
        if what:
            yield Lack(indicator=mark.full_name, what=tuple(what))


def _missing(mark: Mark) -> list[str]:
    found = [name for clause in mark.clauses for name in lacking_names(clause.lacking)]
    return list(dict.fromkeys(found))
