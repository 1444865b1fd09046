"""Results as pandas tables, for an analyst who goes on from here. Unknown is ``None``, never 0 or NaN."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from pjkit.model.block import Column, Row, Table
from pjkit.model.cell import Cell, Nothing, Number, words
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import Dossier
from pjkit.model.levels import level_names
from pjkit.model.scorecard import Mark, Scorecard

_MARK_COLUMNS = (
    "分值",
    "自评分",
    "核算分",
    "复核分",
    "得分",
    "状态",
    "依据说明",
)


def frame(card: Scorecard) -> pd.DataFrame:
    """One row per indicator, with the rubric's own levels. Scores are exact decimals (points), ``None`` where unknown."""
    levels = level_names(card.rubric.levels, [mark.path for mark in card.marks])
    depth = len(levels) - 1
    made = _exact([_mark(mark, depth) for mark in card.marks], ("id", *levels, *_MARK_COLUMNS))
    if any(mark.weight != 1 for mark in card.marks):
        made.insert(depth + 3, "权重", [mark.weight for mark in card.marks])
    return made


def _mark(mark: Mark, depth: int) -> tuple[object, ...]:
    return (
        mark.id,
        *mark.path,
        *[""] * (depth - len(mark.path)),
        mark.name,
        mark.points,
        mark.self_score,
        mark.computed_score,
        mark.review_score,
        mark.score,
        mark.status.label,
        mark.reason,
    )


def accounts(dossier: Dossier) -> pd.DataFrame:
    """收支: one row per 科目, amounts in 万元 as exact decimals, 不适用 as that word, blank as ``None``."""
    rows = [
        (
            line.path,
            *(_amount(dossier, line.path, column) for column in AMOUNT_COLUMNS),
            line.note,
            line.source,
        )
        for line in dossier.accounts.values()
    ]
    return _exact(rows, ("科目", *AMOUNT_COLUMNS, "说明", "来源"))


def _amount(dossier: Dossier, path: str, column: str) -> object:
    figure = dossier.accounts[path].figures[column]
    return "不适用" if figure.not_applicable else figure.value


def _exact(rows: Sequence[tuple[object, ...]], heads: Sequence[str]) -> pd.DataFrame:
    """A frame of objects: pandas would turn decimals into floats and ``None`` into NaN."""
    return pd.DataFrame(rows, columns=list(heads), dtype=object)


# Blocks and frames


def table_frame(table: Table) -> pd.DataFrame:
    """A table as a frame: columns of numbers as numbers, nothing as missing; a group's name in 分组."""
    heads = [column.title for column in table.columns]
    groups, rows = [], []
    group = ""
    for row in table.rows:
        if row.kind == "group":
            group = words(row.cells[0])
        elif row.kind != "remark":
            groups.append(group)
            rows.append([_value(cell) for cell in row.cells])
    made = pd.DataFrame(rows, columns=heads, dtype=object)
    for at, column in enumerate(table.columns):
        if column.align == "number" and all(isinstance(row[at], Decimal | None) for row in rows):
            made.isetitem(at, pd.to_numeric(made.iloc[:, at].astype(float)))
    if group:
        made.insert(0, "分组", groups)
    return made


def _value(cell: Cell) -> object:
    if isinstance(cell, Nothing) or cell == "":
        return None
    return cell.value if isinstance(cell, Number) else words(cell)


def frame_table(frame: pd.DataFrame) -> Table:
    """An analyst's frame in the look of our tables, as many rows and columns of it as pandas would show."""
    most_rows, most_columns = (pd.get_option(f"display.max_{name}") or None for name in ("rows", "columns"))
    shown = frame.iloc[:most_rows, :most_columns]
    if not isinstance(shown.index, pd.RangeIndex):
        shown = shown.reset_index()
    heads = tuple(
        Column(title=_title(name), align="number" if pd.api.types.is_numeric_dtype(kind) else "text")
        for name, kind in zip(shown.columns, shown.dtypes, strict=True)
    )
    rows = tuple(Row(cells=tuple(map(_cell, row))) for row in shown.itertuples(index=False, name=None))
    cut = shown.shape[0] < frame.shape[0] or (most_columns is not None and most_columns < frame.shape[1])
    note = f"共 {frame.shape[0]} 行 {frame.shape[1]} 列，只列出前面的。" if cut else ""
    return Table(caption="", columns=heads, rows=rows, note=note, compact=True)


def _title(name: object) -> str:
    parts = name if isinstance(name, tuple) else (name,)
    return " ".join(str(part) for part in parts if str(part))


def _cell(value: object) -> Cell:
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return Number(value=value)
    if pd.api.types.is_number(value):
        exact = Decimal(f"{value:.6f}")
        return Number(value=exact.normalize() if exact else Decimal(0)) if exact.is_finite() else Nothing()
    return Nothing() if pd.api.types.is_scalar(value) and pd.isna(value) else str(value)
