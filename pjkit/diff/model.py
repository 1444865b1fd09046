"""What a comparison says. Frozen; ``model_dump(mode="json")`` is the contract ``pjkit.diff/1``."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from pjkit.model.scorecard import Finding

State = Literal["same", "different", "unknown"]  # unknown: inputs.json is missing on a side
CauseKind = Literal["data", "rubric", "code", "notebook"]
Reason = Literal["data", "rubric", "code", "notebook", "several", "unknown"]
FactKind = Literal["figure", "answer", "evidence", "effect", "self", "review"]
Presence = Literal["both", "added", "removed"]


class Part(BaseModel):
    """A part of a comparison."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Move(Part):
    """A number before and after. ``None`` is unknown or not given, never 0."""

    old: Decimal | None
    new: Decimal | None

    @computed_field  # type: ignore[prop-decorator]  # mypy does not know computed_field over property
    @property
    def difference(self) -> Decimal | None:
        """New less old; ``None`` where either is unknown."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def moved(self) -> bool:
        """Whether it is another number now, or known and was not, or the other way round."""
        return self.old != self.new


class Change(Part):
    """A word before and after."""

    old: str | None
    new: str | None

    @property
    def moved(self) -> bool:
        """Whether it is another word now."""
        return self.old != self.new


class StatusChange(Change):
    """A status before and after, with the words users read."""

    old_label: str | None
    new_label: str | None


class Fact(Part):
    """Something of an indicator's data that differs; equal values mean that only the cell is another.

    ``effect`` is what the rule made of an answer (such as how many cases), so no proof that data differ.
    """

    kind: FactKind
    name: str
    unit: str
    old: str | None
    new: str | None
    old_source: str | None
    new_source: str | None


class Cause(Part):
    """A possible reason. ``seen``: the indicator itself shows it, not only a digest of the whole report."""

    kind: CauseKind
    seen: bool


class Basis(Part):
    """What two reports of one department were made from."""

    year: State
    data: State
    rubric: State
    code: State
    libraries: State
    notebook: State


class IndicatorDiff(Part):
    """One indicator that differs. ``differs`` names the aspects; ``explanation`` is the record's reason."""

    id: str
    name: str
    path: tuple[str, str]
    presence: Presence
    differs: tuple[str, ...]
    points: Move
    status: StatusChange
    score: Move
    computed_score: Move
    self_score: Move
    review_score: Move
    reason: Reason
    causes: tuple[Cause, ...]
    facts: tuple[Fact, ...]
    explanation: Change


class TotalDiff(Part):
    """The totals before and after; ``grade`` is ``None`` where missing points could change it."""

    score: Move
    self_total: Move
    supported: Move
    self_only: Move
    missing: Move
    low: Move
    high: Move
    rescaled: Move
    grade: Change
    grade_range: Change

    @property
    def moved(self) -> bool:
        """Whether any of them differs."""
        return any(getattr(self, name).moved for name in type(self).model_fields)


class FindingChange(Part):
    """A finding that is still there but says something else, or stands elsewhere."""

    old: Finding
    new: Finding


class FindingsDiff(Part):
    """One check's findings that differ."""

    rule: str
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    changed: tuple[FindingChange, ...]

    @property
    def title(self) -> str:
        """What users read instead of the rule's id."""
        return next(one.title for one in (*self.new, *self.gone, *(both.new for both in self.changed)))


class DepartmentDiff(Part):
    """A department whose result differs: ``scored`` indicators whose score does, ``lesser`` the others."""

    department: str
    name: Change
    basis: Basis
    total: TotalDiff
    scored: tuple[IndicatorDiff, ...]
    lesser: tuple[IndicatorDiff, ...]
    findings: tuple[FindingsDiff, ...]


class DepartmentNote(Part):
    """A department that only one side has. ``failure``: why the other side could not make its report."""

    department: str
    name: str
    score: Decimal
    grade: str | None
    failure: str | None


class SameNote(Part):
    """A department with the same result, made perhaps from other data or by other code."""

    department: str
    name: str
    basis: Basis


class FailureNote(Part):
    """A report that one side could not make; ``stale``: an earlier one still stands and was compared."""

    department: str
    name: str
    cause: str
    stale: bool


class SideNote(Part):
    """What was compared."""

    year: int
    reports: int
    failures: tuple[FailureNote, ...]


class Comparison(Part):
    """Two batches compared: ``changed`` by size of the total's change, the other lists by department."""

    model_config = ConfigDict(serialize_by_alias=True)

    schema_: Literal["pjkit.diff/1"] = Field(alias="schema", default="pjkit.diff/1")
    old: SideNote
    new: SideNote
    changed: tuple[DepartmentDiff, ...]
    added: tuple[DepartmentNote, ...]
    removed: tuple[DepartmentNote, ...]
    same: tuple[SameNote, ...]

    @property
    def differs(self) -> bool:
        """Whether any result differs. Other data or code behind equal results is no difference."""
        failed = [{note.department for note in side.failures} for side in (self.old, self.new)]
        return bool(self.changed or self.added or self.removed) or failed[0] != failed[1]
