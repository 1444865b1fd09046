"""What the tests of checks share: one check's findings in a department that handed in only what is given."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from helpers import account, card, figure, project

from pjkit.model.dossier import AccountLine, Output, ProfileLine
from pjkit.model.figure import Project
from pjkit.model.scorecard import Finding
from pjkit.scoring.rubric import Rubric

STAFF = {"编制数": "40", "在编人数": "36", "编外人数": "4", "年末实有人数": "40", "离退休人数": "6"}


def findings(rule: str, under: Rubric | None = None, **given: Any) -> list[Finding]:
    """What one check finds in a department that handed in this and nothing else."""
    return [one for one in card(under, **given).findings if one.rule == rule]


def accounts(*lines: AccountLine) -> dict[str, AccountLine]:
    """Rows of 收支 by 科目."""
    return {line.path: line for line in lines}


def this_year(amounts: dict[str, str]) -> dict[str, AccountLine]:
    """Rows of 收支 with only 本年决算."""
    return accounts(*(account(path, 本年决算=amount) for path, amount in amounts.items()))


def staff(**counts: str) -> tuple[ProfileLine, ...]:
    """The staff above with some counts changed; "" is a blank cell."""
    return tuple(
        ProfileLine(item, text, "", f"基本信息!{item}") for item, text in {**STAFF, **counts}.items()
    )


def listed(*amounts: tuple[str, str]) -> tuple[Project, ...]:
    """Projects with 年初预算 and 本年决算."""
    return tuple(
        replace(
            project(f"项目{at}", "项目", {}),
            budget=figure(budget, "预算", f"项目!C{at}"),
            spent=figure(spent, "决算", f"项目!D{at}"),
        )
        for at, (budget, spent) in enumerate(amounts, start=2)
    )


def outputs(*rows: tuple[str, str, str]) -> tuple[Output, ...]:
    """Rows of 事业成效 of one area: name, value, unit."""
    return tuple(
        Output(
            "领域", name, replace(figure(value, name, f"事业成效!C{at}"), unit=unit), figure(""), figure("")
        )
        for at, (name, value, unit) in enumerate(rows, start=2)
    )


def told(found: Iterable[Finding]) -> list[tuple[str, str]]:
    """Severity and place of each."""
    return [(one.severity, one.where) for one in found]
