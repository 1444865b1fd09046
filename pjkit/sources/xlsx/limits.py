"""How much a workbook may ask of the reader, counted while it is read: what a file says of its size is no proof."""

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
