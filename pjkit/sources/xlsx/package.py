"""The zip file: its parts by name, unpacked piece by piece and read as streams of elements, all within limits.

What a file says of its size is no proof, so everything is counted while it is read. What is behind the reader is
forgotten. No document type is allowed, so no entity can grow; nesting, tags, texts and their number are limited.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import basename, dirname, join, normpath
from typing import TypeVar
from xml.parsers import expat

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 300_000_000  # bytes; a million formatted rows come to 200
MOST_ELEMENTS = 1_500_000  # of all parts read; neighbouring rows without content count as one
MOST_PARTS = 2_000
MOST_SHEETS = 100
DEEPEST = 64  # elements inside one another
LONGEST_TAG = 1_000_000  # bytes
LONGEST_TEXT = 40_000  # characters between two tags; Excel's own limit of a cell is 32,767
MOST_TEXT = 10_000_000  # characters of all shared strings
MOST_STRINGS = 300_000


class DamagedError(Exception):
    """The file is not what Excel or WPS writes."""


class TooLargeError(Exception):
    """The file goes beyond a limit."""


class MacroError(Exception):
    """The file holds a program."""


class Budget:
    """What may still be unpacked and read of one workbook."""

    def __init__(self) -> None:
        self._bytes = LARGEST_UNPACKED
        self._elements = MOST_ELEMENTS

    def take_bytes(self, count: int) -> None:
        """Raises :class:`TooLargeError` where more was unpacked than a workbook may hold."""
        self._bytes -= count
        if self._bytes < 0:
            raise TooLargeError

    def take_element(self) -> None:
        """Raises :class:`TooLargeError` where more elements were read than a workbook may hold."""
        self._elements -= 1
        if self._elements < 0:
            raise TooLargeError


_ENTRY = b"PK\x01\x02"  # how each entry of a zip's directory begins
_PIECE = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that Excel knows
# RuntimeError: an encrypted entry; ValueError, OverflowError: sizes and places that cannot be.
_BAD_ZIP = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, OverflowError),
)


_NAMESPACES = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",  # the strict kind of .xlsx
)
LINK = "r:id"  # the attribute that leads to another part, whatever a file calls its namespace

Attributes = Mapping[str, str]


class Reader:
    """What makes sense of a part's elements. ``path``: the names of the elements around, the outermost first."""

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        """An element begins."""

    def end(self, tag: str, text: str, path: list[str]) -> None:
        """An element ends; ``text`` is what stands in it (after the last element inside it)."""

    def mixed(self, path: list[str]) -> None:  # noqa: ARG002 - for those who can say where it is
        """The last element of ``path`` holds words and, between them, an element or a comment: readers differ on them."""
        raise DamagedError


ReaderOf = TypeVar("ReaderOf", bound=Reader)


class _Stream:
    """Keeps the path and the text between expat's calls."""

    def __init__(self, reader: Reader, budget: Budget) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.CommentHandler = self._parser.ProcessingInstructionHandler = self._interrupt
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._reader, self._budget = reader, budget
        self._path: list[str] = []
        self._texts: list[str] = []
        self._length = 0
        self._interrupted = False  # by an element that has ended, or by a comment
        self._namespace = ""  # of the outermost element
        self._names: dict[str, str] = {}

    def read(self, pieces: Iterable[bytes]) -> None:
        """Raises :class:`DamagedError` or :class:`TooLargeError`."""
        read = 0
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)  # noqa: FBT003 - expat takes no names
                read += len(piece)
                if read - self._parser.CurrentByteIndex > LONGEST_TAG:
                    raise TooLargeError
            self._parser.Parse(b"", True)  # noqa: FBT003
        except (expat.ExpatError, UnicodeError, ValueError, LookupError) as error:
            raise DamagedError from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._budget.take_element()
        if not self._path:
            self._namespace = name.rpartition(" ")[0]
        if self._length and self._has_words():
            self._reader.mixed(self._path)
        tag = self._local(name)
        self._reader.start(tag, {_attribute(key): value for key, value in attributes.items()}, self._path)
        self._path.append(tag)
        if len(self._path) > DEEPEST:
            raise TooLargeError
        self._forget()
        self._interrupted = False

    def _end(self, _: str) -> None:
        if self._interrupted and self._length and self._has_words():
            self._reader.mixed(self._path)
        tag = self._path.pop()
        self._reader.end(tag, "".join(self._texts), self._path)
        self._forget()
        self._interrupted = True

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise TooLargeError
        self._texts.append(text)

    def _has_words(self) -> bool:
        """Whether there is more than the line breaks between elements."""
        return any(not text.isspace() for text in self._texts)

    def _interrupt(self, *_: object) -> None:
        self._interrupted = True

    def _forget(self) -> None:
        if self._length:
            self._texts.clear()
            self._length = 0

    def _refuse(self, *_: object) -> None:
        raise DamagedError

    def _local(self, name: str) -> str:
        """The name without its namespace; with it where it is not the part's own, so that nobody takes it for one."""
        known = self._names.get(name)
        if known is None:
            namespace, _, local = name.rpartition(" ")
            is_own = namespace == self._namespace and (not namespace or namespace.startswith(_NAMESPACES))
            known = local if is_own else f"{namespace} {local}"
            if len(self._names) < LONGEST_TEXT:
                self._names[name] = known
        return known


def _attribute(name: str) -> str:
    return LINK if name.endswith("/relationships id") and name.startswith(_NAMESPACES) else name


class Package:
    """A workbook's parts. Their names are told apart as Excel does it: case makes no difference."""

    def __init__(self, content: bytes) -> None:
        """Raises :class:`DamagedError` or :class:`TooLargeError`; unpacks nothing yet."""
        # Entries are counted before zipfile makes an object of each.
        if len(content) > LARGEST_FILE or content.count(_ENTRY) > MOST_PARTS:
            raise TooLargeError
        self._budget = Budget()
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _BAD_ZIP as error:
            raise DamagedError from error
        entries = self._archive.infolist()
        self._entries = {_folded(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise DamagedError  # two parts of one name: readers differ on which one counts
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise TooLargeError

    def __contains__(self, part: str) -> bool:
        return _folded(part) in self._entries

    def names(self) -> Iterator[str]:
        """The parts' names in lower case."""
        return iter(self._entries)

    def read(
        self, part: str, reader: ReaderOf, without: Callable[[Iterable[bytes]], Iterable[bytes]] = iter
    ) -> ReaderOf:
        """Let ``reader`` see every element of a part, except what ``without`` takes out of its bytes.

        Raises :class:`DamagedError` or :class:`TooLargeError`.
        """
        _Stream(reader, self._budget).read(without(self._pieces(part)))
        return reader

    def _pieces(self, part: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece."""
        entry = self._entries.get(_folded(part))
        if entry is None or entry.compress_type not in _METHODS:
            raise DamagedError
        try:
            with self._archive.open(entry) as content:
                while piece := content.read(_PIECE):
                    self._budget.take_bytes(len(piece))
                    yield piece
        except _BAD_ZIP as error:
            raise DamagedError from error


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def target_of(part: str, link: str) -> str:
    """The part that a link in ``part`` leads to: relative to its folder, or from the root."""
    return normpath(join("/", dirname(part), link)).removeprefix("/")


def links_of(part: str) -> str:
    """Where the links of a part are stored; ``""`` is the package itself."""
    return join(dirname(part), "_rels", f"{basename(part)}.rels")
