"""Compares what a notebook shows with the record it gave: whatever format is written says what its blocks say."""

from collections.abc import Iterator

from pjkit.model.report_block import IndicatorCard, Masthead, ScoreRow, ScoreTable
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.writers.report import Report


def block_problems(report: Report) -> list[str]:
    """What the notebook's blocks say that its record does not, in Chinese."""
    record, blocks = report.record, report.blocks
    return [
        *(words for block in blocks if isinstance(block, Masthead) for words in _masthead(block, record)),
        *_indicators([block.mark for block in blocks if isinstance(block, IndicatorCard)], record),
        *(words for block in blocks if isinstance(block, ScoreTable) for words in _table(block, record)),
    ]


def _masthead(block: Masthead, record: Scorecard) -> Iterator[str]:
    if (block.name, block.year) != (record.name or record.department, record.year):
        yield f"笔记本的页首是{block.name}{block.year}年度，记录为{record.name}{record.year}年度"
    if block.total != record.total:
        yield f"笔记本页首的总分是 {block.total.score}，记录为 {record.total.score}，或其构成不同"


def _indicators(shown: list[Mark], record: Scorecard) -> Iterator[str]:
    if [mark.id for mark in shown] != [mark.id for mark in record.marks]:
        yield f"笔记本中的指标应为 {len(record.marks)} 个且按次序各一次，实为 {len(shown)} 个"
        return
    for one, mark in zip(shown, record.marks, strict=True):
        if one != mark:
            yield f"笔记本中{mark.name}的结果与记录不同"


def _table(table: ScoreTable, record: Scorecard) -> Iterator[str]:
    if [row.id for row in table.rows] != [mark.id for mark in record.marks]:
        yield f"笔记本的评分表应有 {len(record.marks)} 行，实有 {len(table.rows)} 行，或次序不同"
        return
    if table.total != record.total:
        yield f"笔记本评分表的合计是 {table.total.score}，记录为 {record.total.score}，或其构成不同"
    for row, mark in zip(table.rows, record.marks, strict=True):
        if _scores(row) != _scores(mark):
            yield f"笔记本的评分表中{mark.name}与记录不同"


def _scores(given: ScoreRow | Mark) -> tuple[object, ...]:
    scores = (given.self_score, given.computed_score, given.review_score, given.score)
    return (given.name, given.points, *scores, given.status)
