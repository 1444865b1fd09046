"""Where the numbers came from, and which decisions changed one."""

from collections.abc import Iterator

from pjkit.model.block import Facts, Notice, Table
from pjkit.model.cell import Cell, Code, Named, Several
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure
from pjkit.model.report_block import Section
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.model.settings import SETTING_QUESTIONS
from pjkit.report import cells
from pjkit.report.tables import columns, row

_HEADS = ("数据", "数值#", "单位!", "来源!")
_Used = dict[tuple[str, str], tuple[Figure, list[Mark]]]


def data_sources(card: Scorecard, dossier: Dossier) -> Section:
    """Every figure a score used, by whom; the department's other figures; digests of data and rubric."""
    used = _used(card)
    rest = {figure.source: figure for figure in _figures(dossier) if not figure.blank}
    others = [figure for place, figure in rest.items() if place not in {at for at, _ in used}]
    first = _used_table(used) if used else Notice(words="没有一项得分用到部门填报的数据。")
    return Section(children=(first, *([_others(others)] if others else []), _digests(card)), only="page")


def _used(card: Scorecard) -> _Used:
    """(source, name) → the figure and the indicators that read it, in the rubric's order."""
    used: _Used = {}
    for mark in card.marks:
        for figure in mark.inputs:
            _, readers = used.setdefault((figure.source, figure.name), (figure, []))
            if mark not in readers:
                readers.append(mark)
    return used


def _used_table(used: _Used) -> Table:
    rows = tuple(
        row(
            Named(id=cells.figure_id(figure), words=figure.name),
            *_cells(figure)[1:],
            Several(cells=tuple(map(cells.to_indicator, readers))),
        )
        for figure, readers in used.values()
    )
    return Table(caption="计分所用的数据", columns=columns(*_HEADS, "用于指标"), rows=rows)


def _others(others: list[Figure]) -> Section:
    caption = "未直接用于计分的数据"
    rows = tuple(row(*_cells(figure)) for figure in others)
    table = Table(caption=caption, columns=columns(*_HEADS), rows=rows)
    return Section(children=(table,), fold=f"{caption}（{len(others)} 项）")


def _digests(card: Scorecard) -> Facts:
    rubric = card.rubric
    return Facts(
        items=(
            ("评分标准", f"{rubric.title}（{rubric.id}）　{rubric.reference}"),
            ("标准校验码", Code(words=rubric.digest or "无", look="digest")),
            ("数据校验码", Code(words=card.data_digest or "无", look="digest")),
        )
    )


def _cells(figure: Figure) -> tuple[Cell, ...]:
    return (figure.name, cells.figure(figure), cells.unit(figure), cells.source(figure.source))


def _figures(dossier: Dossier) -> Iterator[Figure]:
    """Every figure of the dossier, sheet by sheet."""
    for line in dossier.accounts.values():
        yield from line.figures.values()
    for project in dossier.projects or ():
        yield from (project.budget, project.spent)
    yield from dossier.items.values()
    for output in dossier.outputs:
        yield from (output.figure, output.last_year, output.target)


def settings_used(card: Scorecard) -> Table | Notice:
    """The decisions D1–D19 that touched a number, each with the indicators and what it did there."""
    touched = list(card.effects())
    if not touched:
        return Notice(words="没有一项得分受设定 D1–D19 影响。", only="page")
    ids = sorted({effect.id for _, effect in touched}, key=lambda name: int(name.removeprefix("D")))
    rows = []
    for name in ids:
        rows.append(
            row(Named(id=f"set-{name}", head=name, words=SETTING_QUESTIONS.get(name, "")), kind="group")
        )
        rows += [
            row(cells.to_indicator(mark), effect.effect) for mark, effect in touched if effect.id == name
        ]
    caption = f"影响得分的设定：{len(ids)} 项"
    return Table(caption=caption, columns=columns("指标", "如何影响"), rows=tuple(rows), only="page")
