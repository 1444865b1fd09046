"""The record as a cell's output: how the kernel hands its result to the publisher, and to who reads the page."""

from dataclasses import dataclass
from typing import Any

from pjkit.model.scorecard import RECORD_MIMETYPE, SCHEMA, Scorecard


@dataclass(frozen=True)
class RecordOutput:
    """A scorecard that Jupyter stores in full beside the line people see."""

    card: Scorecard

    @property
    def line(self) -> str:
        """Whose record it is, and the total."""
        card = self.card
        return f"核算记录（{SCHEMA}）：{card.name}，{card.year} 年度，总分 {card.total.score} 分"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """The record under pjkit's own type, and a line of text."""
        return {RECORD_MIMETYPE: self.card.model_dump(mode="json"), "text/plain": self.line}


def record(card: Scorecard) -> RecordOutput:
    """Keep the result in the executed notebook. The master notebook's last cell."""
    return RecordOutput(card)
