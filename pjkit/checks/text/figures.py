"""Figures of the text that differ from the data (文字与数据不符), changes against last year among them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pjkit.checks.registry import ROUNDING, CheckContext, Observation, check
from pjkit.checks.text.named_figures import (
    ACTUAL,
    LAST,
    MONEY,
    PERCENT,
    PLANNED,
    NamedFigure,
    Names,
    bare,
    belongs,
    named_figures,
)
from pjkit.checks.text.reading import Quantity, Sentence, Unit, quantities, sentences
from pjkit.checks.text.subjects import SubjectFinder, columns, names_a_column, tells_a_budget
from pjkit.model.amounts import plain

_WORDS = re.compile(
    r"(?:同比|(?:比|较)(?:上年度|上年|去年)(?:同期)?(?:[\d.,]{1,20}[万亿]?元)?)?"
    r"(?P<way>增长|增加|上升|提高|减少|下降|降低)了?$"
)
_LAST_YEAR = re.compile(r"上年|去年|同比")
_DOWN = {"减少", "下降", "降低"}
_LONGEST_LEAD = 60
_POINTS = Unit(1, ("个百分点", "百分点"))


@dataclass(frozen=True)
class Change:
    """Words of a change: what stands before them, whether the sentence names last year, which way it goes."""

    subject: str
    against_last_year: bool
    down: bool


def change_words(lead: str, sentence: str) -> Change | None:
    """The change that ``lead``, the clause up to a number, ends with; ``None`` where it ends with none.

    ``sentence`` is all of it up to the number: 三公经费比上年增长 16%，商品和服务支出增长 5% is against last year, too.
    """
    words = bare(lead)
    match = _WORDS.search(words[-_LONGEST_LEAD:])
    if match is None:
        return None
    subject = words[: len(words) - len(match[0])]
    return Change(subject, bool(_LAST_YEAR.search(sentence)), match["way"] in _DOWN)


def change_figures(figures: Iterable[NamedFigure], change: Change) -> Iterator[NamedFigure]:
    """The changes of the rows that have this year's and last year's figure, as amounts and as rates."""
    given = list(figures)
    last = {figure.row: figure for figure in given if figure.column == LAST}
    for figure in given:
        before = last.get(figure.row)
        if figure.column in {ACTUAL, ""} and before is not None:
            yield from _both_ways(figure, before, change)


def _both_ways(this: NamedFigure, last: NamedFigure, change: Change) -> Iterator[NamedFigure]:
    gap = last.value - this.value if change.down else this.value - last.value
    column = f"比上年{'减少' if change.down else '增加'}数"
    source = f"{this.source}、{last.source}"
    moved = replace(this, column=column, value=gap, source=source)
    if this.unit == PERCENT:
        yield replace(moved, unit=_POINTS)
        return
    yield moved
    if last.value:
        rate = "降幅" if change.down else "增幅"
        yield replace(moved, column=f"比上年{rate}", value=gap * 100 / last.value, unit=PERCENT)


_KINDS_OF_SPENDING = ("基本支出", "项目支出")  # have rows of the same names below them
_SCALE_WORDS = {1: "", 10**4: "万", 10**8: "亿"}


@dataclass(frozen=True)
class _Claim:
    """A number of the text with the figures of the data that it may be meant to state."""

    sentence: Sentence
    number: Quantity
    meant: tuple[NamedFigure, ...]

    @property
    def agrees(self) -> bool:
        """Whether one of the figures, rounded to the printed decimals, is the printed number."""
        return any(
            self.number.printed(figure.value, figure.unit) == self.number.value for figure in self.meant
        )


@check("figure_in_text", "文字中的数与数据不符")
def figure_in_text(context: CheckContext) -> Iterator[Observation]:
    """Numbers whose clause names a row of the data beyond doubt must be that row's (rubric.md §4)."""
    names = named_figures(context.dossier, scored=len(list(context.rubric.indicators())))
    reader = _Reader(names, SubjectFinder(names, context.dossier), context.dossier.year)
    claims = [claim for sentence in sentences(context.dossier) for claim in reader.claims(sentence)]
    given: dict[tuple[str, str], set[Decimal]] = {}
    for claim in claims:
        given.setdefault((claim.sentence.chapter, claim.meant[0].label), set()).add(claim.number.value)
    found: dict[Observation, None] = {}  # a number written twice is reported once
    for claim in claims:
        figure = None if claim.agrees else _the_one_meant(claim)
        # a chapter that gives several numbers for it counts the unit's parts one by one
        breakdown = len(given[claim.sentence.chapter, claim.meant[0].label]) > 1
        if figure is not None and not (figure.alone and breakdown):
            found[_finding(claim, figure)] = None
    yield from found


class _Reader:
    """Reads one sentence from left to right, remembering what it speaks of while that is one row only."""

    def __init__(self, names: Names, finder: SubjectFinder, year: int) -> None:
        self._names = names
        self._finder = finder
        self._year = year

    def claims(self, sentence: Sentence) -> Iterator[_Claim]:
        """Every number of the sentence whose subject is known and has such a figure."""
        heading = bare(sentence.heading)
        name = heading if heading in self._names and not sentence.before.strip() else ""
        named: set[str] = set()
        for number in quantities(sentence):
            lead = sentence.plain[sentence.clause_start(number.start) : number.start]
            name, meant = self._read(lead, "" if len(named) > 1 else name, sentence.context(number.start))
            named |= {name} - {""}
            figures = tuple(figure for figure in meant if number.is_of(figure.unit))
            if figures and belongs(name, sentence.context()):
                yield _Claim(sentence, number, figures)

    def _read(self, lead: str, spoken_of: str, context: str) -> tuple[str, Iterable[NamedFigure]]:
        """The name a number belongs to ("": unknown) and the figures of it that the number may state."""
        subject = self._finder.find(lead)
        if subject is not None and not subject.name and not names_a_column(subject.words):
            return spoken_of, ()  # “共 3 万元”: nobody knows of what
        if subject is not None:
            name = subject.name or spoken_of
            return name, self._stated(name, subject.words, context)
        change = change_words(lead, context.rpartition("。")[2])
        name = self._changed(change, spoken_of) if change else ""
        return name, change_figures(self._names.get(name, ()), change) if change else ()

    def _changed(self, change: Change, spoken_of: str) -> str:
        """The name whose change is told, "" where that is not beyond doubt."""
        if not change.against_last_year:
            return ""
        if not change.subject:
            return spoken_of
        subject = self._finder.find(change.subject)
        clear = subject is not None and columns(subject.words, self._year) == (ACTUAL,)
        return subject.name if subject is not None and clear else ""

    def _stated(self, name: str, words: str, context: str) -> Iterator[NamedFigure]:
        """The figures of a name that the words around it allow."""
        wanted = columns(words, self._year)
        if ACTUAL in wanted:
            wanted = (*wanted, "")  # rows with one figure only state this year's
        if names_a_column(words) or not tells_a_budget(context):
            found = (figure for figure in self._names.get(name, ()) if figure.column in wanted)
            yield from (figure for figure in found if "完成" not in words or figure.row not in PLANNED)


def _the_one_meant(claim: _Claim) -> NamedFigure | None:
    """The row the number must be of; ``None`` where several rows have the name and the paragraph does not tell."""
    context = claim.sentence.context(claim.number.start)
    kind = max(_KINDS_OF_SPENDING, key=context.rfind)
    kind = kind if kind in context else ""
    figures = [
        figure
        for figure in claim.meant
        if not kind or figure.parent == kind or figure.parent not in _KINDS_OF_SPENDING
    ]
    if len({figure.row for figure in figures}) > 1:
        figures = [figure for figure in figures if kind and figure.parent == kind]
    return figures[0] if figures else None


def _finding(claim: _Claim, figure: NamedFigure) -> Observation:
    number, unit = claim.number, figure.unit
    start, end = claim.sentence.clause_start(number.start), number.end + len(number.is_of(unit))
    gap = number.in_unit(unit) - figure.value
    word = f"{_SCALE_WORDS.get(unit.scale, '')}{unit.bases[0]}"
    apart = f"{plain(abs(gap))} {'个百分点' if word == '%' else word}"
    message = (
        f"文中写有{claim.sentence.quote(start, end)}，而{figure.label}为 {plain(figure.value)} {word}"
        f"（{figure.source}），文中{'多' if gap > 0 else '少'} {apart}"
    )
    return Observation("提示" if _small(number, figure) else "疑似", claim.sentence.source, message)


def _small(number: Quantity, figure: NamedFigure) -> bool:
    """Whether the number was cut instead of rounded, or lies within the rounding of an account."""
    gap = abs(number.in_unit(figure.unit) - figure.value)
    exact = figure.value * figure.unit.scale / number.scale
    cut = exact != number.printed(figure.value, figure.unit)
    last_digit = Fraction(Decimal(1).scaleb(-number.places)) * number.scale / figure.unit.scale
    return (cut and gap <= last_digit) or (figure.unit == MONEY and gap <= ROUNDING)
