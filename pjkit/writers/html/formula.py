"""A rubric's formula as MathML: ``甲率=（乙－丙）÷丙×100%`` with a fraction, readable to screen readers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

# Brackets straight after a name belong to it, as in 因公出国（境）费; others group.
_TOKEN = re.compile(r"[＝=－＋+×÷（）()-]|(?:[^＝=－＋+×÷（）()-](?:[（(][^（）()＝=－＋+×÷]*[）)])*)+")
_SIGNS = "＝=－＋+×÷（）()-"
_NUMBER = re.compile(r"[\d.]+%?")
_OPEN, _CLOSE = ("（", "("), ("）", ")")


@dataclass(frozen=True)
class Node:
    """A part of a formula as markup; ``bare`` is the same without its brackets, for above and below a line."""

    html: Markup
    bare: Markup


@dataclass
class _Reader:
    tokens: list[str]
    at: int = field(default=0)

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """The next token if it is one of those, else ""."""
        token = self.peek()
        if token not in wanted:
            return ""
        self.at += 1
        return token


def mathml(formula: str) -> Markup:
    """The formula as a ``<math>`` element; one that cannot be parsed, as its escaped text."""
    reader = _Reader(_TOKEN.findall(formula.replace(" ", "")))
    try:
        body = _chain(reader, ("＝", "="), _sum).html
    except ValueError:
        return Markup("{}").format(formula)
    if reader.peek():
        return Markup("{}").format(formula)
    return Markup('<math displaystyle="true"><mrow>{}</mrow></math>').format(body)


def _sum(reader: _Reader) -> Node:
    return _chain(reader, ("＋", "+", "－", "-"), _product)


def _chain(reader: _Reader, operators: tuple[str, ...], part: Callable[[_Reader], Node]) -> Node:
    """``part operator part …``."""
    first = part(reader)
    html = first.html
    while operator := reader.take(*operators):
        html += Markup("<mo>{}</mo>").format(operator) + part(reader).html
    return first if html == first.html else Node(html, html)


def _product(reader: _Reader) -> Node:
    """Products from the left; what stands before ÷ goes above the line."""
    left = _factor(reader)
    while operator := reader.take("×", "÷"):
        right = _factor(reader)
        if operator == "÷":
            html = Markup("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>").format(left.bare, right.bare)
        else:
            html = left.html + Markup("<mo>×</mo>") + right.html
        left = Node(html, html)
    return left


def _factor(reader: _Reader) -> Node:
    if reader.take(*_OPEN):
        inner = _sum(reader).html
        if not reader.take(*_CLOSE):
            raise ValueError("bracket")
        return Node(Markup("<mrow><mo>（</mo>{}<mo>）</mo></mrow>").format(inner), inner)
    name = reader.peek()
    if not name or name in _SIGNS:
        raise ValueError("name")
    reader.at += 1
    html = (Markup("<mn>{}</mn>") if _NUMBER.fullmatch(name) else Markup("<mtext>{}</mtext>")).format(name)
    return Node(html, html)
