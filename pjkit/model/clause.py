"""What a rubric's clause asks and what is said of it: spec, question, verdict, curve. No verdict exists without a reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal

from pydantic import Field

from pjkit.model.figure import Answer, Figure, FigureRef, JudgedRange, ListedRows, Project
from pjkit.model.finding import RuleWarning
from pjkit.model.formula import Expression, Formula, Value
from pjkit.model.settings import AppliedSetting, Number, Settings, Spec

YES, NO, PARTLY = "是", "否", "部分"


@dataclass(frozen=True)
class Question:
    """One row that 条款核对 must answer for a clause.

    ``results`` are the words there may be; none where points alone are asked for. ``judged``: 评分 must be given too,
    within the range of the result (without words the only range). ``note_required``: and 说明 be written.
    """

    no: str
    text: str
    results: tuple[str, ...] = (YES, NO, "不适用")
    counts_cases: bool = False
    judged: tuple[JudgedRange, ...] = ()
    note_required: bool = False

    def range_of(self, result: str) -> JudgedRange | None:
        """The points that may be judged beside a result; ``None`` where none are to be given."""
        return next((one for one in self.judged if one.result == result), None)


ClauseProblem = tuple[tuple[str | int, ...], str, str, str]
"""Path within the clause, what was found, what was expected, what to do."""


class ClauseSpec(Spec):
    """A clause of an indicator as the rubric file states it. Each kind adds its own numbers.

    ``either``: clauses of an indicator with the same word here are ways to the same points: the best counts.
    ``settings``: what this clause decides otherwise than the rubric.
    """

    no: str
    kind: str
    points: Number
    text: str = ""
    either: str = ""
    settings: dict[str, Any] = Field(default_factory=dict)

    @property
    def full(self) -> Fraction:
        """The clause's points, for exact arithmetic."""
        return Fraction(self.points)

    def figure_refs(self) -> dict[str, FigureRef]:
        """The figures this clause reads, by field name."""
        return {name: value for name, value in self if isinstance(value, FigureRef)}

    def formulas(self) -> dict[str, Formula]:
        """The formulas this clause computes, by field name."""
        return {name: value for name, value in self if isinstance(value, Formula)}

    def expression(self) -> Expression | None:
        """The formula that is computed and printed; a kind that divides two figures of its own says how."""
        value = getattr(self, "value", None)
        return value.expression if isinstance(value, Formula) else None

    @property
    def percent_places(self) -> int | None:
        """The places to which a rate is rounded in percent before it is scored; ``None`` for most clauses."""
        return None

    def problems(self) -> Iterator[ClauseProblem]:
        """What is wrong with its own numbers together; most kinds need no more than types."""
        return iter(())

    def lists_read(self) -> tuple[str, ...]:
        """The lists that this clause reads row by row; those in its formulas are not among them."""
        return ()

    def columns_read(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that these lists must have, by list, where the clause names them."""
        return {}

    def wrong_rows(self, _inputs: "ClauseInputs") -> Iterator[tuple[str, str, str, str]]:
        """What is wrong in the rows it reads: place, what was found, what was expected, what to do."""
        return iter(())

    def questions(self) -> tuple[Question, ...]:
        """The rows of 条款核对 this clause reads; most kinds read none."""
        return ()

    def words_read(self) -> Mapping[str, tuple[str, ...]]:
        """Figures of 基础数据 that are a word and no number, by field name: the words there may be."""
        return {}

    def flags_read(self) -> tuple[str, ...]:
        """The flags of 项目 that this clause reads (目标管理 …)."""
        return ()

    def part_of_whole(self, settings: Settings) -> tuple[FigureRef, FigureRef] | None:
        """The two figures of a rate whose part cannot exceed its whole; ``None`` for most kinds."""

    def done_of_planned(self) -> tuple[FigureRef, FigureRef] | None:
        """What was done and what was set to be done, where more of it needs a look though the rule is silent."""


@dataclass(frozen=True)
class ClauseInputs:
    """All that one clause's rule may look at: figures and formulas' values by field name, answers by number, lists."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    projects: tuple[Project, ...] | None = None  # None: no list was handed in
    values: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, ListedRows | None] = field(default_factory=dict)

    def used(self) -> tuple[Figure, ...]:
        """Every figure behind the clause, each once, in the order of the rule's fields."""
        read = [figure for value in self.values.values() for figure in value.figures]
        return tuple(dict.fromkeys((*self.figures.values(), *read)))


@dataclass(frozen=True)
class Cause:
    """A row of a clause, or the clause, that alone can have cost so many points. ``cases``: how many of it."""

    no: str
    text: str
    cases: int | None = None


@dataclass(frozen=True)
class ItemVerdict:
    """How one row of 条款核对 or one project of the list came into a clause's points."""

    no: str
    text: str
    result: str
    effect: str  # "符合", "2 例，扣 4.00 分" …
    evidence: str
    source: str


Why = Literal[
    "blank",
    "not_applicable",
    "unanswered",
    "none_chosen",
    "nobody_answered",
    "data_error",
    "nothing_to_judge",
]


UNUSABLE: frozenset[Why] = frozenset({"nobody_answered", "data_error", "nothing_to_judge"})
"""Not missing: there, and no good for a score."""


@dataclass(frozen=True)
class Lacking:
    """Something without which a clause has no score: what it is, in words, the place, and what is wrong with it.

    Of an answer that was not given (``unanswered``) ``what`` is its number, and the place is the sheet.
    """

    what: str
    place: str
    why: Why


def blanks(*figures: Figure) -> list[Lacking]:
    """The figures among these that are blank, with where they should stand."""
    return [Lacking(f"“{figure.name}”", figure.source, "blank") for figure in figures if figure.blank]


def lacking_words(lacking: Iterable[Lacking]) -> str:
    """``缺少条款 1、2 的核对结果、“职工人数”（基础数据!B3）``, or why the data that there are do not do."""
    ones = list(lacking)
    missing = lacking_names(one for one in ones if one.why not in UNUSABLE)
    unusable = [one.what for one in ones if one.why in UNUSABLE]
    return "；".join([*(["缺少" + "、".join(missing)] if missing else []), *unusable])


def lacking_names(lacking: Iterable[Lacking]) -> list[str]:
    """What is missing, each thing with its place; answers that were not given by their numbers, together."""
    names = []
    for why, group in groupby(lacking, lambda one: one.why):
        if why == "unanswered":
            names.append(f"条款 {'、'.join(one.what for one in group)} 的核对结果")
        else:
            said = " 写“不适用”" if why == "not_applicable" else ""
            names += [f"{one.what}（{one.place}{said}）" if one.place else one.what for one in group]
    return names


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one clause. ``points`` is ``None`` where data are missing, never 0 for that."""

    points: Fraction | None
    reason: str
    not_applicable: bool = False
    value: Fraction | None = None  # a rate, 1 = 100%
    value_text: str = ""  # "5.00%", "无基数", "良好"
    effects: tuple[AppliedSetting, ...] = ()
    warnings: tuple[RuleWarning, ...] = ()
    items: tuple[ItemVerdict, ...] = ()
    lacking: tuple[Lacking, ...] = ()  # why there are no points
    unevidenced: tuple[str, ...] = ()  # answers that earn points and name no evidence (D19)
    attested: bool = False  # rests on somebody's word in a list, as on an answer of 条款核对

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a verdict needs a reason")
        if (self.points is None) != bool(self.lacking):
            raise ValueError("a verdict has points, or lacks something")

    def with_effects(self, *more: AppliedSetting) -> "Verdict":
        """The same verdict, with more settings that touched it."""
        return replace(self, effects=(*self.effects, *more))


@dataclass(frozen=True)
class Curve:
    """Points as a function of a rate in percent, for the chart of the rule.

    ``line``: straight between the knots; ``steps``: from each knot's x its y holds until the next.
    Left of the first and right of the last knot the points stay the same.
    """

    shape: Literal["line", "steps"]
    knots: tuple[tuple[Fraction, Fraction], ...]
    full_from: Fraction | None = None  # the rates with full marks, in percent
    full_to: Fraction | None = None


Attainable = frozenset[Fraction] | None
"""Every points a clause can end with; ``None`` where a rate makes any value between 0 and full possible."""
