"""What one clause asks for, looked up in the dossier. The only place that turns a rubric's names into figures."""

from pjkit.model.amounts import add
from pjkit.model.clause import ClauseInputs, ClauseSpec
from pjkit.model.contract import ALL_PROJECTS, ITEMS, PROFILE, PROJECTS, THIS_PROJECT
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure, FigureRef, ListedRows, Project
from pjkit.model.formula import Expression, Formula, Name, Operation, Value
from pjkit.scoring.declarations import FigureSpec
from pjkit.scoring.formulas import evaluate, holds, typed
from pjkit.scoring.rubric import Indicator, Rubric


class Inputs:
    """One department's figures by the names of one rubric, each looked up once."""

    def __init__(self, rubric: Rubric, dossier: Dossier) -> None:
        self._declared = rubric.figures
        self._dossier = dossier
        self._found: dict[str, Figure] = {}
        self._values: dict[Formula, Value] = {}

    def of(self, clause: ClauseSpec, indicator: Indicator) -> ClauseInputs:
        """Figures and values by the spec's field names, the clause's answers, its lists."""
        given = self._dossier.answers.get(indicator.id, {})
        return ClauseInputs(
            figures={name: self.referred(ref) for name, ref in clause.figure_refs().items()},
            answers={asked.no: given[asked.no] for asked in clause.questions() if asked.no in given},
            projects=self._dossier.listed_projects,
            values={name: self.value(formula) for name, formula in clause.formulas().items()},
            lists={name: self.rows(name) for name in clause.lists_read()},
        )

    def value(self, formula: Formula) -> Value:
        """What a formula gives."""
        if formula not in self._values:
            self._values[formula] = evaluate(formula, self._source, self.rows)
        return self._values[formula]

    def holds(self, condition: Formula) -> bool | Value:
        """Whether a condition holds; where that cannot be told, the value that says why."""
        return holds(condition, self._source, self.rows)

    def defined(self, expression: Expression | None) -> Expression | None:
        """A formula as it is shown: the name of a derived figure alone with what it stands for."""
        declared = self._declared.get(expression.name) if isinstance(expression, Name) else None
        if declared is None or declared.value is None or expression is None:
            return expression
        return Operation("=", (expression, declared.value.expression))

    def rows(self, name: str) -> ListedRows | None:
        """The rows of a list, ``None`` where it was not handed in."""
        return self._dossier.lists.get(name)

    def referred(self, ref: FigureRef) -> Figure:
        """The figure that a clause's field means: a declared name, or a place in the data."""
        return self.figure(ref.written)

    def _source(self, name: str) -> Figure | Value:
        """What a name in a formula stands for: a derived figure is its value, which is exact."""
        declared = self._declared.get(name)
        return self.figure(name) if declared is None or declared.value is None else self.value(declared.value)

    def figure(self, name: str) -> Figure:
        """A figure by its declared name, or by a reference such as ``收支[三公经费].本年决算``."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> Figure:
        declared = self._declared.get(name)
        if declared is None:
            return look_up_place(FigureRef.parse(name), self._dossier)
        if declared.value is not None:
            return _computed(name, declared, self.value(declared.value))
        if declared.from_ is not None:
            return _declared(look_up_place(declared.from_, self._dossier), name, declared)
        return _declared(_item(declared.ask or name, self._dossier), name, declared)


def _declared(figure: Figure, name: str, declared: FigureSpec) -> Figure:
    """The figure as the rubric calls it, in the unit that the rubric says."""
    return Figure(**{**vars(figure), "name": name, "unit": declared.unit or figure.unit})


def _computed(name: str, declared: FigureSpec, value: Value) -> Figure:
    """A derived figure: its value in its unit, and where its parts stand."""
    places = "、".join(dict.fromkeys(figure.source for figure in value.figures))
    if value.number is None:
        first = (*value.blank, *value.not_applicable)[:1]
        source = first[0].source if first else places
        return Figure(name, None, declared.unit, source, not_applicable=bool(value.not_applicable))
    return Figure(name, typed(value.number, value.unit), value.unit, places)


def look_up_place(ref: FigureRef, dossier: Dossier) -> Figure:
    """The figure at a place in the data; blank, with the place where it should stand, if it is not there."""
    if ref.sheet == PROJECTS.name:
        return _of_projects(ref, dossier)
    if ref.sheet == ITEMS.name:
        return _item(ref.row, dossier)
    if ref.sheet == PROFILE.name:
        return dossier.profile_figure(ref.row)
    return dossier.account(ref.row, ref.column)


def _item(name: str, dossier: Dossier) -> Figure:
    return dossier.items.get(name) or Figure(name, None, "", f"{ITEMS.name}：无“{name}”行")


def _of_projects(ref: FigureRef, dossier: Dossier) -> Figure:
    """A sum over the project list: all rows, or those with 是 under the flag that ``ref.row`` names."""
    names = {ALL_PROJECTS: "项目合计", THIS_PROJECT: THIS_PROJECT}
    name = f"{names.get(ref.row, f'{ref.row}项目')} {ref.column}"
    projects = dossier.listed_projects
    if projects is None:
        return Figure(name, None, "万元", "“项目”表缺失或没有行")
    flag = None if ref.row in names else ref.row
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
