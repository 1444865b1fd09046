"""Tables of a Word file: fixed columns, a head that repeats on every page, rows that stay whole.

The scoring table (评分表) is one: every indicator with its standard, its scores and their reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from pjkit.model.amounts import plain
from pjkit.model.report_block import ScoreRow, ScoreTable
from pjkit.writers.docx.fields import printed
from pjkit.writers.docx.ooxml import Xml, mm, paragraph, run, w

Align = Literal["left", "center", "right"]
ALIGN: dict[str, Align] = {"text": "left", "number": "right", "word": "center"}
"""How a column of a block is set."""

_SMALL = 12  # rows of a table that stays on one page
_TOGETHER = 3  # rows at the end of any table: a sum does not stand alone on a page
_LONGEST_WHOLE = 900  # characters of a cell; a row with more would leave half a page white, so it may break


SCORES = "附件　部门整体支出绩效评价指标评分表"
HEAD = (
    "一级指标",
    "二级指标",
    "分值",
    "三级指标",
    "分值",
    "评价标准",
    "备注",
    "自评分",
    "核算分",
    "复核分",
    "得分",
    "扣分原因（得分依据）",
)


@dataclass(frozen=True)
class Cell:
    """One cell. ``span``: columns it covers; ``merge``: it begins a vertical merge or goes on with it."""

    text: str
    align: Align = "left"
    strong: bool = False
    span: int = 1
    merge: Literal["", "restart", "continue"] = ""


@dataclass(frozen=True)
class Look:
    """The table as a whole: widths in mm, the styles of its text, and what it shows in words.

    ``goes_on``: notes follow, which do not stand alone on a page.
    """

    widths: tuple[float, ...]
    body: str
    head: str
    title: str
    goes_on: bool = False


def word_table(head: Sequence[str], rows: Sequence[Sequence[Cell]], look: Look) -> Xml:
    """A table whose rows cover all columns of ``look``."""
    heads, small = [Cell(words, "center") for words in head], len(rows) <= _SMALL
    last = len(rows) - 1
    kept = range(0 if small else len(rows) - _TOGETHER, len(rows) if look.goes_on else last)
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val="TableGrid"),
            w("tblW", w=mm(sum(look.widths)), type="dxa"),
            w("jc", val="center"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0020", firstRow=1),
            w("tblCaption", val=look.title),
        ),
        w("tblGrid", *(w("gridCol", w=mm(width)) for width in look.widths)),
        _row(heads, look, look.head, keep=small and last >= 0),
        *(_row(row, look, look.body, keep=at in kept) for at, row in enumerate(rows)),
    )


def _row(cells: Sequence[Cell], look: Look, style: str, *, keep: bool) -> Xml:
    """A row; ``keep``: it stays on the page of what follows it."""
    whole = max(len(cell.text) for cell in cells) <= _LONGEST_WHOLE
    properties = w("trPr", w("cantSplit") if whole else None, w("tblHeader") if style == look.head else None)
    made, at = [properties], 0
    for cell in cells:
        made.append(_cell(cell, sum(look.widths[at : at + cell.span]), style, keep=keep))
        at += cell.span
    return w("tr", *made)


def _cell(cell: Cell, width: float, style: str, *, keep: bool) -> Xml:
    properties = w(
        "tcPr",
        w("tcW", w=mm(width), type="dxa"),
        w("gridSpan", val=cell.span) if cell.span > 1 else None,
        w("vMerge", val=cell.merge) if cell.merge else None,
        w("vAlign", val="center"),
    )
    words = run(cell.text, strong=cell.strong) if cell.text else None
    next_ = w("keepNext") if keep else None
    return w("tc", properties, paragraph(style, words, next=next_, align=w("jc", val=cell.align)))


# The scoring table

_SCORE_LOOK = Look(
    (15, 17, 10, 22, 10, 40, 37, 12, 12, 12, 12, 54), "ScoreText", "ScoreHead", SCORES, goes_on=True
)


def score_table(table: ScoreTable) -> list[Xml]:
    """Whose the table is, the table, and what its total rests on."""
    rows = [*_rows(table.rows), _total(table)]
    notes = [
        paragraph(
            "ScoreText",
            run(f"{'　　' if number > 1 else '注：'}{number}．{words}"),
            next=w("keepNext") if number < len(table.notes) else None,
        )
        for number, words in enumerate(table.notes, start=1)
    ]
    return [
        paragraph("ScoreText", run(whose(table.name, table.year))),
        word_table(HEAD, rows, _SCORE_LOOK),
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
    return [
        Cell(one.name),
        Cell(plain(one.points), "center"),
        Cell(one.standard),
        Cell(one.note),
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
        Cell(""),
        *(
            Cell(printed(value), "center", strong=True)
            for value in (total.self_total, computed, review, score)
        ),
        Cell(f"等次：{total.grade_words}", strong=True),
    ]
