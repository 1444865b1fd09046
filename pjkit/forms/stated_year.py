"""The year that a department's data say they are for (评价年度), before there are parameters that say so."""

from pathlib import Path

from pjkit.model.contract import PROFILE
from pjkit.model.names import fold
from pjkit.model.problem import InputError, Problem, Problems
from pjkit.sources.reading import year_in
from pjkit.sources.sheets import read_sheets
from pjkit.sources.tables import read_rows

_ITEM = "评价年度"


def stated_year(path: Path, name: str, instead: int | None = None) -> int:
    """The year in 基本信息 of the data at ``path``, called ``name`` in messages; ``instead``, where given, is taken.

    Raises :class:`InputError` where the data cannot be opened, or no year is known.
    """
    problems = Problems(name)
    sheets = read_sheets(path, problems)
    if not sheets:
        problems.raise_if_any()
    if instead is not None:
        return instead
    rows = read_rows(sheets.get(PROFILE.name), PROFILE, Problems(name))
    said = next((row.text("内容") for row in rows if fold(row.text("项目")) == _ITEM), "")
    year = year_in(said)
    if year is None:
        found = f"没有写明“{_ITEM}”"
        expected = f"“{PROFILE.name}”表中有“{_ITEM}”一行，如 2023"
        raise InputError(
            [Problem(name, PROFILE.name, found, expected, "补上这一行；新建部门时也可以用 --year 写明")]
        )
    return year
