"""A worksheet's own part: its cells with content, and what a person does not see at a glance."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pjkit.sources.raw_sheet import address
from pjkit.sources.xlsx.book import is_part_of_text, is_yes
from pjkit.sources.xlsx.package import Attributes, DamagedError, Package, Reader, TooLargeError

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile("[1-9][0-9]{0,6}")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_CELLS = 300_000  # with content, of one sheet
_MOST_MERGES = 100_000
_MOST_AMBIGUOUS = 1_000  # more are not told apart
_LONGEST_ROW = 50_000  # bytes of a row worth looking through for empty cells; one of 50 columns has 2,000
_IN_SHEET = ["worksheet", "sheetData"]
_IN_ROW = [*_IN_SHEET, "row"]
_IN_CELL = [*_IN_ROW, "c"]
_INLINE = "inlineStr"
_CONTENTS = {"f", "v", "is"}
_EMPTY_CELLS = re.compile(
    rb'(<row r="[0-9]{1,7}"[^<>]*)>(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?/>)*</row>'
)
_EMPTY_ROWS = re.compile(rb'(?:<row r="[0-9]{1,7}"[^<>]*/>)+(<row r="[0-9]{1,7}"[^<>]*/>)')


@dataclass
class Cell:
    """A cell with content. ``row`` and ``column`` count from 1; ``formula`` is ``None`` where there is none."""

    row: int
    column: int
    kind: str
    style: int
    value: str | None = None
    formula: str | None = None
    shared: str = ""  # the number under which several cells share one formula


@dataclass
class Sheet:
    """``hidden_columns``: first and last. ``zeros_hidden``: a cell that holds 0 looks blank.

    ``ambiguous``: cells and rows, each once, of which different programs read different things.
    """

    cells: list[Cell] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    zeros_hidden: bool = False
    ambiguous: dict[str, None] = field(default_factory=dict)

    def is_hidden(self, cell: Cell) -> bool:
        """Whether the cell's row or column is hidden."""
        by_column = any(first <= cell.column <= last for first, last in self.hidden_columns)
        return by_column or cell.row in self.hidden_rows


def read_sheet(package: Package, part: str) -> Sheet:
    """Raises :class:`DamagedError`, also where two cells have one address, or :class:`TooLargeError`."""
    return package.read(part, _SheetReader(), _without_empty_rows).sheet


class _SheetReader(Reader):
    def __init__(self) -> None:
        self.sheet = Sheet()
        self._row, self._column = 0, 0
        self._cell: Cell | None = None
        self._contents: set[str] = set()  # of the cell
        self._has_data = False

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        if not _belongs(tag, path):
            self.mixed(path)
        elif tag == "sheetData":
            self._begin_data()
        elif tag == "row" and path == _IN_SHEET:
            self._begin_row(attributes)
        elif tag == "c" and path == _IN_ROW:
            self._begin_cell(attributes)
        elif path == _IN_CELL and self._cell:
            self._begin_content(tag, attributes, self._cell)
        elif tag == "mergeCell" and len(self.sheet.merges) < _MOST_MERGES:
            self.sheet.merges.append(attributes.get("ref", ""))
        elif tag == "col" and (is_yes(attributes.get("hidden")) or _is_nothing(attributes.get("width"))):
            self.sheet.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == "sheetView" and "showZeros" in attributes:
            self.sheet.zeros_hidden = not is_yes(attributes["showZeros"])

    def end(self, tag: str, text: str, path: list[str]) -> None:
        cell = self._cell
        if cell is None or path[: len(_IN_CELL)] != _IN_CELL:
            if tag == "c" and path == _IN_ROW:
                self._end_cell()
        elif tag == "v" and path == _IN_CELL and text:
            if cell.value is not None:
                raise DamagedError  # two values: readers differ on which one counts
            cell.value = text
        elif tag == "f" and path == _IN_CELL:
            cell.formula = text
        elif tag == "t" and cell.kind == _INLINE and "is" in path and "rPh" not in path:
            cell.value = (cell.value or "") + text

    def mixed(self, path: list[str]) -> None:  # noqa: ARG002 - where the reader is tells more
        cell = self._cell
        place = (
            f"!{address(cell.row - 1, cell.column - 1)}"
            if cell
            else f" 第 {self._row} 行"
            if self._row
            else ""
        )
        if len(self.sheet.ambiguous) < _MOST_AMBIGUOUS:
            self.sheet.ambiguous[place] = None

    def _begin_data(self) -> None:
        if self._has_data:
            raise DamagedError  # twice
        self._has_data = True

    def _begin_content(self, tag: str, attributes: Attributes, cell: Cell) -> None:
        """A formula, a value or a text of a cell; the last two exclude one another."""
        if tag == "f":
            cell.shared = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        if tag in self._contents or ((tag == "is") != (cell.kind == _INLINE) and tag != "f"):
            self.mixed([])
        self._contents.add(tag)

    def _begin_row(self, attributes: Attributes) -> None:
        number = self._row + 1
        if "r" in attributes:
            number = int(attributes["r"]) if _ROW.fullmatch(attributes["r"]) else 0
        if not self._row < number <= _LAST_ROW:
            raise DamagedError  # also twice the same
        self._row, self._column = number, 0
        if is_yes(attributes.get("hidden")) or _is_nothing(attributes.get("ht")):
            self.sheet.hidden_rows.add(number)

    def _begin_cell(self, attributes: Attributes) -> None:
        row, column = self._row, self._column + 1
        if "r" in attributes:
            row, column = _position(attributes["r"])
        if row != self._row or not self._column < column <= _LAST_COLUMN:
            raise DamagedError  # also twice the same
        self._column = column
        self._contents.clear()
        self._cell = Cell(row, column, attributes.get("t", "n"), int(attributes.get("s", "0")))

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or (cell.value is None and cell.formula is None):
            return  # a format without content
        self.sheet.cells.append(cell)
        if len(self.sheet.cells) > _MOST_CELLS:
            raise TooLargeError


def _belongs(tag: str, path: list[str]) -> bool:
    """Whether ECMA-376 lets an element stand there, as far as readers look: by names alone, or by the way to them."""
    match path:
        case []:
            return tag == "worksheet"
        case ["worksheet", "sheetData", *inside]:
            return _belongs_to_data(tag, inside)
        case _:
            return tag.rpartition(" ")[2] != "sheetData" or (tag == "sheetData" and path == _IN_SHEET[:1])


def _belongs_to_data(tag: str, path: list[str]) -> bool:
    match path:
        case []:
            return tag == "row"
        case ["row"]:
            return tag == "c"
        case ["row", "c"]:
            return tag in _CONTENTS
        case ["row", "c", "is", *inside]:
            return is_part_of_text(tag, inside)
    return False


def _is_nothing(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _position(address: str) -> tuple[int, int]:
    """``B7`` is row 7, column 2."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise DamagedError
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _without_empty_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same with only the last of neighbouring rows that hold nothing but formats.

    People format a million rows; reading them one by one would take ten times as long.
    """
    rest = b""
    for piece in pieces:
        text = _EMPTY_ROWS.sub(rb"\1", _EMPTY_CELLS.sub(rb"\1/>", rest + piece))
        at = text.rfind(b"<row")
        if at < 0 or len(text) - at > _LONGEST_ROW:
            at = len(text)
        rest = text[at:]
        yield text[:at]
    yield rest
