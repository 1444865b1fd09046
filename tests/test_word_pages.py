"""The Word report as LibreOffice lays it out: pages, their order, their lines."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from word_files import lines, sampled, with_long_reason

SECONDS = 180


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports as PDF: two departments', and one that is too long everywhere."""
    program = shutil.which("soffice")
    if program is None and os.environ.get("CI"):
        pytest.fail("soffice is missing: CI must look at the pages of the Word report")
    if program is None:
        pytest.skip("soffice (LibreOffice) is not installed: the pages of the Word report are not looked at")
    folder = tmp_path_factory.mktemp("pages")
    reports = {
        "report": sampled("xinning-pension"),
        "library": sampled("demo-library"),
        "long": with_long_reason(),
    }
    for name, given in reports.items():
        (folder / f"{name}.docx").write_bytes(given.content)
    _convert(program, folder)
    return folder


def _convert(program: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # not the user's, and not shared
    files = [str(file) for file in sorted(folder.glob("*.docx"))]
    words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(words, check=True, timeout=SECONDS, capture_output=True, cwd=folder)


@pytest.fixture(scope="module")
def pdf(folder: Path) -> pypdfium2.PdfDocument:
    """xinning-pension's report."""
    return pypdfium2.PdfDocument(folder / "report.pdf")


@pytest.fixture(scope="module")
def texts(pdf: pypdfium2.PdfDocument) -> list[str]:
    """The text of every page, without white space inside its lines."""
    return _texts(pdf)


def _texts(pdf: pypdfium2.PdfDocument) -> list[str]:
    pages = [page.get_textpage().get_text_range() for page in pdf]
    return ["\n".join(re.sub(r"\s", "", line) for line in page.splitlines()) for page in pages]


def test_the_report_has_the_pages_of_such_a_report_and_none_is_empty(texts: list[str]) -> None:
    assert 15 <= len(texts) <= 30
    assert [number for number, page in enumerate(texts, start=1) if len(page) < 60] == []


def test_headings_follow_one_another_after_the_contents(texts: list[str]) -> None:
    whole = "".join(texts[1:]).replace("\n", "")
    titles = ["一、部门概况", "1．主要职能", "2．机构情况", "3．人员情况", "（二）当年取得的主要事业成效"]
    titles += [
        "二、部门整体支出管理及使用情况",
        "三、部门整体支出绩效情况",
        "四、存在的问题",
        "五、改进措施和有关建议",
    ]
    titles += ["2023年9月24日", "附件部门整体支出绩效评价指标评分表"]
    places = [whole.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places)


def test_the_first_page_is_title_contents_and_result(texts: list[str]) -> None:
    first = texts[0].replace("\n", "")
    assert first.startswith("2022年度新宁县社会养老保险服务中心部门整体支出绩效自评报告目录一、部门概况")
    assert "评价结果：总分97.00分" in first
    assert texts[1].startswith("一、部门概况")


def test_only_the_scoring_table_lies_on_its_side_and_its_head_is_on_every_page(
    pdf: pypdfium2.PdfDocument, texts: list[str]
) -> None:
    sides = [page.get_width() > page.get_height() for page in pdf]
    assert sides == sorted(sides)
    assert sides.count(True) >= 3
    tables = [text for text, side in zip(texts, sides, strict=True) if side]
    assert all("扣分原因（得分依据）" in text.replace("\n", "") for text in tables)
    assert not any("扣分原因（得分依据）" in text.replace("\n", "") for text in texts[: sides.index(True)])
    (portrait,) = {
        tuple(map(round, page.get_size())) for page, side in zip(pdf, sides, strict=True) if not side
    }
    assert portrait == (595, 842)  # A4 in points


def test_pages_are_numbered_between_dashes(texts: list[str]) -> None:
    assert [f"—{number}—" in page.splitlines() for number, page in enumerate(texts, start=1)] == [True] * len(
        texts
    )


def test_a_full_page_has_22_lines_of_28_characters(texts: list[str]) -> None:
    """Page 3 is nothing but text: 22 lines and the page's number."""
    *text, _number = [line for line in texts[2].splitlines() if line]
    assert len(text) == 22
    assert max(map(len, text)) >= 28


@pytest.mark.parametrize(("file", "name"), [("report", "xinning-pension"), ("library", "demo-library")])
def test_punctuation_at_the_end_of_a_full_line_is_drawn(folder: Path, file: str, name: str) -> None:
    """LibreOffice leaves some out where gaps between signs are narrowed: 4 commas of the one, 1 of the other."""
    drawn = "".join(_texts(pypdfium2.PdfDocument(folder / f"{file}.pdf")))
    written = "".join(lines(sampled(name).content))
    for sign in "，；、。":
        assert drawn.count(sign) == written.count(sign), sign


def test_the_signature_stands_below_some_text(texts: list[str]) -> None:
    (page,) = [page for page in texts if "2023年9月24日" in page]
    assert len(page.splitlines()) > 3  # unit, date, page number, and what they sign


def test_no_sign_is_missing_or_left_over(texts: list[str]) -> None:
    whole = "".join(texts)
    assert not re.search("[\ufffd\x00]|\\{\\{|\\}\\}|nan|None", whole)


def test_what_is_too_long_for_a_page_goes_on_on_the_next(folder: Path) -> None:
    pages = _texts(pypdfium2.PdfDocument(folder / "long.pdf"))
    assert pages[0].replace("\n", "").startswith("2022年度" + "长" * 60)
    whole = "".join(pages).replace("\n", "")
    broken = [number for number in range(1, 301) if f"条款{number}：" not in whole]
    assert len(broken) <= 3, "only at the end of a page may a clause's number stand apart from its text"
    assert broken[-1:] != [300]
    assert [number for number, page in enumerate(pages, start=1) if len(page) < 60] == []
