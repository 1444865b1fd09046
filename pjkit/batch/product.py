"""Holds what a notebook shows against what the rules give: nothing is believed that its cells put out.

Each block is looked up among those that the verbs give here, from the job's own bytes, and the published notebook
carries it as they give it. Whatever else a cell shows is an analyst's: cleaned, and marked as theirs wherever it stands.
"""

import json
from collections.abc import Iterator
from typing import Any

import nbformat
from pydantic import ValidationError

from pjkit.model.block import MIMETYPE, Block, Table
from pjkit.model.cell import Nothing, Number
from pjkit.model.dossier import Dossier
from pjkit.model.problem import shown
from pjkit.model.report_block import BLOCKS, AnyBlock, IndicatorCard, Masthead, ScoreTable, Section
from pjkit.model.scorecard import RECORD_OUTPUT, Scorecard
from pjkit.report.contents import contents
from pjkit.report.findings import findings, unsupported
from pjkit.report.recording import RecordOutput
from pjkit.scoring.rubric import Rubric
from pjkit.writers.html.blocks import block_html
from pjkit.writers.html.foreign import safe_html
from pjkit.writers.report import OWN, Report

_FRAME = {
    "kind",
    "caption",
    "columns",
    "rows",
    "note",
    "compact",
}  # what a frame becomes: a table without a name
_KEPT = ("text/plain", "text/markdown", "text/latex", "image/png", "image/jpeg", "application/json")
_HTML = "text/html"
_LEVELS = (2, 3, 4, 5, 6)  # of the heading of an indicator's card


class Vouching:
    """Knows every block that is right for one department."""

    def __init__(self, rules: Rubric, card: Scorecard, dossier: Dossier) -> None:
        self._line = RecordOutput(card).line
        self._known = {_key(_data(block)): block for block in contents(rules, card, dossier)}

    def vouch(self, notebook: Any) -> list[str]:
        """Put what is known to be right in the place of what the cells of a settled notebook put out.

        Gives in Chinese what cannot be vouched for.
        """
        outputs = [one for cell in notebook.cells for one in cell.get("outputs", []) if "data" in one]
        return [words for output in outputs if (words := self._settle(output))]

    def _settle(self, output: Any) -> str:
        if RECORD_OUTPUT in output.metadata:
            output.data = nbformat.from_dict({"text/plain": self._line})
            return ""
        output.metadata = nbformat.from_dict({})
        if MIMETYPE not in output.data:
            output.data = nbformat.from_dict(_cleaned(output.data))
            return ""
        block = self._ours(output.data[MIMETYPE])
        if block is None:
            output.metadata[OWN] = True
            block = _frame(output.data[MIMETYPE])
        if block is None:
            return (
                f"笔记本显示的{_named(output.data[MIMETYPE])}不是按规则核算的结果；自己的表格请用 DataFrame"
            )
        output.data = nbformat.from_dict(_bundle(block))
        return ""

    def _ours(self, given: Any) -> AnyBlock | None:
        """The block of ours that this is; also a section of nothing else, without a look of its own."""
        if not isinstance(given, dict):
            return None
        known = self._known.get(_key(given)) or self._card(given)
        if known is not None or given.get("kind") != "section" or set(given) != {"kind", "children"}:
            return known
        children = [self._ours(child) for child in given["children"]]
        ours = tuple(child for child in children if child is not None)
        return Section(children=ours) if len(ours) == len(children) else None

    def _card(self, given: dict[str, Any]) -> AnyBlock | None:
        """An indicator's card; the level of its heading is the notebook's to choose."""
        card = self._known.get(_key({name: value for name, value in given.items() if name != "level"}))
        if isinstance(card, IndicatorCard) and given.get("level") in _LEVELS:
            return card.model_copy(update={"level": given["level"]})
        return None


def _key(data: Any) -> str:
    """Equal only where JSON is: ``True`` is not 1."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _data(block: Block) -> Any:
    return block.model_dump(mode="json", exclude_unset=True)


def _bundle(block: AnyBlock) -> dict[str, Any]:
    """What a cell would show for a block."""
    return {_HTML: str(block_html(block)), "text/plain": block.line, MIMETYPE: _data(block)}


def _frame(given: Any) -> Table | None:
    """An analyst's own table, which has neither a name nor links; ``None`` for what only looks like one of ours."""
    block = _read(given)
    if not isinstance(block, Table) or block.caption or not set(given) <= _FRAME:
        return None
    cells = [cell for row in block.rows for cell in row.cells]
    return block if all(isinstance(cell, str | Number | Nothing) for cell in cells) else None


def _read(given: Any) -> AnyBlock | None:
    try:
        return BLOCKS.validate_python(given, strict=False)
    except ValidationError:
        return None


def _named(given: Any) -> str:
    block = _read(given)
    return shown(block.line) if block is not None else "内容块"


def _cleaned(data: Any) -> dict[str, Any]:
    """What an analyst's own code put out, but what could act or hide something; nothing where that was all."""
    kept = {kind: content for kind, content in data.items() if kind in _KEPT}
    if _HTML in data:
        html = safe_html("".join(data[_HTML]))
        return {**kept, _HTML: html} if html else {}
    return kept


def block_problems(report: Report) -> list[str]:
    """What a notebook does not show that no report may leave out, or shows more than once, in Chinese."""
    record, blocks = report.record, report.blocks
    cards = [block.mark.id for block in blocks if isinstance(block, IndicatorCard)]
    return [
        *_times("页首", [block for block in blocks if isinstance(block, Masthead)]),
        *_times("评分表", [block for block in blocks if isinstance(block, ScoreTable)]),
        *_cards(cards, [mark.id for mark in record.marks]),
        *(f"笔记本没有显示{name}" for name, block in _lists(record).items() if block not in blocks),
    ]


def _times(name: str, found: list[AnyBlock]) -> Iterator[str]:
    if len(found) != 1:
        yield f"笔记本应恰好显示一次{name}，实为 {len(found)} 次"


def _cards(found: list[str], expected: list[str]) -> Iterator[str]:
    if found != expected:
        yield f"笔记本中的指标应为 {len(expected)} 个且按次序各一次，实为 {len(found)} 个"


def _lists(record: Scorecard) -> dict[str, AnyBlock]:
    """What speaks against a score: nobody may take it out."""
    return {"疑点": findings(record), "尚无依据的得分": unsupported(record)}
