"""The styles of the official report: fonts, sizes, lines, as GB/T 9704—2012 asks.

Body 仿宋 三号 (16 pt) in lines of 28.95 pt, 22 a page, with an indent of two characters; title 小标宋 二号;
headings 黑体, 楷体, 仿宋 bold, 仿宋. Tables are set smaller. A style's name is Word's own where it has one.
"""

from dataclasses import dataclass

from pjkit.writers.docx.ooxml import Element, pt, w

FANGSONG, KAITI, HEITI, SONGTI, TITLE_SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"
FALLBACKS = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", TITLE_SONG: "华文中宋"}
"""Font → the name of a like one where it is missing; Word tries it before it chooses for itself."""

LINE = 28.95  # pt: 225 mm of text in 22 lines
SANHAO, ERHAO, SIHAO, WUHAO, XIAOWU = 16, 22, 14, 10.5, 9  # pt
# Percent of a sign's width: 28 characters in 156 mm. Narrower gaps between signs would do as well, but there
# LibreOffice leaves out punctuation that hangs over the end of a justified line.
_NARROW = 98


@dataclass(frozen=True)
class Style:
    """A paragraph style. ``line`` in pt, exact; ``None``: as high as its text. ``indent`` in characters."""

    id: str
    name: str
    font: str = FANGSONG
    size: float = SANHAO
    bold: bool = False
    line: float | None = LINE
    align: str = "both"
    indent: int = 0
    left: int = 0  # characters from the left edge, and from the right one
    right: int = 0
    before: float = 0
    after: float = 0
    level: int | None = None  # outline level, from 0
    keep_next: bool = False


STYLES = (
    Style("Normal", "Normal"),
    Style("BodyText", "Body Text", indent=2),
    Style("Title", "Title", TITLE_SONG, ERHAO, line=36, align="center"),
    Style("Heading1", "heading 1", HEITI, indent=2, level=0, keep_next=True),
    Style("Heading2", "heading 2", KAITI, indent=2, level=1, keep_next=True),
    Style("Heading3", "heading 3", bold=True, indent=2, level=2, keep_next=True),
    Style("Heading4", "heading 4", indent=2, level=3, keep_next=True),
    Style("TOCHeading", "TOC Heading", HEITI, align="center", before=10, after=4, keep_next=True),
    Style("TOC1", "toc 1", HEITI, SIHAO, line=19, align="left"),
    Style("TOC2", "toc 2", FANGSONG, SIHAO, line=19, align="left", indent=2),
    Style("Result", "评价结果", KAITI, SIHAO, line=22, before=12, indent=2),
    Style("OwnWords", "部门自述", KAITI, indent=2),
    Style("ListItem", "列项", indent=2),
    Style("Caption", "caption", HEITI, WUHAO, line=18, align="center", before=6, after=3),
    Style("Picture", "图", line=None, align="center", before=9, keep_next=True),
    Style("TableText", "表格文字", size=WUHAO, line=None, align="left"),
    Style("TableHead", "表头文字", HEITI, WUHAO, line=None, align="center"),
    Style("ScoreText", "评分表文字", size=XIAOWU, line=None, align="left"),
    Style("ScoreHead", "评分表表头", HEITI, XIAOWU, line=None, align="center"),
    Style("AttachmentTitle", "附件标题", HEITI, SANHAO, align="center", level=0, keep_next=True),
    Style("Signature", "Signature", align="center", left=11, right=2, before=2 * LINE, keep_next=True),
    Style("Date", "Date", align="center", left=11, right=2),
    Style("Footer", "footer", SONGTI, SIHAO, line=18, align="left"),
)


def styles() -> Element:
    """The styles part."""
    return w(
        "styles",
        w("docDefaults", w("rPrDefault", _defaults()), w("pPrDefault")),
        *(_paragraph_style(style) for style in STYLES),
        _character_style(),
        *_table_styles(),
    )


def _defaults() -> Element:
    # Chinese; but a figure is a Latin word, which must not break at the end of a line
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    return w("rPr", _fonts(FANGSONG), w("kern", val=0), *_size(SANHAO), language)


def _fonts(name: str) -> Element:
    return w("rFonts", ascii=LATIN, eastAsia=name, hAnsi=LATIN, cs=LATIN)


def _size(points: float) -> list[Element]:
    half_points = round(points * 2)
    return [w("sz", val=half_points), w("szCs", val=half_points)]


def _paragraph_style(style: Style) -> Element:
    default = {"default": 1} if style.id == "Normal" else {}
    own = {"customStyle": 1} if not style.name.isascii() or style.id in _CUSTOM else {}
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val="Normal") if style.id != "Normal" else None,
        w("uiPriority", val=39) if style.id.startswith("TOC") else None,
        w("qFormat"),
        _paragraph_properties(style),
        _run_properties(style),
        type="paragraph",
        **default,
        **own,
        styleId=style.id,
    )


_CUSTOM = {"AttachmentTitle"}


def _paragraph_properties(style: Style) -> Element:
    exact = {"line": pt(style.line), "lineRule": "exact"} if style.line else {"line": 240, "lineRule": "auto"}
    space = w("spacing", before=pt(style.before), after=pt(style.after), **exact)
    first = {"firstLineChars": style.indent * 100, "firstLine": pt(style.indent * style.size)}
    sides = {"left": style.left, "right": style.right}
    indented = {
        name: value
        for side, characters in sides.items()
        if characters
        for name, value in ((f"{side}Chars", characters * 100), (side, pt(characters * style.size)))
    } | (first if style.indent else {})
    return w(
        "pPr",
        w("keepNext") if style.keep_next else None,
        w("widowControl", val=0),
        w("snapToGrid", val=0),
        space,
        w("ind", **indented) if indented else None,
        w("jc", val=style.align),
        w("outlineLvl", val=style.level) if style.level is not None else None,
    )


def _run_properties(style: Style) -> Element:
    narrow = w("w", val=_NARROW if style.size == SANHAO else 100)
    bold = w("b") if style.bold else None
    return w("rPr", _fonts(style.font), bold, narrow, *_size(style.size))


def _character_style() -> Element:
    name = w("name", val="Default Paragraph Font")
    return w("style", name, type="character", default=1, styleId="DefaultParagraphFont")


def _table_styles() -> list[Element]:
    sides = {"top": 23, "left": 57, "bottom": 23, "right": 57}  # twips
    margins = w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in sides.items()))
    plain = w("tblPr", w("tblInd", w=0, type="dxa"), margins)
    lines = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(side, val="single", sz=4, space=0, color="000000") for side in lines))
    normal = w("style", w("name", val="Normal Table"), plain, type="table", default=1, styleId="TableNormal")
    grid = w(
        "style",
        w("name", val="Table Grid"),
        w("basedOn", val="TableNormal"),
        w("tblPr", borders),
        type="table",
        styleId="TableGrid",
    )
    return [normal, grid]
