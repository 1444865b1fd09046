"""From messages to a cell's outputs, as a notebook keeps them."""

from itertools import pairwise
from typing import Any

import nbformat

from pjkit.batch.engine.frames import FrameError, Message

_FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


class Outputs:
    """The outputs of one notebook's cells. What is shown under a name can be shown anew, also from a later cell."""

    def __init__(self) -> None:
        self._named: dict[str, list[Any]] = {}
        self._cell: Any = None
        self._clear_first = False

    def start(self, cell: Any) -> None:
        """What comes now is this cell's."""
        cell.outputs = []
        self._cell = cell
        self._clear_first = False

    def take(self, message: Message) -> None:
        """Add, change or clear. Raises :class:`FrameError` for a message that is none of ours."""
        kind = message.get("type")
        try:
            if kind == "clear_output":
                self._clear(wait=message["wait"])
            elif kind == "update_display_data":
                self._show_anew(message)
            else:
                self._add(message, {name: message[name] for name in _FIELDS[str(kind)]})
        except KeyError:
            raise FrameError from None

    def finish(self) -> None:
        """Tidy up: the cell is done."""
        self._cell.outputs = joined(self._cell.outputs)

    def _clear(self, *, wait: bool) -> None:
        self._clear_first = wait
        if not wait:
            self._cell.outputs.clear()

    def _add(self, message: Message, fields: dict[str, Any]) -> None:
        if self._clear_first:
            self._clear(wait=False)
        if name := message.get("display_id"):
            self._show_anew(message)
        output = nbformat.from_dict({"output_type": message["type"], **fields})
        self._cell.outputs.append(output)
        if name:
            self._named.setdefault(name, []).append(output)

    def _show_anew(self, message: Message) -> None:
        for output in self._named.get(message["display_id"], ()):
            output.data = nbformat.from_dict(message["data"])
            output.metadata = nbformat.from_dict(message["metadata"])


def joined(outputs: list[Any]) -> list[Any]:
    """All that went to one stream as one output, where its first part stood; stdout before stderr beside it."""
    kept: list[Any] = []
    texts: dict[str, list[str]] = {}
    for output in outputs:
        if output.output_type != "stream":
            kept.append(output)
        elif output.name in texts:
            texts[output.name].append(output.text)
        else:
            texts[output.name] = [output.text]
            kept.append(output)
    for output in kept:
        if output.output_type == "stream":
            output.text = _as_shown("".join(texts[output.name]))
    for at, (one, other) in enumerate(pairwise(kept)):
        if (one.get("name"), other.get("name")) == ("stderr", "stdout"):
            kept[at : at + 2] = [other, one]
            break
    return kept


def _as_shown(text: str) -> str:
    """What a terminal shows of lines that were written over: what follows the last carriage return."""
    if "\r" not in text:
        return text
    return "\n".join(line[line.rfind("\r", 0, -1) + 1 :] for line in text.split("\n"))
