"""Workbooks of which two programs read two things: refused by sheet and cell, for nobody knows which of them was signed."""

from pathlib import Path

import pytest
from workbooks import ACCOUNTS, LINKS, edited, only_problem, packed, problems, read, unpacked, with_cell

from pjkit.model.dossier import Dossier

TOLD = "文件内部的写法有歧义，不同的程序会读出不同的内容"
OTHER = 'xmlns:x="urn:other"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELL = '<c r="E2" t="n"><v>2.4</v></c>'

IN_THE_CELL = {
    "an element between digits": '<c r="E2"><v>12<x/>34</v></c>',
    "an element before the digits": '<c r="E2"><v><x/>34</v></c>',
    "an element behind the digits": '<c r="E2"><v>12<x/></v></c>',
    "a comment between digits": '<c r="E2"><v>2.<!-- no end -->4</v></c>',
    "an instruction between digits": '<c r="E2"><v>2.<?x y?>4</v></c>',
    "a value in a value": '<c r="E2"><v>12<v>34</v></v></c>',
    "words beside the value": '<c r="E2">9<v>2.4</v></c>',
    "words behind the value": '<c r="E2"><v>2.4</v>9</c>',
    "a cell in a cell": '<c r="E2"><v>2.4</v><c r="F2"><v>9</v></c></c>',
    "a value of somebody else's": f'<c r="E2"><v>2.4</v><x:v {OTHER}>9</x:v></c>',
    "a value without Excel's namespace": '<c r="E2"><v xmlns="">2.4</v></c>',
    "a value of Office's, but of drawings": (
        '<c r="E2"><v xmlns="http://schemas.openxmlformats.org/drawingml/2006/main">9</v></c>'
    ),
    "an extension that holds a value": '<c r="E2"><v>2.4</v><extLst><ext><v>9</v></ext></extLst></c>',
    "a text and a value": '<c r="E2" t="inlineStr"><v>2.4</v><is><t>9</t></is></c>',
    "a text that is none": '<c r="E2"><v>2.4</v><is><t>9</t></is></c>',
    "two formulas": '<c r="E2"><f>1+1</f><f>2+2</f><v>2.4</v></c>',
    "an element in a formula": '<c r="E2"><f>1<x/>+1</f><v>2.4</v></c>',
    "an element in a text": '<c r="E2" t="inlineStr"><is><t>2.4<x/>9</t></is></c>',
    "two texts": '<c r="E2" t="inlineStr"><is><t>2.4</t></is><is><t>9</t></is></c>',
    "a text somewhere in a text": '<c r="E2" t="inlineStr"><is><x><t>2.4</t></x></is></c>',
}


@pytest.mark.parametrize("kind", IN_THE_CELL)
def test_a_cell_of_which_readers_differ_is_refused(kind: str, tmp_path: Path) -> None:
    problem = only_problem(read(with_cell(IN_THE_CELL[kind]), tmp_path))
    assert (problem.place, problem.found) == ("收支!E2", TOLD)


IN_THE_ROW = {
    "a row in a row": f'{CELL}<row r="3"><c r="A3"><v>9</v></c></row>',
    "a cell of somebody else's": f'{CELL}<x:c {OTHER} r="E2"><x:v>9</x:v></x:c>',
    "words in a row": f"{CELL}9",
    "something else in a row": f"{CELL}<x/>",
}


@pytest.mark.parametrize("kind", IN_THE_ROW)
def test_a_row_of_which_readers_differ_is_refused(kind: str, tmp_path: Path) -> None:
    problem = only_problem(read(with_cell(IN_THE_ROW[kind]), tmp_path))
    assert (problem.place, problem.found) == ("收支 第 2 行", TOLD)


IN_THE_SHEET = {
    "a row of somebody else's": ("</sheetData>", f'<x:row {OTHER} r="9"/></sheetData>', "收支 第 2 行"),
    "somebody else's data": ("<sheetData>", f"<x:sheetData {OTHER}/><sheetData>", "收支"),
    "data within something else": ("<sheetData>", "<x><sheetData/></x><sheetData>", "收支"),
}


@pytest.mark.parametrize("kind", IN_THE_SHEET)
def test_a_sheet_of_which_readers_differ_is_refused(kind: str, tmp_path: Path) -> None:
    old, new, place = IN_THE_SHEET[kind]
    problem = only_problem(read(edited(ACCOUNTS, old, new), tmp_path))
    assert (problem.place, problem.found) == (place, TOLD)


DAMAGED = "不是可读的 Excel 工作簿，可能已损坏"


def test_data_twice_are_damage(tmp_path: Path) -> None:
    content = edited(ACCOUNTS, "</sheetData>", '</sheetData><sheetData><row r="9"/></sheetData>')
    assert only_problem(read(content, tmp_path)).found == DAMAGED


def shared(text: str) -> bytes:
    """The small good workbook with 收支!E2 showing a shared text."""
    found = unpacked(with_cell('<c r="E2" t="s"><v>0</v></c>'))
    link = f'<Relationship Id="rId99" Type="{KIND}" Target="/xl/texts.xml"/></Relationships>'
    found[LINKS] = found[LINKS].replace(b"</Relationships>", link.encode())
    return packed({**found, "xl/texts.xml": f'<sst xmlns="{MAIN}"><si>{text}</si></sst>'.encode()})


@pytest.mark.parametrize(
    "text",
    ["<t>2<x/>4</t>", "<t>2<!-- -->4</t>", "<t>2.4</t>9", "<t>2.4</t><x><t>9</t></x>", "<si><t>2.4</t></si>"],
)
def test_a_shared_text_of_which_readers_differ_is_refused_by_the_cell_that_shows_it(
    text: str, tmp_path: Path
) -> None:
    found = problems(read(shared(text), tmp_path))
    assert found[0] == f"收支!E2：{TOLD}"


HARMLESS = {
    "a text in runs, with a reading guide": shared(
        '<r><rPr><b/></rPr><t>2.</t></r><r><t>4</t></r><rPh sb="0" eb="1"><t>er</t></rPh><phoneticPr fontId="1"/>'
    ),
    "line breaks between elements": with_cell('<c r="E2">\n  <v>2.4</v>\n</c>\n'),
    "a comment between cells": with_cell(f"<!-- next -->{CELL}"),
    "a program's own attributes": with_cell(f'<c {OTHER} r="E2" x:r="Z9"><v>2.4</v></c>'),
    "an extension behind the data": edited(
        ACCOUNTS, "</worksheet>", f"<extLst><ext {OTHER}><x:row/><x:c/></ext></extLst></worksheet>"
    ),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_no_reader_takes_for_something_else_is_read(kind: str, tmp_path: Path) -> None:
    found = read(HARMLESS[kind], tmp_path)
    assert isinstance(found, Dossier), str(found)
    assert str(found.account("三公经费", "本年决算").value) == "2.4"
