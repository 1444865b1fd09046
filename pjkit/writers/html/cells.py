"""A cell's data as trusted markup. A dash has its reason for a mouse and for a screen reader.

Thousands of cells make a page: each is written at once, its words escaped on the spot, and has a class only where
the style sheet could not know it otherwise.
"""

from collections.abc import Callable

from markupsafe import Markup, escape

from pjkit.model.cell import (
    Bar,
    Cell,
    Code,
    Link,
    Mathematics,
    Named,
    Nothing,
    Number,
    Place,
    Ranked,
    Several,
    SeverityWord,
    StatusWord,
    Unit,
    Unproved,
)
from pjkit.model.scorecard import Status
from pjkit.model.signs import may_turn
from pjkit.writers.html.formula import mathml

# A sign for each status beside its word: readable without colour and in grey print.
_STATUS_SIGNS = {
    Status.COMPUTED: "●",
    Status.ATTESTED: "●",
    Status.REVIEWED: "◆",
    Status.NOT_APPLICABLE: "◇",
    Status.ASSERTED: "△",
    Status.SELF_ONLY: "▲",
    Status.MISSING: "○",
}
_ONE_LINE = 15  # characters: as wide as what wraps may be
_SEVERITY_SIGNS = {"确定": "■", "疑似": "▲", "提示": "○"}


def markup(cell: Cell) -> Markup:
    """What a cell shows; its words are escaped."""
    return isolated(cell) if isinstance(cell, str) else _MARKUP[type(cell)](cell)


def isolated(words: str) -> Markup:
    """Words, escaped; what runs from right to left is kept from turning the numbers beside it."""
    return _trusted(f"<bdi>{escape(words)}</bdi>") if may_turn(words) else escape(words)


def finalized(value: object) -> object:
    """What a template shows of ``value``: Jinja's ``finalize``. In an attribute or a title ``| e`` keeps it away."""
    return isolated(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def sort_key(cell: Cell) -> str | None:
    """What a cell sorts by, where that is not what it shows."""
    match cell:
        case Nothing():
            return ""
        case Ranked():
            return cell.key
        case Number(style="signed"):
            return str(cell.value)
    return None


def dash(why: str) -> Markup:
    """The mark for “nothing here”."""
    return _trusted(f'<span role="img" title="{escape(why)}">—</span>')


def badge(status: Status) -> Markup:
    """A status as sign and word, in its colour."""
    name, sign = status.value.replace("_", "-"), _STATUS_SIGNS[status]
    return _trusted(
        f'<span class="pj-status pj-{name}"><i aria-hidden="true">{sign}</i> {status.label}</span>'
    )


def severity(word: str) -> Markup:
    """How sure a finding is, as sign and word."""
    return _trusted(
        f'<span class="pj-severity"><i aria-hidden="true">{_SEVERITY_SIGNS[word]}</i> {word}</span>'
    )


def place(words: str) -> Markup:
    """The cell or row that something came from."""
    return _trusted(f"<code>{isolated(words)}</code>" if words else "")


def bar(parts: Bar) -> Markup:
    """Parts of a whole; those of no width are not drawn."""
    drawn = "".join(
        f'<rect class="pj-fill-{escape(name)}" x="{start}%" width="{width}%" height="12"/>'
        for name, start, width in parts.parts
        if width > 0
    )
    return _trusted(f'<svg class="pj-cell-bar" width="100%" height="12" aria-hidden="true">{drawn}</svg>')


def _trusted(html: str) -> Markup:
    """Markup that this module wrote."""
    return Markup(html)  # noqa: S704 - every word in it was escaped


def _number(cell: Number) -> Markup:
    return _trusted(f'{cell.words}<span class="pj-tag">分项相加</span>' if cell.summed else cell.words)


def _place(cell: Place) -> Markup:
    if not cell.target:
        return place(cell.words)
    return _trusted(f'<a href="#{escape(cell.target)}">{place(cell.words)}</a>')


def _unit(cell: Unit) -> Markup:
    """It takes a column of its own, of words that do not wrap, and wraps only where somebody wrote a sentence."""
    words = isolated(cell.words)
    return words if len(cell.words) <= _ONE_LINE else _trusted(f'<span class="pj-unit">{words}</span>')


def _link(cell: Link) -> Markup:
    tag = f'<span class="pj-tag">{escape(cell.tag)}</span>' if cell.tag else ""
    return _trusted(f'<a href="{escape(cell.target)}">{isolated(cell.words)}</a>{tag}')


def _named(cell: Named) -> Markup:
    words, name = isolated(cell.words), escape(cell.id)
    bold = f'<b id="{name}">{isolated(cell.head)}</b> {words}'
    return _trusted(bold if cell.head else f'<span id="{name}">{words}</span>')


def _code(cell: Code) -> Markup:
    look = "" if cell.look == "source" else f' class="pj-{cell.look}"'
    return _trusted(f"<code{look}>{isolated(cell.words)}</code>")


def _several(cell: Several) -> Markup:
    shown = list(map(markup, cell.cells))
    if not cell.listed:
        return escape(cell.between).join(shown)
    lines = "".join(f"<li>{one}</li>" for one in shown)
    more = f'<li class="pj-more">{escape(cell.more)}</li>' if cell.more else ""
    return _trusted(f"<ul>{lines}{more}</ul>")


_MARKUP: dict[type, Callable[..., Markup]] = {
    Number: _number,
    Nothing: lambda cell: dash(cell.why),
    Place: _place,
    Ranked: lambda cell: isolated(cell.words),
    Unit: _unit,
    StatusWord: lambda cell: badge(cell.status),
    Unproved: lambda cell: _trusted(f'<span class="pj-status pj-asserted">{cell.words}</span>'),
    Mathematics: lambda cell: mathml(cell.expression),
    SeverityWord: lambda cell: severity(cell.words),
    Link: _link,
    Named: _named,
    Code: _code,
    Bar: bar,
    Several: _several,
}
