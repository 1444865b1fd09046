"""Shapes that several charts of a page draw (glyphs, hatches), each written once: a third of a page's size.

A chart carries its own shapes, so that it stands alone in a notebook. On one page they are the same ones
over and over; a page can refer to a shape from any of its pictures.
"""

import re

from markupsafe import Markup

_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_DEFS = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
_SHAPE = re.compile(r'<(path|pattern|clipPath)\b[^>]*? id="(?P<id>[\w-]+)"[^>]*?(?:/>|>.*?</\1>)', re.DOTALL)
_REFERENCE = re.compile(r'(href="|url\()#([\w-]+)')


class Shapes:
    """The shapes of one page, in the order in which they were first met."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}  # the shape's markup without its id → its id on the page

    def lift(self, html: str) -> str:
        """``html`` with the shapes of its pictures taken out and its references changed to the page's ids."""
        return _SVG.sub(lambda found: self._lift_from(found[0]), html)

    def _lift_from(self, svg: str) -> str:
        names: dict[str, str] = {}

        def take(found: re.Match[str]) -> str:
            body = found[0].replace(f' id="{found["id"]}"', "", 1)
            names[found["id"]] = self._ids.setdefault(body, f"g{len(self._ids) + 1}")
            return ""

        def empty(found: re.Match[str]) -> str:
            rest = _SHAPE.sub(take, found[1])
            return f"<defs>{rest}</defs>" if rest.strip() else ""

        lean = _DEFS.sub(empty, svg)
        return _REFERENCE.sub(lambda found: f"{found[1]}#{names.get(found[2], found[2])}", lean)

    @property
    def html(self) -> Markup:
        """All shapes in one picture that shows nothing; it is not ``display: none``, which empties hatches."""
        if not self._ids:
            return Markup("")
        named = (re.sub(r"^<\w+", rf'\g<0> id="{name}"', body) for body, name in self._ids.items())
        opening = '<svg class="page-shapes" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        return Markup(opening + "".join(named) + "</defs></svg>")  # noqa: S704 - our own charts' markup
