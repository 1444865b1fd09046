"""The scoring table in the source's form, and score against points by group."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import plain
from pjkit.model.scorecard import GroupScore, Mark, Scorecard
from pjkit.report import formats
from pjkit.report.fragment import Fragment, render
from pjkit.report.tables import Row, Table, columns, show
from pjkit.scoring.rubric import Group, Indicator, TopGroup
from pjkit.scoring.totals import group_scores


@dataclass(frozen=True)
class Line:
    """One row of the score table. A cell is drawn where its span is above 0; 0 lies under the one above."""

    mark: Mark
    name: str
    top: TopGroup
    group: Group
    top_span: int
    group_span: int
    mark_span: int


def score_table(card: Scorecard) -> Fragment:
    """Every indicator with its rule and its scores; the groups' cells are merged, as in the official form."""
    total = card.total
    return render(
        "scoretable",
        f"［评分表］{len(card.marks)} 项，总分 {total.score}",
        card=card,
        lines=list(_lines(card)),
        computed=_sum([mark.computed_score for mark in card.marks]),
        review=_sum([mark.review_score for mark in card.marks]),
    )


def _lines(card: Scorecard) -> Iterator[Line]:
    for top in card.rubric.groups:
        top_span = sum(_height(indicator) for group in top.groups for indicator in group.indicators)
        for group in top.groups:
            group_span = sum(_height(indicator) for indicator in group.indicators)
            for indicator in group.indicators:
                for at, name in enumerate(indicator.members or [indicator.name]):
                    span = 0 if at else _height(indicator)
                    yield Line(card[indicator.id], name, top, group, top_span, group_span, span)
                    top_span = group_span = 0


def _height(indicator: Indicator) -> int:
    """Rows an indicator takes: members that share its score have one each."""
    return len(indicator.members) or 1


def _sum(scores: list[Decimal | None]) -> Decimal | None:
    """The sum, ``None`` as soon as one is unknown."""
    known = [score for score in scores if score is not None]
    return sum(known, Decimal(0)) if len(known) == len(scores) else None


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
        formats.score(_sum([mark.self_score for mark in marks]), "部分指标未自评"),
        formats.score(known),
        formats.dash("部分得分未知") if group.unknown else formats.share(group.score, group.points),
        formats.score(sum(supported, Decimal(0))),
        plain(group.unknown),
    )
