"""The sheet 评分表: the official table with every indicator's scores, live sums, and what the total rests on."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.sheets.sheet import FRAMED, Cell, Column, Formula, Look, Row, Sheet, Value
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
FIRST = 3  # the first indicator's row, counted from 0: below title, caption and heads
SUPPORTED, ON_WORD, MISSING, RANGE, GRADE, RESCALED = (
    "有据得分",
    "仅凭自述得分",
    "无数据分值",
    "总分可能范围",
    "等次",
    "剔除不适用后折算",
)
_NAME, _POINTS, _SELF, _COMPUTED, _REVIEW, _SCORE, _STATUS = 2, 3, 5, 6, 7, 8, 9
_SUPPORTING = ("据数核算", "有佐证", "已复核", "不适用")
_SAID = ("无佐证", "仅自评")

_MIDDLE = replace(FRAMED, align="center")
_NUMBER = replace(_MIDDLE, number="0.00")
_BOLD = replace(_NUMBER, bold=True)
_TOTAL = replace(_BOLD, fill="#E4E8EC")
_TITLE = Look(bold=True, size=16, align="center", least=36)
_CAPTION = Look(align="right", ink="#595959")


def score_table(record: Scorecard) -> Sheet:
    """The sheet 评分表."""
    edition = "（公开版）" if record.edition == "public" else ""
    title = f"{record.name} {record.year} 年度部门整体支出绩效评价指标评分表{edition}"
    caption = f"部门代码 {record.department}　评分标准 {record.rubric.id}"
    every = len(HEADS)
    return Sheet(
        NAME,
        tuple(Column(name, width) for name, width in HEADS.items()),
        (*_indicators(record), _total(record), *_parts(record)),
        above=((Cell(title, _TITLE, across=every),), (Cell(caption, _CAPTION, across=every),)),
        frozen=_NAME + 1,
    )


def _indicators(record: Scorecard) -> Iterator[Row]:
    """A row an indicator; its 一级 and 二级指标 stand once, each in one cell down the rows of its indicators."""
    for _, group in groupby(record.marks, lambda one: one.path[0]):
        members = list(group)
        first = Cell(members[0].path[0], _MIDDLE, down=len(members))
        for _, subgroup in groupby(members, lambda one: one.path):
            below = list(subgroup)
            second = Cell(below[0].path[1], _MIDDLE, down=len(below))
            for indicator in below:
                heading = first if indicator is members[0] else None
                yield heading, second if indicator is below[0] else None, *_cells(indicator)


def _cells(indicator: Mark) -> Row:
    """An indicator's cells from its name on. An unknown score is a word, never 0."""
    note = f"\n备注：{indicator.note}" if indicator.note else ""
    return (
        indicator.name,
        Cell(indicator.points, _NUMBER),
        indicator.standard + note,
        Cell(known(indicator.self_score, "未自评"), _NUMBER),
        Cell(known(indicator.computed_score, NO_DATA), _NUMBER),
        Cell(known(indicator.review_score, "未复核"), _NUMBER),
        Cell(known(indicator.score, NO_DATA), _BOLD),
        Cell(indicator.status.label, _MIDDLE),
        indicator.self_reason,
        reasons(indicator),
    )


def known(score: Decimal | None, word: str) -> Decimal | str:
    """A score, or the word for why there is none."""
    return word if score is None else score


def reasons(indicator: Mark) -> str:
    """Why the score is what it is, and who gave another one."""
    return "\n".join(filter(None, [indicator.reason, indicator.review_words]))


# Below the indicators


def _total(record: Scorecard) -> Row:
    end, total = FIRST + len(record.marks), record.total
    computed, review = record.computed_total, record.review_total
    sums: dict[int, Value] = {
        _POINTS: _summed(_POINTS, end, record.points),
        _SELF: "未自评" if total.self_total is None else _summed(_SELF, end, total.self_total),
        _COMPUTED: "部分无数据" if computed is None else _summed(_COMPUTED, end, computed),
        _REVIEW: "未全部复核" if review is None else _summed(_REVIEW, end, review),
        _SCORE: _summed(_SCORE, end, total.score) if record.scored else NO_DATA,
    }
    numbers = (Cell(sums.get(at), _TOTAL) for at in range(_POINTS, len(HEADS)))
    return Cell("合计", _TOTAL, across=_POINTS), *[None] * _NAME, *numbers


def _summed(column: int, end: int, result: Decimal) -> Formula:
    """The numbers above the row ``end``; words among them do not count."""
    return Formula(f"=SUM({_cells_of(column, end)})", result)


def _cells_of(column: int, end: int) -> str:
    letter = chr(ord("A") + column)
    return f"{letter}{FIRST + 1}:{letter}{end}"


def _parts(record: Scorecard) -> Iterator[Row]:
    """What the total rests on: sums that follow the cells above, and what only the record knows."""
    total, end = record.total, FIRST + len(record.marks)
    grade = "待定：无数据的指标可能改变等次" if total.grade is None else "按总分"
    supported = _part(_SUPPORTING, _SCORE, end, total.supported)
    yield _part_row(SUPPORTED, supported, f"依据为{'、'.join(_SUPPORTING)}的得分")
    yield _part_row(ON_WORD, _part(_SAID, _SCORE, end, total.self_only), f"依据为{'、'.join(_SAID)}的得分")
    missing = _part((NO_DATA,), _POINTS, end, total.missing)
    yield _part_row(MISSING, missing, "没有任何得分的指标的分值，不是 0 分")
    yield _part_row(RANGE, f"{total.low}～{total.high}", "只算有据得分，到其余指标都得满分")
    yield _part_row(GRADE, total.grade_words, grade)
    if total.rescaled is not None:
        yield _part_row(RESCALED, total.rescaled, "不适用的指标不计，其余折算为 100 分")


def _part_row(name: str, value: Value, words: str) -> Row:
    named = Cell(name, replace(FRAMED, align="right"), across=_SCORE)
    amount = Cell(value, _BOLD, across=2)
    told = Cell(words, across=len(HEADS) - _SCORE - 2)
    return named, *[None] * (_SCORE - 1), amount, None, told


def _part(labels: tuple[str, ...], column: int, end: int, result: Decimal) -> Formula:
    """The sum of a column over the indicators with these words under 依据."""
    status, summed = _cells_of(_STATUS, end), _cells_of(column, end)
    sums = (f'SUMIF({status},"{label}",{summed})' for label in labels)
    return Formula("=" + "+".join(sums), result)
