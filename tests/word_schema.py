"""The order in which WordprocessingML's schema (ISO/IEC 29500-1, transitional) wants children to stand.

Word refuses a file, or silently loses what stands in a wrong place; LibreOffice and python-docx take all.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx.oxml.parser import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
        "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
        "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl "
        "cs em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
        "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
        "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
        "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
    ),
    "settings": (
        "writeProtection view zoom documentProtection defaultTabStop evenAndOddHeaders characterSpacingControl updateFields "
        "footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping"
    ),
    "font": "altName panose1 charset family notTrueType pitch sig",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "docDefaults": "rPrDefault pPrDefault",
}
_FIRST = {"p": "pPr", "r": "rPr"}  # their properties, where they have any, stand first


def parts(content: bytes) -> dict[str, Any]:
    """Every XML part of a Word file by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: parse_xml(archive.read(name)) for name in names}


def misplaced(content: bytes) -> list[str]:
    """Where a child stands out of order, is unknown to its parent's list, or stands twice."""
    return [
        f"{name} {fault}"
        for name, root in parts(content).items()
        if name.startswith("word/") and name.endswith(".xml")
        for element in root.iter()
        for fault in _faults(element)
    ]


def _faults(element: Any) -> Iterator[str]:
    kind, children = _local(element), [_local(child) for child in element]
    if kind in _FIRST and _FIRST[kind] in children[1:]:
        yield f"{kind}: {_FIRST[kind]} is not first"
    if kind not in _ORDER:
        return
    order = _ORDER[kind].split()
    unknown = [child for child in children if child not in order]
    places = [order.index(child) for child in children if child in order]
    if unknown:
        yield f"{kind}: unknown {unknown}"
    if places != sorted(places):
        yield f"{kind}: {children}"
    repeated = {"tr", "tc", "p", "footerReference", "headerReference", "tblStylePr"}
    if len(set(children) - repeated) < len([child for child in children if child not in repeated]):
        yield f"{kind}: twice in {children}"


def _local(element: Any) -> str:
    """The name of an element of WordprocessingML; others in full, so that no list knows them."""
    return str(element.tag).removeprefix(_W)


def loose_ends(content: bytes) -> list[str]:
    """References that lead nowhere, and ids given twice."""
    found = parts(content)
    whole = found["word/document.xml"]
    styles = {style.get(f"{_W}styleId") for style in found["word/styles.xml"].iter(f"{_W}style")}
    links = {link.get("Id") for link in found["word/_rels/document.xml.rels"]}
    used = {
        node.get(f"{_W}val") for tag in ("pStyle", "tblStyle", "basedOn") for node in whole.iter(f"{_W}{tag}")
    }
    needed = {value for node in whole.iter() for name, value in node.attrib.items() if name.startswith(_R)}
    marks = [node.get(f"{_W}id") for node in whole.iter(f"{_W}bookmarkStart")]
    pictures = [node.get("id") for node in whole.iter() if str(node.tag).endswith("}docPr")]
    twice = [f"id {one} twice" for ids in (marks, pictures) for one in set(ids) if ids.count(one) > 1]
    return [*map(str, used - styles), *map(str, needed - links), *twice]
