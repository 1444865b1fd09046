"""From full marks to the total: which indicators lost how many points (失分)."""

import math
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import add
from pjkit.model.drawing import Colour, Drawing, Fill, NoDrawing, Table
from pjkit.model.levels import unique_names
from pjkit.model.scorecard import Mark, Scorecard, weighted
from pjkit.report.charts.canvas import GAP, LOST, SMALL, UNKNOWN, WHOLE, Canvas, Type
from pjkit.report.charts.words import short, shorten

_ROW, _TOP, _LEFT, _RIGHT, _THICK = 24.0, 16.0, 200.0, 560.0, 14.0
_MOST = 12  # indicators with a bar of their own
_STEP = 10  # the axis begins at a multiple of this


@dataclass(frozen=True)
class _Step:
    """One bar: what is taken off, or a whole total."""

    name: str
    amount: Decimal
    fill: Fill
    total: bool = False


def points_lost(card: Scorecard) -> Drawing | NoDrawing:
    """A waterfall, the largest loss first, what is unknown on its own, ending in the total."""
    losses = [*_losses(card.marks), *_unknown(card.marks)]
    losses += _held(card, losses)
    if not losses:
        return NoDrawing(slug="points-lost", title="失分构成", why="没有失分，也没有未知的得分")
    steps = [
        _Step("满分", card.points, WHOLE, total=True),
        *losses,
        _Step("总分", card.total.score, WHOLE, total=True),
    ]
    start = float(math.floor(float(card.total.score) * 0.9 / _STEP) * _STEP)
    canvas = Canvas(_TOP + _ROW * len(steps) + 26)
    _draw(canvas, steps, start, float(card.points))
    if start:
        canvas.text(
            (_LEFT, _TOP + _ROW * len(steps) + 12), f"横轴自 {start:.0f} 分起", Type(SMALL, Colour.MUTED)
        )
    said = "；".join(f"{step.name}{_signed(step)}" for step in steps)
    table = Table(headers=("项目", "分"), rows=tuple((step.name, _signed(step)) for step in steps))
    return canvas.drawing("points-lost", "从满分到总分：失分构成", f"从满分到总分：{said}。", table)


def _losses(marks: tuple[Mark, ...]) -> list[_Step]:
    """In points of the total."""
    lost = [(mark, weighted([mark], lambda one: one.lost)) for mark in marks]
    ranked = sorted(((mark, loss) for mark, loss in lost if loss), key=lambda pair: -pair[1])
    names = unique_names(marks)
    steps = [_Step(names[mark.id], loss, LOST) for mark, loss in ranked[:_MOST]]
    rest = [loss for _mark, loss in ranked[_MOST:]]
    return [*steps, _Step(f"其他 {len(rest)} 项", add(rest), LOST)] if rest else steps


def _unknown(marks: tuple[Mark, ...]) -> list[_Step]:
    unknown = [mark for mark in marks if mark.score is None]
    amount = weighted(unknown, lambda mark: mark.points)
    return [_Step(f"得分未知（{len(unknown)} 项）", amount, UNKNOWN)] if unknown else []


def _held(card: Scorecard, losses: list[_Step]) -> list[_Step]:
    """What a cap, or scaling up what applies, takes off beside; nothing where the scores' sum is the total."""
    if card.total.score == weighted(card.marks, lambda mark: mark.score):
        return []
    rest = card.points - add(step.amount for step in losses) - card.total.score
    return [_Step("总分封顶" if card.total.capped else "剔除不适用后折算", rest, LOST)] if rest > 0 else []


def _draw(canvas: Canvas, steps: list[_Step], start: float, full: float) -> None:
    scale = (_RIGHT - _LEFT) / (full - start)
    level = full
    for number, step in enumerate(steps):
        top = _TOP + _ROW * number
        amount = float(step.amount)
        left, right = (start, amount) if step.total else (level - amount, level)
        level = amount if step.total else left
        x, width = _LEFT + (left - start) * scale, max((right - left) * scale, 1.0)
        canvas.bar(x, top, (width, _THICK), step.fill)
        if step.total and start:
            _break(canvas, top)
        if number < len(steps) - 1:
            edge = x + width if step.total else x
            canvas.line([(edge, top), (edge, top + _ROW + _THICK)])
        canvas.text((_LEFT - 8, top + _THICK / 2), shorten(step.name, 15), Type(anchor="end"))
        canvas.text((x + width + 6, top + _THICK / 2), _signed(step), Type(SMALL))


def _break(canvas: Canvas, top: float) -> None:
    """A slanted gap: the bar is longer than it is drawn, for the axis does not begin at 0."""
    low, high, x = top + _THICK + 2, top - 2, _LEFT + 10
    canvas.area([(x, low), (x + 6, high), (x + 11, high), (x + 5, low)], GAP)


def _signed(step: _Step) -> str:
    return short(step.amount) if step.total else f"−{short(step.amount)}"
