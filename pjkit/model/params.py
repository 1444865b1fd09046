"""What one report is made from: exactly the names of the notebook's ``parameters`` cell."""

from typing import Literal, get_args

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pjkit.model.settings import Spec

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MASTER_NOTEBOOK = "notebooks/report.ipynb"
FAILED_FOLDER = "failed"  # outputs/<year>/failed/ holds the pages of reports that were not made
FORMATS = {"html": "report.html", "docx": "report.docx", "xlsx": "scoresheet.xlsx"}  # and their files
FORMAT_LIST = rf"^({'|'.join(FORMATS)})(,({'|'.join(FORMATS)}))*$"
Edition = Literal["internal", "public"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class Params(Spec):
    """What one report is made from. Paths are relative to the project's root.

    ``edition``: ``public`` leaves out what must not be published (``data.disclosure``). ``to``: what is made
    beside the page, which is always made, because every product is checked against it. ``notebook``: another master.
    """

    department: str = Field(pattern=SLUG, max_length=60)
    year: int = Field(ge=_FIRST_YEAR, le=_LAST_YEAR)
    rubric: str = Field(min_length=1)
    data: str = Field(min_length=1)
    # Optional, below: what a report of these inputs is to be.
    edition: Edition = "internal"
    to: str = Field(default="html", pattern=FORMAT_LIST)
    notebook: str = Field(default=MASTER_NOTEBOOK, pattern=r"\.ipynb$")

    @field_validator("department")
    @classmethod
    def _not_reserved(cls, name: str) -> str:
        if name == FAILED_FOLDER:
            raise PydanticCustomError("reserved_name", "reserved")
        return name

    @property
    def formats(self) -> tuple[str, ...]:
        """What is made, in one order however ``to`` lists it; the page is always among it."""
        return tuple(name for name in FORMATS if name == "html" or name in self.to.split(","))

    @property
    def batch(self) -> str:
        """The folder below outputs/ that the report belongs to: editions never lie beside one another."""
        return str(self.year) if self.edition == "internal" else f"{self.year}-{self.edition}"
