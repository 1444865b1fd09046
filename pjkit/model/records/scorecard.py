"""One department's published result, ``scorecard.json`` (contract ``pjkit.scorecard/1``)."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from pjkit.model.clause import Severity
from pjkit.model.finding_titles import finding_title
from pjkit.model.records.part import Part
from pjkit.model.scorecard import Status, grade_words
from pjkit.model.settings import SETTING_QUESTIONS


class RubricMark(Part):
    """Which rubric scored."""

    id: str
    digest: str


class RecordTotal(Part):
    """The total, never bare (see ``scorecard.Totals``)."""

    score: Decimal
    self_total: Decimal | None = Field(alias="self")
    supported: Decimal
    self_only: Decimal
    missing: Decimal
    low: Decimal
    high: Decimal
    rescaled: Decimal | None
    grade: str | None
    grade_range: tuple[str, ...] = ()

    @property
    def grade_words(self) -> str:
        """The grade as people read it, also where it is open."""
        return grade_words(self.grade, self.grade_range)


class RecordInput(Part):
    """One figure and its cell."""

    name: str
    value: str | None
    unit: str
    source: str


class RecordItem(Part):
    """One answer of 条款核对, or one project of the list, and what the rule made of it."""

    no: str
    text: str
    result: str
    effect: str
    evidence: str
    source: str


class RecordClause(Part):
    """One clause's result."""

    no: str
    kind: str
    points: Decimal
    score: Decimal | None
    reason: str
    items: tuple[RecordItem, ...] = ()


class RecordIndicator(Part):
    """One indicator's result."""

    id: str
    name: str
    path: tuple[str, str]
    points: Decimal
    status: Status
    value: Decimal | None
    value_text: str | None = None
    score: Decimal | None
    computed_score: Decimal | None
    self_score: Decimal | None
    review_score: Decimal | None
    reason: str
    self_reason: str = ""  # 扣分原因
    review_reason: str = ""
    reviewer: str = ""
    standard: str = ""  # 评价标准
    note: str = ""  # 备注
    inputs: tuple[RecordInput, ...]
    clauses: tuple[RecordClause, ...]

    @property
    def lost(self) -> Decimal | None:
        """Points lost, ``None`` where the score is unknown."""
        return None if self.score is None else self.points - self.score


class RecordFinding(Part):
    """One finding."""

    rule: str
    severity: Severity
    where: str
    message: str

    @property
    def title(self) -> str:
        """What users read instead of the rule's id."""
        return finding_title(self.rule)


class RecordSetting(Part):
    """A decision D1–D19 that touched a number."""

    id: str
    effect: str
    indicator: str = ""

    @property
    def question(self) -> str:
        """What the decision decides; nothing where a later version has more of them."""
        return SETTING_QUESTIONS.get(self.id, "")


class Record(Part):
    """One department's published result (contract ``pjkit.scorecard/1``)."""

    schema_: Literal["pjkit.scorecard/1"] = Field(alias="schema")
    department: str
    name: str
    year: int
    rubric: RubricMark
    data_digest: str
    total: RecordTotal
    indicators: tuple[RecordIndicator, ...]
    findings: tuple[RecordFinding, ...]
    settings: tuple[RecordSetting, ...]
    edition: str = "internal"

    @property
    def scored(self) -> bool:
        """Whether any score is known: a total of nothing but unknown scores is unknown, not 0."""
        return any(indicator.score is not None for indicator in self.indicators)

    @property
    def points(self) -> Decimal:
        """The full marks of all indicators."""
        return sum((indicator.points for indicator in self.indicators), Decimal(0))

    @property
    def computed_total(self) -> Decimal | None:
        """The sum of 核算分, ``None`` as soon as one is unknown."""
        return _sum([indicator.computed_score for indicator in self.indicators])

    @property
    def review_total(self) -> Decimal | None:
        """The sum of 复核分, ``None`` as soon as one is unknown."""
        return _sum([indicator.review_score for indicator in self.indicators])


def _sum(scores: list[Decimal | None]) -> Decimal | None:
    known = [score for score in scores if score is not None]
    return sum(known, Decimal(0)) if len(known) == len(scores) else None
