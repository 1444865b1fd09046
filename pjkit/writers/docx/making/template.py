"""Makes ``template.docx``: ``python -m pjkit.writers.docx.making.template``. A test holds the file to it.

The template is an ordinary Word file: who wants another copies it, changes it in Word, and names it with
``--template``. The fields in double braces are those of :mod:`pjkit.writers.docx.fields`.
"""

from collections.abc import Mapping
from pathlib import Path

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import OxmlElement, parse_xml

from pjkit.writers.docx.making.styles import FALLBACKS, LATIN, LINE, styles
from pjkit.writers.docx.ooxml import Element, instruction, mark, mm, paragraph, pt, run, w
from pjkit.writers.docx.package import packed

FILE = Path(__file__).parents[1] / "template.docx"

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PORTRAIT = {"w": mm(210), "h": mm(297)}
_LANDSCAPE = {"w": mm(297), "h": mm(210), "orient": "landscape"}
# Of the page, in mm: the standard's for text; wider lines for the table, its head where the text's left is.
_TEXT_MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 22, "gutter": 0}
_TABLE_MARGINS = {"top": 28, "right": 22, "bottom": 26, "left": 22, "header": 15, "footer": 14, "gutter": 0}
_PARTS = ("styles", "settings", "fontTable")
_FOOTERS = {"default": "right", "even": "left"}  # which pages → at which edge: the outer corners


def template() -> bytes:
    """The template's bytes: always the same."""
    made = {"styles": styles(), "settings": _settings(), "fontTable": _fonts()}
    parts = {f"word/{name}.xml": element for name, element in made.items()}
    parts |= {f"word/footer_{pages}.xml": _footer(edge) for pages, edge in _FOOTERS.items()}
    files = {name: serialize_part_xml(element) for name, element in parts.items()}
    files |= {
        "word/document.xml": serialize_part_xml(_document()),
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations(_document_relations()),
    }
    return packed(files)


def _document() -> Element:
    whole, of_what = "{{ year }}年度{{ name }}", "部门整体支出绩效自评报告{{ edition }}"
    result = (
        "评价结果：总分{{ total }}分，等次：{{ grade }}。其中有据可查的{{ supported }}分，"
        "仅凭部门自述的{{ self_only }}分；无数据的指标分值{{ missing }}分。"
    )
    return w(
        "document",
        w(
            "body",
            paragraph("Title", run(whole)),
            paragraph("Title", run(of_what)),
            paragraph("TOCHeading", run("目　录")),
            paragraph("Normal", run("{{p contents }}")),
            paragraph("Result", run(result), end=_section(_PORTRAIT)),
            paragraph("Normal", run("{{p chapters }}")),
            paragraph("Signature", run("{{ unit }}")),
            paragraph("Date", run("{{ date }}"), end=_section(_PORTRAIT)),
            paragraph("Normal", run("{{p score_table }}")),
            _section(_LANDSCAPE),
        ),
    )


def _section(page: Mapping[str, object]) -> Element:
    margins = _TEXT_MARGINS if page is _PORTRAIT else _TABLE_MARGINS
    return w(
        "sectPr",
        *map(_footer_reference, _FOOTERS),
        w("type", val="nextPage"),
        w("pgSz", **page),
        w("pgMar", **{side: mm(size) for side, size in margins.items()}),
        w("docGrid", type="lines", linePitch=pt(LINE)),
    )


def _footer_reference(pages: str) -> Element:
    names = {prefix: nsmap[prefix] for prefix in ("w", "r")}
    return OxmlElement("w:footerReference", {qn("w:type"): pages, qn("r:id"): f"rId_{pages}"}, names)


def _footer(edge: str) -> Element:
    """The page's number between two dashes, one character from the outer edge."""
    number = [
        mark("begin"),
        instruction(" PAGE "),
        mark("separate"),
        run("1"),
        mark("end"),
    ]
    side = w("ind", **{f"{edge}Chars": 100, edge: pt(14)})
    return w("ftr", paragraph("Footer", run("— "), *number, run(" —"), side=side, align=w("jc", val=edge)))


def _settings() -> Element:
    compatible = w(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", compatible),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _fonts() -> Element:
    """Fonts with the names to try where they are missing."""
    chinese = [
        w("font", w("altName", val=other), w("charset", val="86"), w("family", val="auto"), name=name)
        for name, other in FALLBACKS.items()
    ]
    return w("fonts", w("font", w("charset", val="00"), w("family", val="roman"), name=LATIN), *chinese)


def _document_relations() -> dict[str, tuple[str, str]]:
    found = {f"rId_{name}": (name, f"{name}.xml") for name in _PARTS}
    return found | {f"rId_{pages}": ("footer", f"footer_{pages}.xml") for pages in _FOOTERS}


def _relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{id_}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return _xml(f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>')


def _types() -> bytes:
    kinds = {"document": "document.main", **{name: name for name in _PARTS}}
    kinds |= {f"footer_{pages}": "footer" for pages in _FOOTERS}
    lines = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    return _xml(f'<Types xmlns="{_PACKAGE}/content-types">{rels}{plain}{lines}</Types>')


def _xml(text: str) -> bytes:
    return serialize_part_xml(parse_xml(text))


if __name__ == "__main__":
    FILE.write_bytes(template())
