"""What a rubric asks of departments, or declares, and nothing of it reads: no error, but somebody fills it in for nothing."""

from collections.abc import Iterator

from pjkit.model.contract import ACCOUNTS
from pjkit.model.figure import FigureRef
from pjkit.model.formula import Formula
from pjkit.model.problem import shown
from pjkit.scoring.rubric import Rubric
from pjkit.sources.strict_yaml import KeyPath

_ADVICE = "删去，或在公式、条款中用到它"


def unused(rubric: Rubric) -> Iterator[tuple[KeyPath, str, str, str]]:
    """Path, what was found, what was expected, what to do, in the file's order."""
    read = _names_read(rubric)
    for at, column in enumerate(rubric.columns.get(ACCOUNTS.name, ())):
        if not any(_is_of_column(name, column) for name in read):
            found = f"要求填报{ACCOUNTS.name}表的{shown(column)}列，而没有地方用到"
            yield ("columns", ACCOUNTS.name, at), found, "用到的列", _ADVICE
    for name, figure in rubric.figures.items():
        if name not in read:
            asked = "要求填报" if figure.from_ is None and figure.value is None else "声明了"
            yield ("figures", name), f"{asked}数据{shown(name)}，而没有地方用到", "用到的数据", _ADVICE
    lists = _lists_read(rubric)
    for name in rubric.lists:
        if name not in lists:
            yield ("lists", name), f"要求填报{shown(name)}表，而没有地方用到", "用到的表", _ADVICE


def _formulas(rubric: Rubric) -> Iterator[Formula]:
    """Every formula that scoring reads; those of derived figures only count where such a figure is read."""
    for indicator in rubric.indicators():
        conditions = (indicator.explain, indicator.gate.when if indicator.gate else None)
        yield from (condition for condition in conditions if condition)
        for clause in indicator.clauses:
            yield from clause.formulas().values()
    yield from (cap.when for cap in rubric.total.cap)


def _derivations(rubric: Rubric, names: set[str]) -> Iterator[Formula]:
    for name in names:
        figure = rubric.figures.get(name)
        if figure and figure.value:
            yield figure.value


def _names_read(rubric: Rubric) -> set[str]:
    """Every name that scoring comes to, from the clauses down through the derived figures, and the places they stand for."""
    found = {ref.written for clause in rubric.clauses() for ref in clause.figure_refs().values()}
    found |= {name for formula in _formulas(rubric) for name in formula.names}
    news = found
    while news:
        news = {name for formula in _derivations(rubric, news) for name in formula.names} - found
        found = found | news
    declared = (rubric.figures.get(name) for name in found)
    return found | {one.from_.written for one in declared if one and one.from_}


def _lists_read(rubric: Rubric) -> set[str]:
    formulas = (*_formulas(rubric), *_derivations(rubric, _names_read(rubric)))
    found = {name for formula in formulas for name in formula.lists}
    return found | {name for clause in rubric.clauses() for name in clause.lists_read()}


def _is_of_column(name: str, column: str) -> bool:
    try:
        place = FigureRef.parse(name)
    except ValueError:
        return False
    return place.sheet == ACCOUNTS.name and place.column == column
