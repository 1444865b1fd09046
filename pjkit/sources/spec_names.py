"""Which names a file may use at a place, told from the models that read it."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel


def names_at(spec: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The names of the fields at an error's location, which has tags for the kinds among several; none of a mapping."""
    found: list[Any] = [spec]
    for part in loc:
        found = list(_below(found, part)) or found  # what leads nowhere is pydantic's name for a validator
    return [
        field.alias or name for one in found if _is_model(one) for name, field in one.model_fields.items()
    ]


def _below(annotations: list[Any], part: int | str) -> Iterator[Any]:
    tagged = [one for one in annotations if _is_model(one) and _tag(one) == part]
    if tagged:
        yield from tagged
        return
    for one in annotations:
        if _is_model(one):
            fields = (field for name, field in one.model_fields.items() if part in (name, field.alias))
            yield from (inner for field in fields for inner in _plain(field.annotation))
        elif get_origin(one) in (list, tuple, dict):
            yield from _plain(get_args(one)[-1])


def _plain(annotation: Any) -> Iterator[Any]:
    """The types that an annotation allows, without what is said about them."""
    if hasattr(annotation, "__metadata__"):
        yield from _plain(annotation.__origin__)
    elif get_origin(annotation) in (list, tuple, dict) or not get_args(annotation):
        yield annotation
    else:
        for one in get_args(annotation):
            yield from _plain(one)


def _tag(model: type[BaseModel]) -> str:
    """The kind that a model of a tagged union is for."""
    kind = model.model_fields.get("kind")
    return str(next(iter(get_args(kind.annotation)), "")) if kind else ""


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
