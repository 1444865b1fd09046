"""Tables with a row for each department: ranking, grades, and what the totals rest on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pjkit.model.amounts import half_up
from pjkit.model.block import Column, Figure, Notice, Row, Run, Table, Text
from pjkit.model.cell import Bar, Cell, Nothing, Number, Ranked
from pjkit.model.records import Batch
from pjkit.model.report_block import Section
from pjkit.model.summary_block import Legend
from pjkit.report import cells
from pjkit.report.charts import county_totals
from pjkit.report.summary.listing import FIRST, MANY, OPEN, WHOLE, Grade, Line, by_grade, lines
from pjkit.report.summary.more_rows import short_row
from pjkit.report.tables import chart, columns, notice, row

# Ranking


def ranking(batch: Batch) -> Table | Notice:
    """One row for each department with a report; the page's script sorts and searches, else a plain table."""
    listed = lines(batch)
    if not listed:
        return notice("还没有已生成的报告，无法排名。")
    grades = list(dict.fromkeys(line.record.total.grade for line in listed if line.record.total.grade))
    places = {grade: str(place) for place, grade in enumerate(reversed(grades), 1)}
    rescaled = any(line.record.total.rescaled is not None for line in listed)
    first = listed if len(listed) <= WHOLE else listed[:FIRST]
    rest = listed[len(first) :]
    return Table(
        caption=f"部门排名：{len(listed)} 个部门",
        columns=tuple(_ranking_columns(rescaled=rescaled)),
        rows=tuple(
            Row(
                cells=tuple(_ranking_cells(line, places, rescaled=rescaled)),
                found_by=line.record.department,
            )
            for line in first
        ),
        more="\n".join(short_row(line, _ranking_cells(line, places, rescaled=rescaled)) for line in rest),
        note="可能最低只计有据的得分，可能最高假定其余各指标均得满分；无数据的指标未计入总分。",
        dense="tall" if len(listed) > MANY else "plain",
        sortable=True,
        search="搜索部门",
        anchor="ranking",
    )


def _ranking_columns(*, rescaled: bool) -> Iterator[Column]:
    yield Column(title="名次", align="number", sorted="ascending", first="ascending")
    yield Column(title="部门", align="name")
    yield Column(title="总分", align="number")
    yield Column(title="等次", align="word", ranked=True)
    more = ("折算分#",) if rescaled else ()
    yield from columns(
        "自评总分#", "有据#", "仅凭自述#", "无数据分值#", "可能最低#", "可能最高#", *more, "确定疑点#"
    )


def _ranking_cells(line: Line, places: dict[str, str], *, rescaled: bool) -> Iterator[Cell]:
    total = line.record.total
    parts = (total.supported, total.self_only, total.missing, total.low, total.high)
    yield Nothing(why="没有得分，不排名") if line.rank is None else str(line.rank)
    yield line.linked
    yield cells.score(line.total, "没有得分")
    yield Ranked(words=line.grade, key=places.get(total.grade or "", ""))
    yield cells.score(total.self_total, "未自评")
    yield from map(cells.score, parts)
    if rescaled:
        yield cells.score(total.rescaled, "没有不适用的指标，不折算")
    yield str(line.found("确定"))


# Grades


def grades(batch: Batch) -> Table | Notice:
    """Departments by grade; the open ones apart, with the grades they can be."""
    listed = lines(batch)
    if not listed:
        return notice("还没有已生成的报告，没有等次可计。")
    found = by_grade(listed)
    told = "，".join(f"{grade.name} {len(grade.lines)}" for grade in found)
    return Table(
        caption=f"等次：{told}",
        columns=(
            *columns("等次", "部门数#", "占比#"),
            Column(title="占比图示", align="bar"),
            *columns("总分范围#"),
        ),
        rows=tuple(one for grade in found for one in _grade_rows(grade, len(listed))),
        note="待定：无数据的指标如何得分，足以改变等次；括号内是可能的等次。",
        dense="half",
        anchor="grades",
    )


def _grade_rows(grade: Grade, whole: int) -> Iterator[Row]:
    yield row(*_counted(grade.name, len(grade.lines), whole), _range(grade))
    if grade.name == OPEN:
        counts = Counter(line.grade for line in grade.lines)
        for name, count in sorted(counts.items()):
            yield row(*_counted(name, count, whole), "", depth=1)


def _counted(name: str, count: int, whole: int) -> tuple[Cell, ...]:
    share = half_up(Decimal(count) * 100 / whole, 1)
    look = "open" if name.startswith(OPEN) else "done"
    bar = Bar(parts=((look, Decimal(0), share),))
    return (name, str(count), Number(value=share, style="percent"), bar)


def _range(grade: Grade) -> Cell:
    totals = [line.total for line in grade.lines if line.total is not None]
    if not totals:
        return Nothing(why="没有得分")
    lowest, highest = half_up(min(totals)), half_up(max(totals))
    return cells.score(lowest) if lowest == highest else f"{lowest}～{highest}"


def total_distribution(batch: Batch) -> Figure | Notice:
    """The spread of the totals as a chart."""
    return chart(county_totals.distribution(batch))


# What the totals rest on

_PARTS = {"supported": "有据", "self-only": "仅凭部门自述", "missing": "无数据（分值）", "lost": "失分"}
_HALF = Decimal("0.5")
_FIRST = 20  # departments shown above the fold
_IN_FOLD = 180  # at most: the ranking, which has the same columns, has them all


def coverage(batch: Batch) -> Section | Notice:
    """One bar a department, the least supported first; in a fold where there are many."""
    listed = sorted(lines(batch), key=_supported_share)
    if not listed:
        return notice("还没有已生成的报告，没有依据可列。")
    worst = sum(_supported_share(line) < _HALF for line in listed)
    note = f"{worst} 个部门有据的得分不到满分的一半。四部分合计为满分。"
    legend = Legend(items=tuple(_PARTS.items()))
    if len(listed) <= MANY:
        table = _coverage_table(listed, "各部门的得分依据，有据少的在前", note)
        return Section(children=(legend, table), anchor="coverage")
    first = _coverage_table(listed[:_FIRST], f"有据的得分最少的 {_FIRST} 个部门", note)
    fold = _others(listed[_FIRST:] if len(listed) <= WHOLE else listed[_FIRST:][:_IN_FOLD], len(listed))
    return Section(children=(legend, first, fold), anchor="coverage")


def _others(shown: Sequence[Line], whole: int) -> Section:
    rest = whole - _FIRST
    if len(shown) == rest:
        return Section(
            children=(_coverage_table(shown, f"其余 {rest} 个部门的得分依据"),), fold=f"其余 {rest} 个部门"
        )
    table = _coverage_table(shown, f"其次的 {len(shown)} 个部门的得分依据")
    told = Text(
        runs=(Run(text=f"共 {whole} 个部门；可在“部门排名”中按有据的得分排列全部部门，或见 results.csv。"),)
    )
    return Section(children=(table, told), fold=f"其次的 {len(shown)} 个部门")


def _coverage_table(listed: Sequence[Line], caption: str, note: str = "") -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(title="部门", align="name"),
            Column(title="有据", align="number", sorted="ascending"),
            *columns("仅凭自述#", "无数据分值#", "失分#"),
            Column(title="构成", align="bar"),
        ),
        rows=tuple(map(_coverage_row, listed)),
        note=note,
        dense="plain" if note else "tall",
        sortable=len(listed) > 1,
    )


def _coverage_row(line: Line) -> Row:
    total = line.record.total
    amounts = (total.supported, total.self_only, total.missing, line.lost)
    return row(line.linked, *map(cells.score, amounts), _bar(amounts, line.full))


def _supported_share(line: Line) -> Decimal:
    return line.record.total.supported / line.full if line.full else Decimal(0)


def _bar(amounts: Sequence[Decimal], full: Decimal) -> Bar:
    found: list[tuple[str, Decimal, Decimal]] = []
    start = Decimal(0)
    for name, amount in zip(_PARTS, amounts, strict=True):
        width = amount * 100 / full if full else Decimal(0)
        found.append((name, half_up(start, 1), half_up(width, 1)))
        start += width
    return Bar(parts=tuple(found))
