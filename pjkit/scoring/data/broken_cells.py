"""Cells of a workbook in which something stands although calamine gives them as blank.

A formula that ends in an error (``#DIV/0!``) and one that was never computed (saved by a program, not by
Excel) must not pass for "no data". Both are told apart from blank only in the workbook's own XML.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def broken_cells(path: Path) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and what is wrong in it. Raises ``ET.ParseError`` or ``KeyError`` for a damaged workbook."""
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive):
            with archive.open(part) as content:
                for _, element in ET.iterparse(content):  # noqa: S314 - size is checked, expat bounds entities
                    said = _flaw(element) if _local(element.tag) == "c" else ""
                    if said:
                        yield name, element.get("r", ""), said
                    if _local(element.tag) == "row":
                        element.clear()


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
            yield sheet.get("name", "").strip(), links[link_id]


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[ET.Element]:
    root = ET.fromstring(archive.read(part))  # noqa: S314 - as above
    return [element for element in root.iter() if _local(element.tag) == tag]


def _flaw(cell: ET.Element) -> str:
    parts = {_local(part.tag): part.text or "" for part in cell}
    if cell.get("t") == "e":
        return f"公式出错，显示为“{parts.get('v', '')}”"
    if "f" in parts and not parts.get("v") and cell.get("t") != "str":  # str: computed, to an empty text
        return "公式没有算出结果"
    return ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
