"""A block as HTML: one template a kind, every word escaped. What is for Word alone shows nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pjkit.model.amounts import HUNDRED, half_up, plain
from pjkit.model.block import Block, Figure
from pjkit.model.formula import Expression
from pjkit.model.levels import GroupCell, group_cells
from pjkit.model.report_block import IndicatorCard, Masthead, ScoreRow, ScoreTable, Style
from pjkit.model.scorecard import Status
from pjkit.model.summary_block import HeatCell, HeatMap, HeatRow
from pjkit.writers.html import cells
from pjkit.writers.html.bar import bar_parts
from pjkit.writers.html.formula import mathml
from pjkit.writers.html.lean import LeanTemplate, lean_style
from pjkit.writers.html.own_words import lead_and_rest
from pjkit.writers.html.tables import bare_table, table_html
from pjkit.writers.pictures import to_svg

_TEMPLATES = "template/block"
_SHEETS = {"report": ("report.css",), "summary": ("report.css", "summary.css")}


def block_html(block: Block) -> Markup:
    """The block as HTML."""
    if block.only == "word":
        return Markup("")
    kind: str = getattr(block, "kind")  # noqa: B009 - every block has one, though not all blocks one type
    context = _CONTEXTS[kind](block) if kind in _CONTEXTS else {}
    html = environment().get_template(f"{kind}.html.j2").render(block=block, **context)
    return Markup(html.strip())  # noqa: S704 - rendered with autoescape on


def score(value: Decimal | None, why: str = "无数据") -> Markup:
    """A score with two decimals."""
    return cells.dash(why) if value is None else escape(half_up(value))


@cache
def environment() -> Environment:
    """The one environment of all blocks: escapes everything, and an unknown name is an error."""
    env = Environment(
        autoescape=True,
        loader=PackageLoader("pjkit.writers.html", _TEMPLATES),
        undefined=StrictUndefined,
        finalize=cells.finalized,
        extensions=[LeanTemplate],
    )
    env.filters |= {
        "badge": cells.badge,
        "bare_table": bare_table,
        "block": block_html,
        "breakable": breakable,
        "cell": cells.markup,
        "heat_cells": heat_cells,
        "plain": plain,
        "score": score,
        "severity": cells.severity,
        "sort_key": cells.sort_key,
        "source": cells.place,
        "table": table_html,
    }
    return env


@cache
def style_sheet(name: str = "report") -> Markup:
    """A style sheet as a page carries it."""
    folder = files("pjkit.writers.html").joinpath(_TEMPLATES)
    sheets = (folder.joinpath(part).read_text(encoding="utf-8") for part in _SHEETS[name])
    return Markup(lean_style("".join(sheets)))  # noqa: S704 - files of this package


def _figure(block: Figure) -> dict[str, Any]:
    return {"svg": Markup(to_svg(block.drawing))}  # noqa: S704 - our own markup, all text in it escaped


def _style(block: Style) -> dict[str, Any]:
    return {"css": style_sheet(block.sheet)}


def _masthead(block: Masthead) -> dict[str, Any]:
    return {"parts": bar_parts(block.total, block.points)}


# An indicator


@dataclass(frozen=True)
class ScoreShown:
    """One of the scores side by side; ``counts``: the one that was used (D15)."""

    kind: str
    score: Markup
    counts: bool
    source: Markup


def _indicator(block: IndicatorCard) -> dict[str, Any]:
    mark = block.mark
    return {
        "mark": mark,
        "place": mark.place,
        "formulas": [
            (one, _mathematics(one.expression, one.words), _mathematics(one.numbers, one.in_numbers))
            for one in block.formulas
        ],
        "scores": _scores(block),
        "effects": [(effect, effect.question) for effect in mark.effects],
    }


def _mathematics(tree: Expression | None, words: str) -> Markup:
    """A formula as mathematics; where there is no tree, its words."""
    return escape(words) if tree is None else mathml(tree)


def _scores(block: IndicatorCard) -> tuple[ScoreShown, ...]:
    """Self, computed and review score; the status tells which of them counts."""
    mark = block.mark
    reviewed, alone = mark.status is Status.REVIEWED, mark.status is Status.SELF_ONLY
    computed = not (reviewed or alone or mark.status is Status.MISSING)
    by_rule = escape("" if mark.computed_score is None else "按评价标准")
    by_reviewer = cells.place("" if mark.review_score is None else "复核")
    return (
        ScoreShown("自评分", score(mark.self_score, "未自评"), alone, cells.place(mark.self_source)),
        ScoreShown("核算分", score(mark.computed_score), computed, by_rule),
        ScoreShown("复核分", score(mark.review_score, "未复核"), reviewed, by_reviewer),
    )


# The score table


@dataclass(frozen=True)
class TableLine:
    """One row of the score table. A cell is drawn where its span is above 0; 0 lies under the one above."""

    row: ScoreRow
    name: str
    groups: tuple[GroupCell, ...]
    group_points: Decimal
    row_span: int


def _score_table(block: ScoreTable) -> dict[str, Any]:
    return {
        "lines": list(_lines(block)),
        "groups": block.levels[:-1],
        "named": block.levels[-1],
        "share": share,
    }


def _lines(block: ScoreTable) -> Iterator[TableLine]:
    beside = group_cells([row.path for row in block.rows], list(map(_height, block.rows)))
    for row, groups in zip(block.rows, beside, strict=True):
        points = sum((one.points for one in block.rows if one.path == row.path), Decimal(0))
        for at, name in enumerate(row.members or (row.name,)):
            yield TableLine(row, name, () if at else groups, points, 0 if at else _height(row))


def share(weight: Fraction) -> str:
    """A weight as a percentage, exact where two decimals can say it."""
    return f"{plain(weight * HUNDRED, 2)}%"


def _height(row: ScoreRow) -> int:
    """Lines an indicator takes: members that share its score have one each."""
    return len(row.members) or 1


# A summary's heat map


def _heat_map(block: HeatMap) -> dict[str, Any]:
    """Columns with which a group begins: a line stands before them."""
    return {"starts": frozenset(accumulate((size for _, size in block.groups[:-1]), initial=0))}


def heat_cells(row: HeatRow, starts: frozenset[int]) -> Markup:
    """A row's cells. Not in the template: there are 14,400 of them for 600 departments, of a few hundred kinds."""
    return Markup("").join(_heat_cell(cell, starts=at in starts) for at, cell in enumerate(row.cells))


@cache
def _heat_cell(cell: HeatCell, *, starts: bool) -> Markup:
    looks = f"pj-h{cell.shade}{' pj-w' if cell.on_word else ''}{' pj-b' if starts else ''}"
    return Markup('<td class="{}">{}</td>').format(looks, cell.words)


_LONG_HEAD = 4  # characters of a column's head that may break in its middle


def breakable(head: str) -> Markup:
    """A column's head; nowhere else than in its middle may it break."""
    middle = (len(head) + 1) // 2
    return escape(head) if len(head) < _LONG_HEAD else escape(head[:middle]) + Markup("<wbr>") + head[middle:]


_CONTEXTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "figure": _figure,
    "heat_map": _heat_map,
    "style": _style,
    "masthead": _masthead,
    "indicator": _indicator,
    "score_table": _score_table,
    "own_words": lambda block: lead_and_rest(block.text),
}
