"""The figures and answers one clause asks for, looked up in the dossier. The only place that turns names into figures."""

from pjkit.model.amounts import add
from pjkit.model.clause import ClauseSpec
from pjkit.model.dossier import Dossier
from pjkit.model.figure import ClauseInputs, Figure, FigureRef, Project
from pjkit.scoring.rubric import Indicator

_ALL_PROJECTS = "全部"


def resolve_inputs(clause: ClauseSpec, indicator: Indicator, dossier: Dossier) -> ClauseInputs:
    """Figures by the spec's field names, the clause's answers, the project list."""
    given = dossier.answers.get(indicator.id, {})
    answers = {asked.no: given[asked.no] for asked in clause.questions() if asked.no in given}
    figures = {name: look_up(ref, dossier) for name, ref in clause.figure_refs().items()}
    return ClauseInputs(figures, answers, dossier.listed_projects)


def look_up(ref: FigureRef, dossier: Dossier) -> Figure:
    """The figure a rubric means; blank, with the place where it should stand, if it is not there."""
    if ref.sheet == "收支":
        return dossier.account(ref.row, ref.column)
    if ref.sheet == "项目":
        return _of_projects(ref, dossier)
    blank = Figure(ref.name, None, "", f"{ref.sheet}：无“{ref.row}”行")
    return dossier.items.get(ref.row, blank)


def _of_projects(ref: FigureRef, dossier: Dossier) -> Figure:
    """A sum over the project list: all rows, or those with 是 under the flag that ``ref.row`` names."""
    name = "项目合计" if ref.row == _ALL_PROJECTS else f"{ref.row}项目"
    name = f"{name} {ref.column}"
    projects = dossier.listed_projects
    if projects is None:
        return Figure(name, None, "万元", "“项目”表缺失或没有行")
    flag = None if ref.row == _ALL_PROJECTS else ref.row
    unflagged = [row for row in projects if flag and not row.flags[flag]]
    if flag and unflagged:
        return Figure(name, None, "万元", f"{unflagged[0].flag_sources[flag]} 空白")
    chosen = [row for row in projects if flag is None or row.flags[flag] == "是"]
    return _sum(name, [_amount(row, ref.column) for row in chosen])


def _amount(row: Project, column: str) -> Figure:
    return row.budget if column == "年初预算" else row.spent


def _sum(name: str, parts: list[Figure]) -> Figure:
    blank = next((part for part in parts if part.blank), None)
    if blank is not None:
        return Figure(name, None, "万元", f"{blank.source} 空白")
    amounts = [part.value for part in parts if part.value is not None]
    places = "+".join(part.source.removeprefix("项目!") for part in parts if part.value is not None)
    return Figure(name, add(amounts), "万元", f"项目!{places}" if places else "项目（无此类行）")
