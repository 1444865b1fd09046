"""Text as a cell can hold it. It comes from departments: a spreadsheet must not run, break on or hide any of it."""

import re
from decimal import Decimal

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet calculates when it is typed; Chinese editions take the full-width signs, too."""

LONGEST = 32_000  # UTF-16 units; Excel refuses a cell with more than 32,767
_CUT = "……（太长，后面略去）"
_LINE_ENDS = re.compile(r"\r\n?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_RICH = ("<r>", "</r>")


def clean(text: str) -> str:
    """``text`` without control characters and halves of characters, cut where it is too long.

    Text between ``<r>`` and ``</r>`` gets a space: xlsxwriter would write it into the file as markup.
    """
    mended = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).encode("utf-8", errors="replace").decode()
    units = mended.encode("utf-16-le")
    if len(units) > 2 * LONGEST:
        mended = units[: 2 * LONGEST].decode("utf-16-le", errors="ignore") + _CUT
    return f"{mended} " if mended.startswith(_RICH[0]) and mended.endswith(_RICH[1]) else mended


def like_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate ``text`` if somebody typed it, or went into its cell and out again."""
    return text.startswith(FORMULA_STARTS)


def fits(number: Decimal) -> bool:
    """Whether a cell's number, which has 15 digits, is ``number`` exactly."""
    return Decimal(format(float(number), ".15g")) == number
