"""HTML that an analyst's own code put out: its words, tables and pictures; nothing that could act or hide the rest.

The page's own parts are drawn by our templates alone. A style sheet, an id or a class of somebody else's could cover a
score or give it another look, so no such thing reaches the page.
"""

from functools import cache

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from lxml import etree, html

_TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
    ),
    *(
        "em",
        "figcaption",
        "figure",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
    ),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_NUMBERS = {"colspan", "rowspan", "width", "height", "start"}
_LOOKS = ("color", "background-color", "font-weight", "font-style", "text-align", "text-decoration")
_WITH_CONTENT = (
    "head",
    "iframe",
    "math",
    "noscript",
    "script",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
)


def safe_html(source: str) -> str:
    """The HTML, whole and closed, with what is allowed of it; nothing where there are neither words nor pictures."""
    return str(_cleaner().clean(_without_code(source))).strip()


def _without_code(source: str) -> str:
    """Without elements whose content is no words for readers. The cleaner sees the rest once more, as a browser would."""
    try:
        root = html.document_fromstring(source)
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, *_WITH_CONTENT, etree.Comment, with_tail=False)
    if not root.text_content().strip() and next(root.iter("img"), None) is None:
        return ""
    return str(html.tostring(root, encoding="unicode"))


@cache
def _cleaner() -> Cleaner:
    looks = CSSSanitizer(allowed_css_properties=_LOOKS, allowed_svg_properties=[])
    return Cleaner(
        tags=_TAGS,
        attributes={"*": _may_stay},
        protocols={"data", "http", "https"},
        css_sanitizer=looks,
        strip=True,
        strip_comments=True,
    )


def _may_stay(tag: str, name: str, value: str) -> bool:
    """Pictures stand in the page itself; a link leads to a place outside."""
    if name == "src":
        return tag == "img" and value.startswith("data:image/")
    if name == "href":
        return tag == "a" and value.startswith(("https://", "http://"))
    return name in {"style", "alt", "title", "scope"} or (name in _NUMBERS and value.isdecimal())
