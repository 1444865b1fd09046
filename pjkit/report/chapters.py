"""The report's chapters as the rubric orders them: numbered headings, the department's words, what each shows.

The indicators stand in the chapter that shows them, group by group. A notebook loops over these, so that one notebook
renders every rubric.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pjkit.model.block import Heading
from pjkit.model.dossier import Dossier
from pjkit.model.report_block import AnyBlock, Section
from pjkit.model.scorecard import Scorecard
from pjkit.report import overview, projects, score_table, spending
from pjkit.report.indicator import indicator
from pjkit.report.tables import section
from pjkit.scoring.declarations import ChapterSpec
from pjkit.scoring.rubric import Rubric

_INDICATORS = "indicators"
_DEEPEST = 4  # level of a heading; what is deeper has the same
_DIGITS = "零一二三四五六七八九"
_TEN = 10
_USUAL = ("score_by_group", "points_lost", _INDICATORS)  # of a rubric that names no chapters

OF_DOSSIER: Mapping[str, Callable[[Dossier], AnyBlock]] = {
    "profile": overview.profile,
    "functions": overview.functions,
    "sections": overview.sections,
    "staff": overview.staff,
    "outputs": overview.outputs,
    "basic_spending": spending.basic_spending,
    "project_spending": spending.project_spending,
    "project_list": projects.project_list,
    "project_management": projects.project_management,
    "spending_by_kind": spending.spending_by_kind,
    "income": spending.income,
    "budget_and_actual": spending.budget_and_actual,
    "three_public": spending.three_public,
}
OF_CARD: Mapping[str, Callable[[Scorecard], AnyBlock]] = {
    "score_by_group": score_table.score_by_group,
    "points_lost": score_table.points_lost,
}
OF_BOTH: Mapping[str, Callable[[Scorecard, Dossier], AnyBlock]] = {"projects": projects.projects}


@dataclass(frozen=True)
class Chapter:
    """A chapter or a part of one. ``heading`` is ``None`` for what goes on below the indicators."""

    heading: Heading | None
    text: str = ""
    show: tuple[str, ...] = ()

    def without(self, *names: str) -> "Chapter":
        """The same without what an analyst leaves out, such as ``project_list``."""
        return replace(self, show=tuple(name for name in self.show if name not in names))


@dataclass(frozen=True)
class IndicatorGroup:
    """A lowest group: the headings that begin with it, its indicators' ids, the level of their own headings."""

    headings: tuple[Heading, ...]
    indicators: tuple[str, ...]
    level: int


@dataclass(frozen=True)
class Chapters:
    """All that a report shows in its chapters, in order."""

    before: tuple[Chapter, ...]  # the last of them holds the indicators
    groups: tuple[IndicatorGroup, ...]
    after: tuple[Chapter, ...]

    def all(self) -> tuple[Chapter, ...]:
        """Every chapter and part of one."""
        return (*self.before, *self.after)


def chapters(rules: Rubric, card: Scorecard) -> Chapters:
    """The chapters of the rubric; of one that names none, its title with the scores and all indicators."""
    tops = len({mark.path[:1] for mark in card.marks if mark.path})
    flat = [one for at, spec in enumerate(_specs(rules), 1) for one in _flat(spec, (at,), tops)]
    at = next(at for at, one in enumerate(flat) if _INDICATORS in one.show)
    holding = flat[at]
    cut = holding.show.index(_INDICATORS)
    rest = [Chapter(None, show=holding.show[cut + 1 :])] if holding.show[cut + 1 :] else []
    before = (*flat[:at], Chapter(holding.heading, holding.text, holding.show[:cut]))
    level = holding.heading.level if holding.heading else 0
    return Chapters(before, tuple(_groups(card, level)), (*rest, *flat[at + 1 :]))


def _specs(rules: Rubric) -> list[ChapterSpec]:
    """The rubric's chapters, with one for the indicators where none of them shows these."""
    if any(_INDICATORS in one.show for one in rules.all_chapters()):
        return rules.chapters
    show = _USUAL if rules.subject == "department" else ("projects", *_USUAL)
    return [*rules.chapters, ChapterSpec(title=rules.title, show=show)]


def _flat(spec: ChapterSpec, place: tuple[int, ...], tops: int) -> Iterator[Chapter]:
    """A chapter and its parts; where it shows the indicators, their groups have the first numbers."""
    yield Chapter(_heading(spec.title, place, "chapter"), spec.text, spec.show)
    first = 1 + (tops if _INDICATORS in spec.show else 0)
    for at, part in enumerate(spec.parts, first):
        yield from _flat(part, (*place, at), tops)


def _heading(title: str, place: Sequence[int], anchor: str) -> Heading:
    level = min(len(place), _DEEPEST)
    name = "-".join((anchor, *map(str, place)))
    return Heading(level=level, text=numbered(title, place[-1], level), anchor=name)


def _groups(card: Scorecard, above: int) -> Iterator[IndicatorGroup]:
    """The lowest groups in the table's order, their headings numbered below the chapter's level ``above``."""
    places: dict[tuple[str, ...], tuple[int, ...]] = {(): ()}
    members: dict[tuple[str, ...], list[str]] = {}
    for mark in card.marks:
        members.setdefault(mark.path, []).append(mark.id)
    for path, ids in members.items():
        new = [path[:depth] for depth in range(1, len(path) + 1) if path[:depth] not in places]
        headings = tuple(_group_heading(one, places, above) for one in new)
        yield IndicatorGroup(headings, tuple(ids), min(above + len(path), _DEEPEST) + 2)


def _group_heading(
    path: tuple[str, ...], places: dict[tuple[str, ...], tuple[int, ...]], above: int
) -> Heading:
    """The heading of a group that comes for the first time; its place is entered among ``places``."""
    siblings = sum(other[:-1] == path[:-1] for other in places if other)
    places[path] = (*places[path[:-1]], siblings + 1)
    level = min(above + len(path), _DEEPEST)
    name = "-".join(("group", *map(str, places[path])))
    return Heading(level=level, text=numbered(path[-1], siblings + 1, level), anchor=name)


def show(chapter: Chapter, card: Scorecard, dossier: Dossier) -> Section:
    """One chapter or part: its heading, the department's words, what it shows."""
    heading = [chapter.heading] if chapter.heading else []
    own = [overview.chapter(dossier, chapter.text)] if chapter.text else []
    return section(heading, own, [_shown(name, card, dossier) for name in chapter.show])


def _shown(name: str, card: Scorecard, dossier: Dossier) -> AnyBlock:
    if name in OF_DOSSIER:
        return OF_DOSSIER[name](dossier)
    return OF_CARD[name](card) if name in OF_CARD else OF_BOTH[name](card, dossier)


def indicators(card: Scorecard, group: IndicatorGroup) -> Section:
    """One lowest group: the headings that begin with it, then its indicators' cards."""
    return section(group.headings, [indicator(card, one, group.level) for one in group.indicators])


# How headings are numbered: 一、 （一） 1． （1）


def chinese_number(number: int) -> str:
    """1 to 99 as 一 to 九十九; beyond, the figures."""
    tens, ones = divmod(number, _TEN)
    if tens >= _TEN:
        return str(number)
    end = _DIGITS[ones] if ones else ""
    return f"{_DIGITS[tens] if tens > 1 else ''}十{end}" if tens else end


def numbered(title: str, number: int, level: int) -> str:
    """A title with its number as a heading of this level has it; 1 is the highest."""
    return {
        1: f"{chinese_number(number)}、",
        2: f"（{chinese_number(number)}）",
        3: f"{number}．",
    }.get(level, f"（{number}）") + title
