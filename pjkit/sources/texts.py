"""Every text of a dossier, wherever it stands: for those who ask what a department itself wrote."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def texts(value: Any) -> Iterator[str]:
    """The texts in ``value`` (a dossier or any part of one), however deep, names in mappings among them."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from texts(tuple(value))
        yield from texts(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
