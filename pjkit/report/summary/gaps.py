"""Where self, computed and review scores differ: department by department, and indicator by indicator."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import add, points, sum_of_known
from pjkit.model.block import Column, Notice, Row, Table
from pjkit.model.cell import Cell, Nothing, Number, Several
from pjkit.model.records import Batch
from pjkit.report import cells
from pjkit.report.summary.listing import FIRST, MANY, WHOLE, Line, criteria, lines
from pjkit.report.summary.short_record import ShortGap
from pjkit.report.tables import notice, row


@dataclass(frozen=True)
class Difference:
    """One indicator of one department with scores that differ."""

    line: Line
    indicator: str  # its id
    name: str  # no two indicators of a batch have the same
    gap: ShortGap


@dataclass(frozen=True)
class Group:
    """What differs in one department, or of one indicator; at least one difference. Sums in points."""

    differences: tuple[Difference, ...]

    @property
    def size(self) -> Decimal:
        """The sizes of all differences."""
        return add(one.gap.size for one in self.differences)

    @property
    def largest(self) -> Difference:
        """The largest difference, of equal ones the first."""
        return max(self.differences, key=lambda one: one.gap.size)

    @property
    def computed_step(self) -> Decimal | None:
        """核算分 − 自评分, all together; ``None`` where no indicator has both."""
        return sum_of_known(one.gap.computed_step for one in self.differences)

    @property
    def review_step(self) -> Decimal | None:
        """复核分 − what stood before it."""
        return sum_of_known(one.gap.review_step for one in self.differences)

    @property
    def final_step(self) -> Decimal | None:
        """得分 − 自评分."""
        return sum_of_known(one.gap.final_step for one in self.differences)


def gaps_by_department(batch: Batch) -> Table | Notice:
    """One row for each department with scores that differ, the largest sum first."""
    found = differences(batch)
    if not found:
        return notice(_none(batch))
    groups = sorted(_grouped(found, lambda one: one.line.record.department), key=lambda group: -group.size)
    others = len(batch.reports) - len(groups)
    rest = f"其余 {others} 个部门没有不一致，或没有两个以上的分数可以比较。" if others else ""
    shown = groups if len(batch.reports) <= WHOLE else groups[:FIRST]
    if len(shown) < len(groups):
        rest = f"共 {len(groups)} 个部门有不一致，这里列出差得最多的 {FIRST} 个，其余见各部门的报告。{rest}"
    return Table(
        caption="各部门自评、核算、复核的差异，差得多的在前",
        columns=_columns("部门", "不一致指标数", "差得最多的指标", sorted_by="差额合计"),
        rows=tuple(_row(group, group.largest.line.linked, _worst_indicator(group)) for group in shown),
        note=f"差额是一项指标的自评分、核算分、复核分中最高与最低之差。{rest}",
        dense="tall" if len(groups) > MANY else "plain",
        sortable=len(groups) > 1,
        anchor="gaps-by-department",
    )


def gaps_by_indicator(batch: Batch) -> Table | Notice:
    """One row for each indicator with scores that differ, the one with most departments first."""
    found = differences(batch)
    if not found:
        return notice(_none(batch))
    groups = _grouped(found, lambda one: one.indicator)
    groups.sort(key=lambda group: (-len(group.differences), -group.size))
    return Table(
        caption="各指标自评、核算、复核的差异，不一致的部门多的在前",
        columns=_columns("指标", "不一致部门数", "差得最多的部门", sorted_by="不一致部门数"),
        rows=tuple(_row(group, group.largest.name, _worst_department(group)) for group in groups),
        dense="plain",
        sortable=len(groups) > 1,
        anchor="gaps-by-indicator",
    )


def _columns(name: str, count: str, examples: str, *, sorted_by: str) -> tuple[Column, ...]:
    numbers = (count, "差额合计", "核算比自评", "复核改变", "得分比自评")
    return (
        Column(title=name, align="name"),
        *(
            Column(title=one, align="number", sorted="descending" if one == sorted_by else "")
            for one in numbers
        ),
        Column(title=examples, align="examples"),
    )


def _row(group: Group, name: Cell, worst: Cell) -> Row:
    return row(
        name,
        str(len(group.differences)),
        cells.score(group.size),
        _step(group.computed_step, "没有核算分或自评分"),
        _step(group.review_step, "没有复核分"),
        _step(group.final_step, "没有自评分"),
        worst,
    )


def _step(value: Decimal | None, why: str) -> Cell:
    return Nothing(why=why) if value is None else Number(value=value, style="signed")


def _worst_indicator(group: Group) -> Cell:
    worst = group.largest
    return f"{worst.name}（{points(worst.gap.size)} 分）：{worst.gap.why}"


def _worst_department(group: Group) -> Cell:
    worst = group.largest
    return Several(cells=(worst.line.linked, f"（{points(worst.gap.size)} 分）"), between="")


def differences(batch: Batch) -> list[Difference]:
    """Every difference of the batch, by department."""
    listed = sorted(lines(batch), key=lambda line: line.record.department)
    names = {one.id: one.name for one in criteria(listed)}
    return [
        Difference(line, indicator.id, names[indicator.id], indicator.gap)
        for line in listed
        for indicator in line.record.marks
        if indicator.gap
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
