"""Chapter three: 部门整体支出绩效情况. By 一级 and 二级指标: what was reached, what was lost, and why."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from pjkit.model.amounts import plain, points
from pjkit.model.document import Align, Block, Chapter, Row
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import GroupScore, Mark, Scorecard
from pjkit.report.charts.groups import score_by_group
from pjkit.report.charts.lost_points import points_lost
from pjkit.report.document import numbering
from pjkit.report.document.account_tables import NO_FIGURE
from pjkit.report.document.blocks import heading, paragraph, table
from pjkit.report.document.own_words import own_section
from pjkit.report.document.pictures import picture
from pjkit.report.document.score_sentences import (
    group_sentence,
    on_word_sentence,
    reached_sentence,
    short_sentence,
    support_sentence,
    total_sentence,
    unknown_sentence,
    unknown_total_sentence,
)
from pjkit.scoring.totals import group_scores

TITLE = "部门整体支出绩效情况"
_COLUMNS: list[tuple[str, Align, int]] = [
    ("指标", "left", 34),
    ("分值", "right", 16),
    ("自评分", "right", 16),
    ("得分", "right", 16),
    ("其中有据", "right", 18),
]


def performance(card: Scorecard, dossier: Dossier) -> Chapter:
    """The total and what it rests on, the groups, then every indicator that a reader will ask about."""
    blocks: list[Block] = [
        *_total(card),
        *table("各级指标得分", _COLUMNS, _rows(card)),
        *picture(score_by_group(card)),
        *(picture(points_lost(card)) if _is_known(card) else []),
    ]
    number = 0
    for number, (name, top) in enumerate(groupby(card.marks, lambda mark: mark.path[0]), start=1):
        blocks.append(heading(2, numbering.second(number, name)))
        for inner, (group, marks) in enumerate(groupby(top, lambda mark: mark.path[1]), start=1):
            blocks += [heading(3, numbering.third(inner, group)), *_group(list(marks))]
    blocks += own_section(dossier, "绩效情况", number + 1)
    return Chapter(title=numbering.first(3, TITLE), blocks=tuple(blocks))


def _total(card: Scorecard) -> list[Block]:
    if not _is_known(card):
        return paragraph(unknown_total_sentence(card.year, card.total))
    return [*paragraph(total_sentence(card.year, card.total)), *paragraph(support_sentence(card.total))]


def _is_known(card: Scorecard) -> bool:
    """Whether any score is known: else there is no total, and nobody may write 0."""
    return any(mark.score is not None for mark in card.marks)


def _group(marks: Sequence[Mark]) -> list[Block]:
    """The group's score; what got full marks; what lost points, each with its reason; what is unknown."""
    (scored,) = group_scores(marks, 1)
    full = [mark for mark in marks if mark.score == mark.points]
    blocks = [
        *paragraph(group_sentence(scored)),
        *paragraph(reached_sentence([mark for mark in full if mark.status.supported])),
        *paragraph(on_word_sentence([mark for mark in full if not mark.status.supported])),
    ]
    for mark in marks:
        if mark.score is None:
            blocks += paragraph(unknown_sentence(mark))
        elif mark.score < mark.points:
            blocks += paragraph(short_sentence(mark))
    return blocks


def _rows(card: Scorecard) -> list[Row]:
    rows = []
    for top in group_scores(card.marks, 0):
        mine = [mark for mark in card.marks if mark.path[0] == top.name]
        rows.append(_row(top, mine, strong=True))
        rows += [
            _row(group, [mark for mark in mine if mark.path[1] == group.name], strong=False)
            for group in group_scores(mine, 1)
        ]
    full = sum((mark.points for mark in card.marks), Decimal(0))
    total = card.total
    given = NO_FIGURE if total.self_total is None else points(total.self_total)
    score = points(total.score) if _is_known(card) else NO_FIGURE
    sums = (plain(full), given, score, points(total.supported))
    return [*rows, Row(cells=("合计", *sums), strong=True)]


def _row(group: GroupScore, marks: Sequence[Mark], *, strong: bool) -> Row:
    name = group.name if strong else f"\N{IDEOGRAPHIC SPACE}{group.name}"
    given = [mark.self_score for mark in marks if mark.self_score is not None]
    based = [mark.score for mark in marks if mark.status.supported and mark.score is not None]
    cells = (
        name,
        plain(group.points),
        points(sum(given, Decimal(0))) if given else NO_FIGURE,
        NO_FIGURE if group.unknown == group.points else points(group.score),
        points(sum(based, Decimal(0))),
    )
    return Row(cells=cells, strong=strong)
