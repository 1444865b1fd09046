"""Two thousand spoilt workbooks and folders: a dossier or problems, and never a figure that nobody wrote."""

import random
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from bad_files import workbook
from helpers import ROOT, sample_params
from hypothesis import given
from hypothesis import strategies as st
from independent import check, of_workbook, said
from spoiling import SHEETS_OF_FIGURES, repeatedly, spoilt
from workbooks import ACCOUNTS, BOOK, LINKS, Parts, packed, parts, read, unpacked

from pjkit.model.dossier import Dossier


@dataclass(frozen=True)
class Good:
    """A good workbook in its parts, what its figures are, and a place to write to."""

    parts: Parts = field(repr=False)
    figures: dict[str, object] = field(repr=False)
    folder: Path

    def holds(self, content: bytes) -> bool:
        """Whether a spoilt copy of it is read; no figure in it may be wrong then."""
        return check(read(content, self.folder), self.figures, lambda: of_workbook(content))


def good(found: Parts, folder: Path) -> Good:
    dossier = read(packed(found), folder)
    assert isinstance(dossier, Dossier)
    return Good(found, said(dossier), folder)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Good:
    """The sample workbook's sheets of figures."""
    found = unpacked((ROOT / sample_params("demo-health").data).read_bytes())
    listed = re.findall(rb"<sheet [^>]*/>", found[BOOK])
    others = [one for one in listed if not any(f'"{name}"'.encode() in one for name in SHEETS_OF_FIGURES)]
    assert len(others) == 5
    for one in others:
        found[BOOK] = found[BOOK].replace(one, b"")
    return good(found, tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Good:
    """The small workbook of the bad inputs."""
    return good(parts(workbook()), tmp_path_factory.mktemp("small"))


# fmt: off
XML = [
    b"", b"<c>", b"</c>", b"<v>7</v>", b"<v></v>", b"<f>1</f>", b"<f>[1]S!A1</f>", b'<c r="E3"><v>7</v></c>',
    b'<row r="3">', b"</row>", b"<row/>", b't="e"', b't="s"', b't="str"', b't="b"', b't="n"', b't="d"', b's="1"',
    b's="999"', b'r="ZZZ9999999"', b"&#0;", b"&lol;", b"&#50;", b"<!DOCTYPE a>", b"<!--", b"-->", b"<![CDATA[",
    b"]]>", b"-1", b"7", b".", b"1e999", b"e3", b"%", b"\xff", b"\xe4\xb8\x87", b"<v>INF</v>", b"rId2", b"sheet3",
    b"<t>7</t>", b"<rPh><t>7</t></rPh>", b'hidden="1"', b' date1904="1"', b'numFmtId="9"', b'numFmtId="14"',
    b'<numFmts><numFmt numFmtId="0" formatCode="0.0,"/></numFmts>', b"_x0037_", b'<mergeCell ref="A1:B2"/>',
]
DIGITS = [b"7", b"0", b".", b"3.", b"e1"]
MARKS = [rb"(?=[<>\"/])", rb"[<>\"/]", rb"<v>", rb"<v>\d", rb"<c\b", rb"<row\b"]
KINDS = ["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="x"', ' s="0"', ' s="1"', "inline"]
# fmt: on


@pytest.mark.parametrize("seed", range(10))
def test_xml_with_something_inserted_or_cut(sheets: Good, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    unread = ("docProps", "theme", "Content_Types")  # by us; openpyxl wants the last whole
    names = [name for name in sorted(sheets.parts) if not any(part in name for part in unread)]
    for _ in range(50):
        found = dict(sheets.parts)
        for name in chance.choices(names, k=chance.choice([1, 2])):
            marks = [match.end() for match in re.finditer(chance.choice(MARKS), found[name])]
            insert = chance.choice([chance.choice(XML), chance.choice(DIGITS), chance.randbytes(2)])
            found[name] = spoilt(
                found[name], chance.choice(marks or [0]), chance.choice([0, 0, 1, 5, 20]), insert
            )
        sheets.holds(packed(found))


# What may stand before and behind the digits of a format, and whether a number still looks like itself (and 0 does).
BEFORE = {
    "": (True, True),
    "¥": (True, True),
    "[$¥-804]": (True, True),
    "[Red]": (True, True),
    "_-": (True, True),
}
BEFORE |= {'"约"': (False, False)}
BEHIND = {"": (True, True), "_ ": (True, True), "\\ ": (True, True), ",": (False, True), ",,": (False, True)}
BEHIND |= {"%": (False, False), '"万"': (False, False), '"元"': (False, False), '"5"': (False, False)}


@dataclass(frozen=True)
class Format:
    """A number format put together from parts whose effects are known."""

    before: str
    digits: str
    behind: str

    @property
    def code(self) -> str:
        """As a workbook has it."""
        return self.before + self.digits + self.behind

    def shows(self, number: Decimal) -> bool:
        """Whether a cell with this format shows the number itself."""
        at = 0 if number else 1
        return BEFORE[self.before][at] and BEHIND[self.behind][at]


formats = st.builds(
    Format,
    st.sampled_from(sorted(BEFORE)),
    st.sampled_from(["0", "#,##0", "0.0", "#,##0.00", "0.000"]),
    st.sampled_from(sorted(BEHIND)),
)


@repeatedly(300)
@given(st.decimals(0, 10_000_000, places=3), formats)
def test_a_number_in_any_format(small: Good, number: Decimal, form: Format) -> None:
    book = workbook()
    cell = book["收支"]["E2"]
    cell.value, cell.number_format = float(number), form.code
    found = read(packed(parts(book)), small.folder)
    assert isinstance(found, Dossier) == form.shows(number)
    if isinstance(found, Dossier):
        assert found.account("三公经费", "本年决算").value == number


TOKENS = [
    "收支",
    "基本信息",
    "项目",
    "填报说明",
    "visible",
    "hidden",
    "veryHidden",
    "rId1",
    "rId2",
    "worksheet",
    "sheet1.xml",
    "sheet2.xml",
]
TOKENS += [
    'r="2"',
    'r="1"',
    'r="E2"',
    'r="D2"',
    'r="B2"',
    "fullCalcOnLoad",
    "date1904",
    '<row r="2"',
    "</row>",
    "<sheetData>",
    "inlineStr",
]


@repeatedly(200)
@given(st.sampled_from([BOOK, LINKS, ACCOUNTS]), st.data())
def test_names_states_links_and_addresses_exchanged(small: Good, part: str, data: st.DataObject) -> None:
    found = dict(small.parts)
    known = [token for token in TOKENS if token.encode() in found[part]]
    old = data.draw(st.sampled_from(known)).encode()
    places = [match.start() for match in re.finditer(re.escape(old), found[part])]
    new = data.draw(st.sampled_from(TOKENS)).encode()
    found[part] = spoilt(found[part], data.draw(st.sampled_from(places)), len(old), new)
    small.holds(packed(found))


@repeatedly(300)
@given(st.integers(0, 10**6), st.sampled_from([0, 1, 1, 4, 200]), st.binary(max_size=4))
def test_bytes_of_the_zip_file_changed(small: Good, at: int, cut: int, insert: bytes) -> None:
    small.holds(spoilt(packed(small.parts), at, cut, insert))
