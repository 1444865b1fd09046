"""The total, never bare: how much of it is supported, what it could be, the grade (rubric.md §3, D8, D14)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import half_up
from pjkit.model.scorecard import Mark, Status, exactly_weighted, weighted
from pjkit.model.total import GroupScore, Totals
from pjkit.scoring.rubric import Grade


@dataclass(frozen=True)
class Scale:
    """What marks become a total by: the rubric's rules for the whole, and where the total is held down on these data."""

    points: Decimal
    grades: Sequence[Grade]
    not_applicable: Literal["full", "rescale"] = "full"
    cap: Decimal | None = None
    capped: str = ""  # why

    def held(self, total: Fraction) -> Decimal:
        """A total as printed, at most the cap."""
        printed = half_up(total)
        return printed if self.cap is None else min(printed, half_up(self.cap))


def totals(marks: Sequence[Mark], scale: Scale) -> Totals:
    """Add up the printed scores, each as its weight counts it."""
    counted, factor = _counted(marks, scale)
    supported = _sum(counted, _score, lambda mark: mark.status.supported) * factor
    missing = _sum(counted, _full, lambda mark: mark.status == Status.MISSING) * factor
    unsupported = _sum(counted, _full, lambda mark: not mark.status.supported) * factor
    asserted = _sum(counted, _score, lambda mark: mark.status in _ASSERTED) * factor
    score = _sum(counted, _score) * factor
    range_ = grade_range(scale.held(score), scale.held(score + missing), scale)
    return Totals(
        score=scale.held(score),
        self_total=_self_total(marks),
        supported=half_up(supported),
        self_only=half_up(asserted),
        missing=half_up(missing),
        low=scale.held(supported),
        high=scale.held(supported + unsupported),
        rescaled=_rescaled(marks, scale),
        grade=range_[0] if len(range_) == 1 else None,
        grade_range=range_,
        capped=scale.capped if scale.held(score) != half_up(score) else "",
    )


_ASSERTED = {Status.SELF_ONLY, Status.ASSERTED}


def _score(mark: Mark) -> Decimal | None:
    return mark.score


def _full(mark: Mark) -> Decimal | None:
    return mark.points


def _sum(
    marks: Iterable[Mark],
    amount: Callable[[Mark], Decimal | None],
    wanted: Callable[[Mark], bool] = lambda _mark: True,
) -> Fraction:
    """An exact sum in points of the total."""
    return exactly_weighted(filter(wanted, marks), amount)


def _self_total(marks: Sequence[Mark]) -> Decimal | None:
    given = [mark for mark in marks if mark.self_score is not None]
    return half_up(_sum(given, lambda mark: mark.self_score)) if given else None


def _applying(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.status != Status.NOT_APPLICABLE]


def _counted(marks: Sequence[Mark], scale: Scale) -> tuple[Sequence[Mark], Fraction]:
    """The marks that make the total, and by what it is scaled up for those that do not apply."""
    applying = _applying(marks)
    if scale.not_applicable == "full" or len(applying) == len(marks) or not applying:
        return marks, Fraction(1)
    return applying, Fraction(scale.points) / _sum(applying, _full)


def _rescaled(marks: Sequence[Mark], scale: Scale) -> Decimal | None:
    """The total without the indicators that had nothing to judge, scaled to the whole (D7)."""
    applying = _applying(marks)
    if len(applying) == len(marks) or not applying:
        return None
    return half_up(_sum(applying, _score) * Fraction(scale.points) / _sum(applying, _full))


@dataclass(frozen=True)
class Part:
    """The total of one project that the department's is made of, with the scale it was made by."""

    name: str
    weight: Fraction
    total: Totals
    scale: Scale

    @property
    def best(self) -> Decimal:
        """What the total would be with full marks for all that is missing."""
        return self.scale.held(Fraction(self.total.score + self.total.missing))


def combined(parts: Sequence[Part], scale: Scale) -> Totals:
    """The department's total of a project form: what its projects' printed totals come to by their weights."""

    def added(amount: Callable[[Part], Decimal | None]) -> Decimal:
        return half_up(sum((part.weight * Fraction(amount(part) or 0) for part in parts), Fraction(0)))

    score = added(lambda part: part.total.score)
    range_ = grade_range(score, added(lambda part: part.best), scale)
    rescaled = any(part.total.rescaled is not None for part in parts)
    rated = any(part.total.self_total is not None for part in parts)
    return Totals(
        score=score,
        self_total=added(lambda part: part.total.self_total) if rated else None,
        supported=added(lambda part: part.total.supported),
        self_only=added(lambda part: part.total.self_only),
        missing=added(lambda part: part.total.missing),
        low=added(lambda part: part.total.low),
        high=added(lambda part: part.total.high),
        rescaled=added(_applying_total) if rescaled else None,
        grade=range_[0] if len(range_) == 1 else None,
        grade_range=range_,
        capped="；".join(f"{part.name}：{part.total.capped}" for part in parts if part.total.capped),
    )


def _applying_total(part: Part) -> Decimal:
    return part.total.score if part.total.rescaled is None else part.total.rescaled


def grade_of(score: Decimal, scale: Scale) -> Grade:
    """The grade of a total: the highest whose lower bound it reaches (D14)."""
    ranked = sorted(scale.grades, key=lambda grade: grade.bound(scale.points), reverse=True)
    return next((grade for grade in ranked if score >= grade.bound(scale.points)), ranked[-1])


def grade_range(low: Decimal, high: Decimal, scale: Scale) -> tuple[str, ...]:
    """The names of the grades from ``low`` to ``high``, worst first; one name where nothing is open."""
    lowest, highest = (grade_of(end, scale).bound(scale.points) for end in (low, high))
    ranked = sorted(scale.grades, key=lambda grade: grade.bound(scale.points))
    return tuple(grade.name for grade in ranked if lowest <= grade.bound(scale.points) <= highest)


def group_scores(marks: Sequence[Mark], level: int) -> list[GroupScore]:
    """Score against points by the groups of one level (0: the highest), in the table's order, in points of the total."""
    by_path: dict[tuple[str, ...], list[Mark]] = {}
    for mark in marks:
        by_path.setdefault(mark.path[: level + 1], []).append(mark)
    return [
        GroupScore(
            name=path[-1] if path else "",
            points=weighted(group, _full),
            score=weighted(group, _score),
            unknown=weighted((mark for mark in group if mark.score is None), _full),
        )
        for path, group in by_path.items()
    ]
