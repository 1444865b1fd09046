"""The blocks a chapter is made of, in few words."""

from collections.abc import Iterable, Sequence

from pjkit.model.document import Align, Block, Heading, Paragraph, Row, Run, Table

NOTHING = "无"
_MOST_NAMES = 10  # in a sentence; a table has them all


def heading(level: int, text: str) -> Heading:
    """A heading; ``text`` has its number already."""
    return Heading(level=level, text=text)


def paragraph(*sentences: str) -> list[Block]:
    """One paragraph of the kit's own sentences; none where all are empty."""
    text = "".join(sentences)
    return [Paragraph(runs=(Run(text=text),))] if text else []


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first of them where there are many."""
    said = "、".join(names[:_MOST_NAMES])
    return f"{said}等" if len(names) > _MOST_NAMES else said


def nothing(why: str) -> list[Block]:
    """What stands below a heading with nothing to say: 无, and why."""
    return paragraph(f"{NOTHING}（{why}）。")


def table(caption: str, columns: Iterable[tuple[str, Align, int]], rows: Iterable[Row]) -> list[Block]:
    """A table; each column is its head, its alignment and its share of the line."""
    heads, aligns, widths = zip(*columns, strict=True)
    return [Table(caption=caption, head=heads, rows=tuple(rows), align=aligns, widths=widths)]
