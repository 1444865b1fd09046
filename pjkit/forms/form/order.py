"""What form is wanted: for which rubric, year and department, with what of last year's."""

from dataclasses import dataclass

from pjkit.forms.form.last_year import NAME_ITEM, LastYear
from pjkit.model.problem import InputError, Problem
from pjkit.scoring.rubric import Rubric
from pjkit.sources.params import checked


@dataclass(frozen=True)
class Order:
    """One form. ``department``: the name to print (单位名称), "" where it is left to whoever fills in the form."""

    rubric: Rubric
    year: int
    department: str = ""
    last_year: LastYear | None = None

    @property
    def name(self) -> str:
        """The department's name as far as it is known: as given, else as last year."""
        return self.department or (self.last_year.profile.get(NAME_ITEM, "") if self.last_year else "")


def order(rubric: Rubric, year: int | None, department: str, last_year: LastYear | None) -> Order:
    """The form wanted; without ``year`` for the year after last year's data, else for the rubric's.

    Raises :class:`InputError` for a year that no parameters can have, and where last year's data are of another
    year than the one before.
    """
    following = last_year.year + 1 if last_year else rubric.year
    wanted = following if year is None else year
    checked(department="form", year=wanted, rubric=rubric.id, data="form")
    if last_year and wanted != following:
        found, expected = f"评价年度是 {last_year.year}", f"{wanted - 1}（{wanted} 年的上一年）"
        raise InputError([Problem(last_year.source, "", found, expected, "换成上年的数据，或改正 --year")])
    return Order(rubric, wanted, department, last_year)
