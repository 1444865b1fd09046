"""How each kind of cell is drawn. Colours tell people apart what to fill in, and stay apart in black and white."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pjkit.forms.workbook.page import Cell, Look
from pjkit.sheets.text import like_formula

FONT = "宋体"  # what every Chinese office computer has
_LINE = {"border": 1, "border_color": "#A6A6A6"}
_TEXT = {"text_wrap": True, "valign": "vcenter"}
_OPEN = {"locked": False, **_LINE, **_TEXT}

_LOOKS: dict[Look, dict[str, Any]] = {
    Look.PRINTED: {"bg_color": "#EFEFEF", **_LINE, **_TEXT},
    Look.TOTAL: {"bg_color": "#E4E8EC", "bold": True, **_LINE, **_TEXT},
    Look.ASKED: {"bg_color": "#FFF8DC", **_OPEN},
    Look.REQUIRED: {"bg_color": "#FFE699", **_OPEN},
    Look.TAKEN_OVER: {"bg_color": "#DDEBF7", **_OPEN},
    Look.BARRED: {"bg_color": "#D0D0D0", **_LINE},
    Look.COMPUTED: {"num_format": "#,##0.00####", **_LINE, **_TEXT},
    Look.COUNTED: {**_LINE, **_TEXT},
    Look.LINK: {"font_color": "#0563C1", "underline": 1, **_LINE, **_TEXT},
    Look.TITLE: {"bold": True, "font_size": 18, "valign": "vcenter"},
    Look.SECTION: {"bold": True, "font_size": 12, "bottom": 2, "bottom_color": "#1F4E79", "valign": "bottom"},
    Look.PLAIN: {**_LINE, **_TEXT},
}
_HEAD = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "align": "center", **_LINE, **_TEXT}
_ALARM = {"bold": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"}
_REPEATED = {"font_color": "#8C8C8C"}


class Formats:
    """A workbook's formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Look, str, bool, bool], Format] = {}
        self.head: Format = self._format(_HEAD)
        self.alarm: Format = book.add_format(_ALARM)
        self.repeated: Format = book.add_format(_REPEATED)

    def of(self, cell: Cell, *, centred: bool) -> Format:
        """The format of a cell: its look's, with what its entry asks for."""
        number_format = cell.entry.number_format if cell.entry else ""
        quoted = isinstance(cell.value, str) and like_formula(cell.value)  # stays text when somebody edits it
        kind = (cell.look, number_format, centred, quoted)
        if kind not in self._made:
            own = {"num_format": number_format} if number_format else {}
            aligned = {"align": "center"} if centred else {}
            marked = {"quote_prefix": True} if quoted else {}
            self._made[kind] = self._format({**_LOOKS[cell.look], **own, **aligned, **marked})
        return self._made[kind]

    def _format(self, properties: dict[str, Any]) -> Format:
        return self._book.add_format({"font_name": FONT, "font_size": 11, **properties})
