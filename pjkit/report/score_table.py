"""The scoring table in the source's form, and score against points by group: a table, and the charts of the scores."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pjkit.model.amounts import plain
from pjkit.model.block import Figure, Notice, Row, Table
from pjkit.model.cell import Cell, Nothing
from pjkit.model.levels import level_names
from pjkit.model.report_block import ScoreRow, ScoreTable, Section
from pjkit.model.scorecard import Mark, Scorecard, weighted
from pjkit.report import cells
from pjkit.report.charts import groups, lost_points
from pjkit.report.score_sentences import total_sentences
from pjkit.report.tables import chart, columns, row, section


def score_table(card: Scorecard) -> ScoreTable:
    """Every indicator with its rule and its scores; writers merge the groups' cells, as in the official form."""
    return ScoreTable(
        name=card.name or card.department,
        year=card.year,
        title=card.rubric.title,
        levels=level_names(card.rubric.levels, [mark.path for mark in card.marks]),
        rows=tuple(map(_score_row, card.marks)),
        total=card.total,
        notes=tuple(_notes(card)),
    )


def _score_row(mark: Mark) -> ScoreRow:
    return ScoreRow(
        id=mark.id,
        name=mark.name,
        members=tuple(mark.members),
        path=mark.path,
        points=mark.points,
        weight=mark.weight,
        standard=mark.standard,
        note=mark.note,
        self_score=mark.self_score,
        computed_score=mark.computed_score,
        review_score=mark.review_score,
        score=mark.score,
        status=mark.status,
        reasons=tuple(_reasons(mark)),
    )


def _reasons(mark: Mark) -> Iterator[str]:
    """The record's reason, then what the department and the reviewer say."""
    own = f"部门说明：{mark.self_reason}" if mark.self_reason else ""
    return filter(None, [mark.reason, own, mark.review_words])


def _notes(card: Scorecard) -> Iterator[str]:
    """What the total rests on, how to read the table, and where the standard left something open."""
    yield _support(card)
    yield from _counting(card)
    yield "“—”表示没有这一得分。复核分、核算分、自评分中采用哪一个，见扣分原因。"
    used = sorted({effect.id for _, effect in card.effects()}, key=lambda name: int(name[1:]))
    if used:
        listed = "、".join(used)
        yield f"评价标准未明确之处按约定计分（{listed}），内容见网页报告“影响得分的规则约定”。"


def _counting(card: Scorecard) -> Iterator[str]:
    """Where the total is no plain sum of the scores: how it comes about."""
    if any(mark.weight != 1 for mark in card.marks):
        yield "折合得分＝得分×权重，总分由折合得分相加而成。"
    if card.total.capped:
        yield f"{card.total.capped}。"
    elif card.scored and card.total.score != weighted(card.marks, lambda mark: mark.score):
        yield f"总分是剔除不适用的指标后，按{plain(card.rubric.points)}分折算的得分。"


def _support(card: Scorecard) -> str:
    total, scored = card.total, card.scored
    said = f"总分{total.score}分，其中有据可查的{total.supported}分，仅凭部门自述的{total.self_only}分"
    if not scored:
        said = "各项指标均无数据，总分未知"
    elif total.missing:
        said += f"；另有{total.missing}分的指标无数据，未计入总分"
    range_ = "" if total.low == total.high else f"据现有依据，总分在{total.low}分至{total.high}分之间。"
    left = total.rescaled
    full = plain(card.rubric.points)
    rescaled = "" if left is None else f"剔除不适用的指标后，按{full}分折算为{left}分。"
    return f"{said}。{range_}{rescaled}"


def group_table(card: Scorecard) -> Table:
    """Score against points by groups of every level, in points of the total.

    No 得分率 where some score of the group is unknown.
    """
    heads = columns("指标", "分值#", "自评分#", "得分#", "得分率#", "其中有据#", "得分未知的分值#*")
    return Table(caption="各级指标得分", columns=heads, rows=tuple(_group_rows(card)), compact=True)


def score_by_group(card: Scorecard) -> Section:
    """Score against points by the lowest groups, as a chart; in Word with the sentences and the table that go with it."""
    table = group_table(card).model_copy(update={"only": "word"})
    return section(total_sentences(card), table, chart(groups.score_by_group(card)))


def points_lost(card: Scorecard) -> Figure | Notice:
    """From full marks down to the total, as a chart."""
    drawn = chart(lost_points.points_lost(card))
    return drawn if card.scored else drawn.model_copy(update={"only": "page"})


def _group_rows(card: Scorecard) -> Iterator[Row]:
    """Each group with what stands below it; 合计 is the total of all."""
    yield from _rows_below((), card.marks)
    yield row(*_group_cells("合计", card.marks), kind="total")


def _rows_below(above: tuple[str, ...], marks: Sequence[Mark]) -> Iterator[Row]:
    depth = len(above)
    for path in dict.fromkeys(mark.path[: depth + 1] for mark in marks if len(mark.path) > depth):
        mine = [mark for mark in marks if mark.path[: depth + 1] == path]
        yield row(*_group_cells(path[-1], mine), kind="plain" if depth else "total", depth=depth)
        yield from _rows_below(path, mine)


def _group_cells(name: str, marks: Sequence[Mark]) -> tuple[Cell, ...]:
    full, score, unknown = weighted(marks, _full), weighted(marks, _score), weighted(marks, _unknown)
    own = None if any(mark.self_score is None for mark in marks) else weighted(marks, _self_score)
    return (
        name,
        cells.points(full),
        cells.score(own, "部分指标未自评"),
        cells.score(None if unknown == full else score),
        Nothing(why="部分得分未知") if unknown else cells.share(score, full),
        cells.score(weighted(marks, _supported)),
        cells.points(unknown),
    )


def _full(mark: Mark) -> Decimal:
    return mark.points


def _score(mark: Mark) -> Decimal | None:
    return mark.score


def _self_score(mark: Mark) -> Decimal | None:
    return mark.self_score


def _supported(mark: Mark) -> Decimal | None:
    return mark.score if mark.status.supported else None


def _unknown(mark: Mark) -> Decimal | None:
    return mark.points if mark.score is None else None
