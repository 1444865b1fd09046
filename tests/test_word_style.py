"""The official form of the Word report: page, fonts, lines, tables, and XML as Word's schema wants it."""

import re

import pytest
from docx.oxml.ns import qn
from helpers import dossier
from word_files import SAMPLES, body, made, sampled, with_long_reason
from word_schema import loose_ends, misplaced, parts

from pjkit.writers.docx.fields import own_template
from pjkit.writers.docx.ooxml import clean, mm
from pjkit.writers.docx.package import packed, unpacked


@pytest.mark.parametrize("name", SAMPLES)
def test_children_stand_where_the_schema_wants_them(name: str) -> None:
    assert misplaced(sampled(name).content) == []
    assert loose_ends(sampled(name).content) == []


def test_the_check_of_the_schemas_order_can_fail() -> None:
    files = unpacked(sampled("demo-library").content)
    swapped = re.sub(rb"(<w:tcW [^>]*/>)(<w:gridSpan [^>]*/>)", rb"\2\1", files["word/document.xml"], count=1)
    assert misplaced(packed({**files, "word/document.xml": swapped})) == [
        "word/document.xml tcPr: ['gridSpan', 'tcW', 'vAlign']"
    ]
    lost = files["word/document.xml"].replace(b'w:pStyle w:val="Date"', b'w:pStyle w:val="Datum"')
    assert loose_ends(packed({**files, "word/document.xml": lost})) == ["Datum"]


def test_the_page_is_the_standards() -> None:
    """GB/T 9704—2012: A4, 37 mm above, 28 mm to the left, text of 156 × 225 mm; the table on its side."""
    cover, text, table = (
        {node.tag.split("}")[1]: node for node in section}
        for section in body(sampled("demo-library").content).iter(qn("w:sectPr"))
    )
    for page in (cover, text):
        size = {name: int(page["pgSz"].get(qn(f"w:{name}"))) for name in ("w", "h")}
        margin = {
            name: int(page["pgMar"].get(qn(f"w:{name}"))) for name in ("top", "right", "bottom", "left")
        }
        assert (size, margin["top"], margin["left"]) == ({"w": mm(210), "h": mm(297)}, mm(37), mm(28))
        assert abs(size["w"] - margin["left"] - margin["right"] - mm(156)) <= 2
        assert abs(size["h"] - margin["top"] - margin["bottom"] - mm(225)) <= 2
    assert table["pgSz"].get(qn("w:orient")) == "landscape"


def test_fonts_and_sizes_are_the_standards() -> None:
    """Half-points: 三号 is 32, 二号 44. Lines of 28.95 pt (579 twips), 22 of which make 225 mm."""
    styles = {one.get(qn("w:styleId")): one for one in parts(own_template())["word/styles.xml"]}
    look = {}
    for name in ("BodyText", "Title", "Heading1", "Heading2", "Heading3", "OwnWords"):
        run = styles[name].find(qn("w:rPr"))
        look[name] = (run.find(qn("w:rFonts")).get(qn("w:eastAsia")), run.find(qn("w:sz")).get(qn("w:val")))
    assert look == {
        "BodyText": ("仿宋_GB2312", "32"),
        "Title": ("方正小标宋简体", "44"),
        "Heading1": ("黑体", "32"),
        "Heading2": ("楷体_GB2312", "32"),
        "Heading3": ("仿宋_GB2312", "32"),
        "OwnWords": ("楷体_GB2312", "32"),
    }
    spacing = styles["BodyText"].find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    indent = styles["BodyText"].find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert abs(22 * 579 - mm(225)) < 20


@pytest.mark.parametrize(
    ("style", "font", "size", "bold"),
    [
        ("Normal", "仿宋_GB2312", 16, False),
        ("heading 4", "仿宋_GB2312", 16, False),
        ("TOC Heading", "黑体", 16, False),
        ("toc 1", "黑体", 14, False),
        ("toc 2", "仿宋_GB2312", 14, False),
        ("评价结果", "楷体_GB2312", 14, False),
        ("列项", "仿宋_GB2312", 16, False),
        ("caption", "黑体", 10.5, False),
        ("表格文字", "仿宋_GB2312", 10.5, False),
        ("表头文字", "黑体", 10.5, False),
        ("评分表文字", "仿宋_GB2312", 9, False),
        ("评分表表头", "黑体", 9, False),
        ("附件标题", "黑体", 16, False),
        ("Signature", "仿宋_GB2312", 16, False),
        ("Date", "仿宋_GB2312", 16, False),
        ("footer", "宋体", 14, False),
        ("heading 3", "仿宋_GB2312", 16, True),
    ],
)
def test_every_other_style_has_its_font_and_size(style: str, font: str, size: float, bold: bool) -> None:  # noqa: FBT001 - a column of the table
    root = parts(own_template())["word/styles.xml"]
    (found,) = [
        one for one in root if (name := one.find(qn("w:name"))) is not None and name.get(qn("w:val")) == style
    ]
    run = found.find(qn("w:rPr"))
    assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert run.find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
    assert run.find(qn("w:sz")).get(qn("w:val")) == str(round(size * 2))
    assert (run.find(qn("w:b")) is not None) == bold


def test_a_missing_font_has_another_name_to_try() -> None:
    fonts = {
        one.get(qn("w:name")): one.find(qn("w:altName"))
        for one in parts(own_template())["word/fontTable.xml"]
    }
    assert {name: other.get(qn("w:val")) for name, other in fonts.items() if other is not None} == {
        "仿宋_GB2312": "仿宋",
        "楷体_GB2312": "楷体",
        "黑体": "SimHei",
        "宋体": "SimSun",
        "方正小标宋简体": "华文中宋",
    }


def test_tables_repeat_their_head_and_keep_their_rows_whole() -> None:
    for table in body(sampled("demo-urban").content).iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert heads == [True, *[False] * (len(rows) - 1)]
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_a_small_table_stays_on_one_page_and_the_end_of_a_large_one_together() -> None:
    kept = {}
    for table in body(sampled("demo-urban").content).iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        kept[len(rows)] = [row.find(f".//{qn('w:keepNext')}") is not None for row in rows]
    assert kept[5] == [True] * 4 + [False]  # 基本支出 and its three parts
    assert kept[26] == [*[False] * 23, True, True, True]  # the scoring table, and its notes with it


def test_a_row_longer_than_half_a_page_may_break() -> None:
    table = list(body(with_long_reason().content).iter(qn("w:tbl")))[-1]
    whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.iter(qn("w:tr"))]
    assert whole == [True, False, *[True] * 24]


def test_signs_that_latin_fonts_have_too_are_set_in_the_chinese_one() -> None:
    runs = [
        run
        for run in body(sampled("demo-library").content).iter(qn("w:r"))
        if "“三公”" in "".join(run.itertext())
    ]
    hints = {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:hint")) for run in runs}
    assert hints == {"eastAsia"}


def test_a_name_in_the_title_is_set_in_the_chinese_font_whatever_its_signs() -> None:
    title = next(run for run in body(made(dossier(name="示例“甲”馆")).content).iter(qn("w:r")))
    assert "示例“甲”馆" in "".join(title.itertext())
    assert title.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:hint")) == "eastAsia"


def test_text_is_cleaned_of_what_xml_cannot_carry() -> None:
    assert clean("＝-10.63%，5-9月，2022-09-24，(-5)") == "＝−10.63%，5-9月，2022-09-24，(−5)"
    assert clean("甲\x00\x0b乙\ud800丙\ufffe丁\u202e戊\t己\n庚\u3000“”") == "甲乙丙丁戊 己 庚\u3000“”"
