"""What every part of a published file is made of."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a record. Decimals stand as strings in the file; unknown fields of later versions are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)
