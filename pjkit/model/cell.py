"""What stands in a cell of a table, as data: a number with its unit of print, a place, a status, nothing and why."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from pjkit.model.amounts import half_up, money, plain
from pjkit.model.finding import Severity
from pjkit.model.formula import Expression
from pjkit.model.part import Part
from pjkit.model.scorecard import Status

NumberStyle = Literal["money", "points", "signed", "count", "percent", "plain"]


def signed(value: Decimal) -> str:
    """Points with a sign that tells more from less: ``+1.00``, ``−2.00``, ``0.00``."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{half_up(abs(value))}"


_PRINTED: dict[NumberStyle, Callable[[Decimal], str]] = {
    "money": money,
    "points": lambda value: str(half_up(value)),
    "signed": signed,
    "count": lambda value: f"{value:,f}",
    "percent": lambda value: f"{value:f}%",
    "plain": plain,
}


class Number(Part):
    """A number and how it is printed. ``summed``: its parts were added up, for the department left it open."""

    kind: Literal["number"] = "number"
    value: Decimal
    style: NumberStyle = "count"
    summed: bool = False

    @property
    def words(self) -> str:
        """As people read it."""
        return _PRINTED[self.style](self.value)


class Nothing(Part):
    """Nothing is here, and why."""

    kind: Literal["nothing"] = "nothing"
    why: str = "无数据"

    @property
    def words(self) -> str:
        """The dash."""
        return "—"


class Place(Part):
    """The cell or row that something came from; ``target``: the id of the row that tells more of it."""

    kind: Literal["place"] = "place"
    words: str
    target: str = ""


class Ranked(Part):
    """Words with what they sort by; ``key`` "" comes last."""

    kind: Literal["ranked"] = "ranked"
    words: str
    key: str


class Unit(Part):
    """A figure's unit."""

    kind: Literal["unit"] = "unit"
    words: str


class StatusWord(Part):
    """What a score rests on."""

    kind: Literal["status"] = "status"
    status: Status

    @property
    def words(self) -> str:
        """The status as people read it."""
        return self.status.label


class Unproved(Part):
    """An answer earns points without evidence."""

    kind: Literal["unproved"] = "unproved"
    words: Literal["未提供"] = "未提供"


class SeverityWord(Part):
    """How sure a finding is."""

    kind: Literal["severity"] = "severity"
    words: Severity


class Link(Part):
    """Words that lead to a place of this page (``#…``) or to another page; ``tag`` qualifies them."""

    kind: Literal["link"] = "link"
    words: str
    target: str
    tag: str = ""


class Named(Part):
    """Words that links lead to, under a bold ``head`` where there is one."""

    kind: Literal["named"] = "named"
    id: str
    words: str
    head: str = ""


class Code(Part):
    """Words of a machine: an id, a command, a cell of a notebook."""

    kind: Literal["code"] = "code"
    words: str
    look: Literal["source", "command", "digest"] = "source"


class Mathematics(Part):
    """A formula; ``words``: how it reads where mathematics cannot be set."""

    kind: Literal["mathematics"] = "mathematics"
    words: str
    expression: Expression


class Bar(Part):
    """Parts of a whole: name, start and width of each, in percent of the cell. What it says stands beside it."""

    kind: Literal["bar"] = "bar"
    parts: tuple[tuple[str, Decimal, Decimal], ...]

    @property
    def words(self) -> str:
        """A picture has no words."""
        return ""


class Several(Part):
    """Several things in one cell: one after the other, or a list of lines; ``more``: what the list leaves out."""

    kind: Literal["several"] = "several"
    cells: tuple["Cell", ...]
    between: str = "、"
    listed: bool = False
    more: str = ""

    @property
    def words(self) -> str:
        """All of it in one line."""
        return self.between.join(map(words, self.cells))


Cell = (
    str
    | Annotated[
        Number
        | Nothing
        | Place
        | Ranked
        | Unit
        | StatusWord
        | Unproved
        | SeverityWord
        | Link
        | Named
        | Code
        | Bar
        | Mathematics
        | Several,
        Field(discriminator="kind"),
    ]
)


def words(cell: Cell) -> str:
    """What a cell says, in letters alone."""
    return cell if isinstance(cell, str) else cell.words
