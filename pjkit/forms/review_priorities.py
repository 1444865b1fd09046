"""What a reviewer should look at first (待复核事项): each indicator with its points at stake, why, and where to look."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.forms.check_report import by_place, lacking
from pjkit.model.amounts import plain, points
from pjkit.model.contract import ANSWERS
from pjkit.model.figure import NOT_APPLICABLE
from pjkit.model.finding import SEVERITIES
from pjkit.model.scorecard import Finding, Mark, Scorecard, Status
from pjkit.sources.places import place_of

_ZERO = Decimal(0)
_IMPOSSIBLE = "unattainable_self_score"
_OF_ALL = {
    "full_marks_without_evidence",
    "no_evidence_at_all",
}  # tell of all indicators, whatever their place
_WITHOUT_EVIDENCE = "D19"


@dataclass(frozen=True)
class Concern:
    """One indicator that should be reviewed."""

    mark: Mark
    unsupported: Decimal  # points that rest on the department's word, or that nothing is known of
    findings: tuple[Finding, ...]

    @property
    def at_stake(self) -> Decimal:
        """Points to settle: the unsupported ones, else what self and computed score differ by, else the indicator's."""
        return self.unsupported or abs(_step(self.mark)) or self.mark.points

    @property
    def impossible(self) -> bool:
        """Whether the rule cannot give the self score."""
        return any(one.rule == _IMPOSSIBLE for one in self.findings)

    @property
    def why(self) -> tuple[str, ...]:
        """Every reason to look at it, the weightiest first."""
        own = (_lacking(self.mark) if self.unsupported else "", _difference(self.mark))
        found = (f"{one.severity}：{one.title}。{one.message}" for one in self.findings)
        return (*filter(None, own), *found)

    @property
    def where(self) -> tuple[str, ...]:
        """The places to look at, in the order of the reasons, each once."""
        places = list(_places(self.mark)) if self.unsupported else []
        if self.unsupported or _step(self.mark):
            places.append(self.mark.self_source)
        places += [one.where for one in self.findings]
        return tuple(dict.fromkeys(filter(None, places)))

    @property
    def priority(self) -> tuple[Decimal, bool, int, Decimal]:
        """Sorts what to review first to the front."""
        worst = min((SEVERITIES.index(one.severity) for one in self.findings), default=len(SEVERITIES))
        return -self.unsupported, not self.impossible, worst, -abs(_step(self.mark))


@dataclass(frozen=True)
class Agenda:
    """What to review of one department. ``others``: findings that belong to no single indicator."""

    card: Scorecard
    concerns: tuple[Concern, ...]
    others: tuple[Finding, ...]


def agenda(card: Scorecard) -> Agenda:
    """The largest unsupported points first, then impossible self scores, then by the findings' severity.

    What has been reviewed already (复核) is not on it.
    """
    found = _by_indicator(card)
    concerns = [
        Concern(mark, _unsupported(mark), tuple(found.get(mark.id, ())))
        for mark in card.marks
        if mark.status is not Status.REVIEWED
    ]
    worth = [one for one in concerns if one.why]
    named = {id(finding) for findings in found.values() for finding in findings}
    return Agenda(
        card,
        tuple(sorted(worth, key=lambda one: one.priority)),
        by_place(finding for finding in card.findings if id(finding) not in named),
    )


def _unsupported(mark: Mark) -> Decimal:
    if mark.status.supported:
        return _ZERO
    return mark.points if mark.score is None else mark.score


def _step(mark: Mark) -> Decimal:
    """核算分 − 自评分; 0 where one of them is unknown."""
    if mark.computed_score is None or mark.self_score is None:
        return _ZERO
    return mark.computed_score - mark.self_score


def _difference(mark: Mark) -> str:
    step = _step(mark)
    if not step or mark.computed_score is None:
        return ""
    return f"核算 {points(mark.computed_score)} 分，比自评{'高' if step > 0 else '低'} {points(abs(step))} 分"


def _lacking(mark: Mark) -> str:
    """What the score rests on, and what is lacking."""
    if mark.status is Status.ASSERTED:
        said = "；".join(effect.effect for effect in mark.effects if effect.id == _WITHOUT_EVIDENCE)
        return f"{points(mark.score or _ZERO)} 分仅凭部门的回答：{said}"
    if mark.self_score is None:
        return f"没有自评分，也核算不出：{lacking(mark)}"
    return f"只有自评分 {plain(mark.self_score)} 分，核算不出：{lacking(mark)}"


def _places(mark: Mark) -> Iterator[str]:
    """The cells that are blank, or that say something without evidence; else the sheet that should say it."""
    answers = (item for item in mark.evidence if not item.evidence and item.result != NOT_APPLICABLE)
    yield from (item.source for item in answers if place_of(item.source).sheet == ANSWERS.name)
    for clause in mark.clauses:
        lacking = [one for one in clause.lacking if one.why != "data_error"]
        yield from (one.place for one in lacking if place_of(one.place).cells)
        if any(one.why == "unanswered" for one in lacking):
            yield ANSWERS.name
    if any(clause.lacking for clause in mark.clauses):
        yield from (figure.source for figure in mark.inputs if figure.blank)


def _by_indicator(card: Scorecard) -> dict[str, list[Finding]]:
    """Indicator id → the findings about it, or in a cell that its score comes from."""
    used = {mark.id: _cells(mark) for mark in card.marks}
    found: dict[str, list[Finding]] = {}
    for finding in sorted(card.findings, key=lambda one: SEVERITIES.index(one.severity)):
        cells = set(place_of(finding.where).cells)
        for mark in card.marks if finding.rule not in _OF_ALL else ():
            if finding.indicator == mark.id or cells & used[mark.id]:
                found.setdefault(mark.id, []).append(finding)
    return found


def _cells(mark: Mark) -> set[str]:
    sources = [mark.self_source, *(one.source for one in mark.inputs), *(one.source for one in mark.evidence)]
    return {cell for source in sources for cell in place_of(source).cells}
