"""A bureau's Word template comes from outside: what it computes, breaks, fetches or starts is refused or left out."""

import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import render_in
from docx.oxml.ns import qn
from helpers import sample
from test_word_template import BLOCKS, refused, word_file
from word_files import Made, lines, made, problems
from word_schema import loose_ends

from pjkit.writers.docx import template
from pjkit.writers.docx.package import packed, unpacked
from pjkit.writers.docx.template import check_template

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
ELSEWHERE = "example.invalid"
NO_WORD_FILE = "不是可读的 Word 文件"

COMPUTED = [
    '{% include "x" %}',
    '{% extends "x" %}',
    '{% import "x" as x %}',
    "{{ name() }}",
    "{{ name.center(3000000000) }}",
    "{{ name.upper }}",
    "{{ name[0] }}",
    "{{ (name, name) }}",
    "{{ name ~ name }}",
    "{{ 'x' * 3000000000 }}",
    "{{ '%3000000000d' % 1 }}",
    "{% set name = name %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% filter upper %}x{% endfilter %}",
    "".join(f"{{% for a{n} in name %}}" for n in range(12)) + "x" + "{% endfor %}" * 12,
]


@pytest.mark.parametrize("written", COMPUTED)
def test_what_computes_or_reaches_another_file_is_quoted_and_refused(written: str) -> None:
    (problem,) = refused(word_file(written, *BLOCKS))
    assert problem.split(" → ")[0].startswith(f"域的写法有误：“{written[:30]}")


def test_a_loop_over_paragraphs_is_refused() -> None:
    (problem,) = refused(word_file("{%p for a in name %}", "{{ name }}", "{%p endfor %}", *BLOCKS))
    assert problem.startswith("域的写法有误：“{%p for a in name %}”")


def test_a_choice_between_fields_is_none_of_these() -> None:
    theirs = word_file("{% if edition %}公开{% else %}内部{% endif %}", *BLOCKS)
    check_template(theirs, "模板.docx")
    assert lines(made(sample("demo-library"), theirs).content)[0] == "内部"


def broken(part: str, change: Callable[[bytes], bytes]) -> bytes:
    files = unpacked(word_file(*BLOCKS))
    return packed(files | {part: change(files[part])})


def with_bad_checksum() -> bytes:
    """One byte of a deflated part turned round."""
    content = bytearray(word_file("甲" * 5000, *BLOCKS))
    at = content.index(b"word/document.xml") + 60
    content[at] ^= 0xFF
    return bytes(content)


DAMAGED = {
    "a part cut short": broken("word/document.xml", lambda part: part[: len(part) // 2]),
    "a part that is empty": broken("word/styles.xml", lambda _: b""),
    "a part that is no XML": broken("word/numbering.xml", lambda _: b"\x00\x01"),
    "links that are no XML": broken("word/_rels/document.xml.rels", lambda _: b"<"),
    "a part that is not there": packed(
        {k: v for k, v in unpacked(word_file(*BLOCKS)).items() if k != "word/styles.xml"}
    ),
    "no body": broken("word/document.xml", lambda part: part.replace(b"w:body", b"w:nobody")),
    "a style without name": broken("word/styles.xml", lambda part: part.replace(b"w:name ", b"w:noname ")),
    "a byte turned round": with_bad_checksum(),
    "another kind of document": broken(
        "[Content_Types].xml", lambda part: part.replace(b"wordprocessingml.document.main", b"nothing")
    ),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_template_is_told_in_a_sentence(content: bytes) -> None:
    (problem,) = refused(content)
    assert problem.startswith((NO_WORD_FILE, "不能处理这个 Word 文件（"))
    assert "另存为" in problem


def test_a_template_that_is_small_only_while_it_is_packed_is_refused_unread() -> None:
    bomb = packed(unpacked(word_file(*BLOCKS)) | {"word/media/image1.bmp": bytes(120_000_000)})
    assert len(bomb) < 1_000_000
    assert refused(bomb) == ["模板太大 → 不超过 20 MB，解开后不超过 100 MB → 删去或压缩模板中的图片"]


def test_more_fields_than_a_form_has_are_refused() -> None:
    """A name of 20,000 characters in each of a million fields would fill any memory."""
    (problem,) = refused(word_file("{{ name }}" * 600, *BLOCKS))
    assert problem.startswith("有 602 个域 → 不超过 500 个")


def test_what_takes_too_long_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "_PATIENCE", 0.001)
    (problem,) = refused(word_file(*BLOCKS))
    assert problem.startswith("处理这个模板要的时间或内存太多 → ")


def test_what_takes_too_much_memory_is_ended_and_told() -> None:
    """Nine million paragraphs; the XML parser is the first to have no more memory, and calls it an error of its own."""
    whole = b"<w:p/>" * 9_000_000
    content = broken("word/document.xml", lambda part: part.replace(b"<w:body>", b"<w:body>" + whole))
    (problem,) = refused(content)
    assert problem.startswith(("处理这个模板要的时间或内存太多 → ", "不能处理这个 Word 文件（"))


# Macros and what lies elsewhere


def link(kind: str, target: str, *, outside: bool = False, of: str = RELATIONSHIPS) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rX{zlib.crc32(target.encode())}" Type="{of}/{kind}" Target="{target}"{mode}/>'.encode()


def id_of(target: str) -> str:
    return f"rX{zlib.crc32(target.encode())}"


def armed() -> bytes:
    """A template with everything that acts when somebody opens it."""
    files = unpacked(word_file("前言", *BLOCKS))
    frame, picture, object_ = f"https://{ELSEWHERE}/f", f"https://{ELSEWHERE}/p.png", "embeddings/o.bin"
    site, share = f"https://{ELSEWHERE}-site/", f"file://{ELSEWHERE}/x"
    body = (
        f'<w:p><w:hyperlink r:id="{id_of(site)}"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
        f'<w:hyperlink r:id="{id_of(share)}"><w:r><w:t>共享</w:t></w:r></w:hyperlink></w:p>'
        f'<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="{id_of(object_)}"/>'
        f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="{picture}" r:id="{id_of(picture)}"/></v:shape>'
        f'</w:object></w:r></w:p><w:altChunk r:id="{id_of(frame)}"/>'
    )  # fmt: skip
    r = f' xmlns:r="{RELATIONSHIPS}"'.encode()
    files["word/document.xml"] = (
        files["word/document.xml"]
        .replace(b"<w:body>", b"<w:body>" + body.encode())
        .replace(b"<w:document ", b"<w:document" + (b"" if b"xmlns:r=" in files["word/document.xml"] else r) + b" ")
    )  # fmt: skip
    add_links(
        files,
        "word/_rels/document.xml.rels",
        link("vbaProject", "vbaProject.bin", of=MICROSOFT),
        link("oleObject", object_),
        link("aFChunk", frame, outside=True),
        link("image", picture, outside=True),
        link("hyperlink", site, outside=True),
        link("hyperlink", share, outside=True),
        link("unheardOf", "unheard.bin"),
    )
    for name in ("word/vbaProject.bin", f"word/{object_}", "word/unheard.bin"):
        files[name] = b"MACRO"
    types = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", types)
    normal = f"https://{ELSEWHERE}/normal.dotm"
    settings = f'<w:attachedTemplate r:id="{id_of(normal)}"/><w:mailMerge><w:query w:val="{ELSEWHERE}"/></w:mailMerge>'
    head, tag, rest = files["word/settings.xml"].partition(b"<w:settings ")
    opened, end, inside = rest.partition(b">")
    r = b"" if b"xmlns:r=" in opened else r
    files["word/settings.xml"] = head + tag + opened + r + end + settings.encode() + inside
    files["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + link("attachedTemplate", normal, outside=True)
        + b"</Relationships>"
    )
    add_links(files, "_rels/.rels", link("ui/extensibility", "word/unheard.bin", of=MICROSOFT))
    return packed(files)


def add_links(files: dict[str, bytes], name: str, *links: bytes) -> None:
    files[name] = files[name].replace(b"</Relationships>", b"".join(links) + b"</Relationships>")


@pytest.fixture(scope="module")
def disarmed() -> Made:
    """A report in that template."""
    check_template(armed(), "模板.docx")
    return made(sample("demo-library"), armed())


def test_macros_objects_and_what_lies_elsewhere_are_not_carried_into_reports(disarmed: Made) -> None:
    files = unpacked(disarmed.content)
    whole = b"\n".join([*files.values(), *(name.encode() for name in files)])
    for word in (
        b"MACRO",
        b"vba",
        b"embeddings",
        b"unheard",
        b"attachedTemplate",
        b"altChunk",
        b"OLEObject",
        b"mailMerge",
    ):
        assert word not in whole, word
    assert whole.count(ELSEWHERE.encode()) == 1  # the hyperlink to a site, which waits for a click
    assert whole.count(b'TargetMode="External"') == 1


def test_the_rest_of_such_a_template_is_whole(disarmed: Made) -> None:
    assert lines(disarmed.content)[:2] == ["网站共享", ""]
    assert problems(disarmed) == []
    assert loose_ends(disarmed.content) == []


def test_a_file_with_macros_by_its_kind_is_refused() -> None:
    kind = (
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        b"vnd.ms-word.document.macroEnabled.main",
    )
    content = broken("[Content_Types].xml", lambda part: part.replace(*kind))
    assert refused(content) == [
        "这是带宏的 Word 文件（.docm） → 不带宏的 .docx 文件 → 用 Word 另存为“Word 文档（*.docx）”"
    ]


def field(*codes: str) -> Callable[[docx.document.Document], object]:
    """A paragraph with Word's own fields, each inside of the one before."""

    def add(word: docx.document.Document) -> None:
        run = word.add_paragraph().add_run()
        for kind, code in [*(("begin", code) for code in codes), *(("end", "") for _ in codes)]:
            mark = run._r.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind})  # noqa: SLF001
            run._r.append(mark)  # noqa: SLF001
            for piece in filter(None, (code[:3], code[3:])):
                text = run._r.makeelement(qn("w:instrText"))  # noqa: SLF001
                text.text = piece
                run._r.append(text)  # noqa: SLF001

    return add


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ((r'DDEAUTO c:\\windows\\cmd.exe "/k"',), "DDEAUTO"),
        ((' includepicture "http://x/y.png" \\d',), "INCLUDEPICTURE"),
        (('INCLUDETEXT "http://x/y.docx"',), "INCLUDETEXT"),
        (("MACROBUTTON Run 点这里",), "MACROBUTTON"),
        (("=1+", "QUOTE 68 68 69"), "QUOTE"),
    ],
)
def test_a_field_of_word_that_fetches_or_starts_something_is_refused(
    codes: tuple[str, ...], told: str
) -> None:
    (problem,) = refused(word_file(*BLOCKS, change=field(*codes)))
    assert problem.startswith(f"有 Word 域“{told}”，它会从别处取内容或启动程序 → ")


def test_page_numbers_and_contents_are_fields_that_may_stay() -> None:
    check_template(word_file(*BLOCKS, change=field(r" PAGE  \* MERGEFORMAT ", "NUMPAGES")), "模板.docx")


# Line breaks


def test_a_line_break_in_a_reason_or_the_units_name_stops_no_report(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = project / "params/data/demo-library-2022"
    profile = data / "基本信息.csv"
    profile.write_text(
        profile.read_text(encoding="utf-8").replace("单位名称,示例县图书馆", '单位名称,"示例县\n图书馆"'),
        encoding="utf-8",
    )
    (data / "复核.csv").write_text(
        '指标,复核分,复核人,理由\n职责履行/工作质量,2,示例甲,"一、查阅文件\n二、-5 分\n\n三、完"\n',
        encoding="utf-8",
    )
    assert render_in(project, "params/demo-library.yaml", "--to", "html,docx,xlsx") == 0, capsys.readouterr()
    report = (project / "outputs/2022/demo-library/report.docx").read_bytes()
    assert lines(report)[0] == "2022年度示例县 图书馆"
