"""What is wrong with an input, said so that the person who made it can mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from pjkit.model.signs import visible


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place. All texts are Chinese: clerks and analysts read them."""

    file: str
    place: str  # "收支!E12", "第 14 行 groups[0].points" or "" for the whole file
    found: str
    expected: str
    advice: str

    def __str__(self) -> str:
        where = f"{_cut(self.file, _LONGEST_PATH)} {_cut(self.place, _LONGEST_PLACE)}".strip()
        words = f"{where}：{self.found}。应为：{self.expected}。处理：{self.advice}。"
        return visible(" ".join(words.split("\n")))  # one line, whatever a file or a sheet is called


_INNER_QUOTES = str.maketrans("“”", "‘’")
_COMPARED = 60  # characters of what was typed; comparing takes its time
_LONGEST_PATH, _LONGEST_PLACE = 300, 100  # characters; a sheet's name may have thousands
_LISTED = 8  # names in a message; more would hide the nearest


class InputError(Exception):
    """An input that cannot be used, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, so that an analyst reads the problems alone."""
        return [f"输入有 {len(self.problems)} 处问题：", *map(str, self.problems)]


class Problems:
    """Collects problems while reading goes on, so that all are reported at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Problem] = []

    def add(self, place: str, found: str, expected: str, advice: str) -> None:
        """Note one problem at ``place`` of this collector's file."""
        self._found.append(Problem(self.file, place, found, expected, advice))

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def found(self) -> tuple[Problem, ...]:
        """All of them, in the order they were found."""
        return tuple(self._found)

    def raise_if_any(self) -> None:
        """Raise :class:`InputError` with all that was found, in the order it was found."""
        if self._found:
            raise InputError(self._found)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def shown(text: str, longest: int = 40) -> str:
    """Somebody's text inside a message: quoted, on one line, without control characters, cut if long."""
    signs = visible(text.translate(_INNER_QUOTES))
    printable = "".join(sign if sign.isprintable() else "·" for sign in signs)
    return f"“{printable[:longest]}…”" if len(printable) > longest else f"“{printable}”"


def nearest(wrong: str, known: Iterable[str], most: int = _LISTED) -> str:
    """The known names, the most similar first, for an "应为" (at most so many, then how many there are)."""
    names = list(known)
    if len(names) == 1:
        return names[0]
    names.sort(key=lambda name: -difflib.SequenceMatcher(None, wrong[:_COMPARED], name).ratio())
    listed = "、".join(names[:most])
    return f"{listed} 等 {len(names)} 个之一" if len(names) > most else f"{listed} 之一"
