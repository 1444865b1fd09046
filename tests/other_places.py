"""Other places' forms as rubrics (shipped, or for tests alone), and what a department typed into their lists."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from helpers import ROOT, figure

from pjkit.model.dossier import Dossier, ProjectData
from pjkit.model.figure import Figure, ListedRows, ListRow, Project
from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric import read_rubric

FORMS = (ROOT / "params" / "rubrics", Path(__file__).parent / "other_forms")


def file_of(name: str) -> Path:
    """The file of one of the forms."""
    (path,) = (folder / f"{name}.yaml" for folder in FORMS if (folder / f"{name}.yaml").is_file())
    return path


@cache
def form(name: str) -> Rubric:
    """One of the forms."""
    return read_rubric(file_of(name))


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
