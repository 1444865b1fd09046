"""The figures a rubric may name; the data contract takes its columns from here."""

from collections.abc import Iterator

from pjkit.scoring.facts import FigureRef
from pjkit.scoring.problems import nearest
from pjkit.scoring.rules.base import ClauseSpec
from pjkit.scoring.rules.level import Level

AMOUNT_COLUMNS = ("上年决算", "年初预算", "调整预算", "本年决算")
FLAGS = ("重点", "目标管理", "绩效自评", "完工")
ALL_PROJECTS = "全部"
PROJECT_AMOUNTS = ("年初预算", "本年决算")

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
