"""Styles by name: whatever a template calls them inside, and brought along where it has none.

Word in Chinese gives styles ids of its own when it saves a file (heading 1 becomes ``1``); only the names stay.
"""

from copy import deepcopy

from docx.document import Document as Word
from docx.oxml.ns import qn

from pjkit.writers.docx.ooxml import Element

_REFERENCES = (qn("w:pStyle"), qn("w:tblStyle"))
_ID, _VALUE = qn("w:styleId"), qn("w:val")


class Looks:
    """The styles of a template that is being filled, reached by the ids of pjkit's own template."""

    def __init__(self, word: Word, own: Word) -> None:
        self._styles = word.styles.element
        self._theirs = {_name(style): style.get(_ID) for style in self._styles.iter(qn("w:style"))}
        self._own = {style.get(_ID): style for style in own.styles.element.iter(qn("w:style"))}

    def dress(self, elements: list[Element]) -> None:
        """Make what was written with pjkit's ids refer to the template's styles."""
        for element in elements:
            for reference in element.iter(*_REFERENCES):
                reference.set(_VALUE, self._known(reference.get(_VALUE)))

    def _known(self, own_id: str) -> str:
        """The template's id of a style; the style is added where the template lacks it."""
        name = _name(self._own[own_id])
        if name not in self._theirs:
            self._theirs[name] = self._added(own_id)
        return str(self._theirs[name])

    def _added(self, own_id: str) -> str:
        style = deepcopy(self._own[own_id])
        taken = set(self._theirs.values())
        new = own_id if own_id not in taken else f"pjkit{own_id}"
        style.set(_ID, new)
        for based in style.iter(qn("w:basedOn")):
            based.set(_VALUE, self._known(based.get(_VALUE)))
        self._styles.append(style)
        return new


def _name(style: Element) -> str:
    """A style's name; Word takes no notice of its capitals."""
    return str(style.find(qn("w:name")).get(_VALUE)).lower()
