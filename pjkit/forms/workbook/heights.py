"""Row heights: estimated from the text, because not every spreadsheet program fits rows when it opens a file."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from pjkit.forms.workbook.page import Cell, Formula, Head, Look
from pjkit.sheets.heights import lines_of

_LINE, _PADDING = 15, 7  # points
_LARGER = {Look.TITLE: 30, Look.SECTION: 30}
_FIXED = b' customHeight="1"'


def height_of(cells: Iterable[Cell], heads: Sequence[Head]) -> int:
    """Points that show every cell of a row in full."""
    return max(_height(cell, head) for cell, head in zip(cells, heads, strict=False))


def _height(cell: Cell, head: Head) -> int:
    text = cell.value.result if isinstance(cell.value, Formula) else cell.value
    lines = sum(lines_of(line, head.width) for line in str(text or "").splitlines() or [""])
    return max(_LARGER.get(cell.look, 0), max(lines, cell.lines) * _LINE + _PADDING)


def let_rows_grow(workbook: bytes) -> bytes:
    """The workbook with its row heights as a start: a row grows with what is typed, which xlsxwriter cannot say."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for entry in given.infolist():
            content = given.read(entry)
            is_sheet = entry.filename.startswith("xl/worksheets/sheet")
            made.writestr(entry, content.replace(_FIXED, b"") if is_sheet else content)
    return out.getvalue()
