"""Tables of a Word file: fixed columns, a head that repeats on every page, rows that stay whole.

The scoring table (评分表) is one: every indicator with its standard, its scores and their reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pjkit.model.amounts import HUNDRED, plain
from pjkit.model.levels import group_cells
from pjkit.model.report_block import ScoreRow, ScoreTable
from pjkit.writers.docx.fields import printed
from pjkit.writers.docx.ooxml import Xml, mm, paragraph, run, w

Align = Literal["left", "center", "right"]
ALIGN: dict[str, Align] = {"text": "left", "number": "right", "word": "center"}
"""How a column of a block is set."""

_SMALL = 12  # rows of a table that stays on one page
_TOGETHER = 3  # rows at the end of any table: a sum does not stand alone on a page
_LONGEST_WHOLE = 900  # characters of a cell; a row with more would leave half a page white, so it may break


_FORM = ("评价标准", "备注", "自评分", "核算分", "复核分", "得分", "扣分原因（得分依据）")
SCORE, COUNTED = "得分", "折合得分"


def scores_title(table: ScoreTable) -> str:
    """The heading of the scoring table, which is the report's attachment."""
    return f"附件　{table.title}"


def score_heads(table: ScoreTable) -> list[str]:
    """The columns' heads: the rubric's own levels, then the form's columns; weights where there are any."""
    *groups, named = table.levels
    beside = [*groups, "分值"] if groups else []
    own = [named, "分值", "权重"] if table.weighted else [named, "分值"]
    form = list(_FORM)
    if table.weighted:
        form.insert(form.index(SCORE) + 1, COUNTED)
    return [*beside, *own, *form]


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

_WIDTHS = {  # mm
    "分值": 10, "权重": 12, "评价标准": 40, "备注": 37, "自评分": 12, "核算分": 12, "复核分": 12, "得分": 12, "折合得分": 12,
    "扣分原因（得分依据）": 54,
}  # fmt: skip
_HIGHEST, _GROUP, _NAMED = 15, 17, 22
_LINE = 253  # mm that all columns take together


def score_table(table: ScoreTable) -> list[Xml]:
    """Whose the table is, the table, and what its total rests on."""
    heads = score_heads(table)
    rows = [*_rows(table), _total(table, len(heads))]
    look = Look(_widths(table, heads), "ScoreText", "ScoreHead", scores_title(table), goes_on=True)
    notes = [
        paragraph(
            "ScoreText",
            run(f"{'　　' if number > 1 else '注：'}{number}．{words}"),
            next=w("keepNext") if number < len(table.notes) else None,
        )
        for number, words in enumerate(table.notes, start=1)
    ]
    return [paragraph("ScoreText", run(whose(table.name, table.year))), word_table(heads, rows, look), *notes]


def _widths(table: ScoreTable, heads: Sequence[str]) -> tuple[float, ...]:
    """In mm, all together the line: what more or fewer levels take is shared by all."""
    groups = len(table.levels) - 1
    names = [_HIGHEST, *[_GROUP] * (groups - 1)] if groups else []
    own = [*names, *([_WIDTHS["分值"]] if groups else []), _NAMED]
    widths = [*own, *(_WIDTHS[head] for head in heads[len(own) :])]
    return tuple(width * _LINE / sum(widths) for width in widths)


def whose(name: str, year: int) -> str:
    """The line above the table: every report has it, whatever its template."""
    return f"单位：{name}　　　　评价年度：{year}年"


def _rows(table: ScoreTable) -> Iterator[list[Cell]]:
    """One row an indicator; the cells of its groups are merged over their rows."""
    rows = table.rows
    for one, groups in zip(rows, group_cells([row.path for row in rows]), strict=True):
        points = sum((row.points for row in rows if row.path == one.path), Decimal(0))
        beside = [_merged(group.name, first=group.span > 0) for group in groups]
        if groups:
            beside.append(_merged(plain(points), first=groups[-1].span > 0))
        yield [*beside, *_own_cells(one, weighted=table.weighted)]


def _merged(words: str, *, first: bool) -> Cell:
    return Cell(words if first else "", "center", merge="restart" if first else "continue")


def _own_cells(one: ScoreRow, *, weighted: bool) -> list[Cell]:
    share = [Cell(f"{plain(one.weight * HUNDRED, 2)}%", "center")] if weighted else []
    counted = [Cell(printed(one.counted), "center")] if weighted else []
    return [
        Cell(one.name),
        Cell(plain(one.points), "center"),
        *share,
        Cell(one.standard),
        Cell(one.note),
        *(Cell(printed(score), "center") for score in (one.self_score, one.computed_score, one.review_score)),
        Cell(printed(one.score), "center", strong=True),
        *counted,
        Cell("\n".join(one.reasons)),
    ]


def _total(table: ScoreTable, columns: int) -> list[Cell]:
    total = table.total
    score = total.score if table.scored else None
    sums = (total.self_total, table.sum_of("computed_score"), table.sum_of("review_score"))
    scores = [Cell(printed(one), "center", strong=True) for one in sums]
    counted = [Cell("")] if table.weighted else []
    end = [
        Cell(""),
        Cell(""),
        *scores,
        *counted,
        Cell(printed(score), "center", strong=True),
        Cell(f"等次：{total.grade_words}", strong=True),
    ]
    return [*_sum_of_points(table, columns - len(end)), *end]


def _sum_of_points(table: ScoreTable, columns: int) -> list[Cell]:
    """合计 and the full marks, over so many columns."""
    full, groups = plain(table.points), len(table.levels) - 1
    if table.weighted:
        return [Cell(f"合计（满分{full}分）", "center", strong=True, span=columns)]
    points = Cell(full, "center", strong=True)
    beside = [Cell("合计", "center", strong=True, span=groups or 1)]
    return [*beside, points, Cell(""), points] if groups else [*beside, points]
