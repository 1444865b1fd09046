"""Word templates: pjkit's own is what its maker makes; others are filled in, or refused with what to mend."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from conftest import render_in
from docx.oxml.ns import qn
from helpers import dossier, sample
from word_files import SAMPLES, body, lines, made, sampled, score_rows, style_of, with_long_reason
from word_schema import loose_ends, misplaced, parts

from pjkit.publishing.word.fields import KNOWN, TEXTS, texts
from pjkit.publishing.word.making.styles import FALLBACKS, STYLES
from pjkit.publishing.word.making.template import FILE, template
from pjkit.publishing.word.ooxml import clean, mm
from pjkit.publishing.word.package import packed, unpacked
from pjkit.publishing.word.template import check_template, own_template
from pjkit.scoring.problems import InputError

BLOCKS = ("{{p chapters }}", "{{p score_table }}")


def word_file(*paragraphs: str, change: Callable[[docx.document.Document], object] = lambda _: None) -> bytes:
    """A Word file as somebody else might make it, in English Word's own styles."""
    made_here, out = docx.Document(), BytesIO()
    for words in paragraphs:
        made_here.add_paragraph(words)
    change(made_here)
    made_here.save(out)
    return out.getvalue()


def refused(content: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        check_template(content, "模板.docx")
    return [f"{one.found} → {one.expected} → {one.advice}" for one in caught.value.problems]


def test_the_shipped_template_is_what_its_maker_makes() -> None:
    assert FILE.read_bytes() == template(), "run python -m pjkit.publishing.word.making.template"


def test_the_shipped_template_can_be_used() -> None:
    check_template(own_template(), "template.docx")


def test_every_known_text_field_is_given() -> None:
    given = sampled("demo-library")
    assert set(texts(given.document, given.record)) == set(TEXTS)


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


def test_a_missing_font_has_another_name_to_try() -> None:
    fonts = {
        one.get(qn("w:name")): one.find(qn("w:altName"))
        for one in parts(own_template())["word/fontTable.xml"]
    }
    assert {name: fonts[name].get(qn("w:val")) for name in FALLBACKS} == FALLBACKS


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
    assert kept[26] == [*[False] * 23, True, True, False]  # the scoring table


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


def test_text_is_cleaned_of_what_xml_cannot_carry() -> None:
    assert clean("＝-10.63%，5-9月，2022-09-24，(-5)") == "＝−10.63%，5-9月，2022-09-24，(−5)"
    assert clean("甲\x00\x0b乙\ud800丙\ufffe丁\u202e戊\t己\n庚\u3000“”") == "甲乙丙丁戊 己 庚\u3000“”"


def test_another_template_is_filled_in_with_its_own_words_and_pjkits_styles() -> None:
    theirs = word_file("示例县财政局收", "{{ name }}：{{ total }}分，{{ grade }}", *BLOCKS)
    check_template(theirs, "模板.docx")
    given = made(sample("demo-library"), theirs)
    assert lines(given.content)[:2] == ["示例县财政局收", "示例县图书馆：100.00分，优"]
    assert len(score_rows(given.content)) == 25
    assert (misplaced_ours(given.content), loose_ends(given.content)) == ([], [])


def misplaced_ours(content: bytes) -> list[str]:
    """Faults in the body; the other parts of a foreign template are as Word made them."""
    return [fault for fault in misplaced(content) if fault.startswith("word/document.xml tcPr")]


def test_styles_are_found_by_their_names_whatever_their_ids() -> None:
    """Chinese Word saves heading 1 under the id 1."""
    files = unpacked(own_template())
    ids = {style.id: f"a{number}" for number, style in enumerate(STYLES)}
    for name in ("word/styles.xml", "word/document.xml"):
        for old, new in ids.items():
            files[name] = files[name].replace(f'"{old}"'.encode(), f'"{new}"'.encode())
    given = made(sample("demo-library"), packed(files))
    assert loose_ends(given.content) == []
    assert len(parts(given.content)["word/styles.xml"]) == len(parts(own_template())["word/styles.xml"])
    assert lines(given.content, ids["Heading1"]) == [chapter.title for chapter in given.document.chapters]
    assert {style_of(one) for one in body(given.content).iter(qn("w:p"))} <= {"", *ids.values()}


def test_fields_stand_in_headers_and_footers_too() -> None:
    def head(word: docx.document.Document) -> None:
        word.sections[0].header.paragraphs[0].text = "{{ name }}"

    given = made(dossier(name="甲<&乙"), word_file(*BLOCKS, change=head))
    header = docx.Document(BytesIO(given.content)).sections[0].header
    assert header.paragraphs[0].text == "甲<&乙"


def test_an_unknown_field_is_refused_with_its_name_and_the_known_ones() -> None:
    (problem,) = refused(word_file("{{ nmae }}", *BLOCKS))
    assert problem.startswith("不认识的域“nmae” → 已知的域：name、")
    assert all(name in problem for name in KNOWN)


def test_all_that_is_wrong_with_a_template_is_told_at_once() -> None:
    assert [problem.split(" → ")[0] for problem in refused(word_file("{{ a }} {{ b }} {{ chapters }}"))] == [
        "不认识的域“a”",
        "不认识的域“b”",
        "缺少域“score_table”",
        "域“chapters”写成了文字域",
    ]


@pytest.mark.parametrize("written", ["{{ name ", "{{ name.upper.x }}", "{{ name | nofilter }}", "{% if %}"])
def test_a_misspelt_field_is_quoted(written: str) -> None:
    (problem,) = refused(word_file(written, *BLOCKS))
    assert problem.split(" → ")[0] == f"域的写法有误：“{written}”"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{\\rtf1}", packed({"a.txt": b"x"})])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    assert refused(content) == ["不是可读的 Word 文件 → 一个 .docx 文件 → 用 Word 另存为 .docx"]


def test_a_template_reaches_nothing_but_its_fields() -> None:
    (problem,) = refused(word_file("{{ name.__class__.__mro__ }}", *BLOCKS))
    assert problem.startswith("域的写法有误")


def test_the_command_refuses_a_template_before_anything_is_rendered(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "模板.docx").write_bytes(word_file("{{ nmae }}", *BLOCKS))
    assert render_in(project, "params/demo-library.yaml", "--to", "docx", "--template", "模板.docx") == 2
    told = capsys.readouterr().err
    assert "Word 模板不能用：" in told
    assert "模板.docx：不认识的域“nmae”" in told
    assert not (project / "outputs/2022").exists()
