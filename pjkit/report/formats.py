"""How figures, scores, sources and statuses look in a cell. Unknown is a dash with a name, never 0."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from markupsafe import Markup

from pjkit.model.amounts import half_up, money, percent, plain
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.model.scorecard import Mark, Status

NO_DATA = "无数据"
MONEY_UNIT = "万元"

# A sign for each status beside its word: readable without colour and in grey print.
_SIGNS = {
    Status.COMPUTED: "●",
    Status.ATTESTED: "●",
    Status.REVIEWED: "◆",
    Status.NOT_APPLICABLE: "◇",
    Status.ASSERTED: "△",
    Status.SELF_ONLY: "▲",
    Status.MISSING: "○",
}
_SEVERITY_SIGNS = {"确定": "■", "疑似": "▲", "提示": "○"}


def dash(why: str = NO_DATA) -> Markup:
    """The mark for “nothing here”, with the reason for a mouse and for a screen reader."""
    return Markup(
        '<span class="pj-none" title="{0}"><span aria-hidden="true">—</span>'
        '<span class="pj-sr-only">{0}</span></span>'
    ).format(why)


def number(value: Decimal) -> str:
    """A count or another figure, with its own decimals and thousands separators."""
    return f"{value:,f}"


def amount(value: Decimal | None, why: str = NO_DATA) -> str:
    """An amount in 万元."""
    return dash(why) if value is None else money(value)


def figure(given: Figure) -> str:
    """What a figure's cell says: its number, its word, 不适用, or the dash."""
    if given.value is not None:
        return money(given.value) if given.unit == MONEY_UNIT else number(given.value)
    if given.not_applicable:
        return NOT_APPLICABLE
    return given.text or dash()


def unit(given: Figure) -> str:
    """A figure's unit, where it has a number."""
    return unit_name(given.unit) if given.value is not None else ""


def unit_name(name: str) -> str:
    """A unit that takes a column of its own and wraps only where somebody wrote a sentence."""
    return Markup('<span class="pj-unit">{}</span>').format(name) if name else ""


def score(value: Decimal | None, why: str = NO_DATA) -> str:
    """A score with two decimals."""
    return dash(why) if value is None else str(half_up(value))


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """``part`` of ``whole`` as a percentage; a dash that says why where there is no base to divide by."""
    if part is None or whole is None:
        return dash()
    if whole <= 0:
        return dash("无基数，不计算占比")
    return percent(Fraction(part) / Fraction(whole))


def source(place: str) -> str:
    """The cell or row a figure came from."""
    return Markup('<code class="pj-source">{}</code>').format(place) if place else ""


def figure_id(given: Figure) -> str:
    """The id of a figure's row in the table of sources: places have signs that an id must not have."""
    return "src-" + sha256(f"{given.source} {given.name}".encode()).hexdigest()[:8]


def traced(given: Figure) -> str:
    """The cell a figure came from, as a link to its row in the table of sources."""
    place = source(given.source)
    return place and Markup('<a class="pj-trace" href="#{}">{}</a>').format(figure_id(given), place)


def badge(status: Status) -> Markup:
    """A status as sign and word, in its colour."""
    return Markup('<span class="pj-status pj-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        status.value.replace("_", "-"), _SIGNS[status], status.label
    )


def severity(word: str) -> Markup:
    """How sure a finding is, as sign and word."""
    return Markup('<span class="pj-severity"><span aria-hidden="true">{}</span> {}</span>').format(
        _SEVERITY_SIGNS[word], word
    )


def to_indicator(mark: Mark) -> Markup:
    """A link to an indicator's card."""
    return Markup('<a href="#ind-{}">{}</a>').format(mark.id, mark.name)


def joined(parts: list[Markup]) -> Markup:
    """Several links in one cell."""
    return Markup("、").join(parts)


FILTERS: dict[str, Callable[..., str]] = {
    "amount": amount,
    "badge": badge,
    "dash": dash,
    "figure": figure,
    "plain": plain,
    "score": score,
    "severity": severity,
    "source": source,
    "unit": unit,
}
