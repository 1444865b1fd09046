"""What marks add up to: a total with what it rests on, a group's share, the grade in words."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from pjkit.model.stored import Score, Stored


def grade_words(grade: str | None, allowed: Sequence[str]) -> str:
    """The grade, or 待定 with the worst and the best that the missing points still allow."""
    ends = dict.fromkeys((*allowed[:1], *allowed[-1:]))
    return grade or (f"待定（{'～'.join(ends)}）" if ends else "待定")


class Totals(Stored):
    """A total is never bare: how much of it is supported, and what it could be (all points, two decimals)."""

    score: Score
    self_total: Score | None = Field(alias="self")  # None: no self scores at all
    supported: Score
    self_only: Score
    missing: Score
    low: Score
    high: Score
    rescaled: Score | None
    grade: str | None  # None: the missing points could change it
    grade_range: tuple[str, ...] = ()  # worst to best grade the missing points allow
    capped: Annotated[str, Field(exclude_if=operator.not_)] = (
        ""  # why the total is held below what the scores give
    )

    @property
    def grade_words(self) -> str:
        """The grade as people read it, also where it is open."""
        return grade_words(self.grade, self.grade_range)


class ProjectTotal(Stored):
    """One project's own total on the form's scale; ``weight``: its share of the department's."""

    name: str
    weight: Fraction
    total: Totals
    scored: bool  # whether any of its scores is known


@dataclass(frozen=True)
class GroupScore:
    """Score against points of a group, in points of the total."""

    name: str
    points: Decimal
    score: Decimal
    unknown: Decimal  # points of indicators without any score
