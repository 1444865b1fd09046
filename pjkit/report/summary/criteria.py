"""A batch's indicators: each with its results in all departments, and what it cost them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pjkit.model.records import unique_names
from pjkit.model.scorecard import Mark
from pjkit.report.summary.lines import Line, mean


@dataclass(frozen=True)
class Criterion:
    """One indicator over all departments; those whose rubric does not have it are not in ``results``."""

    id: str
    name: str  # no two of a batch have the same
    path: tuple[str, str]
    results: tuple[Mark, ...]

    @cached_property
    def lost(self) -> tuple[Decimal, ...]:
        """Points lost, one for each department whose score is known."""
        return tuple(one.lost for one in self.results if one.lost is not None)

    @property
    def unknown(self) -> int:
        """Departments without a score: neither a loss nor none."""
        return len(self.results) - len(self.lost)

    @property
    def losing(self) -> int:
        """Departments that lost something."""
        return sum(lost > 0 for lost in self.lost)

    @property
    def mean_lost(self) -> Decimal | None:
        """Mean loss in points over the known, ``None`` where nothing is known."""
        return mean(self.lost)

    @property
    def mean_share(self) -> Decimal | None:
        """Mean share of the points lost (1 = all) over the known."""
        return mean(share_lost(one) for one in self.results)

    @property
    def points(self) -> tuple[Decimal, Decimal]:
        """Least and most full marks: rubrics of one batch may differ."""
        points = [one.points for one in self.results]
        return min(points), max(points)


def share_lost(indicator: Mark) -> Decimal | None:
    """Which share of the indicator's points was lost (1 = all), ``None`` where the score is unknown."""
    if indicator.lost is None or not indicator.points:
        return None
    return indicator.lost / indicator.points


def criteria(listed: Iterable[Line]) -> tuple[Criterion, ...]:
    """Every indicator of the batch, in the order of the rubric that came first."""
    groups: dict[str, list[Mark]] = {}
    for line in listed:
        for indicator in line.record.marks:
            groups.setdefault(indicator.id, []).append(indicator)
    names = unique_names(group[0] for group in groups.values())
    return tuple(Criterion(id_, names[id_], group[0].path, tuple(group)) for id_, group in groups.items())


def by_loss(found: Iterable[Criterion]) -> list[Criterion]:
    """The largest mean loss first; those of which nothing is known last."""
    return sorted(found, key=lambda one: (one.mean_lost is None, -(one.mean_lost or Decimal(0))))
