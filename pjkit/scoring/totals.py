"""The total, never bare: how much of it is supported, what it could be, the grade (rubric.md §3, D8, D14)."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from pjkit.model.amounts import HUNDRED, add, half_up
from pjkit.model.scorecard import GroupScore, Mark, Status, Totals
from pjkit.scoring.rubric import Grade

_ZERO = Decimal("0.00")


def totals(marks: Sequence[Mark], grades: Sequence[Grade]) -> Totals:
    """Add up the printed scores; points are full marks, 100 in all."""
    supported = _scores(marks, lambda mark: mark.status.supported)
    missing = _points(mark for mark in marks if mark.status == Status.MISSING)
    unsupported = _points(mark for mark in marks if not mark.status.supported)
    score = _scores(marks, lambda _mark: True)
    range_ = grade_range(score, score + missing, grades)
    given = [mark.self_score for mark in marks if mark.self_score is not None]
    return Totals(
        score=score,
        self_total=half_up(add(given)) if given else None,
        supported=supported,
        self_only=_scores(marks, lambda mark: mark.status in {Status.SELF_ONLY, Status.ASSERTED}),
        missing=missing,
        low=supported,
        high=supported + unsupported,
        rescaled=_rescaled(marks),
        grade=range_[0] if len(range_) == 1 else None,
        grade_range=range_,
    )


def _scores(marks: Iterable[Mark], wanted: Callable[[Mark], bool]) -> Decimal:
    return sum((mark.score for mark in marks if wanted(mark) and mark.score is not None), _ZERO)


def _points(marks: Iterable[Mark]) -> Decimal:
    return half_up(add(mark.points for mark in marks))


def _rescaled(marks: Sequence[Mark]) -> Decimal | None:
    """The total without the indicators that had nothing to judge, scaled to 100 (D7)."""
    judged = [mark for mark in marks if mark.status != Status.NOT_APPLICABLE]
    if len(judged) == len(marks) or not judged:
        return None
    scored, full = _scores(judged, lambda _mark: True), _points(judged)
    return half_up(Fraction(scored) * HUNDRED / Fraction(full))


def grade_of(score: Decimal, grades: Sequence[Grade]) -> Grade:
    """The grade of a total: the highest whose lower bound it reaches (D14)."""
    ranked = sorted(grades, key=lambda grade: grade.from_, reverse=True)
    return next((grade for grade in ranked if score >= grade.from_), ranked[-1])


def grade_range(low: Decimal, high: Decimal, grades: Sequence[Grade]) -> tuple[str, ...]:
    """The names of the grades from ``low`` to ``high``, worst first; one name where nothing is open."""
    lowest, highest = grade_of(low, grades), grade_of(high, grades)
    ranked = sorted(grades, key=lambda grade: grade.from_)
    return tuple(grade.name for grade in ranked if lowest.from_ <= grade.from_ <= highest.from_)


def group_scores(marks: Sequence[Mark], level: int) -> list[GroupScore]:
    """Score against points by 一级指标 (``level`` 0) or 二级指标 (1), in the table's order."""
    by_path: dict[tuple[str, ...], list[Mark]] = {}
    for mark in marks:
        by_path.setdefault(mark.path[: level + 1], []).append(mark)
    return [
        GroupScore(
            name=path[-1],
            points=add(mark.points for mark in group),
            score=_scores(group, lambda _mark: True),
            unknown=add(mark.points for mark in group if mark.score is None),
        )
        for path, group in by_path.items()
    ]
