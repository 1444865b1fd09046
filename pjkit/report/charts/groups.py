"""Score against points by the lowest groups: what is supported, what rests on the department's word, what is unknown."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from pjkit.model.drawing import Colour, Drawing, NoDrawing, Table
from pjkit.model.levels import group_labels, level_names
from pjkit.model.scorecard import Mark, Scorecard, weighted
from pjkit.report.charts.canvas import BODY, EMPTY, ON_WORD, SMALL, SUPPORTED, UNKNOWN, WIDTH, Canvas, Type
from pjkit.report.charts.words import ems, short, shorten

_ROW, _TOP, _LEFT, _RIGHT, _THICK, _GAP = 28.0, 40.0, 112.0, 540.0, 16.0, 8.0
_LEGEND = (("有据", SUPPORTED), ("仅凭部门自述", ON_WORD), ("无数据", UNKNOWN), ("失分", EMPTY))


def score_by_group(card: Scorecard) -> Drawing | NoDrawing:
    """One bar for each lowest group, as long as its points of the total."""
    groups = _by_group(card.marks)
    named = _level(card)
    title = f"各{named}得分与分值"
    if not any(groups):
        return NoDrawing(slug="group-scores", title=title, why="评分标准没有给指标分组")
    scale = _scale(groups.values())
    canvas = Canvas(_TOP + _ROW * len(groups) + 6)
    _legend(canvas)
    rows = [_draw(canvas, number, group, scale) for number, group in enumerate(groups.items())]
    alt = (
        f"各{named}得分："
        + "；".join(f"{name} {score}，满分 {full}" for name, full, score, *_ in rows)
        + "。"
    )
    heads = (named, "分值", "得分", "有据", "仅凭部门自述", "无数据")
    table = Table(headers=heads, rows=tuple(rows))
    return canvas.drawing("group-scores", title, alt, table)


def _level(card: Scorecard) -> str:
    """What the lowest groups are called."""
    names = level_names(card.rubric.levels, [mark.path for mark in card.marks])
    return (names[-2] if len(names) > 1 else "") or "类指标"


def _by_group(marks: Sequence[Mark]) -> dict[str, list[Mark]]:
    """By a name for each; what stands in no group has none."""
    groups: dict[tuple[str, ...], list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.path, []).append(mark)
    labels = group_labels(groups)
    return {labels[path]: group for path, group in groups.items()}


def _legend(canvas: Canvas) -> None:
    x = _LEFT
    for words, fill in _LEGEND:
        canvas.bar(x, 10, (12, 12), fill)
        canvas.text((x + 17, 16), words, Type(SMALL, Colour.MUTED))
        x += 17 + ems(words) * SMALL + 18


def _scale(groups: Collection[Sequence[Mark]]) -> float:
    """Pixels for a point of the total: the longest bar leaves room for the longest of the labels behind the bars."""
    longest = max(ems(_label(marks)) for marks in groups) * BODY
    right = min(_RIGHT, WIDTH - _GAP - longest)
    return (right - _LEFT) / float(max(weighted(marks, _full) for marks in groups))


def _label(marks: Sequence[Mark]) -> str:
    supported, on_word, _unknown = _parts(marks)
    return f"{short(supported + on_word)} / {short(weighted(marks, _full))}"


def _draw(canvas: Canvas, number: int, group: tuple[str, list[Mark]], scale: float) -> tuple[str, ...]:
    name, marks = group
    middle = _TOP + _ROW * (number + 0.5)
    full = weighted(marks, _full)
    parts = _parts(marks)
    canvas.bar(_LEFT, middle - _THICK / 2, (float(full) * scale, _THICK), EMPTY)
    x = _LEFT
    for amount, fill in zip(parts, (SUPPORTED, ON_WORD, UNKNOWN), strict=True):
        if amount:
            canvas.bar(x, middle - _THICK / 2, (float(amount) * scale, _THICK), fill)
            x += float(amount) * scale
    canvas.text((_LEFT - _GAP, middle), shorten(name, 8), Type(anchor="end"))
    canvas.text((_LEFT + float(full) * scale + _GAP, middle), _label(marks))
    return (name, short(full), short(parts[0] + parts[1]), *map(short, parts))


def _parts(marks: Sequence[Mark]) -> tuple[Decimal, Decimal, Decimal]:
    """Scores that are supported, scores on the department's word, points without any score, in points of the total."""
    supported = weighted((mark for mark in marks if mark.status.supported), _score)
    on_word = weighted((mark for mark in marks if not mark.status.supported), _score)
    unknown = weighted((mark for mark in marks if mark.score is None), _full)
    return supported, on_word, unknown


def _full(mark: Mark) -> Decimal:
    return mark.points


def _score(mark: Mark) -> Decimal | None:
    return mark.score
