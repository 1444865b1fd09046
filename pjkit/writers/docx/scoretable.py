"""The scoring table (评分表): every indicator with its standard, its scores and their reason."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from pjkit.model.amounts import plain
from pjkit.model.report_block import ScoreRow, ScoreTable
from pjkit.writers.docx.contents import Title, titled
from pjkit.writers.docx.fields import printed
from pjkit.writers.docx.ooxml import Element, paragraph, run
from pjkit.writers.docx.tables import Cell, Look, word_table

TITLE = "附件　部门整体支出绩效评价指标评分表"
HEAD = (
    "一级指标",
    "二级指标",
    "分值",
    "三级指标",
    "分值",
    "评价标准",
    "自评分",
    "核算分",
    "复核分",
    "得分",
    "扣分原因（得分依据）",
)
_LOOK = Look((15, 17, 10, 28, 10, 62, 13, 13, 13, 13, 59), "ScoreText", "ScoreHead", TITLE)


def score_table(table: ScoreTable, title: Title) -> list[Element]:
    """The attachment's title, whose it is, the table, and what its total rests on."""
    rows = [*_rows(table.rows), _total(table)]
    notes = [
        paragraph("ScoreText", run(f"{'　　' if number > 1 else '注：'}{number}．{words}"))
        for number, words in enumerate(table.notes, start=1)
    ]
    return [
        titled("AttachmentTitle", title),
        paragraph("ScoreText", run(whose(table.name, table.year))),
        word_table(HEAD, rows, _LOOK),
        *notes,
    ]


def whose(name: str, year: int) -> str:
    """The line above the table: every report has it, whatever its template."""
    return f"单位：{name}　　　　评价年度：{year}年"


def _rows(rows: Sequence[ScoreRow]) -> Iterator[list[Cell]]:
    """One row an indicator; the cells of 一级 and 二级指标 are merged over their rows."""
    for _top, in_top in groupby(rows, key=lambda one: one.path[0]):
        first_of_top = True
        for _group, in_group in groupby(in_top, key=lambda one: one.path[1]):
            members = list(in_group)
            points = sum((one.points for one in members), Decimal(0))
            for number, one in enumerate(members):
                yield [
                    _merged(one.path[0], first=first_of_top),
                    _merged(one.path[1], first=number == 0),
                    _merged(plain(points), first=number == 0),
                    *_own_cells(one),
                ]
                first_of_top = False


def _merged(words: str, *, first: bool) -> Cell:
    return Cell(words if first else "", "center", merge="restart" if first else "continue")


def _own_cells(one: ScoreRow) -> list[Cell]:
    """An indicator's cells; its 备注, which the official table has in a column of its own, stands with the standard."""
    return [
        Cell(one.name),
        Cell(plain(one.points), "center"),
        Cell(f"{one.standard}\n备注：{one.note}" if one.note else one.standard),
        *(Cell(printed(score), "center") for score in (one.self_score, one.computed_score, one.review_score)),
        Cell(printed(one.score), "center", strong=True),
        Cell("\n".join(one.reasons)),
    ]


def _total(table: ScoreTable) -> list[Cell]:
    total, full = table.total, plain(table.points)
    computed, review = table.sum_of("computed_score"), table.sum_of("review_score")
    score = total.score if table.scored else None
    return [
        Cell("合计", "center", strong=True, span=2),
        Cell(full, "center", strong=True),
        Cell(""),
        Cell(full, "center", strong=True),
        Cell(""),
        *(
            Cell(printed(value), "center", strong=True)
            for value in (total.self_total, computed, review, score)
        ),
        Cell(f"等次：{total.grade_words}", strong=True),
    ]
