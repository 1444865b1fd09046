"""Makes matplotlib's SVG fit to stand in a page: nothing that reaches the page, no equal ids, a third of the size.

matplotlib writes a ``<style>`` that would reach every element of the page, ids that recur from chart to
chart (``patch_1``, glyph names), and outlines with four digits a coordinate on a line each.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from functools import cache

from pjkit.report.charts.model import Caption
from pjkit.report.charts.outlines import compact

_NAMESPACE = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DEFAULTS = {"stroke-linejoin": "round", "stroke-linecap": "butt"}  # what the dropped <style> said
_EM = 100  # our units of an em: 0.12 px at the sizes used, a printer's dot at 200 dpi
_PLACED_EM = 100  # matplotlib places glyphs in hundredths of an em …
_OUTLINE_EM = 6400  # … and draws them in 64ths of those
_OUTLINE_SCALE = "scale(0.015625)"
_SHIFT = re.compile(r"translate\((\S+) \S+\)")
_TEXT = re.compile(r"translate\((\S+) (\S+)\) scale\((\S+) \S+\)")


def tidy(svg: str, caption: Caption) -> str:
    """``svg`` as one element with title and alt text that fills its column's width.

    Its ids start with a hash of the slug; those that nothing refers to are dropped.
    """
    root = ET.fromstring(svg)  # noqa: S314 - matplotlib's own output
    for element in root.iter():
        _plain(element)
    prefix = "c" + hashlib.sha256(caption.slug.encode()).hexdigest()[:6]
    _rename_ids(root, prefix)
    _lean(root)
    _set_head(root, caption)
    return ET.tostring(root, encoding="unicode")


def _plain(element: ET.Element) -> None:
    """One element without namespace prefixes, style declarations, blanks and needless digits."""
    element.tag = element.tag.rpartition("}")[2]
    element.text = element.tail = None
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        name, value = declaration.split(":", 1)  # attributes: a strict Content-Security-Policy ignores style=
        element.set(name.strip(), value.strip())
    if _HREF in element.attrib:
        element.set("href", element.attrib.pop(_HREF))
    _fewer_digits(element)


def _fewer_digits(element: ET.Element) -> None:
    transform = element.get("transform", "")
    if element.tag == "path" and transform == _OUTLINE_SCALE:
        del element.attrib["transform"]
        element.set("d", _glyph(element.get("d", "")))
    elif element.tag == "path":
        element.set("d", compact(element.get("d", ""), 1, 1))
    elif element.tag == "use" and (shift := _SHIFT.fullmatch(transform)):
        del element.attrib["transform"]
        element.set("x", f"{float(shift[1]) * _EM / _PLACED_EM:.0f}")
    elif text := _TEXT.fullmatch(transform):
        x, y, scale = (float(number) for number in text.groups())
        scale *= _PLACED_EM / _EM
        element.set("transform", f"translate({x:.6g} {y:.6g})scale({scale:.6g} {-scale:.6g})")


@cache
def _glyph(outline: str) -> str:
    """A character's outline: charts draw the same few hundred over and over."""
    return compact(outline, _EM / _OUTLINE_EM, 0)


def _rename_ids(root: ET.Element, prefix: str) -> None:
    text = ET.tostring(root, encoding="unicode")
    used = dict.fromkeys(re.findall(r'(?:href="|url\()#([^")]+)', text))
    names = {old: f"{prefix}{number}" for number, old in enumerate(used)}
    for element in root.iter():
        if (old := element.attrib.pop("id", "")) in names:
            element.set("id", names[old])
        for name, value in element.attrib.items():
            if name == "href":
                element.set(name, f"#{names[value[1:]]}")
            elif value.startswith("url(#"):
                element.set(name, f"url(#{names[value[5:-1]]})")


def _lean(parent: ET.Element) -> None:
    """Without style elements, and without groups that only group."""
    kept: list[ET.Element] = []
    for child in parent:
        _lean(child)
        if child.tag == "g" and not child.attrib:
            kept.extend(child)
        elif child.tag != "style" and (len(child) or child.attrib):
            kept.append(child)
    parent[:] = kept


def _set_head(root: ET.Element, caption: Caption) -> None:
    box = root.get("viewBox", "")
    root.attrib.clear()
    head = {"xmlns": _NAMESPACE, "viewBox": box, "width": "100%", "role": "img", "aria-label": caption.alt}
    root.attrib.update(head | _DEFAULTS)
    title = ET.Element("title")
    title.text = caption.title
    root.insert(0, title)
