"""Results as pandas tables, for an analyst who goes on from here. Unknown is ``None``, never 0 or NaN."""

from collections.abc import Sequence

import pandas as pd

from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Mark, Scorecard

_MARK_COLUMNS = (
    "id",
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "自评分",
    "核算分",
    "复核分",
    "得分",
    "状态",
    "依据说明",
)


def frame(card: Scorecard) -> pd.DataFrame:
    """One row per indicator. Scores are exact decimals (points), ``None`` where unknown."""
    return _exact([_mark(mark) for mark in card.marks], _MARK_COLUMNS)


def _mark(mark: Mark) -> tuple[object, ...]:
    return (
        mark.id,
        *mark.path,
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
