"""The figures a rubric may name: those the data contract can hold."""

from collections.abc import Iterator

from pjkit.model.clause import ClauseSpec
from pjkit.model.contract import ALL_PROJECTS, AMOUNT_COLUMNS, FLAGS, PROJECT_AMOUNTS
from pjkit.model.figure import FigureRef
from pjkit.model.problem import nearest
from pjkit.scoring.rules.level import Level

_SHEETS = {"收支": AMOUNT_COLUMNS, "项目": PROJECT_AMOUNTS, "基础数据": ("",)}


def unknown_references(clause: ClauseSpec) -> Iterator[tuple[str, str, str]]:
    """Field, what is wrong and what was expected, for each reference to a figure that no data can hold."""
    for field, ref in clause.figure_refs().items():
        if isinstance(clause, Level) and ref.sheet != "基础数据":
            yield field, f"等次取自“{ref.sheet}”表", "基础数据[数据项]"
        elif ref.sheet not in _SHEETS:
            yield field, f"“{ref.sheet}”表中没有可引用的数据", nearest(ref.sheet, _SHEETS)
        elif ref.column not in _SHEETS[ref.sheet]:
            yield field, _no_column(ref), _columns(ref)
        elif ref.sheet == "项目" and ref.row not in (ALL_PROJECTS, *FLAGS):
            yield field, f"项目不能按“{ref.row}”挑选", nearest(ref.row, (ALL_PROJECTS, *FLAGS))


def _no_column(ref: FigureRef) -> str:
    return f"“{ref.sheet}”表没有金额列“{ref.column}”" if ref.column else f"“{ref.sheet}[{ref.row}]”后没有写列"


def _columns(ref: FigureRef) -> str:
    columns = _SHEETS[ref.sheet]
    return f"{ref.sheet}[{ref.row}]，不写列" if columns == ("",) else nearest(ref.column, columns)
