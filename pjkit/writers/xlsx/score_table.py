"""The sheet 评分表: the official table with every indicator's scores, live sums, and what the total rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pjkit.model.amounts import half_up, plain
from pjkit.model.levels import GroupCell, group_cells, level_names
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.sheets.sheet import FRAMED, Cell, Column, Formula, Look, Row, Sheet, Value
from pjkit.writers.xlsx.listings import NO_DATA

NAME = "评分表"
_GROUPS = (6.5, 7)  # widths of the highest level and of those below it
_NAMED = 14
_WIDTHS = {
    "分值": 7,
    "权重": 7,
    "评价标准": 36,
    "自评分": 7.5,
    "核算分": 7.5,
    "复核分": 7.5,
    "得分": 7.5,
    "折合得分": 7.5,
    "依据": 9.5,
    "扣分原因（部门填写）": 15,
    "计分理由": 42,
}
_PLACES = 10  # decimals of a weight
_WEIGHTS = ("权重", "折合得分")  # columns of a form whose points count otherwise in the total
FIRST = 3  # the first indicator's row, counted from 0: below title, caption and heads
SUPPORTED, ON_WORD, MISSING, RANGE, GRADE, RESCALED = (
    "有据得分",
    "仅凭自述得分",
    "无数据分值",
    "总分可能范围",
    "等次",
    "剔除不适用后折算",
)
_SUPPORTING = ("据数核算", "有佐证", "已复核", "不适用")
_SAID = ("无佐证", "仅自评")


@dataclass(frozen=True)
class Columns:
    """The table's columns: the rubric's own levels, then the form's; where each stands, counted from 0."""

    levels: tuple[str, ...]
    weighted: bool

    @property
    def name(self) -> int:
        """Where indicators' names stand: behind their groups."""
        return len(self.levels) - 1

    @property
    def form(self) -> list[str]:
        """The columns behind the names."""
        return [head for head in _WIDTHS if self.weighted or head not in _WEIGHTS]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.levels) + len(self.form)

    @property
    def total(self) -> int:
        """Where the total stands."""
        return self.at("折合得分" if self.weighted else "得分")

    def at(self, head: str) -> int:
        """Where a column of the form stands."""
        return len(self.levels) + self.form.index(head)

    def drawn(self) -> tuple[Column, ...]:
        """Heads and widths."""
        groups = (Column(name, _GROUPS[at > 0]) for at, name in enumerate(self.levels[:-1]))
        form = (Column(name, _WIDTHS[name]) for name in self.form)
        return (*groups, Column(self.levels[-1], _NAMED), *form)


def columns_of(record: Scorecard) -> Columns:
    """The columns of a record's table."""
    names = level_names(record.rubric.levels, [mark.path for mark in record.marks])
    return Columns(names, any(mark.weight != 1 for mark in record.marks))


_MIDDLE = replace(FRAMED, align="center")
_NUMBER = replace(_MIDDLE, number="0.00")
_SHARE = replace(_MIDDLE, number="0.00%")
_BOLD = replace(_NUMBER, bold=True)
_TOTAL = replace(_BOLD, fill="#E4E8EC")
_TITLE = Look(bold=True, size=16, align="center", least=36)
_CAPTION = Look(align="right", ink="#595959")


def score_table(record: Scorecard) -> Sheet:
    """The sheet 评分表."""
    edition = "（公开版）" if record.edition == "public" else ""
    title = f"{record.name} {record.year} 年度{record.rubric.title}{edition}"
    caption = f"部门代码 {record.department}　评分标准 {record.rubric.id}"
    columns = columns_of(record)
    return Sheet(
        NAME,
        columns.drawn(),
        (*_indicators(record, columns), _total(record, columns), *_parts(record, columns)),
        above=(
            (Cell(title, _TITLE, across=columns.count),),
            (Cell(caption, _CAPTION, across=columns.count),),
        ),
        frozen=columns.name + 1,
    )


def _indicators(record: Scorecard, columns: Columns) -> Iterator[Row]:
    """A row an indicator; each of its groups stands once, in one cell down the rows of its indicators."""
    beside = group_cells([mark.path for mark in record.marks])
    for mark, groups in zip(record.marks, beside, strict=True):
        yield *map(_group, groups), *_cells(mark, weighted=columns.weighted)


def _group(group: GroupCell) -> Cell | None:
    return Cell(group.name, _MIDDLE, down=group.span) if group.span else None


def _cells(indicator: Mark, *, weighted: bool) -> Row:
    """An indicator's cells from its name on. An unknown score is a word, never 0."""
    note = f"\n备注：{indicator.note}" if indicator.note else ""
    counted = None if indicator.score is None else half_up(Fraction(indicator.score) * indicator.weight)
    return (
        indicator.name,
        Cell(indicator.points, _NUMBER),
        *([Cell(half_up(indicator.weight, _PLACES), _SHARE)] if weighted else []),
        indicator.standard + note,
        Cell(known(indicator.self_score, "未自评"), _NUMBER),
        Cell(known(indicator.computed_score, NO_DATA), _NUMBER),
        Cell(known(indicator.review_score, "未复核"), _NUMBER),
        Cell(known(indicator.score, NO_DATA), _BOLD),
        *([Cell(known(counted, NO_DATA), _NUMBER)] if weighted else []),
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


def _total(record: Scorecard, columns: Columns) -> Row:
    total, computed, review = record.total, record.computed_total, record.review_total
    scores: dict[int, Value] = {
        columns.at("分值"): record.points,
        columns.at("自评分"): "未自评" if total.self_total is None else total.self_total,
        columns.at("核算分"): "部分无数据" if computed is None else computed,
        columns.at("复核分"): "未全部复核" if review is None else review,
        columns.total: total.score if record.scored else NO_DATA,
    }
    sums = {at: _summed(at, record, value) for at, value in scores.items()}
    points = columns.at("分值")
    numbers = (Cell(sums.get(at), _TOTAL) for at in range(points, columns.count))
    return Cell("合计", _TOTAL, across=points), *[None] * (points - 1), *numbers


def _is_plain_sum(record: Scorecard) -> bool:
    """Whether points and scores, as they stand, add up to the total: no weights, no cap, nothing scaled up."""
    known = sum((mark.score for mark in record.marks if mark.score is not None), Decimal(0))
    return known == record.total.score and all(mark.weight == 1 for mark in record.marks)


def _summed(column: int, record: Scorecard, result: Value) -> Value:
    """The sum of the numbers above, live where it is one; words among them do not count."""
    if not isinstance(result, Decimal) or not _is_plain_sum(record):
        return result
    return Formula(f"=SUM({_cells_of(column, record)})", result)


def _cells_of(column: int, record: Scorecard) -> str:
    letter = chr(ord("A") + column)
    return f"{letter}{FIRST + 1}:{letter}{FIRST + len(record.marks)}"


def _parts(record: Scorecard, columns: Columns) -> Iterator[Row]:
    """What the total rests on: sums that follow the cells above, and what only the record knows."""
    total = record.total
    grade = "待定：无数据的指标可能改变等次" if total.grade is None else "按总分"
    part, score = _Parts(record, columns), columns.at("得分")
    supported = part.sum_of(_SUPPORTING, score, total.supported)
    yield part.row(SUPPORTED, supported, f"依据为{'、'.join(_SUPPORTING)}的得分")
    on_word = part.sum_of(_SAID, score, total.self_only)
    yield part.row(ON_WORD, on_word, f"依据为{'、'.join(_SAID)}的得分")
    missing = part.sum_of((NO_DATA,), columns.at("分值"), total.missing)
    yield part.row(MISSING, missing, "没有任何得分的指标的分值，不是 0 分")
    yield part.row(RANGE, f"{total.low}～{total.high}", "只算有据得分，到其余指标都得满分")
    yield part.row(GRADE, total.grade_words, f"{grade}；{total.capped}" if total.capped else grade)
    if total.rescaled is not None:
        full = plain(record.rubric.points)
        yield part.row(RESCALED, total.rescaled, f"不适用的指标不计，其余折算为 {full} 分")


@dataclass(frozen=True)
class _Parts:
    """Rows below the total, which fill the width of the table."""

    record: Scorecard
    columns: Columns

    def row(self, name: str, value: Value, words: str) -> Row:
        """Its name up to the total's column, the amount, what it is."""
        at = self.columns.total
        named = Cell(name, replace(FRAMED, align="right"), across=at)
        amount = Cell(value, _BOLD, across=2)
        return named, *[None] * (at - 1), amount, None, Cell(words, across=self.columns.count - at - 2)

    def sum_of(self, labels: tuple[str, ...], column: int, result: Decimal) -> Value:
        """The sum of a column over the indicators with these words under 依据, live where it is one."""
        if not _is_plain_sum(self.record):
            return result
        status, summed = (_cells_of(at, self.record) for at in (self.columns.at("依据"), column))
        sums = (f'SUMIF({status},"{label}",{summed})' for label in labels)
        return Formula("=" + "+".join(sums), result)
