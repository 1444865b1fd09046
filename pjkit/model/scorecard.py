"""The result: one :class:`Mark` per indicator, totals, grade, findings. Displays and records show only this."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pjkit.model.clause import Curve, ItemVerdict, Severity
from pjkit.model.figure import Figure
from pjkit.model.finding_titles import finding_title
from pjkit.model.settings import AppliedSetting
from pjkit.scoring.rubric import Indicator, Rubric


class Status(StrEnum):
    """What a score rests on."""

    COMPUTED = "computed"
    ATTESTED = "attested"
    ASSERTED = "asserted"
    REVIEWED = "reviewed"
    SELF_ONLY = "self_only"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The Chinese word users read."""
        return _LABELS[self]

    @property
    def supported(self) -> bool:
        """Whether the score counts as 有据."""
        return self in _SUPPORTED


_LABELS = {
    Status.COMPUTED: "据数核算",
    Status.ATTESTED: "有佐证",
    Status.ASSERTED: "无佐证",
    Status.REVIEWED: "已复核",
    Status.SELF_ONLY: "仅自评",
    Status.MISSING: "无数据",
    Status.NOT_APPLICABLE: "不适用",
}
_SUPPORTED = {Status.COMPUTED, Status.ATTESTED, Status.REVIEWED, Status.NOT_APPLICABLE}


@dataclass(frozen=True)
class ClauseMark:
    """One clause's result. ``score`` is ``None`` where data are missing."""

    no: str
    kind: str
    points: Decimal
    text: str
    formula: str
    score: Decimal | None
    reason: str
    not_applicable: bool
    value_percent: Decimal | None  # a rate in percent, at most 6 decimals
    value_text: str
    inputs: tuple[Figure, ...]
    items: tuple[ItemVerdict, ...]
    effects: tuple[AppliedSetting, ...]
    curve: Curve | None


@dataclass(frozen=True)
class Mark:
    """One indicator's result: all that any table or chart may show of it."""

    indicator: Indicator
    path: tuple[str, str]  # 一级指标, 二级指标
    status: Status
    score: Decimal | None  # the one that counts (D15); None: unknown
    computed_score: Decimal | None
    self_score: Decimal | None
    self_reason: str
    self_source: str
    review_score: Decimal | None
    review_reason: str
    reviewer: str
    reason: str
    clauses: tuple[ClauseMark, ...]
    effects: tuple[AppliedSetting, ...]

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id

    @property
    def name(self) -> str:
        """The indicator's name (三级指标)."""
        return self.indicator.name

    @property
    def points(self) -> Decimal:
        """The indicator's full marks."""
        return self.indicator.points

    @property
    def lost(self) -> Decimal | None:
        """Points lost, ``None`` where the score is unknown."""
        return None if self.score is None else self.points - self.score

    @property
    def inputs(self) -> tuple[Figure, ...]:
        """The figures of all clauses."""
        return tuple(figure for clause in self.clauses for figure in clause.inputs)

    @property
    def rated(self) -> ClauseMark | None:
        """The clause whose value is the indicator's value: the first that has a rate or a grade."""
        return next((clause for clause in self.clauses if clause.value_text), None)

    @property
    def evidence(self) -> tuple[ItemVerdict, ...]:
        """The answers of 条款核对 behind the score."""
        return tuple(item for clause in self.clauses for item in clause.items)


@dataclass(frozen=True)
class Finding:
    """Something that contradicts itself or that a reviewer should look at.

    ``title``: what is wrong in a few words. ``departments`` (ids, sorted): those that a comparison found alike or
    apart; none where the department itself is meant.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    title: str = ""
    departments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.title:  # of a record that has none, or of a rule's warning
            object.__setattr__(self, "title", finding_title(self.rule))


def grade_words(grade: str | None, allowed: Sequence[str]) -> str:
    """The grade, or 待定 with the worst and the best that the missing points still allow."""
    ends = dict.fromkeys((*allowed[:1], *allowed[-1:]))
    return grade or (f"待定（{'～'.join(ends)}）" if ends else "待定")


@dataclass(frozen=True)
class Totals:
    """A total is never bare: how much of it is supported, and what it could be (all points, two decimals)."""

    score: Decimal
    self: Decimal | None  # None: no self scores at all
    supported: Decimal
    self_only: Decimal
    missing: Decimal
    low: Decimal
    high: Decimal
    rescaled: Decimal | None
    grade: str | None  # None: the missing points could change it
    grade_range: tuple[str, ...]  # worst to best grade the missing points allow

    @property
    def grade_words(self) -> str:
        """The grade as people read it, also where it is open."""
        return grade_words(self.grade, self.grade_range)


@dataclass(frozen=True)
class GroupScore:
    """Score against points of a 一级 or 二级指标."""

    name: str
    points: Decimal
    score: Decimal
    unknown: Decimal  # points of indicators without any score


@dataclass(frozen=True)
class Scorecard:
    """Everything said about one department in one year."""

    department: str
    name: str
    year: int
    rubric: Rubric
    data_digest: str
    marks: tuple[Mark, ...]
    total: Totals
    findings: tuple[Finding, ...]
    edition: str = "internal"

    def __getitem__(self, indicator_id: str) -> Mark:
        """The mark of one indicator. Raises ``KeyError`` naming the known ids."""
        for mark in self.marks:
            if mark.id == indicator_id:
                return mark
        raise KeyError(f"没有指标 {indicator_id}；有：{'、'.join(mark.id for mark in self.marks)}")

    def effects(self) -> Iterator[tuple[Mark, AppliedSetting]]:
        """Every setting that touched a number, with its indicator."""
        return ((mark, effect) for mark in self.marks for effect in mark.effects)
