"""Where the numbers came from, and which decisions changed one."""

from collections.abc import Iterator

from markupsafe import Markup

from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.model.settings import SETTING_QUESTIONS
from pjkit.report import formats
from pjkit.report.fragment import Fragment, render, sentence
from pjkit.report.tables import Row, Table, columns, show

_HEADS = ("数据", "数值#", "单位!", "来源!")


def data_sources(card: Scorecard, dossier: Dossier) -> Fragment:
    """Every figure a score used, by whom; the department's other figures; digests of data and rubric."""
    used = _used(card)
    rest = {figure.source: figure for figure in _figures(dossier) if not figure.blank}
    others = [figure for place, figure in rest.items() if place not in {at for at, _ in used}]
    text = f"［表］数据来源：计分所用 {len(used)} 项，其他 {len(others)} 项"
    return render(
        "sources",
        text,
        used=_used_table(used) if used else None,
        others=_others_table(others) if others else None,
        card=card,
    )


def _used(card: Scorecard) -> dict[tuple[str, str], tuple[Figure, list[Mark]]]:
    """(source, name) → the figure and the indicators that read it, in the rubric's order."""
    used: dict[tuple[str, str], tuple[Figure, list[Mark]]] = {}
    for mark in card.marks:
        for figure in mark.inputs:
            _, readers = used.setdefault((figure.source, figure.name), (figure, []))
            if mark not in readers:
                readers.append(mark)
    return used


def _used_table(used: dict[tuple[str, str], tuple[Figure, list[Mark]]]) -> Table:
    rows = tuple(
        Row((_target(figure), *_cells(figure)[1:], formats.joined(list(map(formats.to_indicator, readers)))))
        for figure, readers in used.values()
    )
    return Table("计分所用的数据", columns(*_HEADS, "用于指标"), rows)


def _others_table(others: list[Figure]) -> Table:
    rows = tuple(Row(_cells(figure)) for figure in others)
    return Table("未直接用于计分的数据", columns(*_HEADS), rows)


def _target(figure: Figure) -> Markup:
    """A figure's name as what an indicator's card links to."""
    return Markup('<span id="{}">{}</span>').format(formats.figure_id(figure), figure.name)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (figure.name, formats.figure(figure), formats.unit(figure), formats.source(figure.source))


def _figures(dossier: Dossier) -> Iterator[Figure]:
    """Every figure of the dossier, sheet by sheet."""
    for line in dossier.accounts.values():
        yield from line.figures.values()
    for project in dossier.projects or ():
        yield from (project.budget, project.spent)
    yield from dossier.items.values()
    for output in dossier.outputs:
        yield from (output.figure, output.last_year, output.target)


def settings_used(card: Scorecard) -> Fragment:
    """The decisions D1–D19 that touched a number, each with the indicators and what it did there."""
    touched = list(card.effects())
    if not touched:
        return sentence("没有一项得分受设定 D1–D19 影响。")
    ids = sorted({effect.id for _, effect in touched}, key=lambda name: int(name.removeprefix("D")))
    rows: list[Row] = []
    for name in ids:
        rows.append(
            Row(
                (Markup('<b id="set-{0}">{0}</b> {1}').format(name, SETTING_QUESTIONS.get(name, "")),),
                "group",
            )
        )
        rows += [
            Row((formats.to_indicator(mark), effect.effect)) for mark, effect in touched if effect.id == name
        ]
    caption = f"影响得分的设定：{len(ids)} 项"
    return show(Table(caption, columns("指标", "如何影响"), tuple(rows)))
