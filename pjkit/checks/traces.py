"""What one department's data leave behind to be compared with other departments': ``traces.json``.

Chapters without the unit's own names, projects and numbers, so that the same text stays the same in another
unit's report; and the rows of figures that say so much that no two departments share them by chance.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from pjkit.model.amounts import plain
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure
from pjkit.model.problem import shown
from pjkit.model.records import TraceRow, Traces

MASK = "□"
_LONGEST_CHAPTER = 4000  # signs kept of a chapter
_LONGEST_READ = 2 * _LONGEST_CHAPTER  # signs looked at: masks are shorter than what they hide
_MOST_NAMES = 500
_MOST_ROWS = 300
_SHORTEST_ACCOUNT = 4  # signs; 收入 and 支出 stand inside other words
_NUMBER = re.compile(r"[\d０-９][\d０-９,.，．]*[%％]?")
_MASKS = re.compile(rf"{MASK}[{MASK}\s]*")
_MARKUP = re.compile(r"[*`#>]|^[ \t]*(?:[-+]|\d{1,2}[.、)）])[ \t]*", re.MULTILINE)
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_LEAST_DIGITS = 10  # a row says enough with so many digits between its amounts
_LEAST_IN_ONE = 3  # and with two amounts that are not round


def traces_of(dossier: Dossier) -> Traces:
    """The traces of one department's data. Pure: same data, same traces."""
    names = _Names(_own_names(dossier))
    chapters = {chapter.name: names.mask(chapter.text) for chapter in dossier.chapters.values()}
    rows = tuple(islice(_rows(dossier), _MOST_ROWS))
    return Traces(department=dossier.department, name=dossier.name, chapters=chapters, rows=rows)


class _Names:
    """The names to blot out of a text, the longest first."""

    def __init__(self, names: Iterable[str]) -> None:
        ordered = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, ordered[:_MOST_NAMES])) or r"(?!)")

    def mask(self, text: str) -> str:
        """``text`` without markup, names and numbers; neighbouring masks become one."""
        bare = _MARKUP.sub("", text[:_LONGEST_READ])
        masked = _NUMBER.sub(MASK, self._pattern.sub(MASK, bare))
        lines = (_MASKS.sub(MASK, line).strip() for line in masked.splitlines())
        return "\n".join(line for line in lines if line)[:_LONGEST_CHAPTER]


def _own_names(dossier: Dossier) -> Iterator[str]:
    yield dossier.name
    yield from _SEPARATORS.split(dossier.profile_text("单位简称"))
    yield dossier.profile_text("主管部门")
    yield from (line.name for line in dossier.organisation if line.category == "内设机构")
    yield from (project.name for project in dossier.projects or ())
    yield from (line.name for line in dossier.accounts.values() if len(line.name) >= _SHORTEST_ACCOUNT)


def _rows(dossier: Dossier) -> Iterator[TraceRow]:
    for line in dossier.accounts.values():
        yield from _row(f"收支{shown(line.path)}", [line.figures[column] for column in AMOUNT_COLUMNS])
    for project in dossier.projects or ():
        yield from _row(f"项目{shown(project.name)}", [project.budget, project.spent])
    for output in dossier.outputs:
        yield from _row(f"事业成效{shown(output.name)}", [output.figure, output.last_year, output.target])


def _row(label: str, figures: list[Figure]) -> Iterator[TraceRow]:
    """The row, if its amounts say enough."""
    given = ["" if figure.value is None else plain(figure.value) for figure in figures]
    digits = {text: len(text.replace(".", "").strip("0")) for text in given if text}
    if sum(digits.values()) >= _LEAST_DIGITS and sum(n >= _LEAST_IN_ONE for n in digits.values()) > 1:
        yield TraceRow(label=label, figures=" | ".join(given))
