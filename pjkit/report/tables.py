"""Tables, sentences and charts as blocks, in few words."""

from collections.abc import Iterable, Sequence

from pjkit.model.block import Align, Block, Column, Figure, Notice, Only, Row, RowKind, Run, Table, Text
from pjkit.model.cell import Cell
from pjkit.model.drawing import Drawing, NoDrawing
from pjkit.model.report_block import AnyBlock, Section

_ALIGNED: dict[str, Align] = {"#": "number", "!": "word"}
_PAGE_ONLY = "*"
_MOST_NAMES = 10  # in a sentence; a table has them all


def columns(*titles: str) -> tuple[Column, ...]:
    """Columns from titles: ``金额#`` holds numbers, ``单位!`` short words, ``说明`` text; ``来源!*`` is for the page alone."""
    return tuple(map(_column, titles))


def _column(title: str) -> Column:
    only: Only = "page" if title.endswith(_PAGE_ONLY) else ""
    marked = title.removesuffix(_PAGE_ONLY)
    return Column(title=marked.rstrip("#!"), align=_ALIGNED.get(marked[-1], "text"), only=only)


def row(*cells: Cell, kind: RowKind = "plain", depth: int = 0) -> Row:
    """A row of these cells."""
    return Row(cells=cells, kind=kind, depth=depth)


def text(*sentences: str, only: Only = "") -> list[Text]:
    """One paragraph of the kit's own sentences; none where all are empty."""
    said = "".join(sentences)
    return [Text(runs=(Run(text=said),), only=only)] if said else []


def notice(words: str) -> Notice:
    """Where there is nothing to show: a sentence that says so."""
    return Notice(words=words)


def chart(drawn: Drawing | NoDrawing) -> Figure | Notice:
    """A drawn chart, or in words why there is none; the Word report's text and tables say so without."""
    if isinstance(drawn, NoDrawing):
        return Notice(title=drawn.title, words=drawn.why, only="page")
    return Figure(drawing=drawn)


def section(*children: Iterable[AnyBlock] | AnyBlock) -> Section:
    """Blocks, and lists of blocks, that one verb gives."""
    flat: list[AnyBlock] = []
    for child in children:
        if isinstance(child, Block):
            flat.append(child)
        else:
            flat += child
    return Section(children=tuple(flat))


def cut(words: str, longest: int) -> str:
    """Words no longer than this; an … for the rest."""
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first of them where there are many."""
    said = "、".join(names[:_MOST_NAMES])
    return f"{said}等" if len(names) > _MOST_NAMES else said


__all__ = ["Table", "chart", "columns", "cut", "listed", "notice", "row", "section", "text"]
