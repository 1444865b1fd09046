"""An indicator's rule as a curve or steps, with the department's point on it (比率 → 得分)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pjkit.model.amounts import half_up, plain
from pjkit.model.clause import Curve
from pjkit.model.drawing import Colour, Drawing, Point, Table
from pjkit.model.scorecard import ClauseMark, Mark
from pjkit.report.charts.canvas import BODY, DEPARTMENT, FULL_MARKS, SMALL, Canvas, Stroke, Type
from pjkit.report.charts.words import ems, minus, scored, short

_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 208.0, 56.0, 616.0, 34.0, 164.0
_MARGIN = 0.35  # of the rule's own width, shown left and right of it
_FARTHEST = 1.5  # of the rule's own width: a rate farther out stands at the edge, with an arrow
_MARK_SIZE = 6.0
_FEW = 5  # levels or rates that all get a label


@dataclass(frozen=True)
class _Axes:
    """Percent and points in pixels."""

    low: float
    high: float
    full: float

    def x(self, percent: float) -> float:
        inside = min(max(percent, self.low), self.high)
        return _LEFT + (inside - self.low) / (self.high - self.low) * (_RIGHT - _LEFT)

    def y(self, points: float) -> float:
        return _BOTTOM - points / self.full * (_BOTTOM - _TOP)


def rule_curve(mark: Mark) -> Drawing | None:
    """The chart of the indicator's first clause that is scored by a rate; ``None`` where none is."""
    clause = next((clause for clause in mark.clauses if clause.curve is not None), None)
    if clause is None or clause.curve is None:
        return None
    axes = _axes(clause, clause.curve)
    canvas = Canvas(_HEIGHT)
    _full_marks(canvas, axes, clause.curve)
    _frame(canvas, axes, clause.curve)
    canvas.line(_outline(axes, clause.curve), Stroke(Colour.BLUE, 2.0))
    _department(canvas, axes, clause)
    part = f"（条款 {clause.no}）" if len(mark.clauses) > 1 else ""
    title = f"{mark.name}{part}：比率与得分"
    return canvas.drawing(f"rule-{mark.id}", title, _alt(mark, clause), _table(clause, clause.curve))


def _axes(clause: ClauseMark, curve: Curve) -> _Axes:
    """Wide enough for the rule and, if it is not too far out, the department's rate."""
    rates = _limits(curve)
    first, last = float(rates[0]), float(rates[-1])
    width = last - first or 1.0
    low, high = first - _MARGIN * width, last + _MARGIN * width
    if clause.value_percent is not None:
        value = float(clause.value_percent)
        low = max(min(low, value - _MARGIN * width), first - _FARTHEST * width)
        high = min(max(high, value + _MARGIN * width), last + _FARTHEST * width)
    if curve.full_from is not None:
        low = max(low, 0.0)  # completions and shares are never below 0
    return _Axes(low, high, float(clause.points))


def _full_marks(canvas: Canvas, axes: _Axes, curve: Curve) -> None:
    left = axes.x(float(curve.full_from)) if curve.full_from is not None else _LEFT
    right = axes.x(float(curve.full_to)) if curve.full_to is not None else _RIGHT
    canvas.bar(left, _TOP, (right - left, _BOTTOM - _TOP), FULL_MARKS)
    canvas.text(((left + right) / 2, _BOTTOM + 32), "满分区间", Type(SMALL, Colour.GREEN, "middle"))


def _frame(canvas: Canvas, axes: _Axes, curve: Curve) -> None:
    for level in sorted({Fraction(0), *(points for _rate, points in curve.knots)})[:: _every(curve)]:
        y = axes.y(float(level))
        canvas.line([(_LEFT, y), (_RIGHT, y)])
        canvas.text((_LEFT - 8, y), short(half_up(level)), Type(SMALL, Colour.MUTED, "end"))
    canvas.text((_LEFT - 8, _TOP - 14), "得分", Type(SMALL, Colour.MUTED, "end"))
    for rate in _ticks(curve):
        x = axes.x(float(rate))
        canvas.line([(x, _BOTTOM), (x, _BOTTOM + 4)], Stroke(Colour.MUTED))
        canvas.text((x, _BOTTOM + 14), f"{short(half_up(rate))}%", Type(SMALL, Colour.MUTED, "middle"))
    canvas.text(
        (_LEFT - 26, _BOTTOM + 14), "比率", Type(SMALL, Colour.MUTED, "end")
    )  # clear of a tick at the edge


def _every(curve: Curve) -> int:
    """All levels of a few bands, only the ends of many steps."""
    levels = len({points for _rate, points in curve.knots} | {Fraction(0)})
    return 1 if levels <= _FEW else levels - 1


def _limits(curve: Curve) -> list[Fraction]:
    """The rates at which the points change; the lowest band begins nowhere in particular."""
    rates = list(dict.fromkeys(rate for rate, _points in curve.knots))
    return rates[1:] if curve.shape == "steps" and len(rates) > 1 else rates


def _ticks(curve: Curve) -> list[Fraction]:
    rates = _limits(curve)
    return rates if len(rates) <= _FEW else [rates[0], rates[-1]]


def _outline(axes: _Axes, curve: Curve) -> Iterator[Point]:
    """The rule from edge to edge of the plot."""
    level = axes.y(float(curve.knots[0][1]))
    yield _LEFT, level
    for rate, points in curve.knots:
        x = axes.x(float(rate))
        if curve.shape == "steps":
            yield x, level
        level = axes.y(float(points))
        yield x, level
    yield _RIGHT, level


def _department(canvas: Canvas, axes: _Axes, clause: ClauseMark) -> None:
    """The department's point, told above the plot, where neither curve nor tick can cross the words."""
    height = _TOP - 14
    if clause.value_percent is None or clause.score is None:
        canvas.text((_RIGHT, height), _why_no_point(clause), Type(colour=Colour.RED, anchor="end"))
        return
    x, y = axes.x(float(clause.value_percent)), axes.y(float(clause.score))
    canvas.line([(x, _TOP - 6), (x, _BOTTOM)], Stroke(Colour.RED, dashed=True))
    size = _MARK_SIZE
    canvas.area([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], DEPARTMENT)
    label = minus(f"本部门 {clause.value_text} → {clause.score} 分") + _beyond(axes, clause)
    half = ems(label) * BODY / 2
    middle = min(max(x, _LEFT + half), _RIGHT - half)
    canvas.text((middle, height), label, Type(anchor="middle"))


def _beyond(axes: _Axes, clause: ClauseMark) -> str:
    value = float(clause.value_percent or 0)
    return " ▶" if value > axes.high else " ◀" if value < axes.low else ""


def _why_no_point(clause: ClauseMark) -> str:
    if clause.score is None:
        said = f"数据有误（{minus(clause.value_text)}），" if clause.value_text else "无数据，"
        return f"{said}未能标出本部门"
    return f"本部门{clause.value_text}，按约定计 {clause.score} 分"


def _alt(mark: Mark, clause: ClauseMark) -> str:
    place = f"本部门 {minus(clause.value_text)}，" if clause.value_text else "本部门无数据，"
    return f"{mark.name}的评分规则：{_limit(clause)}，满分 {plain(clause.points)} 分；{place}得分：{scored(clause.score)}。"


def _limit(clause: ClauseMark) -> str:
    curve = clause.curve
    if curve is not None and curve.full_to is not None:
        return f"比率不高于 {plain(curve.full_to)}% 得满分"
    if curve is not None and curve.full_from is not None:
        return f"比率达到 {plain(curve.full_from)}% 得满分"
    return "按比率计分"


def _table(clause: ClauseMark, curve: Curve) -> Table:
    rule = [(f"{short(half_up(rate))}%", f"{short(half_up(points))} 分") for rate, points in curve.knots]
    own = (f"本部门 {minus(clause.value_text) or '无数据'}", scored(clause.score))
    return Table(headers=("比率", "得分"), rows=(*rule, own))
