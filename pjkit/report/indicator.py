"""One indicator's card: the score first, then all that it rests on."""

from collections.abc import Iterator

from pjkit.model.amounts import points
from pjkit.model.block import ListItem, Row, Run, Table
from pjkit.model.cell import Cell, Nothing, Unproved
from pjkit.model.clause import PARTLY, YES, ItemVerdict
from pjkit.model.figure import Figure
from pjkit.model.report_block import IndicatorCard
from pjkit.model.scorecard import ClauseMark, Mark, Scorecard, Status
from pjkit.report import cells
from pjkit.report.charts.rule_curve import rule_curve
from pjkit.report.formulas import formulas_of
from pjkit.report.score_sentences import mark_sentence
from pjkit.report.tables import chart, columns, row, text


def indicator(card: Scorecard, indicator_id: str, level: int = 5) -> IndicatorCard:
    """The card of one indicator, with ``id="ind-<id>"`` on the page; ``level`` of its heading, 2–6.

    Raises ``KeyError`` naming the known ids.
    """
    mark = card[indicator_id]
    place = mark.place
    drawn = rule_curve(mark)
    (sentence,) = text(mark_sentence(mark))
    return IndicatorCard(
        mark=mark,
        level=level,
        summary=summary(mark),
        clauses=_clause_table(mark, place),
        curve=chart(drawn) if drawn else None,
        inputs=_input_table(mark, place),
        formulas=tuple(formulas_of(mark)),
        demands=tuple(_demands(mark)),
        sentence=sentence,
    )


# The reason in one line


def summary(mark: Mark) -> str:
    """Why the score is what it is. With several clauses: which lost points, which lack data, what stands in."""
    if len(mark.clauses) == 1:
        return mark.reason
    return "；".join([*_of_clauses(mark), *_stand_in(mark)])


def _of_clauses(mark: Mark) -> list[str]:
    unknown = [clause.no for clause in mark.clauses if clause.score is None]
    lost = [
        f"条款 {clause.no} 失 {points(clause.points - clause.score)} 分"
        for clause in mark.clauses
        if clause.score is not None and clause.score < clause.points
    ]
    if not unknown and not lost:
        return [f"{len(mark.clauses)} 个条款均得满分"]
    everywhere = len(unknown) == len(mark.clauses)
    lacking = "各条款均无数据" if everywhere else f"条款 {'、'.join(unknown)} 无数据"
    return [*lost, *([lacking] if unknown else [])]


def _stand_in(mark: Mark) -> list[str]:
    if mark.status is Status.REVIEWED and mark.review_score is not None:
        return [f"采用复核分 {points(mark.review_score)} 分，理由：{mark.review_reason}"]
    if mark.status is Status.SELF_ONLY and mark.self_score is not None:
        return [f"暂列自评分 {points(mark.self_score)} 分，未经核实"]
    words = {
        Status.MISSING: ["得分未知"],
        Status.ASSERTED: ["部分条款回答未附佐证材料"],
    }
    return words.get(mark.status, [])


# Its clauses: what each asks, what was answered, what it gave, and on what evidence


def _clause_table(mark: Mark, place: str) -> Table | None:
    """One row a clause, with the rows of 条款核对 below it, answered or not.

    ``None`` for a single clause without such rows: the head of the card tells all of it.
    """
    if len(mark.clauses) == 1:
        return _rows_alone(mark.clauses[0], place)
    answered = any(clause.items or clause.asked for clause in mark.clauses)
    rows = tuple(one for clause in mark.clauses for one in _clause_rows(clause, answered=answered))
    more = ("佐证材料", "来源!") if answered else ()
    heads = columns("条款!", "要求", "分值#", "得分#", *(("核对!",) if answered else ()), "如何计分", *more)
    return Table(caption="条款核算", columns=heads, rows=rows, wide=answered, place=place)


def _rows_alone(clause: ClauseMark, place: str) -> Table | None:
    """The rows of an indicator's only clause: its points and score already stand above."""
    if not clause.items and not clause.asked:
        return None
    items = (*clause.items, *clause.asked)
    if not any(item.result for item in items):
        heads = columns("条款!", "要求", "核对!")
        rows = tuple(row(item.no, item.text, _result(item)) for item in items)
        return Table(caption="条款核对", columns=heads, rows=rows, place=place)
    heads = columns("条款!", "要求", "核对!", "如何计分", "佐证材料", "来源!")
    rows = tuple(row(item.no, item.text, _result(item), item.effect, *_proof(item)) for item in items)
    return Table(caption="条款核对", columns=heads, rows=rows, wide=True, place=place)


def _clause_rows(clause: ClauseMark, *, answered: bool) -> list[Row]:
    """A clause and its answers: a single answer shares the clause's row, several follow it."""
    head: tuple[Cell, ...] = (clause.no, clause.text, cells.points(clause.points), cells.score(clause.score))
    if not answered:
        return [row(*head, clause.reason)]
    only = clause.items[0] if len(clause.items) == 1 else None
    if only is not None and only.no == clause.no:
        return [row(*head, only.result, clause.reason, *_proof(only))]
    return [row(*head, "", clause.reason, "", ""), *map(_item_row, (*clause.items, *clause.asked))]


def _item_row(item: ItemVerdict) -> Row:
    return row(item.no, item.text, "", "", _result(item), item.effect, *_proof(item), depth=1)


def _result(item: ItemVerdict) -> Cell:
    return item.result or Nothing(why="未核对")


def _proof(item: ItemVerdict) -> tuple[Cell, Cell]:
    """Evidence and place of an answer. One that earns points without evidence says so; projects have none."""
    lacking = Unproved() if item.no and item.result in {YES, PARTLY} else ""
    return item.evidence or lacking, cells.source(item.source)


# What the rule asks, for Word


def _demands(mark: Mark) -> Iterator[ListItem]:
    """Every clause, and the rows of 条款核对 that it is made of, with what was answered."""
    for clause in mark.clauses:
        rows = _rows(clause)
        several = len(mark.clauses) > 1
        if clause.text and (several or not rows):
            yield _demand(f"{clause.no}．" if several else "", clause.text, _alone(clause))
        yield from (_demand(f"{item.no}．", item.text, _said(item)) for item in rows)


def _rows(clause: ClauseMark) -> list[ItemVerdict]:
    """What a clause consists of; not the only row, where that is the clause itself."""
    rows = [*clause.items, *clause.asked]
    return [] if len(rows) == 1 and rows[0].no == clause.no else rows


def _alone(clause: ClauseMark) -> str:
    """What was answered where the clause is the only row."""
    own = [item for item in clause.items if item.no == clause.no]
    return own[0].result if own else ""


def _said(item: ItemVerdict) -> str:
    return "，".join(filter(None, (item.result or "未核对", item.effect)))


def _demand(marker: str, words: str, answer: str) -> ListItem:
    said = f"{words.rstrip('。')}（{answer}）。" if answer else words
    return ListItem(marker=marker or "考核要求：", runs=(Run(text=said),), only="word")


# Its figures


def _input_table(mark: Mark, place: str) -> Table | None:
    if not mark.inputs:
        return None
    noted = any(figure.evidence or figure.note for figure in mark.inputs)
    rows = tuple(_input_row(figure, noted=noted) for figure in dict.fromkeys(mark.inputs))
    heads = columns("数据", "数值#", "单位!", "来源!", *(("佐证与说明",) if noted else ()))
    return Table(caption="所用数据", columns=heads, rows=rows, place=place, compact=True)


def _input_row(given: Figure, *, noted: bool) -> Row:
    words = "；".join(filter(None, (given.evidence, given.note)))
    shown = (given.name, cells.figure(given), cells.unit(given), cells.traced(given))
    return row(*shown, words) if noted else row(*shown)
