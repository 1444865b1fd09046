"""The reviewer's workbook (复核表): sheet 复核 as the data contract has it, and a sheet that says what to look at."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pjkit.forms import cells
from pjkit.forms.review_priorities import Agenda, Concern
from pjkit.model.amounts import plain, points
from pjkit.model.clause import Attainable
from pjkit.model.contract import PROJECT_COLUMN, REVIEWS
from pjkit.model.scorecard import Mark
from pjkit.scoring.attainable import attainable_scores
from pjkit.scoring.data_contract import contract_of
from pjkit.scoring.rubric import Rubric
from pjkit.sheets.sheet import Cell, Column, Entry, Sheet

TITLE = "绩效自评复核表"
AGENDA = "待复核事项"
_HOW_TO = (
    "只填复核过的指标：复核分、复核人、理由。填好后，把本表复制到部门的工作簿中（先删去其中空白的“复核”表），"
    "或另存为数据文件夹中的 复核.csv，再运行 pjkit render。指标按应复核的先后排列。"
)
_REASON = "有复核分的必须写明理由：查了什么、发现什么、按哪一条扣分。"


def make_review_sheet(agenda: Agenda, rubric: Rubric) -> bytes:
    """The workbook; what has been reviewed already stands in it. ``rubric`` tells the possible scores."""
    return cells.make_workbook(TITLE, [_reviews(agenda, rubric), _agenda(agenda)])


def _reviews(agenda: Agenda, rubric: Rubric) -> Sheet:
    """复核: exactly the contract's columns, so that the sheet is read as it is."""
    notes = {
        PROJECT_COLUMN: (24, ""),
        "指标": (38, _HOW_TO),
        "复核分": (12, ""),
        "复核人": (16, ""),
        "理由": (80, _REASON),
    }
    columns = contract_of(rubric)[REVIEWS.name].columns
    heads = tuple(Column(column.name, *notes[column.name]) for column in columns)
    by_project = PROJECT_COLUMN in (column.name for column in columns)
    concerns = {one.mark.id: one for one in agenda.concerns}
    rest = [mark for mark in agenda.card.marks if mark.id not in concerns]
    names = {id_: name for name, id_ in rubric.full_names().items()}
    rows = tuple(
        (
            *((cells.as_text(mark.path[0]),) if by_project else ()),
            cells.printed(names[rubric[mark.id].id], note=mark.standard),
            *_review_cells(mark, concerns.get(mark.id), attainable_scores(rubric[mark.id], rubric.settings)),
        )
        for mark in [*(one.mark for one in agenda.concerns), *rest]
    )
    return Sheet(REVIEWS.name, heads, rows)


def _review_cells(mark: Mark, concern: Concern | None, possible: Attainable) -> tuple[Cell, ...]:
    hint = "\n".join([_told(mark, possible), *(concern.why if concern else ())])
    return (
        Cell(mark.review_score, cells.ASKED, _entry(mark, possible), hint),
        Cell(mark.reviewer or None, cells.ASKED, cells.TEXT),
        Cell(mark.review_reason or None, cells.ASKED, cells.TEXT),
    )


def _entry(mark: Mark, possible: Attainable) -> Entry:
    """A list of the scores that the rule can give; any up to the full marks where there are too many of them."""
    listed = cells.one_of(map(plain, sorted(possible, reverse=True))) if possible else cells.TEXT
    if not listed.choices:
        return cells.points(mark.points)
    return replace(listed, number_format="General", error=_told(mark, possible) + "没有复核的留空。")


def _told(mark: Mark, possible: Attainable) -> str:
    """Which scores the rule can give, in words."""
    if possible is None:
        return f"0 至 {plain(mark.points)} 分。"
    return f"可能的得分：{'、'.join(map(plain, sorted(possible, reverse=True)))}。"


def _agenda(agenda: Agenda) -> Sheet:
    """待复核事项: for reading; the findings that belong to no single indicator come last."""
    heads = (
        Column("序号", 6, centred=True),
        Column("指标", 26),
        Column("分值", 7, centred=True),
        Column("自评分", 8, centred=True),
        Column("核算分", 8, centred=True),
        Column("涉及分", 8, "没有依据的分，或自评与核算的差额；都没有的是指标的分值。", centred=True),
        Column("为什么要复核", 70),
        Column("看哪里", 22),
        Column("评价标准", 50),
    )
    rows = [*map(_concern_row, agenda.concerns), *_other_rows(agenda)]
    numbered = (
        (cells.printed(Decimal(number)), *map(cells.as_text, row)) for number, row in enumerate(rows, start=1)
    )
    return Sheet(AGENDA, heads, tuple(numbered) or (_NOTHING,), frozen=2, filtered=True)


_NOTHING = (*[cells.printed()] * 6, cells.printed("没有需要复核的事项。"), *[cells.printed()] * 2)


def _concern_row(one: Concern) -> tuple[str, ...]:
    mark = one.mark
    return (
        mark.full_name,
        plain(mark.points),
        "" if mark.self_score is None else plain(mark.self_score),
        "" if mark.computed_score is None else points(mark.computed_score),
        points(one.at_stake),
        "\n".join(one.why),
        "、".join(one.where),
        mark.standard,
    )


def _other_rows(agenda: Agenda) -> Iterator[tuple[str, ...]]:
    for one in agenda.others:
        why = f"{one.severity}：{one.title}。{one.message}"
        yield "（不对应单项指标）", "", "", "", "", why, one.where, ""
