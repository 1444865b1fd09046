"""What calamine does not tell of a workbook, from its own XML: how far a sheet reaches, and broken cells.

calamine lays a sheet out as a full rectangle: two stray cells far apart would take all memory. It gives a
formula that ends in an error (``#DIV/0!``), or that was never computed (saved by a program, not by Excel),
as blank; neither must pass for "no data".
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class SheetScan:
    """``rows`` and ``columns``: the last ones with content, from 1. ``broken``: cell and what is wrong in it."""

    name: str
    rows: int
    columns: int
    broken: list[tuple[str, str]]


def scan_workbook(path: Path) -> Iterator[SheetScan]:
    """Every worksheet. Raises ``ET.ParseError``, ``KeyError`` or ``ValueError`` for a damaged workbook."""
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive):
            scan = SheetScan(name, 0, 0, [])
            for cell in _cells(archive, part):
                _note(scan, cell)
            yield scan


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each worksheet's name and the file it is stored in."""
    links = {
        link.get("Id"): normpath(join("xl", link.get("Target", ""))).removeprefix("/")
        for link in _elements(archive, _LINKS, "Relationship")
        if link.get("Type", "").endswith("/worksheet")
    }
    for sheet in _elements(archive, _BOOK, "sheet"):
        link_id = next((value for key, value in sheet.items() if _local(key) == "id"), "")
        if link_id in links:
            yield sheet.get("name", ""), links[link_id]


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[ET.Element]:
    root = ET.fromstring(archive.read(part))  # noqa: S314 - size is checked before, expat bounds entities
    return [element for element in root.iter() if _local(element.tag) == tag]


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[ET.Element]:
    with archive.open(part) as content:
        for _, element in ET.iterparse(content):  # noqa: S314 - as above
            if _local(element.tag) == "c":
                yield element
            elif _local(element.tag) == "row":
                element.clear()


def _note(scan: SheetScan, cell: ET.Element) -> None:
    parts = {_local(part.tag): part.text or "" for part in cell}
    if not parts:
        return  # a format without content
    address = cell.get("r", "")
    if address:
        column, row = _position(address)
        scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, column)
    if cell.get("t") == "e":
        scan.broken.append((address, f"公式出错，显示为“{parts.get('v', '')}”"))
    elif "f" in parts and not parts.get("v") and cell.get("t") != "str":  # str: computed, to an empty text
        scan.broken.append((address, "公式没有算出结果"))


def _position(address: str) -> tuple[int, int]:
    """``B7`` is column 2, row 7."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
