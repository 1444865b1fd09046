"""A cell's data as trusted markup. A dash has its reason for a mouse and for a screen reader."""

from collections.abc import Callable

from markupsafe import Markup, escape

from pjkit.model.cell import (
    Bar,
    Cell,
    Code,
    Link,
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
_SEVERITY_SIGNS = {"确定": "■", "疑似": "▲", "提示": "○"}


def markup(cell: Cell) -> Markup:
    """What a cell shows; its words are escaped."""
    return escape(cell) if isinstance(cell, str) else _MARKUP[type(cell)](cell)


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
    return Markup(
        '<span class="pj-none" title="{0}"><span aria-hidden="true">—</span>'
        '<span class="pj-sr-only">{0}</span></span>'
    ).format(why)


def badge(status: Status) -> Markup:
    """A status as sign and word, in its colour."""
    return Markup('<span class="pj-status pj-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        status.value.replace("_", "-"), _STATUS_SIGNS[status], status.label
    )


def severity(word: str) -> Markup:
    """How sure a finding is, as sign and word."""
    return Markup('<span class="pj-severity"><span aria-hidden="true">{}</span> {}</span>').format(
        _SEVERITY_SIGNS[word], word
    )


def place(words: str) -> Markup:
    """The cell or row that something came from."""
    return Markup('<code class="pj-source">{}</code>').format(words) if words else Markup("")


def bar(parts: Bar) -> Markup:
    """Parts of a whole; those of no width are not drawn."""
    drawn = (
        Markup('<rect class="pj-fill-{}" x="{}%" width="{}%" height="12"/>').format(name, start, width)
        for name, start, width in parts.parts
        if width > 0
    )
    return Markup('<svg class="pj-cell-bar" width="100%" height="12" aria-hidden="true">{}</svg>').format(
        Markup("").join(drawn)
    )


def _number(cell: Number) -> Markup:
    tag = Markup('<span class="pj-tag">分项相加</span>') if cell.summed else ""
    return escape(cell.words) + tag


def _place(cell: Place) -> Markup:
    if not cell.target:
        return place(cell.words)
    return Markup('<a class="pj-trace" href="#{}">{}</a>').format(cell.target, place(cell.words))


def _unit(cell: Unit) -> Markup:
    """It takes a column of its own and wraps only where somebody wrote a sentence."""
    return Markup('<span class="pj-unit">{}</span>').format(cell.words)


def _link(cell: Link) -> Markup:
    tag = Markup('<span class="pj-tag">{}</span>').format(cell.tag) if cell.tag else ""
    return Markup('<a href="{}">{}</a>{}').format(cell.target, cell.words, tag)


def _named(cell: Named) -> Markup:
    if cell.head:
        return Markup('<b id="{}">{}</b> {}').format(cell.id, cell.head, cell.words)
    return Markup('<span id="{}">{}</span>').format(cell.id, cell.words)


def _code(cell: Code) -> Markup:
    return Markup('<code class="pj-{}">{}</code>').format(cell.look, cell.words)


def _several(cell: Several) -> Markup:
    shown = list(map(markup, cell.cells))
    if not cell.listed:
        return escape(cell.between).join(shown)
    more = Markup('<li class="pj-more">{}</li>').format(cell.more) if cell.more else ""
    return Markup("<ul>{}{}</ul>").format(Markup("").join(map(Markup("<li>{}</li>").format, shown)), more)


_MARKUP: dict[type, Callable[..., Markup]] = {
    Number: _number,
    Nothing: lambda cell: dash(cell.why),
    Place: _place,
    Ranked: lambda cell: escape(cell.words),
    Unit: _unit,
    StatusWord: lambda cell: badge(cell.status),
    Unproved: lambda cell: Markup('<span class="pj-status pj-asserted">{}</span>').format(cell.words),
    SeverityWord: lambda cell: severity(cell.words),
    Link: _link,
    Named: _named,
    Code: _code,
    Bar: bar,
    Several: _several,
}
