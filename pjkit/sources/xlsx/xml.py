"""An XML part as a stream of elements: what is behind the reader is forgotten, what is too much is refused.

No document type is allowed, so no entity can grow; nesting, tags, texts and their number are limited.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from pjkit.sources.xlsx.limits import DEEPEST, LONGEST_TAG, LONGEST_TEXT, Budget, DamagedError, TooLargeError

_NAMESPACES = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",  # the strict kind of .xlsx
)

Attributes = Mapping[str, str]


class Reader(Protocol):
    """What makes sense of the elements. ``path``: the names of the elements around, the outermost first."""

    def start(self, tag: str, attributes: Attributes, path: list[str]) -> None:
        """An element begins."""

    def end(self, tag: str, text: str, path: list[str]) -> None:
        """An element ends; ``text`` is what stands in it (after the last element inside it)."""


def read_xml(pieces: Iterable[bytes], reader: Reader, budget: Budget) -> None:
    """Let ``reader`` see every element. Raises :class:`DamagedError` or :class:`TooLargeError`."""
    stream = _Stream(reader, budget)
    read = 0
    try:
        for piece in pieces:
            stream.parser.Parse(piece, False)  # noqa: FBT003 - expat takes no names
            read += len(piece)
            if read - stream.parser.CurrentByteIndex > LONGEST_TAG:
                raise TooLargeError
        stream.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, UnicodeError, ValueError, LookupError) as error:
        raise DamagedError from error


class _Stream:
    """Keeps the path and the text between expat's calls."""

    def __init__(self, reader: Reader, budget: Budget) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._reader, self._budget = reader, budget
        self._path: list[str] = []
        self._texts: list[str] = []
        self._length = 0
        self._names: dict[str, str] = {}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._budget.take_element()
        local = self._local
        tag = local(name)
        self._reader.start(tag, {local(key): value for key, value in attributes.items()}, self._path)
        self._path.append(tag)
        if len(self._path) > DEEPEST:
            raise TooLargeError
        self._forget()

    def _end(self, _: str) -> None:
        tag = self._path.pop()
        self._reader.end(tag, "".join(self._texts), self._path)
        self._forget()

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise TooLargeError
        self._texts.append(text)

    def _forget(self) -> None:
        if self._length:
            self._texts.clear()
            self._length = 0

    def _refuse(self, *_: object) -> None:
        raise DamagedError

    def _local(self, name: str) -> str:
        """The name without its namespace; with it where it is not Office's own, so that nobody takes it for one."""
        known = self._names.get(name)
        if known is None:
            namespace, _, local = name.rpartition(" ")
            is_office = not namespace or namespace.startswith(_NAMESPACES)
            known = local if is_office else name
            if len(self._names) < LONGEST_TEXT:
                self._names[name] = known
        return known
