"""The sheet 评分表: the official table with every indicator's scores, live sums, and what the total rests on."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.sheets.book import HEAD, Book, Cell, Formula, Look, print_on_a4
from pjkit.sheets.heights import row_height
from pjkit.writers.naming import review_words
from pjkit.writers.xlsx.listings import NO_DATA

NAME = "评分表"
HEADS = {
    "一级指标": 6.5,
    "二级指标": 7,
    "三级指标": 14,
    "分值": 7,
    "评价标准": 36,
    "自评分": 7.5,
    "核算分": 7.5,
    "复核分": 7.5,
    "得分": 7.5,
    "依据": 9.5,
    "扣分原因（部门填写）": 15,
    "计分理由": 42,
}
HEAD_ROW = 2
FIRST = HEAD_ROW + 1
SUPPORTED, ON_WORD, MISSING, RANGE, GRADE, RESCALED = (
    "有据得分",
    "仅凭自述得分",
    "无数据分值",
    "总分可能范围",
    "等次",
    "剔除不适用后折算",
)
_NAME, _POINTS, _SELF, _COMPUTED, _REVIEW, _SCORE, _STATUS = 2, 3, 5, 6, 7, 8, 9
_LAST = len(HEADS) - 1
_PART_HEIGHT = 20
_WIDTHS = list(HEADS.values())
_SUPPORTING = ("据数核算", "有佐证", "已复核", "不适用")
_SAID = ("无佐证", "仅自评")

_TEXT = Look(framed=True)
_MIDDLE = replace(_TEXT, align="center")
_NUMBER = Look(framed=True, number="0.00", align="center")
_TOTAL = replace(_NUMBER, bold=True, fill="#E4E8EC")
_TITLE = Look(bold=True, size=16, align="center")
_CAPTION = Look(align="right", ink="#595959")


def add_score_table(book: Book, record: Scorecard) -> None:
    """Write it as the next sheet."""
    sheet = book.sheet(NAME)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    _add_heading(book, sheet, record)
    for row, indicator in enumerate(record.marks, FIRST):
        _add_indicator(book, sheet, row, indicator)
    _add_groups(book, sheet, record)
    _add_total(book, sheet, record)
    _add_parts(book, sheet, record)
    sheet.freeze_panes(FIRST, _NAME + 1)
    print_on_a4(sheet, HEAD_ROW, "部门整体支出绩效评价指标评分表")


def _add_heading(book: Book, sheet: Worksheet, record: Scorecard) -> None:
    edition = "（公开版）" if record.edition == "public" else ""
    title = f"{record.name} {record.year} 年度部门整体支出绩效评价指标评分表{edition}"
    caption = f"部门代码 {record.department}　评分标准 {record.rubric.id}"
    book.merge(sheet, ((0, 0), (0, _LAST)), title, _TITLE)
    book.merge(sheet, ((1, 0), (1, _LAST)), caption, _CAPTION)
    sheet.set_row(0, row_height([(title, sum(_WIDTHS))], _TITLE.size) + _PART_HEIGHT / 2)
    for at, head in enumerate(HEADS):
        book.write(sheet, (HEAD_ROW, at), head, HEAD)


def _add_indicator(book: Book, sheet: Worksheet, row: int, indicator: Mark) -> None:
    texts: list[tuple[str, float]] = []
    for at, (width, (cell, look)) in enumerate(zip(_WIDTHS[_NAME:], _cells(indicator), strict=True), _NAME):
        book.write(sheet, (row, at), cell, look)
        texts += [(cell, width)] if isinstance(cell, str) else []
    sheet.set_row(row, row_height(texts))


def _cells(indicator: Mark) -> Iterator[tuple[Cell, Look]]:
    """An indicator's cells from its name on. An unknown score is a word, never 0."""
    note = f"\n备注：{indicator.note}" if indicator.note else ""
    yield indicator.name, _TEXT
    yield indicator.points, _NUMBER
    yield indicator.standard + note, _TEXT
    yield _known(indicator.self_score, "未自评"), _NUMBER
    yield _known(indicator.computed_score, NO_DATA), _NUMBER
    yield _known(indicator.review_score, "未复核"), _NUMBER
    yield _known(indicator.score, NO_DATA), replace(_NUMBER, bold=True)
    yield indicator.status.label, _MIDDLE
    yield indicator.self_reason, _TEXT
    yield reasons(indicator), _TEXT


def _known(score: Decimal | None, word: str) -> Cell:
    return word if score is None else score


def reasons(indicator: Mark) -> str:
    """Why the score is what it is, and who gave another one."""
    return "\n".join(filter(None, [indicator.reason, review_words(indicator)]))


def _add_groups(book: Book, sheet: Worksheet, record: Scorecard) -> None:
    """一级 and 二级指标, each one cell down the rows of its indicators."""
    for column in (0, 1):
        row = FIRST
        for path, members in groupby(record.marks, partial(_path_to, column)):
            last = row + len(list(members)) - 1
            book.merge(sheet, ((row, column), (last, column)), path[-1], _MIDDLE)
            row = last + 1


def _path_to(column: int, indicator: Mark) -> tuple[str, ...]:
    return indicator.path[: column + 1]


# Below the indicators


def _add_total(book: Book, sheet: Worksheet, record: Scorecard) -> None:
    row, total = FIRST + len(record.marks), record.total
    computed, review = record.computed_total, record.review_total
    cells: dict[int, Cell] = {
        _POINTS: _summed(_POINTS, row, record.points),
        _SELF: "未自评" if total.self_total is None else _summed(_SELF, row, total.self_total),
        _COMPUTED: "部分无数据" if computed is None else _summed(_COMPUTED, row, computed),
        _REVIEW: "未全部复核" if review is None else _summed(_REVIEW, row, review),
        _SCORE: _summed(_SCORE, row, total.score) if record.scored else NO_DATA,
    }
    book.merge(sheet, ((row, 0), (row, _NAME)), "合计", _TOTAL)
    for at in range(_POINTS, _LAST + 1):
        book.write(sheet, (row, at), cells.get(at), _TOTAL)


def _summed(column: int, row: int, result: Decimal) -> Formula:
    """The numbers above ``row``; words among them do not count."""
    return Formula(f"=SUM({_cells_of(column, row)})", result)


def _cells_of(column: int, row: int) -> str:
    letter = chr(ord("A") + column)
    return f"{letter}{FIRST + 1}:{letter}{row}"


def _add_parts(book: Book, sheet: Worksheet, record: Scorecard) -> None:
    """What the total rests on: sums that follow the cells above, and what only the record knows."""
    total, end = record.total, FIRST + len(record.marks)
    parts: list[tuple[str, Cell, str]] = [
        (
            SUPPORTED,
            _part(_SUPPORTING, _SCORE, end, total.supported),
            f"依据为{'、'.join(_SUPPORTING)}的得分",
        ),
        (ON_WORD, _part(_SAID, _SCORE, end, total.self_only), f"依据为{'、'.join(_SAID)}的得分"),
        (MISSING, _part((NO_DATA,), _POINTS, end, total.missing), "没有任何得分的指标的分值，不是 0 分"),
        (RANGE, f"{total.low}～{total.high}", "只算有据得分，到其余指标都得满分"),
        (GRADE, total.grade_words, "待定：无数据的指标可能改变等次" if total.grade is None else "按总分"),
    ]
    if total.rescaled is not None:
        parts.append((RESCALED, total.rescaled, "不适用的指标不计，其余折算为 100 分"))
    for row, (name, cell, words) in enumerate(parts, end + 1):
        sheet.set_row(row, _PART_HEIGHT)
        book.merge(sheet, ((row, 0), (row, _REVIEW)), name, replace(_TEXT, align="right"))
        book.merge(sheet, ((row, _SCORE), (row, _STATUS)), cell, replace(_NUMBER, bold=True))
        book.merge(sheet, ((row, _STATUS + 1), (row, _LAST)), words, _TEXT)


def _part(labels: tuple[str, ...], column: int, row: int, result: Decimal) -> Formula:
    """The sum of a column over the indicators with these words under 依据."""
    status, summed = _cells_of(_STATUS, row), _cells_of(column, row)
    sums = (f'SUMIF({status},"{label}",{summed})' for label in labels)
    return Formula("=" + "+".join(sums), result)
