"""Figures, scores, shares and places of a report as cells. Unknown is nothing with its reason, never 0."""

from decimal import Decimal
from hashlib import sha256

from pjkit.model.amounts import percent_of, read_decimal
from pjkit.model.cell import Cell, Link, Nothing, Number, Place, Unit
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.model.levels import project_and_name
from pjkit.model.scorecard import Mark

MONEY_UNIT = "万元"


def amount(value: Decimal | None, why: str) -> Cell:
    """An amount in 万元."""
    return Nothing(why=why) if value is None else Number(value=value, style="money")


def figure(given: Figure, *, summed: bool = False) -> Cell:
    """A figure's number, its word, 不适用, or nothing. ``summed``: its parts were added up."""
    if given.value is not None:
        return Number(
            value=given.value, style="money" if given.unit == MONEY_UNIT else "count", summed=summed
        )
    if given.not_applicable:
        return NOT_APPLICABLE
    return given.text or Nothing()


def unit(given: Figure) -> Cell:
    """A figure's unit, where it has a number."""
    return Unit(words=given.unit) if given.value is not None and given.unit else ""


def points(value: Decimal) -> Cell:
    """Full marks, as they were set."""
    return Number(value=value, style="plain")


def score(value: Decimal | None, why: str = "无数据") -> Cell:
    """A score with two decimals."""
    return Nothing(why=why) if value is None else Number(value=value, style="points")


def share(part: Decimal | None, whole: Decimal | None) -> Cell:
    """``part`` of ``whole`` as a percentage; nothing where there is no base to divide by."""
    if part is None or whole is None:
        return Nothing()
    if whole <= 0:
        return Nothing(why="无基数，不计算占比")
    shown = read_decimal(percent_of(part, whole).removesuffix("%"))
    assert shown is not None, "a percentage is a number"
    return Number(value=shown, style="percent")


def source(place: str) -> Cell:
    """The cell or row a figure came from."""
    return Place(words=place) if place else ""


def figure_id(given: Figure) -> str:
    """The id of a figure's row in the table of sources: places have signs that an id must not have."""
    return "src-" + sha256(f"{given.source} {given.name}".encode()).hexdigest()[:8]


def traced(given: Figure) -> Cell:
    """The cell a figure came from, as a link to its row in the table of sources."""
    return Place(words=given.source, target=figure_id(given)) if given.source else ""


def to_indicator(mark: Mark) -> Link:
    """A link to an indicator's card."""
    return Link(words=project_and_name(mark), target=f"#ind-{mark.id}")
