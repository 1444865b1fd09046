"""Workbooks for tests, taken apart and put together again with something changed in their parts."""

import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
from bad_files import workbook
from helpers import rubric

from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problem
from pjkit.sources.reading import read_dossier

PROFILE, ACCOUNTS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
BOOK, LINKS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
PARAMS = Params(department="demo", year=2022, rubric="rubric.yaml", data="data.xlsx")

Parts = dict[str, bytes]


def parts(book: openpyxl.Workbook) -> Parts:
    """The book's parts by name, without those that tell when it was written."""
    file = io.BytesIO()
    book.save(file)
    return {name: part for name, part in unpacked(file.getvalue()).items() if "docProps" not in name}


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """A workbook of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in found.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # of 1980: no clock
    return file.getvalue()


def edited(part: str, old: str, new: str) -> bytes:
    """The small good workbook with one text in one of its parts replaced, which must be there."""
    found = parts(workbook())
    assert old.encode() in found[part], f"{part} has no {old}"
    found[part] = found[part].replace(old.encode(), new.encode(), 1)
    return packed(found)


def changed(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """The small good workbook with something changed through openpyxl."""
    book = workbook()
    change(book)
    return packed(parts(book))


def with_cell(xml: str) -> bytes:
    """The small good workbook with another 收支!E2, which holds 2.4, as XML."""
    return edited(ACCOUNTS, '<c r="E2" t="n"><v>2.4</v></c>', xml)


def read(content: bytes, folder: Path, name: str = "data.xlsx") -> Dossier | InputError:
    """The dossier of a workbook, or what is wrong with it; any other error is the test's failure."""
    path = folder / name
    path.write_bytes(content)
    return read_path(path)


def read_path(path: Path) -> Dossier | InputError:
    try:
        return read_dossier(path, rubric(), PARAMS)
    except InputError as error:
        return error


def problems(found: Dossier | InputError) -> list[str]:
    """Place and finding of each problem."""
    assert isinstance(found, InputError), "this should be refused"
    return [f"{one.place}：{one.found}" for one in found.problems]


def only_problem(found: Dossier | InputError) -> Problem:
    assert isinstance(found, InputError), "this should be refused"
    (problem,) = found.problems
    return problem


def spent(found: Dossier | InputError) -> Decimal | None:
    """收支!E2, the figure that the tests change."""
    assert isinstance(found, Dossier), str(found)
    return found.account("三公经费", "本年决算").value


def figures(found: Dossier) -> dict[str, Figure]:
    """Every figure by its cell."""
    listed = [figure for line in found.accounts.values() for figure in line.figures.values()]
    listed += found.items.values()
    listed += [figure for one in found.projects or () for figure in (one.budget, one.spent)]
    listed += [figure for one in found.outputs for figure in (one.figure, one.last_year, one.target)]
    return {figure.source: figure for figure in listed}
