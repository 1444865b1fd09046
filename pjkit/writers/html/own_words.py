"""A chapter in the department's own words on a page: a long one opens from its first paragraphs."""

from markdown_it.token import Token
from markupsafe import Markup

from pjkit.writers.markdown import JOINER, parsed, parser

_LEAD = 500  # characters that lead in before a fold
_WHOLE_FIRST = 1000  # a first paragraph or list up to this long is shown whole
_WORTH_FOLDING = 400  # what would be hidden; less is simply shown


def lead_and_rest(text: str) -> dict[str, Markup | int]:
    """What is shown at once, what opens, and how many characters that is."""
    parts = parsed(text)
    at = _fold_at([_length(part) for part in parts])
    return {"lead": _html(parts[:at]), "rest": _html(parts[at:]), "hidden": sum(map(_length, parts[at:]))}


def _fold_at(lengths: list[int]) -> int:
    """How many parts are shown: all, or those that lead in where what follows is long."""
    shown = 1 if lengths[0] <= _WHOLE_FIRST else 0
    while shown < len(lengths) and sum(lengths[: shown + 1]) <= _LEAD:
        shown += 1
    return shown if sum(lengths[shown:]) >= _WORTH_FOLDING else len(lengths)


def _length(part: list[Token]) -> int:
    return sum(len(token.content) for token in part if token.type == "inline")


def _html(parts: list[list[Token]]) -> Markup:
    tokens = [token for part in parts for token in part]
    html = str(parser().renderer.render(tokens, parser().options, {}))
    return Markup(html.replace(JOINER, ""))  # noqa: S704 - the parser escapes HTML and knows no links
