"""Signs that nobody sees: refused at the door by code and cell, and never raw on a terminal."""

import json
import sys
import unicodedata
from pathlib import Path

import pytest
import tiny
from workbooks import changed, problems, read

from pjkit.cli import main
from pjkit.commands.console import say, say_error
from pjkit.model.problem import Problem, shown
from pjkit.model.records import Failure
from pjkit.model.signs import may_turn, unseen_sign, visible

OK, FAILED = 0, 1
TURNED = "\u202e"  # what follows is drawn from right to left
ESCAPE = "\x1b[2J\x1b[31m"  # clears a terminal and goes on in red
ONE = "demo-c001"


def test_every_sign_without_a_look_is_known_by_its_code() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    formats = [sign for sign in every if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"}]
    unknown = [hex(ord(sign)) for sign in formats if not unseen_sign(f"甲{sign}乙") and sign not in "\n\r\t"]
    assert unknown == []
    assert [unseen_sign(text) for text in ("甲\u202e乙\u200b", "\u200b", "\U000e0041", "\u3164")] == [
        "U+202E",
        "U+200B",
        "U+E0041",
        "U+3164",
    ]


@pytest.mark.parametrize(
    "text", ["示例　局", "一\u00a0二", "甲\n乙\r\n丙\t丁", "①☑\ufe0f", "葛\U000e0100", "😀", "ئۇيغۇر"]
)
def test_what_people_write_is_not_refused(text: str) -> None:
    assert unseen_sign(text) == ""


# At the door


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad", "\x9b", "\u3164"]
)
def test_a_workbook_is_refused_by_code_and_cell(sign: str, tmp_path: Path) -> None:
    found = read(changed(lambda book: book["基本信息"].__setitem__("C2", f"甲{sign}乙")), tmp_path)
    assert problems(found) == [f"基本信息!C2：有看不见的字符 U+{ord(sign):04X}（显示为·）：“甲·乙”"]


CELLS = {
    "基本信息": ("单位名称,示例县", f"单位名称,示例{TURNED}县", "基本信息!B2"),
    "收支": ("科目,", f"科目{TURNED},", "收支!A1"),
}


@pytest.mark.parametrize("sheet", CELLS)
def test_a_csv_file_is_refused_by_code_and_cell(
    sheet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.county(tmp_path, 2)
    old, new, cell = CELLS[sheet]
    file = tmp_path / f"params/data/{ONE}-2022/{sheet}.csv"
    text = file.read_text("utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == FAILED
    said = capsys.readouterr()
    assert f"{cell}：有看不见的字符 U+202E" in said.err
    assert "demo-c002（" in said.out
    assert TURNED not in said.out + said.err


def test_a_sheet_full_of_them_is_told_twenty_times(tmp_path: Path) -> None:
    def spoil(book: object) -> None:
        for row in range(1, 60):
            book["基本信息"].cell(row, 5, TURNED)  # type: ignore[index]  # openpyxl has no types

    found = problems(read(changed(spoil), tmp_path))
    assert sum("U+202E" in one for one in found) == 20


# On a terminal


def test_a_message_is_one_line_without_what_moves_a_cursor() -> None:
    problem = Problem(f"数据{TURNED}.csv", f"收{ESCAPE}支!A1", "甲\r乙\n丙", "丁", "戊")
    assert str(problem) == "数据·.csv 收·[2J·[31m支!A1：甲·乙 丙。应为：丁。处理：戊。"
    assert shown(f"甲\u3164{TURNED}\r\x9b乙") == "“甲····乙”"


def test_the_console_lets_no_such_sign_through(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"示例{TURNED}{ESCAPE}局\n假的一行：完成\r")
    say_error(f"不能{TURNED}\r读\n第二行")
    assert capsys.readouterr() == ("示例··[2J·[31m局·假的一行：完成·\n", "不能··读\n第二行\n")


def test_a_failure_holds_what_an_exception_says_in_signs_that_can_be_seen() -> None:
    failure = Failure(
        department="demo",
        kind="cell",
        cause=f"错{TURNED}",
        details=(ESCAPE,),
        cell="x\r",
        command=f"a{ESCAPE}",
    )
    assert (failure.cause, failure.details, failure.cell) == ("错·", ("·[2J·[31m",), "x·")
    assert visible(failure.command) == failure.command


@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["render"]])
def test_names_of_files_and_sheets_reach_no_terminal_raw(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.county(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    params = tmp_path / f"params/{ONE}.yaml"
    params.rename(params.with_name(f"a{ESCAPE}{TURNED}\r.yaml"))
    (tmp_path / f"params/data/{ONE}-2022/收{ESCAPE}{TURNED}支.csv").write_text("x,y\n1,2\n", "utf-8")
    with tiny.quick():
        assert main(words) == FAILED
    said = capsys.readouterr()
    assert not set(said.out + said.err) & {"\x1b", TURNED, "\r"}
    if "--json" in words:
        (told,) = [one for one in json.loads(said.out)["departments"] if one["problems"]]
        assert TURNED in told["file"]  # the same JSON all the same


# On a page


def test_what_may_turn_is_told_from_what_does_not() -> None:
    assert [may_turn(text) for text in ("示例县 43.00", "43.00", TURNED, "שלום", "ئۇيغۇر", "é")] == [
        *(False, False, True, True, True, False)
    ]
