"""One department's result, which is its record: ``scorecard.json`` (contract ``pjkit.scorecard/1``).

Written by ``stored.record_text``, read by ``Scorecard.model_validate_json``; all that is shown is shown from it.
Fields that came after the contract's have defaults, so that older records can be read.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from pjkit.model.amounts import half_up
from pjkit.model.clause import Curve, ItemVerdict, Lacking
from pjkit.model.finding import Severity, finding_title
from pjkit.model.formula import Expression
from pjkit.model.settings import AppliedSetting
from pjkit.model.stored import Given, Input, Score, Stored
from pjkit.model.total import ProjectTotal, Totals

SCHEMA = "pjkit.scorecard/1"
RECORD_MIMETYPE = "application/vnd.pjkit.scorecard+json"
RECORD_OUTPUT = "pjkit_record"  # marks the output that handed the record over


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


class ClauseMark(Stored):
    """One clause's result. ``score``: ``None`` where data are missing; then ``asked`` has the rows of 条款核对."""

    no: str
    kind: str
    points: Given
    score: Score | None
    reason: str
    items: tuple[ItemVerdict, ...] = ()
    text: str = ""
    formula: str = ""
    expression: Annotated[Expression | None, Field(exclude_if=lambda tree: tree is None)] = None
    value_percent: Given | None = None  # a rate in percent, at most 6 decimals
    value_text: str = ""
    curve: Curve | None = None
    lacking: tuple[Lacking, ...] = ()  # why there is no score
    asked: Annotated[tuple[ItemVerdict, ...], Field(exclude_if=operator.not_)] = ()


_ZERO = Decimal(0)


class Mark(Stored):
    """One indicator's result, all that is shown of it. ``members`` share its score; a point counts ``weight`` in all."""

    id: str
    name: str  # 三级指标
    path: tuple[str, ...]  # the groups above it, the highest first; a project form's project before them
    points: Given  # full marks
    # what a point counts in the total
    weight: Annotated[Fraction, Field(exclude_if=lambda weight: weight == 1)] = Fraction(1)
    status: Status
    value: Given | None  # of the rated clause
    value_text: str | None = None
    score: Score | None  # the one that counts (D15); None: unknown
    computed_score: Score | None
    self_score: Given | None
    review_score: Given | None
    reason: str
    self_reason: str = ""  # 扣分原因
    review_reason: str = ""
    reviewer: str = ""
    standard: str = ""  # 评价标准
    note: str = ""  # 备注
    inputs: tuple[Input, ...]
    clauses: tuple[ClauseMark, ...]
    members: tuple[str, ...] = ()
    self_source: str = ""
    effects: tuple[AppliedSetting, ...] = ()

    @property
    def full_name(self) -> str:
        """``二级指标/三级指标``, as the data names an indicator."""
        return "/".join((*self.path[-1:], self.name))

    @property
    def place(self) -> str:
        """Where it stands in the table: ``投入/预算配置/三公经费变动率``."""
        return "/".join((*self.path, self.name))

    @property
    def review_words(self) -> str:
        """Who reviewed it, and why, where its reason does not say so already; "" for what nobody reviewed."""
        who = f"复核人：{self.reviewer}" if self.reviewer else ""
        known = not self.review_reason or self.review_reason in self.reason
        return "，".join(filter(None, [who, "" if known else f"复核理由：{self.review_reason}"]))

    @property
    def lost(self) -> Decimal | None:
        """Points lost, ``None`` where the score is unknown."""
        return None if self.score is None else self.points - self.score

    @property
    def rated(self) -> ClauseMark | None:
        """The clause whose value is the indicator's value: the first that has a rate or a grade."""
        return next((clause for clause in self.clauses if clause.value_text), None)

    @property
    def evidence(self) -> tuple[ItemVerdict, ...]:
        """The answers of 条款核对 behind the score."""
        return tuple(item for clause in self.clauses for item in clause.items)


def weighted(marks: Iterable[Mark], amount: Callable[[Mark], Decimal | None]) -> Decimal:
    """What an amount of these marks is in points of the total, two decimals; what is unknown counts nothing."""
    return half_up(exactly_weighted(marks, amount))


def exactly_weighted(marks: Iterable[Mark], amount: Callable[[Mark], Decimal | None]) -> Fraction:
    """Like :func:`weighted`, before rounding. Marks of one weight are added as decimals: most rubrics have one."""
    sums: dict[Fraction, Decimal] = {}
    for mark in marks:
        one = amount(mark)
        if one is not None:
            sums[mark.weight] = sums.get(mark.weight, _ZERO) + one
    return sum((weight * Fraction(one) for weight, one in sums.items()), Fraction(0))


def _weighted_if_known(marks: Sequence[Mark], amount: Callable[[Mark], Decimal | None]) -> Decimal | None:
    return None if any(amount(mark) is None for mark in marks) else weighted(marks, amount)


@dataclass(frozen=True)
class Finding:
    """Something that contradicts itself or that a reviewer should look at.

    ``departments`` (ids, sorted): those that a comparison found alike or apart; none where the department itself is meant.
    ``indicator``: the id of the one indicator it is about, where it is about one; written only then. Older records
    do not tell it, so that it makes no difference between findings.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    departments: Annotated[tuple[str, ...], Field(exclude=True)] = ()
    indicator: Annotated[str, Field(exclude_if=operator.not_)] = field(default="", compare=False)

    @property
    def title(self) -> str:
        """What users read instead of the rule's id."""
        return finding_title(self.rule)


class RubricRef(Stored):
    """Which rubric scored; ``reference`` is the document it follows."""

    id: str
    digest: str
    title: str = ""
    reference: str = ""
    levels: tuple[str, ...] = ("一级指标", "二级指标", "三级指标")
    subject: Annotated[Literal["department", "project"], Field(exclude_if="department".__eq__)] = "department"
    points: Given = Decimal(100)


class Scorecard(Stored):
    """Everything said about one department in one year."""

    schema_: Literal["pjkit.scorecard/1"] = Field(alias="schema", default="pjkit.scorecard/1")
    department: str
    name: str
    year: int
    rubric: RubricRef
    data_digest: str
    total: Totals
    marks: tuple[Mark, ...] = Field(alias="indicators")
    findings: tuple[Finding, ...]
    settings: tuple[AppliedSetting, ...]
    edition: str = "internal"
    projects: Annotated[tuple[ProjectTotal, ...], Field(exclude_if=operator.not_)] = ()  # of a project form

    def __getitem__(self, indicator_id: str) -> Mark:
        """The mark of one indicator. Raises ``KeyError`` naming the known ids."""
        for mark in self.marks:
            if mark.id == indicator_id:
                return mark
        raise KeyError(f"没有指标 {indicator_id}；有：{'、'.join(mark.id for mark in self.marks)}")

    def effects(self) -> Iterator[tuple[Mark, AppliedSetting]]:
        """Every setting that touched a number, with its indicator."""
        return ((mark, effect) for mark in self.marks for effect in mark.effects)

    @property
    def scored(self) -> bool:
        """Whether any score is known: a total of nothing but unknown scores is unknown, not 0."""
        return any(mark.score is not None for mark in self.marks)

    @property
    def points(self) -> Decimal:
        """The full marks of the whole."""
        return weighted(self.marks, lambda mark: mark.points)

    @property
    def known_total(self) -> Decimal | None:
        """The total, ``None`` where no indicator has a score: such a total is unknown, not 0."""
        return self.total.score if self.scored else None

    @property
    def computed_total(self) -> Decimal | None:
        """The sum of 核算分, ``None`` as soon as one is unknown."""
        return _weighted_if_known(self.marks, lambda mark: mark.computed_score)

    @property
    def review_total(self) -> Decimal | None:
        """The sum of 复核分, ``None`` as soon as one is unknown."""
        return _weighted_if_known(self.marks, lambda mark: mark.review_score)
