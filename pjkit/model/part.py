"""What blocks, cells and drawings are made of."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a report, never changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, _context: Any) -> None:
        """Let the kind stand in the JSON, which leaves out whatever nobody set."""
        if "kind" in type(self).model_fields:
            self.model_fields_set.add("kind")
