"""Which indicators use a figure (用途), so that whoever fills in the form sees why it is asked."""

from collections.abc import Iterator

from pjkit.model.figure import FigureRef
from pjkit.scoring.rubric import Rubric


def rows_read(rubric: Rubric, sheet: str) -> list[str]:
    """The rows of 收支 or 基础数据 that the rubric reads, whether or not the contract knows them."""
    return [ref.row for _, ref in _references(rubric) if ref.sheet == sheet]


def uses_of_row(rubric: Rubric, sheet: str, row: str) -> str:
    """The indicators that read a row of 收支 or 基础数据, each with the columns it reads; "" where none does."""
    found: dict[str, list[str]] = {}
    for name, ref in _references(rubric):
        if (ref.sheet, ref.row) == (sheet, row):
            found.setdefault(name, []).append(ref.column)
    return "；".join(name + _columns(columns) for name, columns in found.items())


def _columns(columns: list[str]) -> str:
    named = "、".join(dict.fromkeys(column for column in columns if column))
    return f"（{named}）" if named else ""


def uses_of_project_column(rubric: Rubric, column: str) -> str:
    """The indicators that read a column of 项目: an amount, or a flag (目标管理 …)."""
    amounts = [
        name for name, ref in _references(rubric) if ref.sheet == "项目" and column in (ref.row, ref.column)
    ]
    flags = [
        indicator.name
        for indicator in rubric.indicators()
        for clause in indicator.clauses
        if column in clause.flags_read()
    ]
    return "、".join(dict.fromkeys([*amounts, *flags]))


def _references(rubric: Rubric) -> Iterator[tuple[str, FigureRef]]:
    """Each figure that the rubric reads, with the indicator's name."""
    for indicator in rubric.indicators():
        for clause in indicator.clauses:
            yield from ((indicator.name, ref) for ref in clause.figure_refs().values())
