"""Another reading of the same files, by openpyxl and plainly: what a figure's cell says, to hold ours against."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
from workbooks import figures

from pjkit.model.dossier import Dossier
from pjkit.model.problem import InputError

NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
SHOWING_NUMBERS = {"General", "GENERAL", "@", "0", "0.00", "#,##0", "#,##0.00"}
Reading = Callable[[str], object]
"""What stands in a cell (``收支!E2``): a number, 不适用, ``None`` where it is blank, or something else."""


def of_text(text: object) -> object:
    """A text as a person reads it in a number column."""
    bare = str(text).translate({ord("０") + n: str(n) for n in range(10)} | {ord("，"): ",", ord("．"): "."})
    bare = bare.strip()
    if not bare:
        return None
    return Decimal(bare.replace(",", "")) if NUMBER.fullmatch(bare) else bare


def of_workbook(content: bytes) -> Reading:
    """Openpyxl's reading."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    names = {name.strip(): name for name in book.sheetnames}

    def read(place: str) -> object:
        sheet, _, address = place.partition("!")
        cell = book[names[sheet]][address]
        if cell.value is None or isinstance(cell.value, str):
            return of_text(cell.value or "")
        if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
            return str(cell.value)
        if cell.number_format not in SHOWING_NUMBERS:
            return f"{cell.value} as {cell.number_format}"
        return Decimal(format(float(cell.value), ".15g"))

    return read


def of_folder(folder: Path) -> Reading:
    """Python's csv module, asked for no strictness."""

    def read(place: str) -> object:
        sheet, _, address = place.partition("!")
        content = (folder / f"{sheet}.csv").read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        column, row = ord(address[0]) - ord("A"), int(address[1:]) - 1
        return of_text(rows[row][column] if row < len(rows) and column < len(rows[row]) else "")

    return read


def said(dossier: Dossier) -> dict[str, object]:
    """What the dossier has in each figure's cell."""
    return {
        place: "不适用"
        if figure.not_applicable
        else figure.value
        if figure.value is not None
        else figure.text or None
        for place, figure in figures(dossier).items()
    }


def check(found: Dossier | InputError, before: dict[str, object], reading: Callable[[], Reading]) -> bool:
    """Whether there is a dossier; a figure in it is the one from before, or the one an independent reading gives."""
    if isinstance(found, InputError):
        assert found.problems
        return False
    after = said(found)
    changed = [place for place in {**before, **after} if before.get(place) != after.get(place)]
    independent = reading() if changed else None
    for place in changed:
        assert independent is not None
        assert independent(place) == after.get(place), place
    return True
