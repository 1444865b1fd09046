"""What blocks, cells and drawings are made of."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a report, never changed after it was made.

    Its JSON holds its kind and what differs from the defaults: a notebook has thousands of parts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    _defaults: ClassVar[tuple[tuple[str, object], ...]] = ()
    _has_kind: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Note the defaults once for all parts of a class."""
        fields = cls.model_fields.items()
        cls._has_kind = "kind" in cls.model_fields and not cls.model_fields["kind"].is_required()
        cls._defaults = tuple(
            (name, one.default) for name, one in fields if not one.is_required() and name != "kind"
        )

    def model_post_init(self, _context: Any) -> None:
        """Count as set what the JSON must say, for it leaves out whatever nobody set."""
        given, values = self.__pydantic_fields_set__, self.__dict__
        if self._has_kind:
            given.add("kind")
        for name, default in self._defaults:
            if name in given and values[name] == default:
                given.discard(name)
