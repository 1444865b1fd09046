"""What one department's data leave behind to be compared with other departments': ``traces.json``."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    """Fields of later versions are ignored, as in records."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class TraceRow(_Part):
    """A row of figures: ``label`` as readers find it (``收支“支出/基本支出”``), ``figures`` for comparing."""

    label: str
    figures: str


class Traces(_Part):
    """What one report can be compared by. Texts are masked; nothing here is a score."""

    department: str
    name: str
    chapters: Mapping[str, str]
    rows: tuple[TraceRow, ...]
