"""What a comparison says. Frozen; ``record_text`` of it is the contract ``pjkit.diff/1``."""

from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, computed_field

from pjkit.model.scorecard import Finding, Status

State = Literal["same", "different", "unknown"]  # unknown: a side does not tell, such as without inputs.json
CauseKind = Literal["data", "rubric", "code", "notebook"]
Reason = Literal[CauseKind, "several", "unknown"]
FactKind = Literal["figure", "answer", "evidence", "effect", "self", "review"]
_Ends = Annotated[str, BeforeValidator("～".join)]  # given as the record has them: worst to best
T = TypeVar("T")


class ComparedPart(BaseModel):
    """A part of a comparison."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    @classmethod
    def changes(cls, old: object, new: object) -> dict[str, Any]:
        """Every field that is a change, from the attributes of its name; either object may be missing."""
        kinds = {name: field.annotation for name, field in cls.model_fields.items()}
        return {
            name: kind(old=getattr(old, name, None), new=getattr(new, name, None))
            for name, kind in kinds.items()
            if isinstance(kind, type) and issubclass(kind, Change)
        }


class Change(ComparedPart, Generic[T]):
    """Something before and after. ``None`` is unknown or not given, never 0."""

    old: T | None
    new: T | None

    @property
    def moved(self) -> bool:
        """Whether it is another now, or known and was not, or the other way round."""
        return self.old != self.new


class Move(Change[Decimal]):
    """A number before and after."""

    @computed_field  # type: ignore[prop-decorator]  # mypy does not know computed_field over property
    @property
    def difference(self) -> Decimal | None:
        """New less old; ``None`` where either is unknown."""
        return None if self.old is None or self.new is None else self.new - self.old


class StatusChange(Change[Status]):
    """A status before and after, with the words users read."""

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def old_label(self) -> str | None:
        """The word before."""
        return self.old and self.old.label

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def new_label(self) -> str | None:
        """The word now."""
        return self.new and self.new.label


class Fact(ComparedPart):
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


class Cause(ComparedPart):
    """A possible reason. ``seen``: the indicator itself shows it, not only a digest of the whole report."""

    kind: CauseKind
    seen: bool


class Basis(ComparedPart):
    """What two reports of one department were made from."""

    year: State
    data: State
    rubric: State
    code: State
    libraries: State
    notebook: State

    @property
    def causes(self) -> tuple[CauseKind, ...]:
        """Everything that differs and so may be the reason of another score."""
        code = "different" if "different" in (self.code, self.libraries) else self.code
        states: dict[CauseKind, State] = {"data": self.data, "rubric": self.rubric, "code": code}
        return tuple(
            kind for kind, state in {**states, "notebook": self.notebook}.items() if state == "different"
        )

    @property
    def unsure(self) -> bool:
        """Whether nobody knows if the code or the notebook differs."""
        return "unknown" in (self.code, self.notebook)


class IndicatorDiff(ComparedPart):
    """One indicator that differs. ``differs`` names the aspects; ``explanation`` is the record's reason."""

    id: str
    name: str
    path: tuple[str, ...]
    presence: Literal["both", "added", "removed"]
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
    explanation: Change[str]

    @property
    def scored(self) -> bool:
        """Whether its score differs, or only one side has one."""
        return self.presence != "both" or self.score.moved


class TotalDiff(ComparedPart):
    """The totals before and after; ``grade`` is ``None`` where missing points could change it."""

    score: Move
    self_total: Move
    supported: Move
    self_only: Move
    missing: Move
    low: Move
    high: Move
    rescaled: Move
    grade: Change[str]
    grade_range: Change[_Ends]

    @property
    def moved(self) -> bool:
        """Whether any of them differs."""
        return any(getattr(self, name).moved for name in type(self).model_fields)


class FindingsDiff(ComparedPart):
    """One check's findings that differ; ``changed``: still there, but saying something else or elsewhere."""

    rule: str
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    changed: tuple[Change[Finding], ...]


class DepartmentDiff(ComparedPart):
    """A department that both sides have: ``scored`` indicators whose score differs, ``lesser`` the others."""

    department: str
    name: Change[str]
    basis: Basis
    total: TotalDiff
    scored: tuple[IndicatorDiff, ...]
    lesser: tuple[IndicatorDiff, ...]
    findings: tuple[FindingsDiff, ...]

    @property
    def differs(self) -> bool:
        """Whether its result differs."""
        return bool(self.scored or self.lesser or self.findings or self.total.moved or self.name.moved)


class Note(ComparedPart):
    """A department that is only told of."""

    department: str
    name: str


class DepartmentNote(Note):
    """A department that only one side has. ``failure``: why the other side could not make its report."""

    score: Decimal
    grade: str | None
    failure: str | None


class SameNote(Note):
    """A department with the same result, made perhaps from other data or by other code."""

    basis: Basis


class FailureNote(Note):
    """A report that one side could not make; ``stale``: an earlier one still stands and was compared."""

    cause: str
    stale: bool


class SideNote(ComparedPart):
    """What was compared."""

    year: int
    reports: int
    failures: tuple[FailureNote, ...]


class Comparison(ComparedPart):
    """Two batches compared: ``changed`` by size of the total's change, the other lists by department."""

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
