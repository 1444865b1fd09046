"""What holds for the whole workbook: which sheets there are and where, shared texts, number formats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pjkit.sources.xlsx.package import (
    LINK,
    MOST_SHEETS,
    MOST_STRINGS,
    MOST_TEXT,
    Attributes,
    DamagedError,
    MacroError,
    Package,
    Reader,
    TooLargeError,
    links_of,
    target_of,
)

_YES = {"1", "true", "on"}
_MACROS = ("vbaproject", "xlmacrosheet", "xlintlmacrosheet")
_EXTERNAL = re.compile(
    r"""\[[^\[\]']+\][^'\[\]]*'!             # '[1]Sheet one'!A1, 'C:\folder\[file.xlsx]Sheet'!A1
      | \[\d+\][^\s\[\]!+*/^&=<>(),;:{}-]*!  # [1]Sheet!A1, [1]!name; not Table[2022]+Sheet!A1
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it. ``part`` is "" for a sheet that is nothing but a chart."""

    name: str
    part: str
    hidden: bool


@dataclass
class Book:
    """``stale``: a program wrote it and asks Excel to compute it first. ``outside``: names for other workbooks' cells."""

    sheets: list[SheetEntry] = field(default_factory=list)
    strings: str = ""
    styles: str = ""
    from_1904: bool = False
    stale: bool = False
    outside: set[str] = field(default_factory=set)

    def is_external(self, formula: str) -> bool:
        """Whether the formula takes something from another workbook."""
        if _EXTERNAL.search(formula):
            return True
        return bool(self.outside) and not self.outside.isdisjoint(re.findall(r"[\w.\\]+", formula.lower()))


def is_yes(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value is not None and value.strip().lower() in _YES


def read_book(package: Package) -> Book:
    """Raises :class:`DamagedError`, :class:`TooLargeError`, or :class:`MacroError` where there is a program in it."""
    if any(name.rsplit("/", 1)[-1].startswith("vbaproject") for name in package.names()):
        raise MacroError
    part = next((target for kind, target in _links(package, "").values() if kind == "officedocument"), None)
    if part is None:
        raise DamagedError
    links = _links(package, part)
    kinds = dict(links.values())
    if not kinds.keys().isdisjoint(_MACROS):
        raise MacroError
    book = Book(strings=kinds.get("sharedstrings", ""), styles=kinds.get("styles", ""))
    package.read(part, _BookReader(book, links))
    if len(book.sheets) > MOST_SHEETS:
        raise TooLargeError
    return book


class _BookReader(Reader):
    def __init__(self, book: Book, links: dict[str, tuple[str, str]]) -> None:
        self._book, self._links = book, links
        self._name = ""

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        if tag == "sheet" and path == ["workbook", "sheets"]:
            kind, part = self._links.get(attributes.get(LINK, ""), ("", ""))
            is_hidden = attributes.get("state", "visible") != "visible"
            entry = SheetEntry(attributes.get("name", ""), part if kind == "worksheet" else "", is_hidden)
            self._book.sheets.append(entry)
        elif tag == "workbookPr":
            self._book.from_1904 = is_yes(attributes.get("date1904"))
        elif tag == "calcPr":
            self._book.stale = is_yes(attributes.get("fullCalcOnLoad"))
        elif tag == "definedName":
            self._name = attributes.get("name", "")

    def end(self, tag: str, text: str, path: list[str]) -> None:  # noqa: ARG002 - as every reader
        if tag == "definedName" and _EXTERNAL.search(text):
            self._book.outside.add(self._name.lower())


def _links(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The links of a part by id: the last word of the kind, in lower case, and the target."""
    return package.read(links_of(part), _LinkReader(part)).found


class _LinkReader(Reader):
    def __init__(self, part: str) -> None:
        self._part = part
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:  # noqa: ARG002 - as every reader
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rsplit("/", 1)[-1].lower()
            target = target_of(self._part, attributes.get("Target", ""))
            self.found[attributes.get("Id", "")] = (kind, target)


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


def read_strings(package: Package, part: str) -> list[str | None]:
    """The shared texts by number, ``None`` where readers differ on one; none where the workbook has no such part."""
    return package.read(part, _StringReader()).found if part else []


_IN_STRING = ["sst", "si"]
_TEXT_PARTS = {"t", "r", "rPh", "phoneticPr"}
_RUN_PARTS = {"t", "rPr"}


def is_part_of_text(tag: str, path: Sequence[str]) -> bool:
    """Whether an element may stand below a text, ``path`` being the elements between them: ECMA-376 18.4.8."""
    match path:
        case []:
            return tag in _TEXT_PARTS
        case ["r" | "rPh"]:
            return tag in _RUN_PARTS
        case _:
            return path[0] == "phoneticPr" or path[1:2] == ["rPr"]


class _StringReader(Reader):
    """Joins the runs of a text; a reading guide (拼音) above it is not part of it."""

    def __init__(self) -> None:
        self.found: list[str | None] = []
        self._runs: list[str] = []
        self._length = 0
        self._is_plain = True

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:  # noqa: ARG002 - as every reader
        if path[:2] == _IN_STRING and not is_part_of_text(tag, path[2:]):
            self._is_plain = False

    def mixed(self, path: list[str]) -> None:  # noqa: ARG002 - the cell that shows the text is told
        self._is_plain = False

    def end(self, tag: str, text: str, path: list[str]) -> None:
        if tag == "t" and "rPh" not in path:
            self._length += len(text)
            self._runs.append(text)
        elif tag == "si" and path == _IN_STRING[:1]:
            self.found.append(unescaped("".join(self._runs)) if self._is_plain else None)
            self._runs.clear()
            self._is_plain = True
        if self._length > MOST_TEXT or len(self.found) > MOST_STRINGS:
            raise TooLargeError


def read_formats(package: Package, part: str) -> list[str]:
    """The number format of each cell style, by number; "" is the general one."""
    if not part:
        return []
    reader = package.read(part, _FormatReader())
    return [reader.codes.get(number, _BUILT_IN.get(number, "")) for number in reader.styles]


class _FormatReader(Reader):
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        if tag == "numFmt" and path[-1:] == ["numFmts"]:
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "xf" and path[-1:] == ["cellXfs"]:
            self.styles.append(int(attributes.get("numFmtId", "0")))
