"""Word templates: pjkit's own has what an official report needs; others are filled in, or refused with what to mend."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from conftest import render_in
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from helpers import dossier, sample
from word_files import body, lines, made, problems, sampled, score_rows, style_of
from word_schema import loose_ends, misplaced, parts

from pjkit.model.problem import InputError
from pjkit.writers.docx.content import headings
from pjkit.writers.docx.fields import KNOWN, TEXTS, own_template, texts
from pjkit.writers.docx.package import packed, unpacked
from pjkit.writers.docx.template import check_template

BLOCKS = ("{{p chapters }}", "{{p score_table }}")


def word_file(*paragraphs: str, change: Callable[[docx.document.Document], object] = lambda _: None) -> bytes:
    """A Word file as somebody else might make it, in English Word's own styles."""
    made_here, out = docx.Document(), BytesIO()
    for words in paragraphs:
        made_here.add_paragraph(words)
    change(made_here)
    made_here.save(out)
    return out.getvalue()


def shipped() -> docx.document.Document:
    """The template that pjkit brings along, as python-docx sees it."""
    return docx.Document(BytesIO(own_template()))


def refused(content: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        check_template(content, "模板.docx")
    return [f"{one.found} → {one.expected} → {one.advice}" for one in caught.value.problems]


def test_the_shipped_template_has_its_fields_in_the_order_of_an_official_report() -> None:
    found = [word for one in shipped().paragraphs for word in re.findall(r"{{(.+?)}}", one.text)]
    assert [field.strip() for field in found] == [
        "year", "name", "report",
        "edition", "p contents", "total", "grade", "supported", "self_only", "missing",
        "p chapters", "unit", "date", "p score_table",
    ]  # fmt: skip


def test_the_shipped_template_numbers_its_pages_at_their_outer_corners() -> None:
    assert shipped().settings.odd_and_even_pages_header_footer
    for section in shipped().sections:
        for footer, edge in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            (number,) = footer.paragraphs
            assert (number.text, number.alignment) == ("— 1 —", edge)
            assert [one.text.strip() for one in footer.part.element.iter(qn("w:instrText"))] == ["PAGE"]


def test_the_shipped_template_can_be_used() -> None:
    check_template(own_template(), "template.docx")


def test_every_known_text_field_is_given() -> None:
    given = sampled("demo-library")
    assert set(texts(given.record, "")) == set(TEXTS)


def test_another_template_is_filled_in_with_its_own_words_and_pjkits_styles() -> None:
    theirs = word_file("示例县财政局收", "{{ name }}：{{ total }}分，{{ grade }}", *BLOCKS)
    check_template(theirs, "模板.docx")
    given = made(sample("demo-library"), theirs)
    assert lines(given.content)[:2] == ["示例县财政局收", "示例县图书馆：100.00分，优"]
    assert len(score_rows(given.content)) == 25
    assert problems(given) == []  # the year need not stand before the name
    assert (misplaced_ours(given.content), loose_ends(given.content)) == ([], [])


def test_tables_and_pictures_fit_another_templates_page() -> None:
    """python-docx's own page: Letter, 6 inches (8640 twips, 5486400 EMU) between its margins."""
    whole = body(made(sample("demo-urban"), word_file(*BLOCKS)).content)
    tables = list(whole.iter(qn("w:tbl")))
    for table in tables:
        assert int(table.find(f".//{qn('w:tblW')}").get(qn("w:w"))) <= 8640
        assert sum(int(one.get(qn("w:w"))) for one in table.iter(qn("w:gridCol"))) <= 8640
        for row in table.iter(qn("w:tr")):
            assert sum(int(one.get(qn("w:w"))) for one in row.iter(qn("w:tcW"))) <= 8640
    widths = [int(one.get("cx")) for one in whole.iter(qn("wp:extent"))]
    assert (len(tables), len(widths)) == (8, 4)
    assert max(widths) <= 5486400
    own = body(sampled("demo-urban").content)
    assert {one.get("cx") for one in own.iter(qn("wp:extent"))} == {str(150 * 36000)}  # 150 mm, as they were


def misplaced_ours(content: bytes) -> list[str]:
    """Faults in the body; the other parts of a foreign template are as Word made them."""
    return [fault for fault in misplaced(content) if fault.startswith("word/document.xml tcPr")]


def test_styles_are_found_by_their_names_whatever_their_ids() -> None:
    """Chinese Word saves heading 1 under the id 1."""
    files = unpacked(own_template())
    known = [style.style_id for style in shipped().styles if style.type is WD_STYLE_TYPE.PARAGRAPH]
    ids = {id_: f"a{number}" for number, id_ in enumerate(known)}
    for name in ("word/styles.xml", "word/document.xml"):
        for old, new in ids.items():
            files[name] = files[name].replace(f'"{old}"'.encode(), f'"{new}"'.encode())
    given = made(sample("demo-library"), packed(files))
    assert loose_ends(given.content) == []
    assert len(parts(given.content)["word/styles.xml"]) == len(parts(own_template())["word/styles.xml"])
    assert lines(given.content, ids["Heading1"]) == [
        one.text for one in headings(given.pieces) if one.level == 1
    ]
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
        "域“chapters”没有在正文中单独成段",
        "缺少域“score_table”",
    ]


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (("正文：{{p chapters }}", BLOCKS[1]), "域“chapters”没有在正文中单独成段"),
        ((*BLOCKS, "{{ contents }}"), "域“contents”没有在正文中单独成段"),
        ((*BLOCKS, BLOCKS[0]), "域“chapters”用了 2 次"),
        ((*BLOCKS, "{{r name }}"), "域“name”前有“r”"),
        ((*BLOCKS, "{{p name }}"), "域“name”前有“p”"),
        ((*BLOCKS, "{% for a in range(9) %}x{% endfor %}"), "不认识的域“range”"),
    ],
)
def test_a_field_that_would_break_or_lose_something_is_refused(
    paragraphs: tuple[str, ...], found: str
) -> None:
    (problem,) = refused(word_file(*paragraphs))
    assert problem.split(" → ")[0] == found


def test_a_block_in_a_header_is_refused_and_a_misspelt_field_there_quoted() -> None:
    def head(words: str) -> Callable[[docx.document.Document], object]:
        return lambda word: setattr(word.sections[0].header.paragraphs[0], "text", words)

    (problem,) = refused(word_file(BLOCKS[0], change=head(BLOCKS[1])))
    assert problem.startswith("域“score_table”没有在正文中单独成段")
    (problem,) = refused(word_file(*BLOCKS, change=head("{{ name ")))
    assert problem.startswith("域的写法有误：“{{ name ”")


def test_a_field_parted_into_runs_is_one_field() -> None:
    def parted(word: docx.document.Document) -> None:
        for words in ("{{ na", "me }", "}"):
            word.paragraphs[0].add_run(words)

    theirs = word_file("", *BLOCKS, change=parted)
    check_template(theirs, "模板.docx")
    assert lines(made(sample("demo-library"), theirs).content)[0] == "示例县图书馆"


@pytest.mark.parametrize("name", ["{_{甲}_}", "{{ total }}", "{%_甲_%}", "甲<&>乙😀"])
def test_a_name_that_looks_like_a_field_stays_a_name(name: str) -> None:
    given = made(dossier(name=name), word_file("{{ name }}", *BLOCKS))
    assert lines(given.content)[0] == name


@pytest.mark.parametrize(
    "written",
    ["{{ name ", "{{ name.upper.x }}", "{{ name | nofilter }}", "{{ 2 ** 9999999 }}", "{% if %}"],
)
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
