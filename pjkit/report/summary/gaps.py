"""Where self, computed and review scores differ: department by department, and indicator by indicator."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.records import Batch
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.gaps import Gap, gap_of, signed
from pjkit.report.summary.criteria import criteria
from pjkit.report.summary.fragments import render
from pjkit.report.summary.lines import MANY, Line, lines

_LONGEST = 90  # characters of a reason; the department's page has it whole


@dataclass(frozen=True)
class Difference:
    """One indicator of one department with scores that differ."""

    line: Line
    indicator: str  # its id
    name: str  # no two indicators of a batch have the same
    gap: Gap

    @property
    def words(self) -> str:
        """Why, cut where it is long."""
        why = self.gap.why
        return why if len(why) <= _LONGEST else f"{why[: _LONGEST - 1]}…"


@dataclass(frozen=True)
class Group:
    """What differs in one department, or of one indicator; at least one difference. Sums in points."""

    differences: tuple[Difference, ...]

    @property
    def size(self) -> Decimal:
        """The sizes of all differences."""
        return sum((one.gap.size for one in self.differences), Decimal(0))

    @property
    def largest(self) -> Difference:
        """The largest difference, of equal ones the first."""
        return max(self.differences, key=lambda one: one.gap.size)

    @property
    def computed_step(self) -> Decimal | None:
        """核算分 − 自评分, all together; ``None`` where no indicator has both."""
        return _sum(one.gap.computed_step for one in self.differences)

    @property
    def review_step(self) -> Decimal | None:
        """复核分 − what stood before it."""
        return _sum(one.gap.review_step for one in self.differences)

    @property
    def final_step(self) -> Decimal | None:
        """得分 − 自评分."""
        return _sum(one.gap.final_step for one in self.differences)


def gaps_by_department(batch: Batch) -> Fragment:
    """One row for each department with scores that differ, the largest sum first."""
    found = differences(batch)
    if not found:
        return sentence(_none(batch))
    groups = sorted(_grouped(found, lambda one: one.line.record.department), key=lambda group: -group.size)
    return render(
        "gaps_by_department",
        f"［自评、核算、复核的差异］{len(groups)} 个部门",
        groups=groups,
        others=len(batch.reports) - len(groups),
        tall=len(groups) > MANY,
        signed=signed,
    )


def gaps_by_indicator(batch: Batch) -> Fragment:
    """One row for each indicator with scores that differ, the one with most departments first."""
    found = differences(batch)
    if not found:
        return sentence(_none(batch))
    groups = _grouped(found, lambda one: one.indicator)
    groups.sort(key=lambda group: (-len(group.differences), -group.size))
    return render(
        "gaps_by_indicator",
        f"［自评、核算、复核的差异］{len(groups)} 个指标",
        groups=groups,
        signed=signed,
    )


def differences(batch: Batch) -> list[Difference]:
    """Every difference of the batch, by department."""
    listed = sorted(lines(batch), key=lambda line: line.record.department)
    names = {one.id: one.name for one in criteria(listed)}
    return [
        Difference(line, indicator.id, names[indicator.id], gap)
        for line in listed
        for indicator in line.record.marks
        if (gap := gap_of(indicator))
    ]


def _grouped(found: Iterable[Difference], key: Callable[[Difference], str]) -> list[Group]:
    groups: dict[str, list[Difference]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return [Group(tuple(group)) for group in groups.values()]


def _none(batch: Batch) -> str:
    if not batch.reports:
        return "还没有已生成的报告，没有差异可列。"
    return "各部门的自评、核算、复核没有不一致，或没有两个以上的分数可以比较。"


def _sum(steps: Iterable[Decimal | None]) -> Decimal | None:
    known = [step for step in steps if step is not None]
    return sum(known, Decimal(0)) if known else None
