"""A Word file as a package of parts, and such a package without what would act when somebody opens the report.

A bureau's template may carry macros, name a template elsewhere that Word fetches (and whose macros it runs), show
pictures from the network or embed other programs' objects. Only kinds of parts that are known to hold nothing but
text and looks are kept, so that one that nobody has thought of is left out, too.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from io import BytesIO

from docx.oxml.ns import qn
from lxml import etree

from pjkit.writers.docx.ooxml import Element

LARGEST, LARGEST_UNPACKED = 20_000_000, 100_000_000  # bytes of a template
CONTENT_TYPES = "[Content_Types].xml"  # some readers look for it there
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
_LINKS = ".rels"


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of ``files`` (name → content), in one order and without a clock."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files, key=lambda name: (name != CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, _NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # not the machine's
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of such a zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unpacked_size(content: bytes) -> int:
    """How many bytes its parts have, as it says itself; more of them than that nobody reads."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


# What a template must not bring along

_KEPT = frozenset(
    [
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "image",
        "hyperlink",
        "customXml",
        "customXmlProps",
        "chart",
        "chartStyle",
        "chartColorStyle",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
    ]
)
"""Kinds of links between parts, by the last word of their address."""
_OUTSIDE = re.compile(
    r"(?:https?://|mailto:)", re.IGNORECASE
)  # a hyperlink may lead there: it waits for a click
_STAY_WITHOUT_LINK = {"hyperlink", "blip", "imagedata"}  # else the words or the picture's place would go, too
_VML = "urn:schemas-microsoft-com:vml"
_MAIL_MERGE = qn("w:mailMerge")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@lru_cache(maxsize=4)
def harmless(content: bytes) -> bytes:
    """The same Word file without macros, embedded objects and whatever is fetched from elsewhere."""
    files = unpacked(content)
    dropped: dict[str, set[str]] = {}
    for name in [name for name in files if name.endswith(_LINKS)]:
        links = etree.fromstring(files[name], _PARSER)
        bad = [link for link in links if not _is_kept(link)]
        dropped[_owner(name)] = {str(link.get("Id")) for link in bad}
        for link in bad:
            links.remove(link)
        files[name] = etree.tostring(links, xml_declaration=True, encoding="UTF-8", standalone=True)
    for name in [name for name in files if name.endswith(".xml") and name != CONTENT_TYPES]:
        files[name] = _freed(files[name], dropped.get(name, set()))
    return packed(files)


def _is_kept(link: Element) -> bool:
    kind = str(link.get("Type")).rpartition("/")[2]
    if link.get("TargetMode") == "External":
        return kind == "hyperlink" and _OUTSIDE.match(str(link.get("Target"))) is not None
    return kind in _KEPT


def _owner(links: str) -> str:
    """The part whose links these are: ``word/_rels/settings.xml.rels`` are those of ``word/settings.xml``."""
    folder, name = posixpath.split(links)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(_LINKS))


def _freed(content: bytes, ids: Collection[str]) -> bytes:
    """A part without what refers to the links that were dropped; the same bytes where nothing does."""
    if not (ids or _VML.encode() in content or b"mailMerge" in content):
        return content
    root = etree.fromstring(content, _PARSER)
    for element in list(root.iter(etree.Element)):
        for attribute in [name for name, value in element.items() if _reaches_out(element, name, value, ids)]:
            del element.attrib[attribute]
            if etree.QName(element).localname not in _STAY_WITHOUT_LINK:
                _remove(element)
        if element.tag == _MAIL_MERGE:
            _remove(element)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _reaches_out(element: Element, attribute: str, value: str, ids: Collection[str]) -> bool:
    if attribute.startswith("{"):
        return value in ids and etree.QName(attribute).namespace.endswith("/relationships")
    return attribute in {"src", "href"} and etree.QName(element).namespace == _VML


def _remove(element: Element) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


_KNOWN_FIELDS = frozenset(
    [
        "=",
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "PAGEREF",
        "NOTEREF",
        "REF",
        "TOC",
        "TC",
        "XE",
        "INDEX",
        "SEQ",
        "STYLEREF",
        "HYPERLINK",
        "TITLE",
        "SUBJECT",
        "AUTHOR",
        "KEYWORDS",
        "COMMENTS",
        "FILENAME",
        "DOCPROPERTY",
        "NUMWORDS",
        "NUMCHARS",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "SYMBOL",
        "EQ",
        "ADVANCE",
        "LISTNUM",
        "AUTONUM",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
    ]
)
_FIRST_WORD = re.compile(r"\s*(=|\w+)?")
_BEGIN, _CODE, _SIMPLE = qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")


def foreign_fields(content: bytes) -> list[str]:
    """The fields of Word (INCLUDEPICTURE, DDEAUTO …) in a package that may fetch or start something, by their names."""
    parts = (part for name, part in unpacked(content).items() if name.endswith(".xml"))
    roots = (etree.fromstring(part, _PARSER) for part in parts if b"instr" in part)
    return sorted({name for root in roots for name in map(_name, _codes(root)) if name not in _KNOWN_FIELDS})


def _codes(root: Element) -> Iterator[str]:
    """The instruction of every field; one whose instruction another field is to give has none of its own."""
    open_: list[str] = []
    for node in root.iter(_BEGIN, _CODE, _SIMPLE):
        if node.tag == _SIMPLE:
            yield str(node.get(qn("w:instr")))
        elif node.tag == _CODE:
            open_[-1:] = [code + (node.text or "") for code in open_[-1:]]
        elif node.get(qn("w:fldCharType")) == "begin":
            open_.append("")
        elif node.get(qn("w:fldCharType")) == "end" and open_:
            yield open_.pop()
    yield from open_


def _name(code: str) -> str:
    found = _FIRST_WORD.match(code)
    return (found[1] or "").upper() if found else ""
