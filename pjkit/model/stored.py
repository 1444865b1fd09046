"""What published files are made of: models with decimals as strings, in one fixed layout."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from pjkit.model.amounts import plain, points, read_decimal
from pjkit.model.figure import NOT_APPLICABLE, Figure


class Stored(BaseModel):
    """A part of a published file. Decimals stand as strings there; fields of later versions are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)


def record_text(record: BaseModel) -> str:
    """A published file's text: the same bytes for the same content."""
    return record.model_dump_json(indent=1) + "\n"


def _figure_as_stored(figure: Figure) -> dict[str, str | None]:
    names = ("name", "word", "unit", "source", "evidence", "note")
    return {"value" if name == "word" else name: getattr(figure, name) for name in names}


def _figure_as_read(given: Any) -> Any:
    """A stored figure's value is a number, 不适用, another word, or nothing: told apart again."""
    if not isinstance(given, dict) or not isinstance(word := given.get("value"), str):
        return given
    number, excluded = read_decimal(word), word == NOT_APPLICABLE
    text = "" if excluded or number is not None else word
    return {**given, "value": number, "not_applicable": excluded, "text": text}


Score = Annotated[Decimal, PlainSerializer(points, return_type=str, when_used="json")]
"""Points as printed, with two decimals (D8)."""

Given = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]
"""A number as somebody gave it."""

Input = Annotated[
    Figure, BeforeValidator(_figure_as_read), PlainSerializer(_figure_as_stored, when_used="json")
]
"""A figure that a score used, with its cell."""
