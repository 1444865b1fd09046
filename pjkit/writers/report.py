"""What every writer is given: the executed notebook's cells in their order, with its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pjkit.model.block import MIMETYPE
from pjkit.model.report_block import BLOCKS, AnyBlock, Section
from pjkit.model.scorecard import RECORD_OUTPUT, Scorecard

OWN = "pjkit_own"  # marks a table that is an analyst's, though it looks like one of ours
OWN_WORDS = "分析补充，不是核算结果"
"""Stands above whatever an analyst has added, in every format."""


@dataclass(frozen=True)
class Shown:
    """One thing that a code cell shows: a block of ours, or what an analyst's code put out (``own``).

    ``png`` is base64, ``text`` what it is in words; where there is a block, both only repeat it.
    """

    block: AnyBlock | None
    html: str = ""
    png: str = ""
    text: str = ""
    own: bool = False


@dataclass(frozen=True)
class MarkdownCell:
    """Text between the code."""

    source: str


@dataclass(frozen=True)
class CodeCell:
    """Code, and what it showed."""

    source: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class Report:
    """An executed, settled notebook. ``template``: the department's own for Word; none: pjkit's.

    ``wrote``: words of the department's own data that would else look like failures of ours.
    """

    notebook: Any
    record: Scorecard
    template: bytes = b""
    wrote: frozenset[str] = frozenset()

    @cached_property
    def cells(self) -> tuple[MarkdownCell | CodeCell, ...]:
        """Every cell that a reader may see."""
        return tuple(read_cells(self.notebook))

    @cached_property
    def blocks(self) -> tuple[AnyBlock, ...]:
        """Every block, and those inside of others, in order."""
        shown = (one.block for cell in self.cells if isinstance(cell, CodeCell) for one in cell.shown)
        return tuple(inner for block in shown if block is not None for inner in with_children(block))


@dataclass(frozen=True)
class Document:
    """Blocks that are no department's report, such as a rubric to be signed. ``kind``: what it is, after title and year."""

    title: str
    year: int
    kind: str
    blocks: tuple[AnyBlock, ...]


def with_children(block: AnyBlock) -> Iterator[AnyBlock]:
    """The block, then what is in it."""
    yield block
    if isinstance(block, Section):
        for child in block.children:
            yield from with_children(child)


def read_cells(notebook: Any) -> Iterator[MarkdownCell | CodeCell]:
    """A notebook's cells; raw ones are for other programs."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield MarkdownCell(cell.source)
        elif cell.cell_type == "code":
            shown = map(_shown, cell.get("outputs", []))
            yield CodeCell(cell.source, tuple(one for one in shown if one is not None))


def _shown(output: Any) -> Shown | None:
    """An output; the record, which is shown as a whole, and what went to stderr are none."""
    if RECORD_OUTPUT in output.get("metadata", {}) or output.get("name") == "stderr":
        return None
    data = output.get("data", {"text/plain": output.get("text", "")})
    block = BLOCKS.validate_python(data[MIMETYPE], strict=False) if MIMETYPE in data else None
    html, png, text = (_joined(data.get(kind, "")) for kind in ("text/html", "image/png", "text/plain"))
    own = block is None or OWN in output.get("metadata", {})
    return Shown(block, html, png.strip(), text, own) if block or html or png or text.strip() else None


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
