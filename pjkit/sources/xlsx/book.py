"""The workbook's own part: which sheets there are and where, and what holds for all of them."""

import re
from dataclasses import dataclass, field

from pjkit.sources.xlsx.limits import MOST_SHEETS, DamagedError, MacroError, TooLargeError
from pjkit.sources.xlsx.package import Package, links_of, target_of
from pjkit.sources.xlsx.xml import Attributes, read_xml

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
    read_xml(package.pieces(part), _BookReader(book, links), package.budget)
    if len(book.sheets) > MOST_SHEETS:
        raise TooLargeError
    return book


class _BookReader:
    def __init__(self, book: Book, links: dict[str, tuple[str, str]]) -> None:
        self._book, self._links = book, links
        self._name = ""

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        if tag == "sheet" and path == ["workbook", "sheets"]:
            kind, part = self._links.get(attributes.get("id", ""), ("", ""))
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
    reader = _LinkReader(part)
    read_xml(package.pieces(links_of(part)), reader, package.budget)
    return reader.found


class _LinkReader:
    def __init__(self, part: str) -> None:
        self._part = part
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:  # noqa: ARG002 - as every reader
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rsplit("/", 1)[-1].lower()
            target = target_of(self._part, attributes.get("Target", ""))
            self.found[attributes.get("Id", "")] = (kind, target)

    def end(self, tag: str, text: str, path: list[str]) -> None:
        """Links hold no text."""
