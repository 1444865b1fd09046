"""Declared figures and lists for tests of clauses that compute formulas, with what a department typed into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from helpers import figure

from pjkit.model.clause import ClauseInputs, ClauseSpec
from pjkit.model.figure import Figure, ListedRows, ListRow
from pjkit.model.formula import Formula
from pjkit.scoring.formulas import FigureKind, Vocabulary, evaluate
from pjkit.scoring.rules import RULES

_KINDS = {"文字": FigureKind(kind="word"), "是否": FigureKind(kind="word"), "日期": FigureKind(kind="date")}


def _kind(unit: str) -> FigureKind:
    return _KINDS.get(unit) or FigureKind(unit)


@dataclass(frozen=True)
class Declared:
    """What a rubric declares: figures with their units (or 文字, 日期), lists with their columns' units."""

    figures: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """The names that formulas may use."""
        figures = {name: _kind(unit) for name, unit in self.figures.items()}
        lists = {
            name: {column: _kind(unit) for column, unit in columns.items()}
            for name, columns in self.lists.items()
        }
        return Vocabulary(figures, lists)

    def spec(self, kind: str, **given: Any) -> ClauseSpec:
        """A clause written out in a test, its formulas read."""
        names = self.vocabulary
        context = {"formulas": names.read, "conditions": names.read_condition}
        return RULES[kind].spec.model_validate({"no": "1", "kind": kind, **given}, context=context)

    def inputs(
        self,
        judged: ClauseSpec,
        typed: Mapping[str, str],
        rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    ) -> ClauseInputs:
        """What the clause is judged by, where a department typed this; a list that is not named was not handed in."""
        figures = {name: self._figure(name, text) for name, text in typed.items()}
        listed = {name: self._rows(name, given) for name, given in (rows or {}).items()}

        def value(formula: Formula) -> Any:
            return evaluate(formula, figures.__getitem__, listed.get)

        return ClauseInputs(
            values={name: value(formula) for name, formula in judged.formulas().items()},
            lists={name: listed.get(name) for name in judged.lists_read()},
        )

    def _figure(self, name: str, text: str) -> Figure:
        return replace(figure(text, name, f"基础数据!{name}"), unit=_kind(self.figures[name]).unit or "")

    def _rows(self, name: str, given: Sequence[Mapping[str, str]]) -> ListedRows:
        return tuple(
            ListRow(
                {
                    column: replace(
                        figure(row.get(column, ""), column, f"{name}!{column}{at}"),
                        unit=_kind(unit).unit or "",
                    )
                    for column, unit in self.lists[name].items()
                },
                f"{name}!{at}",
            )
            for at, row in enumerate(given, start=2)
        )
