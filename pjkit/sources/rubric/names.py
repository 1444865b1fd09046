"""The names that a rubric file declares, found before its formulas can be read: figures, lists, columns, their units."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pydantic import ValidationError

from pjkit.model.problem import Problems
from pjkit.scoring.declarations import DATE_UNIT, ColumnSpec, ListSpec
from pjkit.scoring.formulas import FigureKind, FormulaError, Vocabulary
from pjkit.scoring.formulas.lexer import NamesInText, tokens
from pjkit.sources.rubric.references import References
from pjkit.sources.strict_yaml import StrictYaml


def read_names(source: StrictYaml, problems: Problems) -> Vocabulary:
    """What formulas may name. Figures that stand on each other in a circle are a problem, told here."""
    figures = _mapping(source.data.get("figures"))
    references = _references(source.data)
    vocabulary = Vocabulary(dict(_given(figures, references)), _lists(source.data), references.kind)
    derived = {name: str(entry["value"]) for name, entry in figures.items() if _is_derived(entry)}
    for name in _in_order(derived, vocabulary, source, problems):
        kind = FigureKind(_derived_unit(derived[name], _mapping(figures[name]), vocabulary))
        vocabulary = replace(vocabulary, figures={**vocabulary.figures, name: kind})
    return vocabulary


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _references(data: Mapping[str, Any]) -> References:
    columns = _mapping(data.get("columns"))
    return References(
        {str(sheet): tuple(map(str, names)) for sheet, names in columns.items() if isinstance(names, list)}
    )


def _is_derived(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("value") is not None


def _given(figures: Mapping[str, Any], references: References) -> Iterator[tuple[str, FigureKind]]:
    """Figures that are taken from somewhere or asked for; what is wrong with them is told by the types."""
    for name, entry in figures.items():
        if not _is_derived(entry):
            said = _mapping(entry)
            place = entry if isinstance(entry, str) else said.get("from")
            unit = str(said.get("unit") or _unit_of_place(place, references))
            yield str(name), _kind(unit, worded=bool(said.get("words")))


def _kind(unit: str, *, worded: bool) -> FigureKind:
    if unit == DATE_UNIT:
        return FigureKind("", "date")
    return FigureKind(unit, "word" if worded else "number")


def _unit_of_place(place: Any, references: References) -> str:
    kind = references.kind(place) if isinstance(place, str) else None
    return kind.unit or "" if kind else ""


def _lists(data: Mapping[str, Any]) -> dict[str, dict[str, FigureKind]]:
    found = {}
    for name, entry in _mapping(data.get("lists")).items():
        try:
            found[str(name)] = columns_of(ListSpec.model_validate(entry))
        except ValidationError:
            continue  # told by the types of the whole
    return found


def columns_of(listed: ListSpec) -> dict[str, FigureKind]:
    """A list's columns as formulas see them."""
    return {name: _column_kind(column) for name, column in listed.columns.items()}


def _column_kind(column: ColumnSpec) -> FigureKind:
    if column.kind == "日期":
        return FigureKind("", "date")
    if column.words or column.kind in ("文字", "是否"):
        return FigureKind("", "word")
    return FigureKind(column.typed_unit)


def _in_order(
    derived: Mapping[str, str], vocabulary: Vocabulary, source: StrictYaml, problems: Problems
) -> list[str]:
    """Derived figures, each after those it stands on."""
    stands_on = {name: _mentioned(text, derived, vocabulary) for name, text in derived.items()}
    try:
        return list(TopologicalSorter(stands_on).static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        place = source.place(("figures", circle[0], "value"))
        found = f"数据互相推算：{'→'.join(circle)}"
        problems.add(place, found, "不成环的公式", "改正其中一个公式")
        return list(derived)


def _mentioned(text: str, derived: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """The derived figures that a formula names, in its order; one that cannot be read names none, and is told elsewhere."""
    names = NamesInText({*vocabulary.figures, *derived}, vocabulary.lists)
    try:
        named = dict.fromkeys(str(token) for token in tokens(text, names))
    except FormulaError:
        return []
    return [name for name in named if name in derived]


def _derived_unit(text: str, entry: Mapping[str, Any], vocabulary: Vocabulary) -> str | None:
    """The unit a derived figure says, else that of its formula; of one that cannot be read, which is told elsewhere, none."""
    if entry.get("unit"):
        return str(entry["unit"])
    try:
        return vocabulary.read(text).unit
    except FormulaError:
        return None
