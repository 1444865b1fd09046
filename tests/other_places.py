"""Other places' forms as rubrics (``other_forms/``), and what a department typed into their lists."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from formula_facts import Declared
from helpers import figure, yaml_file

from pjkit.model.dossier import Dossier, ProjectData
from pjkit.model.figure import Figure, ListedRows, ListRow, Project
from pjkit.model.formula import Formula
from pjkit.scoring.rubric import Rubric

FORMS = Path(__file__).parent / "other_forms"
_UNITS = {"文字": "文字", "是否": "文字", "日期": "日期"}


@cache
def form(name: str) -> Rubric:
    """One of the forms."""
    data = yaml_file(FORMS / f"{name}.yaml")
    listed = {name: entry["columns"] for name, entry in data["lists"].items()}
    units = {
        name: entry.get("unit", "") if isinstance(entry, dict) else "万元"
        for name, entry in data["figures"].items()
    }
    names = Declared(
        units,
        {
            name: dict(zip(columns, map(_unit, columns.values()), strict=True))
            for name, columns in listed.items()
        },
    ).vocabulary
    derived = {
        entry["value"]: entry["unit"]
        for entry in data["figures"].values()
        if isinstance(entry, dict) and "value" in entry
    }

    def read(text: str, unit: str | None = None) -> Formula:
        return names.read(text, unit or derived.get(text))

    return Rubric.model_validate(data, context={"formulas": read, "conditions": names.read_condition})


def _unit(column: object) -> str:
    kind = column.get("kind", "文字") if isinstance(column, dict) else str(column)
    return _UNITS.get(kind, "")


def table(sheet: str, text: str) -> ListedRows:
    """Rows of a list, columns parted by ``|``; the first line names the columns."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return tuple(
        ListRow(
            {
                name: figure(cell, name, f"{sheet}!{'ABCDEFGHIJKL'[at]}{number}")
                for at, (name, cell) in enumerate(zip(head, cells, strict=True))
            },
            f"{sheet}!{number}",
        )
        for number, cells in enumerate(lines, start=2)
    )


def amount(name: str, text: str, source: str) -> Figure:
    """A sum in 万元 where somebody typed it."""
    return replace(figure(text, name, source), unit="万元")


def project(name: str, budget: str, spent: str, row: int = 2) -> Project:
    """A row of 项目."""
    return Project(
        name,
        "项目",
        amount(f"{name} 年初预算", budget, f"项目!C{row}"),
        amount(f"{name} 本年决算", spent, f"项目!D{row}"),
        dict.fromkeys(("重点", "目标管理", "绩效自评", "完工"), ""),
        dict.fromkeys(("重点", "目标管理", "绩效自评", "完工"), f"项目!E{row}"),
        "",
        f"项目!A{row}",
    )


def items(**typed: str) -> dict[str, Figure]:
    """Rows of 基础数据 in 万元, or in % where that stands behind the number."""
    return {
        name: replace(
            figure(text.removesuffix("%"), name, f"基础数据!{name}"),
            unit="%" if text.endswith("%") else "万元",
        )
        for name, text in typed.items()
    }


def with_project(dossier: Dossier, name: str, **data: Any) -> Dossier:
    """The dossier with what its sheets say of one project."""
    of_one = replace(dossier.projects_data.get(name, ProjectData()), **data)
    return replace(dossier, projects_data={**dossier.projects_data, name: of_one})
