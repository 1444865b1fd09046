"""A department's parameter file, read strictly: exactly the names of the notebook's ``parameters`` cell."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from pjkit.scoring.problems import Problem, Problems, shown
from pjkit.scoring.rubric.messages import report
from pjkit.scoring.settings import Spec
from pjkit.scoring.strict_yaml import StrictYaml, read_yaml

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
FAILED_FOLDER = "failed"  # outputs/<year>/failed/ holds the pages of reports that were not made
FORMATS = ("html", "docx", "xlsx")
FORMAT_LIST = rf"^({'|'.join(FORMATS)})(,({'|'.join(FORMATS)}))*$"
Edition = Literal["internal", "public"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class Params(Spec):
    """What one report is made from. Paths are relative to the project's root.

    ``edition``: ``public`` leaves out what must not be published (``data.disclosure``). ``to``: what is made
    beside the page, which is always made, because every product is checked against it.
    """

    department: str = Field(pattern=SLUG, max_length=60)
    year: int = Field(ge=_FIRST_YEAR, le=_LAST_YEAR)
    rubric: str = Field(min_length=1)
    data: str = Field(min_length=1)
    # Optional, below: what a report of these inputs is to be.
    edition: Edition = "internal"
    to: str = Field(default="html", pattern=FORMAT_LIST)

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


def read_params(path: Path, name: str = "") -> Params:
    """Read one parameter file, called ``name`` in messages. Raises :class:`InputError` with all problems."""
    problems = Problems(name or path.as_posix())
    return _validated(read_yaml(path, problems), problems)


def checked(**given: object) -> Params:
    """Parameters given by name, as the notebook does. Raises :class:`InputError` like :func:`read_params`."""
    return _validated(StrictYaml(given), Problems("参数"))


def _validated(source: StrictYaml | None, problems: Problems) -> Params:
    params = None
    if source:
        try:
            params = Params.model_validate(source.data)
        except ValidationError as error:
            report(error, source, problems)
    problems.raise_if_any()
    assert params is not None, "no parameters without a problem"
    return params


def check_unique(files: Iterable[tuple[Path, Params]]) -> list[tuple[Path, Problem]]:
    """A department's name may stand in one file of a batch only: it names the output folder.

    Every file of a name used twice is told, since none of them can be known to be the right one.
    """
    by_name: dict[tuple[str, int], list[Path]] = defaultdict(list)
    for path, params in files:
        by_name[params.department, params.year].append(path)
    return [
        (path, _used_twice(name, path, [other for other in paths if other != path]))
        for (name, _year), paths in by_name.items()
        if len(paths) > 1
        for path in paths
    ]


def _used_twice(name: str, path: Path, others: list[Path]) -> Problem:
    elsewhere = "、".join(other.as_posix() for other in others)
    found = f"部门名{shown(name)}在 {elsewhere} 中也用了"
    return Problem(
        path.as_posix(), "department", found, "一批之内不重复的部门名", "改名，或去掉其中一个参数文件"
    )
