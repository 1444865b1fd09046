"""The texts that the sheets share, and the number formats of their cells."""

import re

from pjkit.sources.xlsx.limits import MOST_STRINGS, MOST_TEXT, TooLargeError
from pjkit.sources.xlsx.package import Package
from pjkit.sources.xlsx.xml import Attributes, read_xml

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how XML's forbidden signs are written

_FIRST_HALF, _LAST_HALF = 0xD800, 0xDFFF  # halves of a sign, which are no text

# ECMA-376 18.8.30 and, for 27 to 58, its table for zh-cn.
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    49: "@",
    **dict.fromkeys([*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58], "yyyy-m-d"),
    **dict.fromkeys([*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56], "h:mm:ss"),
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    48: "##0.0E+0",
    **dict.fromkeys([5, 6, 37, 38, 41, 42], "#,##0;-#,##0"),
    **dict.fromkeys([7, 8, 39, 40, 43, 44], "#,##0.00;-#,##0.00"),
}


def unescaped(text: str) -> str:
    """``_x000D_`` is how a workbook writes a carriage return."""
    return _ESCAPED.sub(lambda found: _sign(int(found[1], 16)), text)


def _sign(number: int) -> str:
    return "\ufffd" if _FIRST_HALF <= number <= _LAST_HALF else chr(number)


def read_strings(package: Package, part: str) -> list[str]:
    """The shared texts by number; none where the workbook has no such part."""
    reader = _StringReader()
    if part:
        read_xml(package.pieces(part), reader, package.budget)
    return reader.found


class _StringReader:
    """Joins the runs of a text; a reading guide (拼音) above it is not part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        """Texts are told by their ends."""

    def end(self, tag: str, text: str, path: list[str]) -> None:
        if tag == "t" and "rPh" not in path:
            self._length += len(text)
            self._runs.append(text)
        elif tag == "si":
            self.found.append(unescaped("".join(self._runs)))
            self._runs.clear()
        if self._length > MOST_TEXT or len(self.found) > MOST_STRINGS:
            raise TooLargeError


def read_formats(package: Package, part: str) -> list[str]:
    """The number format of each cell style, by number; "" is the general one."""
    reader = _FormatReader()
    if part:
        read_xml(package.pieces(part), reader, package.budget)
    return [reader.codes.get(number, _BUILT_IN.get(number, "")) for number in reader.styles]


class _FormatReader:
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        if tag == "numFmt" and path[-1:] == ["numFmts"]:
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "xf" and path[-1:] == ["cellXfs"]:
            self.styles.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str, text: str, path: list[str]) -> None:
        """Styles hold no text."""
