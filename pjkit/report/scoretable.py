"""The scoring table in the source's form, and score against points by group."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from pjkit.model.amounts import plain
from pjkit.model.scorecard import GroupScore, Mark, Scorecard, known_sum
from pjkit.report import formats
from pjkit.report.fragment import Fragment, render
from pjkit.report.tables import Row, Table, columns, show
from pjkit.scoring.totals import group_scores


@dataclass(frozen=True)
class Line:
    """One row of the score table. A cell is drawn where its span is above 0; 0 lies under the one above."""

    mark: Mark
    name: str
    top_span: int
    group_span: int
    mark_span: int
    group_points: Decimal


def score_table(card: Scorecard) -> Fragment:
    """Every indicator with its rule and its scores; the groups' cells are merged, as in the official form."""
    total = card.total
    return render(
        "scoretable",
        f"［评分表］{len(card.marks)} 项，总分 {total.score}",
        card=card,
        lines=list(_lines(card)),
        computed=card.computed_total,
        review=card.review_total,
    )


def _lines(card: Scorecard) -> Iterator[Line]:
    for _, tops in groupby(card.marks, lambda mark: mark.path[0]):
        in_top = list(tops)
        top_span = _height(in_top)
        for _, groups in groupby(in_top, lambda mark: mark.path[1]):
            marks = list(groups)
            group_span, points = _height(marks), sum((mark.points for mark in marks), Decimal(0))
            for mark in marks:
                for at, name in enumerate(mark.members or [mark.name]):
                    yield Line(mark, name, top_span, group_span, 0 if at else _height([mark]), points)
                    top_span = group_span = 0


def _height(marks: Iterable[Mark]) -> int:
    """Rows that indicators take: members that share a score have one each."""
    return sum(len(mark.members) or 1 for mark in marks)


def group_table(card: Scorecard) -> Fragment:
    """Score against points by 一级 and 二级指标; no 得分率 where some score of the group is unknown."""
    rows = []
    for top in group_scores(card.marks, 0):
        mine = [mark for mark in card.marks if mark.path[0] == top.name]
        rows.append(Row(_group_cells(top, mine), "total"))
        for group in group_scores(mine, 1):
            inner = [mark for mark in mine if mark.path[1] == group.name]
            rows.append(Row(_group_cells(group, inner), depth=1))
    heads = columns("指标", "分值#", "自评分#", "得分#", "得分率#", "其中有据#", "得分未知的分值#")
    return show(Table("分组得分", heads, tuple(rows), compact=True))


def _group_cells(group: GroupScore, marks: list[Mark]) -> tuple[str, ...]:
    supported = [mark.score for mark in marks if mark.status.supported and mark.score is not None]
    known = None if group.unknown == group.points else group.score
    return (
        group.name,
        plain(group.points),
        formats.score(known_sum([mark.self_score for mark in marks]), "部分指标未自评"),
        formats.score(known),
        formats.dash("部分得分未知") if group.unknown else formats.share(group.score, group.points),
        formats.score(sum(supported, Decimal(0))),
        plain(group.unknown),
    )
