"""The zip file: its parts by name, unpacked piece by piece within the limits."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from pjkit.sources.xlsx.limits import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_PARTS,
    Budget,
    DamagedError,
    TooLargeError,
)

_ENTRY = b"PK\x01\x02"  # how each entry of a zip's directory begins
_PIECE = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that Excel knows
# RuntimeError: an encrypted entry; ValueError, OverflowError: sizes and places that cannot be.
_BAD_ZIP = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, OverflowError),
)


class Package:
    """A workbook's parts. Their names are told apart as Excel does it: case makes no difference."""

    def __init__(self, content: bytes) -> None:
        """Raises :class:`DamagedError` or :class:`TooLargeError`; unpacks nothing yet."""
        # Entries are counted before zipfile makes an object of each.
        if len(content) > LARGEST_FILE or content.count(_ENTRY) > MOST_PARTS:
            raise TooLargeError
        self.budget = Budget()
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

    def pieces(self, part: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece."""
        entry = self._entries.get(_folded(part))
        if entry is None or entry.compress_type not in _METHODS:
            raise DamagedError
        try:
            with self._archive.open(entry) as content:
                while piece := content.read(_PIECE):
                    self.budget.take_bytes(len(piece))
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
