"""Texts as a person reads them, sign for sign: whatever is looked for is found however it is typed.

Full-width and other forms of a sign are one sign, every digit is 0 to 9, every blank a blank; what nobody sees
(zero-width signs) or what only adorns another sign (combining signs) is not there. Each folded sign knows where it
came from, so that what is found can be taken out of the text as it was written.
"""

import re
import unicodedata
from functools import cache
from typing import Self

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
BLANK = r"[^\S\n]"

_UNSEEN = {"Cf", "Mn", "Me", "Cs"}
_UNSEEN_TOO = "\r\u115f\u1160\u3164\uffa0\u2800"  # fillers: letters and signs by name, blank to the eye
_DASHES = "-‐‑‒–—―−﹣－"
_LINE_ENDS = "\n\u2028\u2029"
BEFORE = "before"  # the group of a pattern that stays in front of what is taken out


@cache
def _folded(sign: str) -> str:
    """What a sign is to the eye. A circled or raised digit is none: ①13… is an item that begins with 13."""
    category = unicodedata.category(sign)
    if category in _UNSEEN or sign in _UNSEEN_TOO:
        return ""
    if sign.isspace():
        return "\n" if sign in _LINE_ENDS else " "
    if sign in _DASHES or category == "No":
        return "-" if sign in _DASHES else sign
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    whole = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in whole if unicodedata.category(part) not in _UNSEEN)


class Folded:
    """A text with its folded form."""

    def __init__(self, original: str) -> None:
        pieces = list(map(_folded, original))
        self.original = original
        self.text = "".join(pieces)
        self._at = [at for at, piece in enumerate(pieces) for _ in piece]

    def put(self, pattern: re.Pattern[str], instead: str) -> Self:
        """``instead`` for every match; the pattern's group ``before`` stays before it."""
        kept, at = [], 0
        for match in pattern.finditer(self.text):
            begin = match.end(BEFORE) if BEFORE in pattern.groupindex else match.start()
            kept += [self.original[at : self._place(begin)], instead]
            at = self._at[match.end() - 1] + 1
        return type(self)("".join([*kept, self.original[at:]])) if kept else self

    def _place(self, folded: int) -> int:
        return self._at[folded] if folded < len(self._at) else len(self.original)


def fold(text: str) -> str:
    """The folded form alone."""
    return "".join(map(_folded, text))
