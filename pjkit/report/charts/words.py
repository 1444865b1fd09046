"""Labels: how wide a text will be, shortened where it must, and numbers as a chart prints them."""

from collections.abc import Iterator
from decimal import Decimal

from pjkit.model.amounts import money, plain, points
from pjkit.model.figure import NOT_APPLICABLE, Figure

NO_DATA = "无数据"
UNNAMED = "（未命名）"
_CAPITAL, _NARROW = 0.8, 0.65  # of an em: not less than in any of the fonts that a page may be shown in
_BROAD = frozenset("mwMW%&@+<=>~")


def ems(text: str) -> float:
    """How wide ``text`` is at most, in ems, whichever of the fonts of a page it is set in."""
    return sum(map(_width, text))


def _width(mark: str) -> float:
    if mark in _BROAD or not mark.isascii():
        return 1.0
    return _CAPITAL if mark.isupper() else _NARROW


def shorten(text: str, limit: float) -> str:
    """``text`` on one line and at most ``limit`` ems wide, the rest as …; a name for an empty one."""
    line = " ".join(text.split()) or UNNAMED
    if ems(line) <= limit:
        return line
    kept = ""
    for mark in line:
        if ems(kept + mark) > limit - 1:
            break
        kept += mark
    return f"{kept}…"


def wrap(text: str, limit: float, most: int) -> Iterator[str]:
    """``text`` in lines at most ``limit`` ems wide; what the last of ``most`` lines cannot hold ends in …."""
    rest = " ".join(text.split())
    for _ in range(most - 1):
        if ems(rest) <= limit:
            break
        cut = next(end for end in range(len(rest), 0, -1) if ems(rest[:end]) <= limit)
        yield rest[:cut]
        rest = rest[cut:].lstrip()
    yield shorten(rest, limit)


def minus(text: str) -> str:
    """A typographic minus where a number has a hyphen, so that −5% does not look like a list."""
    return text.replace("-", "−")


def scored(value: Decimal | None) -> str:
    """Points with their unit and two decimals."""
    return NO_DATA if value is None else f"{minus(points(value))} 分"


def short(value: Decimal) -> str:
    """A number without trailing zeros."""
    return minus(plain(value))


def figure(given: Figure) -> str:
    """An amount, or the word that stands for it."""
    if given.value is not None:
        return minus(money(given.value))
    return NOT_APPLICABLE if given.not_applicable else NO_DATA
