"""The file itself: what is no workbook, or far too much of one, is told in little time and memory."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bad_files import OLE, workbook
from workbooks import ACCOUNTS, BOOK, LINKS, edited, only_problem, packed, parts, read, read_path, spent

from pjkit.sources.sheets import SOURCES
from pjkit.sources.xlsx import package

ROOT = Path(__file__).resolve().parents[1]
DAMAGED, TOO_LARGE = "不是可读的 Excel 工作簿，可能已损坏", "工作簿过大"
GOOD = packed(parts(workbook()))


def with_part(name: str, content: bytes) -> bytes:
    return packed({**parts(workbook()), name: content})


def encrypted() -> bytes:
    """A workbook with the bit set that says its entries need a password."""
    content = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        places = [entry.header_offset + 6 for entry in archive.infolist()]
    directory = content.index(b"PK\x01\x02")
    while directory >= 0:
        places.append(directory + 8)
        directory = content.find(b"PK\x01\x02", directory + 1)
    for place in places:
        content[place] |= 1
    return bytes(content)


def with_one_part_twice() -> bytes:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(ACCOUNTS.upper(), b"<worksheet/>")  # Excel's names know no case
    return file.getvalue()


def telling_a_smaller_size() -> bytes:
    """The accounts' size as the directory tells it is 100 bytes."""
    size = len(parts(workbook())[ACCOUNTS]).to_bytes(4, "little")
    assert GOOD.count(size) == 2  # before the part and in the directory
    return GOOD.replace(size, (100).to_bytes(4, "little"))


OLD = "Workbook".encode("utf-16-le")
LOCKED = "EncryptedPackage".encode("utf-16-le")
NO_WORKBOOKS = {
    "nothing": (b"", DAMAGED),
    "half": (GOOD[: len(GOOD) // 2], DAMAGED),
    "without its end": (GOOD[:-10], DAMAGED),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", DAMAGED),
    "another zip": (packed({"a.txt": b"text"}), DAMAGED),
    "encrypted entries": (encrypted(), DAMAGED),
    "one part twice": (with_one_part_twice(), DAMAGED),
    "a size that is not so": (telling_a_smaller_size(), DAMAGED),
    "a password": (OLE + bytes(600) + LOCKED, "有密码"),
    "an old workbook": (OLE + bytes(600) + OLD, "是旧的 .xls 格式"),
    "a program": (with_part("xl/vbaProject.bin", b"x"), "工作簿里有宏（程序）"),
    "entities": (edited(ACCOUNTS, "<worksheet", '<!DOCTYPE w [<!ENTITY a "9">]><worksheet'), DAMAGED),
    "a thousand sheets": (edited(BOOK, "<sheets>", "<sheets>" + '<sheet name="a"/>' * 1000), TOO_LARGE),
}


@pytest.mark.parametrize("case", NO_WORKBOOKS)
def test_what_is_no_workbook_of_data_is_told(case: str, tmp_path: Path) -> None:
    content, found = NO_WORKBOOKS[case]
    problem = only_problem(read(content, tmp_path))
    assert (problem.place, problem.found) == ("", found)


def test_an_old_macro_sheet_is_a_program(tmp_path: Path) -> None:
    links = "xl/_rels/workbook.xml.rels"
    link = '<Relationship Id="rId99" Type="http://x/xlMacrosheet" Target="a.xml"/></Relationships>'
    found = read(edited(links, "</Relationships>", link), tmp_path)
    assert only_problem(found).found == "工作簿里有宏（程序）"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("data.xlsm", "是带宏的工作簿（.xlsm）"),
        ("data.XLS", "是旧的 .xls 格式"),
        ("data.et", "是 WPS 的 .et 格式"),
        ("data.csv", "是一个 CSV 文件"),
        ("data.docx", "不是数据文件夹，也不是 .xlsx"),
    ],
)
def test_another_kind_of_file_is_told_by_its_name(name: str, found: str, tmp_path: Path) -> None:
    problem = only_problem(read(GOOD, tmp_path, name))
    assert problem.found == found
    assert [suffix for suffix in SOURCES if len(suffix) > 1 and suffix not in problem.expected] == []


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    problem = only_problem(read_path(Path("/dev/null/data.xlsx")))
    assert problem.found == "数据不存在"
    link = tmp_path / "data.xlsx"
    link.symlink_to("/dev/zero")
    assert only_problem(read_path(link)).found == "是链接，指向数据文件夹之外"
    link.unlink()
    os.mkfifo(link)
    assert only_problem(read_path(link)).found == "文件无法读取"


def test_a_part_that_is_not_read_may_be_anything(tmp_path: Path) -> None:
    assert spent(read(with_part("xl/theme/theme9.xml", b"<broken"), tmp_path)) is not None


# Far too much. Each is made small by compression, and read in a process of its own that tells its peak memory.

IN_SHEET = "</sheetData>"
CELL = '<row r="9"><c r="A9" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
MUCH: dict[str, Callable[[], str]] = {
    "nested elements": lambda: "<a>" * 9_000_000,
    "elements without end": lambda: IN_SHEET + "<a/>" * 5_000_000,
    "a long attribute": lambda: f'{IN_SHEET}<a b="{">" * 40_000_000}"/>',
    "a long text": lambda: CELL.format("长" * 9_000_000),
    "cells by the hundred thousand": lambda: "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(9, 310_000)
    ),
}
PEAK = """
import re, resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from workbooks import read_path
found = read_path(Path(sys.argv[1]))
usage = resource.getrusage(resource.RUSAGE_SELF)
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]  # ru_maxrss may be the parent's
print(found.problems[0].found, int(peak) // 1024, round(usage.ru_utime + usage.ru_stime, 1))
"""


def read_apart(path: Path) -> tuple[str, int, float]:
    """What a process of its own found, its peak memory in MB and its seconds of CPU."""
    words = [sys.executable, "-c", PEAK, str(path)]
    said = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8")
    found, memory, seconds = said.stdout.rsplit(" ", 2)
    return found, int(memory), float(seconds)


@pytest.mark.parametrize("case", MUCH)
def test_a_bomb_is_told_in_little_memory(case: str, tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    path.write_bytes(edited(ACCOUNTS, IN_SHEET, MUCH[case]()))
    found, memory, seconds = read_apart(path)
    assert found == TOO_LARGE
    assert memory < 300  # MB, with all that pjkit and the tests' own modules take
    assert seconds < 10


def test_what_is_unpacked_is_counted_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One large part behind two sheets is as much to read as two."""
    found = parts(workbook())
    found[ACCOUNTS] += b" " * 100_000
    found[LINKS] = found[LINKS].replace(b"sheet1.xml", b"sheet2.xml")  # 基本信息 as well
    monkeypatch.setattr(package, "LARGEST_UNPACKED", 150_000)
    assert only_problem(read(packed(found), tmp_path)).found == TOO_LARGE
    monkeypatch.setattr(package, "LARGEST_UNPACKED", 300_000)
    assert TOO_LARGE not in str(read(packed(found), tmp_path))


def test_what_the_directory_says_is_believed_when_it_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "LARGEST_UNPACKED", 1_000)
    assert only_problem(read(GOOD, tmp_path)).found == TOO_LARGE


@pytest.mark.parametrize("texts", ["<si><t>a</t></si>" * 300_001, f"<si><t>{'长' * 30_000}</t></si>" * 400])
def test_texts_without_end_are_too_much(texts: str, tmp_path: Path) -> None:
    found = parts(workbook())
    link = '<Relationship Id="rId99" Type="http://x/sharedStrings" Target="strings.xml"/></Relationships>'
    found[LINKS] = found[LINKS].replace(b"</Relationships>", link.encode())
    found["xl/strings.xml"] = f"<sst>{texts}</sst>".encode()
    assert only_problem(read(packed(found), tmp_path)).found == TOO_LARGE


def test_a_zip_of_a_hundred_thousand_parts_is_told(tmp_path: Path) -> None:
    content = GOOD + b"PK\x01\x02" * 100_000
    assert only_problem(read(content, tmp_path)).found == TOO_LARGE


def test_a_million_formatted_rows_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>'
        for row in range(9, 1_000_001)
    )
    assert spent(read(edited(ACCOUNTS, IN_SHEET, rows + IN_SHEET), tmp_path)) is not None


def test_formatted_rows_between_data_keep_the_addresses(tmp_path: Path) -> None:
    more = '<row r="3" s="1"/><row r="4" s="1"><c r="A4" s="0"/></row><row r="5"/>'
    more += (
        '<row><c t="inlineStr"><is><t>政府采购一</t></is></c></row></sheetData>'  # without an address: row 6
    )
    problem = only_problem(read(edited(ACCOUNTS, IN_SHEET, more), tmp_path))
    assert problem.place == "收支!A6"
