"""What form is wanted: for which rubric, year and department, with what of last year's data (上年数据).

From last year comes what is last year's by name, and what rarely changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pjkit.forms.new_department import stated_year
from pjkit.model.contract import ACCOUNTS, ORGANISATION, OUTPUTS, PROFILE, SheetSpec
from pjkit.model.dossier import Dossier, OrgLine, Output
from pjkit.model.figure import Figure
from pjkit.model.problem import InputError, Problem
from pjkit.scoring.data_contract import contract_of
from pjkit.scoring.rubric import Rubric
from pjkit.sources.door import within
from pjkit.sources.load import department_params
from pjkit.sources.params import checked
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import read_rubric

NAME_ITEM = "单位名称"
LASTING_ITEMS = (NAME_ITEM, "单位简称", "主管部门", "单位性质", "编制数")
_SPENT = "本年决算"
_ROOM = 3  # projects of a project form, where nobody says how many


@dataclass(frozen=True)
class LastYear:
    """Last year's data as a form uses them. ``source``: where they are from, as the user named it."""

    source: str
    year: int
    profile: Mapping[str, str]
    organisation: tuple[OrgLine, ...]
    spent: Mapping[str, Figure]  # 科目 → last year's 本年决算, this year's 上年决算
    outputs: tuple[Output, ...]

    def summary(self) -> dict[str, str]:
        """Sheet → what was taken over; sheets that gave nothing are left out."""
        given = {
            PROFILE.name: self.profile and "、".join(self.profile),
            ORGANISATION.name: self.organisation and f"{len(self.organisation)} 行",
            ACCOUNTS.name: self.spent and f"{len(self.spent)} 行的“上年决算”，取自上年的“本年决算”",
            OUTPUTS.name: self.outputs and f"{len(self.outputs)} 项指标及其“上年数”，取自上年的“数值”",
        }
        return {sheet: str(what) for sheet, what in given.items() if what}


def taken_over(dossier: Dossier, source: str) -> LastYear:
    """The part of last year's dossier that this year's form begins with."""
    profile = {item: dossier.profile_text(item) for item in LASTING_ITEMS}
    spent = {path: line.figures[_SPENT] for path, line in dossier.accounts.items()}
    return LastYear(
        source=source,
        year=dossier.year,
        profile={item: text for item, text in profile.items() if text},
        organisation=dossier.organisation,
        spent={path: figure for path, figure in spent.items() if not figure.blank},
        outputs=dossier.outputs,
    )


def read_last_year(given: Path, rubric: str, root: Path) -> LastYear:
    """Read last year's parameter file (``.yaml``, with its own rubric) or its data (with ``rubric``).

    Raises :class:`InputError` with the problems that reading those data always tells.
    """
    name = given.as_posix()
    if given.suffix in {".yaml", ".yml"}:
        params = department_params(given, root)
    else:
        year = stated_year(within(root, given), name)
        params = checked(department="last-year", year=year, rubric=rubric, data=name)
    last_rubric = read_rubric(within(root, Path(params.rubric)), params.rubric)
    return taken_over(read_dossier(within(root, Path(params.data)), last_rubric, params), name)


@dataclass(frozen=True)
class Order:
    """One form. ``department``: the name to print (单位名称), "" where it is left to whoever fills in the form.

    ``projects``: of a project form the names to print, "" for each that whoever fills it in shall choose.
    """

    rubric: Rubric
    year: int
    department: str = ""
    last_year: LastYear | None = None
    projects: tuple[str, ...] = ("",) * _ROOM

    @cached_property
    def contract(self) -> dict[str, SheetSpec]:
        """The sheets of the data contract as this rubric has them."""
        return contract_of(self.rubric)

    @property
    def by_project(self) -> bool:
        """Whether the rubric is for projects."""
        return self.rubric.subject == "project"

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
