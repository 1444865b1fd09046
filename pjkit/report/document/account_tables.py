"""Rows of 收支 as a table of a document; columns nobody filled in are left out."""

from pjkit.model.amounts import money
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.document import Align, Block, Row
from pjkit.model.dossier import Dossier
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.report.document.blocks import table

_NAME_WIDTH, _AMOUNT_WIDTH = 34, 17
NO_FIGURE = "—"


def at_or_below(dossier: Dossier, root: str) -> list[str]:
    """The 科目 of ``root`` and all below it, in the sheet's order."""
    paths = [path for path in dossier.accounts if f"{path}/".startswith(f"{root}/")]
    return list(dict.fromkeys([root, *paths])) if paths else []


def account_table(dossier: Dossier, root: str, caption: str) -> list[Block]:
    """``root`` and all below it (万元); nothing where no amount is known."""
    paths = at_or_below(dossier, root)
    given = [
        column for column in AMOUNT_COLUMNS if any(not dossier.account(path, column).blank for path in paths)
    ]
    if not given:
        return []
    columns: list[tuple[str, Align, int]] = [("科目", "left", _NAME_WIDTH)]
    columns += [(column, "right", _AMOUNT_WIDTH) for column in given]
    rows = [_row(dossier, path, root, given) for path in paths]
    return table(f"{caption}（万元）", columns, rows)


def _row(dossier: Dossier, path: str, root: str, given: list[str]) -> Row:
    depth = path.count("/") - root.count("/")
    name = "\N{IDEOGRAPHIC SPACE}" * depth + path.rpartition("/")[2]
    return Row(cells=(name, *(cell(dossier.account(path, column)) for column in given)), strong=depth == 0)


def cell(figure: Figure) -> str:
    """An amount in a cell: a dash where there is no data."""
    if figure.value is not None:
        return money(figure.value)
    return NOT_APPLICABLE if figure.not_applicable else NO_FIGURE
