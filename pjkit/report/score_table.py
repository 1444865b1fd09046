"""The scoring table in the source's form, and score against points by group: a table, and the charts of the scores."""

from collections.abc import Iterator

from pjkit.model.amounts import add, sum_if_known
from pjkit.model.block import Figure, Notice, Row, Table
from pjkit.model.cell import Cell, Nothing
from pjkit.model.report_block import ScoreRow, ScoreTable, Section
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.model.total import GroupScore, Totals
from pjkit.report import cells
from pjkit.report.charts import groups, lost_points
from pjkit.report.score_sentences import total_sentences
from pjkit.report.tables import chart, columns, row, section
from pjkit.scoring.totals import group_scores


def score_table(card: Scorecard) -> ScoreTable:
    """Every indicator with its rule and its scores; writers merge the groups' cells, as in the official form."""
    return ScoreTable(
        name=card.name or card.department,
        year=card.year,
        title=card.rubric.title,
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
    yield _support(card.total, scored=card.scored)
    yield "“—”表示没有这一得分。复核分、核算分、自评分中采用哪一个，见扣分原因。"
    used = sorted({effect.id for _, effect in card.effects()}, key=lambda name: int(name[1:]))
    if used:
        listed = "、".join(used)
        yield f"评价标准未明确之处按约定计分（{listed}），内容见网页报告“影响得分的规则约定”。"


def _support(total: Totals, *, scored: bool) -> str:
    said = f"总分{total.score}分，其中有据可查的{total.supported}分，仅凭部门自述的{total.self_only}分"
    if not scored:
        said = "各项指标均无数据，总分未知"
    elif total.missing:
        said += f"；另有{total.missing}分的指标无数据，未计入总分"
    range_ = "" if total.low == total.high else f"据现有依据，总分在{total.low}分至{total.high}分之间。"
    left = total.rescaled
    rescaled = "" if left is None else f"剔除不适用的指标后，按100分折算为{left}分。"
    return f"{said}。{range_}{rescaled}"


def group_table(card: Scorecard) -> Table:
    """Score against points by 一级 and 二级指标; no 得分率 where some score of the group is unknown."""
    heads = columns("指标", "分值#", "自评分#", "得分#", "得分率#", "其中有据#", "得分未知的分值#*")
    return Table(caption="各级指标得分", columns=heads, rows=tuple(_group_rows(card)), compact=True)


def score_by_group(card: Scorecard) -> Section:
    """Score against points by 二级指标, as a chart; in Word with the sentences and the table that go with it."""
    table = group_table(card).model_copy(update={"only": "word"})
    return section(total_sentences(card), table, chart(groups.score_by_group(card)))


def points_lost(card: Scorecard) -> Figure | Notice:
    """From full marks down to the total, as a chart."""
    drawn = chart(lost_points.points_lost(card))
    return drawn if card.scored else drawn.model_copy(update={"only": "page"})


def _group_rows(card: Scorecard) -> Iterator[Row]:
    for top in group_scores(card.marks, 0):
        mine = [mark for mark in card.marks if mark.path[0] == top.name]
        yield row(*_group_cells(top, mine), kind="total")
        for group in group_scores(mine, 1):
            inner = [mark for mark in mine if mark.path[1] == group.name]
            yield row(*_group_cells(group, inner), depth=1)
    yield row(*_group_cells(_all_groups(card), list(card.marks)), kind="total")


def _all_groups(card: Scorecard) -> GroupScore:
    tops = group_scores(card.marks, 0)
    return GroupScore("合计", card.points, add(one.score for one in tops), add(one.unknown for one in tops))


def _group_cells(group: GroupScore, marks: list[Mark]) -> tuple[Cell, ...]:
    supported = [mark.score for mark in marks if mark.status.supported and mark.score is not None]
    known = None if group.unknown == group.points else group.score
    return (
        group.name,
        cells.points(group.points),
        cells.score(sum_if_known([mark.self_score for mark in marks]), "部分指标未自评"),
        cells.score(known),
        Nothing(why="部分得分未知") if group.unknown else cells.share(group.score, group.points),
        cells.score(add(supported)),
        cells.points(group.unknown),
    )
