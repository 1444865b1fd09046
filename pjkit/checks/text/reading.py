"""Chapters as sentences, and the numbers with units in them (427.57万元, 138万人次, 97.20%, 1,234.50 元).

Headings stand apart, full-width digits are folded, titles of documents blotted out. A sentence comes in two forms
of the same length: ``text`` as it was written, for quoting, and ``plain``, for searching, in which 《…》 and the
years of document numbers (〔2022〕) are blank.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from pjkit.model.amounts import half_up
from pjkit.model.dossier import Chapter, Dossier
from pjkit.model.problem import shown

_FOLDED = str.maketrans("０１２３４５６７８９．％＋－", "0123456789.%+-")
_THOUSANDS = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")
_TITLE = re.compile(r"《[^《》\n]*》")
_DOCUMENT_YEAR = re.compile(r"[〔\[【（(](?:19|20)\d\d[〕\]】）)]")
_HEADING = re.compile(r"\*\*([^*\n]{1,60})\*\*")
_BULLET = re.compile(r"(?:[-+*]\s|\d{1,2}(?:[、)）]|\.(?!\d))|[（(]?[一二三四五六七八九十]{1,3}[）)、.])\s*")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")
_CLAUSE_END = re.compile(r"[，；;：:、。！？!?]|,(?!\d)|(?<!\d),|[（(](?!境)|(?<!境)[）)]")
_PHRASE_ENDS = "，；;：:。！？!?"
_REACH = 30  # signs of the clause quoted on either side of what a finding is about
_LONGEST_CLAUSE = 200  # signs; nobody writes longer ones, and searching must not take the square of a length
_REMEMBERED = 1000  # signs of a paragraph that tell what a sentence speaks of
_QUOTED = 100  # signs of a quotation


@dataclass(frozen=True)
class Sentence:
    """One sentence of a chapter, with the bold words that open its paragraph and what the paragraph said before."""

    chapter: str
    source: str  # 文字!B4
    heading: str
    before: str
    text: str
    plain: str
    is_heading: bool = False

    def context(self, position: int | None = None) -> str:
        """What the paragraph has said up to ``position`` in this sentence, else up to its end."""
        return f"{self.heading}。{(self.before + self.plain[:position])[-_REMEMBERED:]}"

    def quote(self, start: int, end: int) -> str:
        """The clauses in which ``start:end`` lies, cut where they are long, ready for a message."""
        left, right = self.clause_start(start), self.clause_end(end)
        before, after = "…" if start - left > _REACH else "", "…" if right - end > _REACH else ""
        left, right = max(left, start - _REACH), min(right, end + _REACH)
        return shown(f"{before}{self.text[left:right].strip()}{after}", _QUOTED)

    def clause_start(self, position: int) -> int:
        """Where the clause begins in which ``position`` lies."""
        at = bisect_right(self._breaks, (position, 0))
        begin = self._breaks[at - 1][1] if at else 0
        return max(begin, position - _LONGEST_CLAUSE)

    def clause_end(self, position: int) -> int:
        """Where the clause ends in which ``position`` lies."""
        at = bisect_left(self._breaks, (position, 0))
        end = self._breaks[at][0] if at < len(self._breaks) else len(self.plain)
        return min(end, position + _LONGEST_CLAUSE)

    @cached_property
    def _breaks(self) -> list[tuple[int, int]]:
        """Start and end of every sign between two clauses."""
        return [match.span() for match in _CLAUSE_END.finditer(self.plain)]

    def phrase_start(self, position: int) -> int:
        """Where the phrase begins in which ``position`` lies: the clause, with all members of its lists."""
        first = max(0, position - _LONGEST_CLAUSE)
        return max(first, *(self.plain.rfind(sign, first, position) + 1 for sign in _PHRASE_ENDS))

    def phrase(self, position: int) -> str:
        """The whole phrase in which ``position`` lies, for searching."""
        last = min(len(self.plain), position + _LONGEST_CLAUSE)
        ends = (self.plain.find(sign, position, last) for sign in _PHRASE_ENDS)
        return self.plain[self.phrase_start(position) : min((at for at in ends if at >= 0), default=last)]

    def clause(self, position: int) -> str:
        """The whole clause in which ``position`` lies, for searching."""
        return self.plain[self.clause_start(position) : self.clause_end(position)]


def sentences(dossier: Dossier, *, headings: bool = False) -> Iterator[Sentence]:
    """Every sentence of every chapter, in the report's order; headings claim nothing and come when asked for."""
    for chapter in dossier.chapters.values():
        yield from (one for one in _of_chapter(chapter) if headings or not one.is_heading)


def _of_chapter(chapter: Chapter) -> Iterator[Sentence]:
    heading = ""
    for line in filter(None, map(str.strip, chapter.text.splitlines())):
        bullet = _BULLET.match(line)
        rest = line[bullet.end() if bullet else 0 :]
        opening = _HEADING.match(rest)
        if opening:
            heading = _bare(opening[1])
            rest = rest[opening.end() :]
            yield Sentence(
                chapter.name, chapter.source, "", "", heading, searchable(heading), is_heading=True
            )
        elif not bullet:
            heading = ""  # a list goes on under the heading before it, a new paragraph does not
        yield from _of_line(chapter, heading, rest.replace("*", "").replace("`", ""))


def _bare(heading: str) -> str:
    """A heading without its number and full stop."""
    bullet = _BULLET.match(heading)
    return heading[bullet.end() if bullet else 0 :].strip("。：: ")


def _of_line(chapter: Chapter, heading: str, line: str) -> Iterator[Sentence]:
    plain = searchable(line)
    for match in _SENTENCE.finditer(plain):
        before = plain[max(0, match.start() - _REMEMBERED) : match.start()]
        text = line[match.start() : match.end()]
        yield Sentence(chapter.name, chapter.source, heading, before, text, match[0])


def searchable(text: str) -> str:
    """``text``, sign for sign, with half-width digits and without what names a document."""
    folded = _THOUSANDS.sub(",", text.translate(_FOLDED))
    return _DOCUMENT_YEAR.sub(_blank, _TITLE.sub(_blank, folded))


def _blank(match: re.Match[str]) -> str:
    return "□" * len(match[0])


_NUMBER = re.compile(r"(?<![\d.,A-Za-z])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_SCALE = re.compile(r" ?([百千万亿]{0,2})")
_VAGUE_AFTER = re.compile(r"[\u4e00-\u9fff]{0,3}(?:左右|以上|以下|以内|上下)")
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_UNIT = re.compile(r"([百千万亿]{0,2})(.+)")
_LONGEST = 20  # digits; a longer number is no amount of a department


@dataclass(frozen=True)
class Unit:
    """A unit: 万元 is 10,000 of 元. ``bases`` are the words the text may use for it."""

    scale: int
    bases: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, *others: str) -> "Unit | None":
        """Read the unit of a cell; ``others`` are words that mean the same. ``None`` where there is none."""
        match = _UNIT.fullmatch(text.strip().replace("％", "%"))
        return cls(scale_of(match[1]), (match[2], *others)) if match else None


@dataclass(frozen=True)
class Quantity:
    """A number of a sentence. ``scale`` is what 万 or 亿 after it says; its unit follows at ``end``."""

    value: Decimal
    places: int
    scale: int
    start: int
    end: int
    rest: str  # what follows the scale: the unit and a few signs more

    def is_of(self, unit: Unit) -> str:
        """The word of ``unit`` that follows the number, "" where none does or the number is vague."""
        for base in unit.bases:
            after = self.rest[len(base) :]
            counts_visits = after.startswith("次") and not base.endswith("次")
            if self.rest.startswith(base) and not counts_visits and not _VAGUE_AFTER.match(after):
                return base
        return ""

    def printed(self, exact: Fraction, unit: Unit) -> Decimal:
        """``exact``, which is in ``unit``, as this number would print it: same scale, same decimals."""
        return half_up(exact * unit.scale / self.scale, self.places)

    def in_unit(self, unit: Unit) -> Fraction:
        """The number in ``unit``."""
        return Fraction(self.value) * self.scale / unit.scale


def scale_of(signs: str) -> int:
    """10,000 for 万, 10**12 for 万亿, 1 for nothing."""
    scale = 1
    for sign in signs:
        scale *= _SCALES[sign]
    return scale


def quantities(sentence: Sentence) -> Iterator[Quantity]:
    """Every number of the sentence, in order."""
    for match in _NUMBER.finditer(sentence.plain):
        digits = match[0].replace(",", "")
        scale = _SCALE.match(sentence.plain, match.end())
        if len(digits) > _LONGEST or scale is None:
            continue
        places = len(digits.partition(".")[2])
        rest = sentence.plain[scale.end() : scale.end() + 12]
        yield Quantity(Decimal(digits), places, scale_of(scale[1]), match.start(), scale.end(), rest)
