"""Findings that only show when departments lie side by side: copied text, one row in two reports, outliers.

Pure: reads traces and plain figures, and gives the same findings in the same order whatever order they come in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median
from sys import intern

from pjkit.checks.registry import Comparison, Indicators, Observation, comparison, find_all
from pjkit.checks.similar import alike
from pjkit.model.amounts import half_up, plain
from pjkit.model.finding import Severity
from pjkit.model.packed import Packed
from pjkit.model.problem import shown
from pjkit.model.records import Traces
from pjkit.model.scorecard import Finding, Mark, Scorecard

_COMMON = 5  # departments that share a text or a row: more likely one template than copying
_LISTED = 5  # rows named in a message
_NAMED = 5  # departments named in a message; the finding itself holds all
_FEWEST = 8  # departments that make a median worth comparing with
_FAR = Fraction(7, 2)  # the usual border of the modified z-score
_MAD_TO_SIGMA = Fraction(6745, 10_000)  # median absolute deviation of a normal distribution, in sigmas
_MEAN_TO_SIGMA = Fraction(7979, 10_000)  # mean absolute deviation of one
_MOST_OUTLIERS = 10  # one department in so many; more of them are a group of their own and no slip of one
_LEAST_SHARE = Fraction(1, 10)  # of the median; a smaller distance is none, however close the others lie


def indicators_of(records: Iterable[Scorecard]) -> Indicators:
    """What the indicators of several departments are compared by: the rate where there is one, else the score.

    Those of one rubric alone: another's indicator of the same name has other points.
    """
    return {
        record.department: {intern(f"{record.rubric.id} {one.id}"): compared(one) for one in record.marks}
        for record in records
    }


def compared(indicator: Mark) -> tuple[str, Decimal | None]:
    """What one indicator is compared by: how that is called, and its value."""
    if indicator.value_text is None:
        return intern(f"{indicator.name}（得分）"), indicator.score
    return intern(f"{indicator.name}（%）"), indicator.value  # one text for all departments


def across(traces: Iterable[Traces], indicators: Indicators | None = None) -> tuple[Finding, ...]:
    """Every finding about pairs and groups of departments; without ``indicators`` no outliers are looked for."""
    packed = traces if isinstance(traces, Packed) else Packed(traces)
    ordered = packed.ordered(lambda one: one.department)
    return tuple(find_all(Comparison(ordered, indicators or {})))


@comparison("near_identical_text", "部门之间文字雷同")
def near_identical_text(seen: Comparison) -> Iterator[Observation]:
    """Passages of one chapter that are nearly the same in several departments' reports."""
    traces, names = seen.traces, seen.names
    chapters = dict.fromkeys(chapter for one in traces for chapter in one.chapters)
    for chapter in chapters:
        texts = {one.department: one.chapters[chapter] for one in traces if chapter in one.chapters}
        for group in alike(texts):
            count = f" {group.passages} 段" if group.passages > 1 else "一段"
            message = (
                f"{_joined(group.departments, names)}的“{chapter}”有{count}文字雷同"
                f"（隐去单位、项目名称和数字后相似度 {group.percent}%）：{shown(group.sample, 60)}"
            )
            yield Observation(_severity(group.departments), chapter, message, group.departments)


@comparison("same_figure_row", "部门之间数字整行相同")
def same_figure_row(seen: Comparison) -> Iterator[Observation]:
    """Rows of the same figures, handed in by several departments. One finding for one group of departments."""
    traces, names = seen.traces, seen.names
    shared: dict[tuple[str, ...], list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for figures, labels in _holders(traces).items():
        shared[tuple(labels)].append((figures, labels))
    for departments, rows in sorted(shared.items()):
        figures, labels = rows[0]
        listed = "、".join(_label(row_labels) for _, row_labels in rows[:_LISTED])
        count = f"等 {len(rows)} 行" if len(rows) > _LISTED else ""
        message = f"{_joined(departments, names)}有数字完全相同的数据行：{listed}{count}（{shown(figures)}）"
        yield Observation(_severity(departments), labels[departments[0]], message, departments)


def _holders(traces: Sequence[Traces]) -> dict[str, dict[str, str]]:
    """Figures in rows of more than one department → department → label. Most are of one: kept by its id alone."""
    first: dict[str, str] = {}
    common = {
        row.figures
        for one in traces
        for row in one.rows
        if first.setdefault(row.figures, one.department) != one.department
    }
    holders: dict[str, dict[str, str]] = {figures: {} for figures in first if figures in common}
    for one in traces:
        for row in one.rows:
            if row.figures in holders:
                holders[row.figures].setdefault(one.department, row.label)
    return holders


def _label(labels: Mapping[str, str]) -> str:
    """The row's label; both where departments name it differently."""
    return "与".join(dict.fromkeys(labels.values()))


@comparison("outlier_indicator", "指标值远离其他部门")
def outlier_indicator(seen: Comparison) -> Iterator[Observation]:
    """Indicators of one department far from the others': modified z-score by median and MAD above 3.5.

    Rates are compared with rates, and the scores of those without a rate with each other.
    """
    names, once = seen.names, dict[Decimal, Fraction]()  # many departments have the same score
    rows: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for department in sorted(seen.indicators):
        for indicator, (title, value) in seen.indicators[department].items():
            if value is not None:
                rows[indicator, title][department] = once.setdefault(value, Fraction(value))
    for (_, title), values in rows.items():
        if len(values) >= _FEWEST:
            yield from _outliers(title, values, names)


def _outliers(title: str, values: Mapping[str, Fraction], names: Mapping[str, str]) -> Iterator[Observation]:
    middle = median(values.values())
    usual = _spread([abs(value - middle) for value in values.values()])
    gaps = {department: abs(value - middle) for department, value in values.items()}
    far = [
        department
        for department, gap in gaps.items()
        if usual and gap > _FAR * usual and gap >= _LEAST_SHARE * abs(middle)
    ]
    if len(far) > max(1, len(values) // _MOST_OUTLIERS):
        return
    for department in far:
        message = (
            f"{_joined((department,), names)}的{shown(title)}为 {plain(values[department], 4)}，"
            f"{len(values)} 个部门的中位数为 {plain(middle, 4)}，相差 {plain(gaps[department], 4)}，"
            f"是各部门通常差距（{plain(usual, 4)}）的 {half_up(gaps[department] / usual, 1)} 倍"
        )
        yield Observation("提示", title, message, (department,))


def _spread(gaps: list[Fraction]) -> Fraction:
    """The usual distance from the median, as a standard deviation; by the mean where most have no distance."""
    by_median = median(gaps) / _MAD_TO_SIGMA
    return by_median or mean(gaps) / _MEAN_TO_SIGMA


def _joined(departments: Sequence[str], names: Mapping[str, str]) -> str:
    """The departments' names; of many the first ones and how many there are."""
    listed = "、".join(shown(names.get(department, department)) for department in departments[:_NAMED])
    return f"{listed}等 {len(departments)} 个部门" if len(departments) > _NAMED else listed


def _severity(departments: tuple[str, ...]) -> Severity:
    return "提示" if len(departments) >= _COMMON else "疑似"
