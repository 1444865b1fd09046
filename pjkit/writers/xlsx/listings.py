"""The sheets behind the score table: figures, clauses, findings, decisions. Each row names its indicator or place."""

from collections.abc import Iterator
from dataclasses import replace

from pjkit.model.clause import ItemVerdict
from pjkit.model.figure import Figure
from pjkit.model.levels import unique_names
from pjkit.model.scorecard import ClauseMark, Scorecard
from pjkit.sheets.sheet import FRAMED, Cell, Column, Row, Sheet, Value

NO_DATA = "无数据"
_FIGURE = replace(FRAMED, number="#,##0.00####", align="right")
_COUNT = replace(_FIGURE, number="#,##0")
_SCORE = replace(FRAMED, number="0.00", align="right")
_MONEY = "万元"


def listings(record: Scorecard) -> tuple[Sheet, ...]:
    """In the workbook's order."""
    return figures(record), clauses(record), findings(record), settings(record)


def figures(record: Scorecard) -> Sheet:
    """Every figure that a score used, with its cell."""
    columns = (
        Column("指标", 26),
        Column("数据", 34),
        Column("数值", 16, look=_FIGURE),
        Column("单位", 10),
        Column("来源", 26),
    )
    names = unique_names(record.marks)
    rows = (_figure(names[one.id], given) for one in record.marks for given in one.inputs)
    return _never_empty(
        Sheet("数据来源", columns, tuple(rows), frozen=1, filtered=True), "各项得分都没有用到数字。"
    )


def _figure(name: str, given: Figure) -> Row:
    return name, given.name, _value(given), given.unit, given.source


def _value(given: Figure) -> Cell | Value:
    """A number as a number, a word (良好, 不适用) as it stands, and what is unknown as the word for that."""
    if given.value is None:
        return given.word or NO_DATA
    counted = given.unit != _MONEY and given.value == given.value.to_integral_value()
    return Cell(given.value, _COUNT) if counted else given.value


def clauses(record: Scorecard) -> Sheet:
    """Every clause's result; below it, one row each, the answers or projects that led to it."""
    columns = (
        Column("指标", 18),
        Column("条款", 6, centred=True),
        Column("分值", 7, look=_SCORE),
        Column("得分", 8, look=_SCORE),
        Column("如何计分", 34),
        Column("核对项", 7, centred=True),
        Column("核对内容", 34),
        Column("结果", 7, centred=True),
        Column("对得分的影响", 20),
        Column("佐证材料", 30),
        Column("来源", 14),
    )
    names = unique_names(record.marks)
    rows = (row for one in record.marks for clause in one.clauses for row in _clause(names[one.id], clause))
    return _never_empty(Sheet("条款", columns, tuple(rows), frozen=2, filtered=True), "没有条款。")


def _clause(name: str, clause: ClauseMark) -> Iterator[Row]:
    """A single answer shares the clause's row; points and score stand once, so that they can be added up."""
    score = NO_DATA if clause.score is None else clause.score
    first, *others = clause.items or (None,)
    yield (name, clause.no, clause.points, score, clause.reason, *_item(first))
    for item in others:
        yield (name, clause.no, None, None, None, *_item(item))


def _item(item: ItemVerdict | None) -> Row:
    if item is None:
        return (None,) * 6
    return item.no, item.text, item.result, item.effect, item.evidence, item.source


def findings(record: Scorecard) -> Sheet:
    """What the checks found, in the record's order."""
    columns = (Column("程度", 8), Column("问题", 26), Column("位置", 26), Column("说明", 90))
    rows = ((one.severity, one.title, one.where, one.message) for one in record.findings)
    return _never_empty(Sheet("核查发现", columns, tuple(rows), frozen=0, filtered=True), "核查未发现问题。")


def settings(record: Scorecard) -> Sheet:
    """The decisions D1–D19 that touched a number."""
    names = unique_names(record.marks)
    columns = (Column("编号", 8), Column("约定的事项", 30), Column("指标", 30), Column("如何影响得分", 80))
    rows = (
        (one.id, one.question, names.get(one.indicator, one.indicator), one.effect) for one in record.settings
    )
    return _never_empty(
        Sheet("规则约定", columns, tuple(rows), frozen=0, filtered=True), "没有一项得分受规则约定影响。"
    )


def _never_empty(sheet: Sheet, words: str) -> Sheet:
    """The sheet; where it has no rows, with one that says so in the widest column."""
    widest = max(sheet.columns, key=lambda column: column.width)
    nothing = tuple(words if column is widest else None for column in sheet.columns)
    return replace(sheet, rows=sheet.rows or (nothing,))
