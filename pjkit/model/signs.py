"""Signs that nobody sees: they turn round what stands beside them, move a terminal's cursor, or part a word in two."""

import json
import re

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # lines and tabs are text
_FORMATS = (
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e007f"
)
_BLANK_LETTERS = r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0"
_UNSEEN = re.compile(f"[{_CONTROLS}{_FORMATS}{_BLANK_LETTERS}]")
_ON_A_TERMINAL = re.compile(f"[\r{_CONTROLS}{_FORMATS}{_BLANK_LETTERS}]")
# Letters that run from right to left, and the signs that make others do so.
_TURNING = re.compile(
    r"[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff"
    r"\U0001e800-\U0001efff]"
)


def unseen_sign(text: str) -> str:
    """The first sign of ``text`` that nobody sees, by its code as in ``U+202E``; "" where there is none."""
    found = _UNSEEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def visible(text: str) -> str:
    """``text`` for a terminal or a message: "·" for each sign that nobody sees, lines and tabs as they are."""
    return _ON_A_TERMINAL.sub("·", text)


def visible_json(text: str) -> str:
    """The same JSON with such signs by their codes."""
    return _ON_A_TERMINAL.sub(lambda found: json.dumps(found[0])[1:-1], text)


def may_turn(text: str) -> bool:
    """Whether a browser may draw what stands beside ``text`` from right to left."""
    return not text.isascii() and _TURNING.search(text) is not None
