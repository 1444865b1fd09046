"""Which figures a rubric may name: places in the data (``收支[三公经费].本年决算``) and what it declares itself."""

from collections.abc import Collection, Iterator

from pjkit.model.clause import ClauseSpec
from pjkit.model.contract import (
    ACCOUNTS,
    ALL_PROJECTS,
    AMOUNT_COLUMNS,
    FLAGS,
    ITEMS,
    PROFILE,
    PROJECT_AMOUNTS,
    PROJECT_COLUMN,
    PROJECTS,
    SHEETS,
    SHEETS_FOR_PEOPLE,
    STAFF_ITEMS,
    THIS_PROJECT,
)
from pjkit.model.figure import FigureRef
from pjkit.model.names import fold
from pjkit.model.problem import nearest, shown
from pjkit.scoring.data_contract import contract_of
from pjkit.scoring.declarations import FigureSpec, ListSpec
from pjkit.scoring.formulas import FigureKind
from pjkit.scoring.rubric import Rubric
from pjkit.sources.raw_sheet import MOST_COLUMNS
from pjkit.sources.rubric.positions import indicators_of
from pjkit.sources.strict_yaml import KeyPath

_UNITS = {ACCOUNTS.name: "万元", PROJECTS.name: "万元", PROFILE.name: "人"}


class References:
    """The places of the data that a rubric with these further columns of 收支 may name."""

    def __init__(self, columns: dict[str, tuple[str, ...]]) -> None:
        self._columns = {
            ACCOUNTS.name: (*AMOUNT_COLUMNS, *columns.get(ACCOUNTS.name, ())),
            PROJECTS.name: PROJECT_AMOUNTS,
            ITEMS.name: ("",),
            PROFILE.name: ("",),
        }

    def kind(self, written: str) -> FigureKind | None:
        """What stands at such a place, ``None`` where it is none."""
        try:
            ref = FigureRef.parse(written)
        except ValueError:
            return None
        if not ref.sheet or self.why_unknown(ref):
            return None
        return FigureKind(_UNITS.get(ref.sheet, ""))

    def why_unknown(self, ref: FigureRef) -> tuple[str, str] | None:
        """What is wrong with a reference and what was expected; ``None`` where the data can hold it."""
        if ref.sheet not in self._columns:
            return f"“{ref.sheet}”表中没有可引用的数据", nearest(ref.sheet, self._columns)
        columns = self._columns[ref.sheet]
        if ref.column not in columns:
            return _no_column(ref), _columns_words(ref, columns)
        if ref.sheet == PROJECTS.name and ref.row not in _SELECTED:
            return f"项目不能按“{ref.row}”挑选", nearest(ref.row, _SELECTED)
        if ref.sheet == PROFILE.name and ref.row not in STAFF_ITEMS:
            return f"“{ref.row}”不是可以计算的人数", nearest(ref.row, STAFF_ITEMS)
        return None


_SELECTED = (ALL_PROJECTS, THIS_PROJECT, *FLAGS)


def _no_column(ref: FigureRef) -> str:
    return f"“{ref.sheet}”表没有金额列“{ref.column}”" if ref.column else f"“{ref.sheet}[{ref.row}]”后没有写列"


def _columns_words(ref: FigureRef, columns: tuple[str, ...]) -> str:
    return f"{ref.sheet}[{ref.row}]，不写列" if columns == ("",) else nearest(ref.column, columns)


def unknown_figures(rubric: Rubric) -> Iterator[tuple[KeyPath, str, str]]:
    """Path, what is wrong and what was expected, for each reference to a figure that no data can hold."""
    references = References(rubric.columns)
    for name, figure in rubric.figures.items():
        unknown = references.why_unknown(figure.from_) if figure.from_ else None
        if unknown:
            yield ("figures", name), *unknown
    for path, indicator in indicators_of(rubric):
        for at, clause in enumerate(indicator.clauses):
            for field, unknown in _unknown_in_clause(clause, rubric, references):
                yield (*path, "clauses", at, field), *unknown


def _unknown_in_clause(
    clause: ClauseSpec, rubric: Rubric, references: References
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Field, and what is wrong with the figure there and what was expected."""
    for field, ref in clause.figure_refs().items():
        declared = rubric.figures.get(ref.row) if not ref.sheet else None
        place = declared.from_ if declared else ref
        if not ref.sheet and declared is None:
            yield field, (f"没有声明过数据“{ref.row}”", _declared_words(ref, rubric))
        elif field in clause.words_read() and place and place.sheet != ITEMS.name:
            yield field, (f"等次取自“{place.sheet}”表", f"{ITEMS.name}[数据项]")
        elif ref.sheet and (unknown := references.why_unknown(ref)):
            yield field, unknown


def _declared_words(ref: FigureRef, rubric: Rubric) -> str:
    example = f"{ACCOUNTS.name}[科目].列"
    return (
        nearest(ref.row, [*rubric.figures, example])
        if rubric.figures
        else f"figures 中声明的名称，或 {example}"
    )


_LONGEST_SHEET_NAME = 31  # what a spreadsheet takes
_NOT_IN_SHEET_NAMES = "[]:*?/\\'"
_TAKEN = (*SHEETS, *SHEETS_FOR_PEOPLE)


Flaw = tuple[KeyPath, str, str, str]
"""Path, what was found, what was expected, what to do."""


def unusable_sheets(rubric: Rubric) -> Iterator[Flaw]:
    """What no workbook can hold, or nobody could fill in: names of lists, columns and rows that there are already."""
    known: set[str] = set()
    for name, listed in rubric.lists.items():
        yield from _unusable_name(name, known)
        yield from _unusable_columns(name, listed, rubric)
        known.add(name.casefold())
    yield from _unusable_account_columns(rubric)
    yield from _rows_asked_in_two_ways(rubric)


def _unusable_name(name: str, known: Collection[str]) -> Iterator[Flaw]:
    if name in _TAKEN:
        yield ("lists", name), f"“{name}”是数据约定中的工作表", "别的名称", "给这个表换个名称"
    elif len(name) > _LONGEST_SHEET_NAME or set(name) & set(_NOT_IN_SHEET_NAMES):
        expected = f"不超过 {_LONGEST_SHEET_NAME} 字，没有 {' '.join(_NOT_IN_SHEET_NAMES)}"
        yield ("lists", name), "这个名称不能做工作表名", expected, "给这个表换个名称"
    elif name.casefold() in known:
        yield ("lists", name), "工作表名不分大小写，已有这个名称", "不重复的名称", "给这个表换个名称"


def _unusable_columns(name: str, listed: ListSpec, rubric: Rubric) -> Iterator[Flaw]:
    if len(listed.columns) >= MOST_COLUMNS:
        found = f"{shown(name)}有 {len(listed.columns)} 列"
        yield ("lists", name, "columns"), found, f"少于 {MOST_COLUMNS} 列", "减少列，或分成几个表"
    if PROJECT_COLUMN in listed.columns and rubric.subject == "project":
        found = f"“{PROJECT_COLUMN}”列不用声明，按项目评价的表都有"
        yield ("lists", name, "columns", PROJECT_COLUMN), found, "其他的列", "删去这一列"
    heads: dict[str, str] = {}
    for column in contract_of(rubric)[name].columns:
        for head in dict.fromkeys((fold(column.name), fold(column.label))):
            if head in heads:
                found = f"列{shown(column.name)}和{shown(heads[head])}的列名分不清"
                yield ("lists", name, "columns", column.name), found, "不同的列名", "改其中一列的名称"
            heads[head] = column.name


def _unusable_account_columns(rubric: Rubric) -> Iterator[Flaw]:
    known = [column.name for column in ACCOUNTS.columns]
    for sheet, names in rubric.columns.items():
        if sheet != ACCOUNTS.name:
            found = f"“{sheet}”表不能增加列"
            yield ("columns", sheet), found, ACCOUNTS.name, "要填的数在 figures 或 lists 中声明"
            continue
        for name in dict.fromkeys(names):
            if name in known or names.count(name) > 1:
                yield ("columns", sheet), f"“{sheet}”表已有“{name}”列", "新的列名", "删去或改名"


def _rows_asked_in_two_ways(rubric: Rubric) -> Iterator[Flaw]:
    """One row of 基础数据 cannot be 元 for one figure and 万元 for another."""
    asked: dict[str, tuple[str, FigureSpec]] = {}
    for name, figure in rubric.figures.items():
        place = next(iter(rubric.places(name)), None) if figure.value is None else None
        if place is None or place.sheet != ITEMS.name:
            continue
        first, other = asked.setdefault(place.row, (name, figure))
        if (other.unit, other.whole, other.words) != (figure.unit, figure.whole, figure.words):
            found = f"{shown(name)}和{shown(first)}取自同一行“{place.row}”，而单位或写法不同"
            yield ("figures", name), found, "同一行只有一种填法", "写成一样，或用公式换算"
