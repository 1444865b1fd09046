"""The clauses of an indicator: what each asks, what was answered, what it gave, and on what evidence."""

from markupsafe import Markup

from pjkit.model.amounts import plain
from pjkit.model.clause import PARTLY, YES, ItemVerdict
from pjkit.model.scorecard import ClauseMark, Mark
from pjkit.report import formats
from pjkit.report.tables import Row, Table, columns

_NO_EVIDENCE = Markup('<span class="pj-status pj-asserted">未提供</span>')


def clause_table(mark: Mark, place: str) -> Table | None:
    """One row a clause, with its answers below.

    ``None`` for a single clause without answers: the head of the card tells all of it.
    """
    if len(mark.clauses) == 1:
        return _answers_alone(mark.clauses[0], place)
    answered = any(clause.items for clause in mark.clauses)
    rows = [row for clause in mark.clauses for row in _rows(clause, answered=answered)]
    more = ("佐证材料", "来源!") if answered else ()
    heads = columns("条款!", "要求", "分值#", "得分#", *(("核对!",) if answered else ()), "如何计分", *more)
    return Table("条款核算", heads, tuple(rows), wide=answered, place=place)


def _answers_alone(clause: ClauseMark, place: str) -> Table | None:
    """The answers of an indicator's only clause: its points and score already stand above."""
    if not clause.items:
        return None
    heads = columns("条款!", "要求", "核对!", "如何计分", "佐证材料", "来源!")
    rows = tuple(Row((item.no, item.text, item.result, item.effect, *_proof(item))) for item in clause.items)
    return Table("条款核对", heads, rows, wide=True, place=place)


def _rows(clause: ClauseMark, *, answered: bool) -> list[Row]:
    """A clause and its answers: a single answer shares the clause's row, several follow it."""
    head = (clause.no, clause.text, plain(clause.points), formats.score(clause.score))
    if not answered:
        return [Row((*head, clause.reason))]
    only = clause.items[0] if len(clause.items) == 1 else None
    if only is not None and only.no == clause.no:
        return [Row((*head, only.result, clause.reason, *_proof(only)))]
    return [Row((*head, "", clause.reason, "", "")), *map(_item_row, clause.items)]


def _item_row(item: ItemVerdict) -> Row:
    return Row((item.no, item.text, "", "", item.result, item.effect, *_proof(item)), depth=1)


def _proof(item: ItemVerdict) -> tuple[str, str]:
    """Evidence and place of an answer. One that earns points without evidence says so; projects have none."""
    lacking = _NO_EVIDENCE if item.no and item.result in {YES, PARTLY} else ""
    return item.evidence or lacking, formats.source(item.source)
