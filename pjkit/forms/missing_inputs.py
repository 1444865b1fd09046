"""What data an indicator lacks (缺数据), so that its rule gives no score."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import plain
from pjkit.model.clause import lacking_words
from pjkit.model.problem import shown
from pjkit.model.scorecard import Mark, Status

_NAMED = 3  # indicators named in one line


@dataclass(frozen=True)
class Gap:
    """An indicator that cannot be computed: its name, its points and what is lacking, with the cells."""

    name: str
    points: Decimal
    reason: str


def gaps(marks: Iterable[Mark]) -> tuple[Gap, ...]:
    """The indicators whose rule gives no score for lack of data; what has been reviewed has a score."""
    return tuple(
        Gap(f"{mark.path[1]}/{mark.name}", mark.points, lacking(mark))
        for mark in marks
        if mark.status in {Status.MISSING, Status.SELF_ONLY}
    )


def lacking(mark: Mark) -> str:
    """What the clauses without a score want for."""
    told = (lacking_words(clause.lacking) for clause in mark.clauses if clause.score is None)
    return "；".join(dict.fromkeys(told))


def gaps_in_words(found: tuple[Gap, ...]) -> str:
    """``2 项指标、共 5 分核算不出：“政府采购”4 分、…``; "" where there is none."""
    if not found:
        return ""
    named = "、".join(f"{shown(gap.name)}{plain(gap.points)} 分" for gap in found[:_NAMED])
    more = "等" if len(found) > _NAMED else ""
    points = plain(sum((gap.points for gap in found), Decimal(0)))
    return f"{len(found)} 项指标、共 {points} 分因缺数据核算不出：{named}{more}"
