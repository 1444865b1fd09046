"""What every clause kind is made of: a spec, one pure function, and what both speak about.

A rule knows nothing of files, notebooks or tables: it gets the clause's spec, the facts the spec asks
for, and the settings D1–D19, and gives a :class:`Verdict`. No verdict exists without a reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from pjkit.scoring.amounts import percent, points
from pjkit.scoring.facts import Answer, Facts, Figure, FigureRef
from pjkit.scoring.settings import Effect, Number, Settings, Spec

YES, NO, PARTLY = "是", "否", "部分"

Severity = Literal["提示", "疑似", "确定"]


@dataclass(frozen=True)
class Question:
    """One row that 条款核对 must answer for a clause."""

    no: str
    text: str
    results: tuple[str, ...] = (YES, NO, "不适用")
    counts_cases: bool = False


class ClauseSpec(Spec):
    """A clause of an indicator as the rubric file states it. Each kind adds its own numbers."""

    no: str
    kind: str
    points: Number
    text: str
    formula: str = ""

    @property
    def full(self) -> Fraction:
        """The clause's points, for exact arithmetic."""
        return Fraction(self.points)

    def figure_refs(self) -> dict[str, FigureRef]:
        """The figures this clause reads, by field name."""
        return {name: value for name, value in self if isinstance(value, FigureRef)}

    def questions(self) -> tuple[Question, ...]:
        """The rows of 条款核对 this clause reads; most kinds read none."""
        return ()


@dataclass(frozen=True)
class Notice:
    """Something a rule noticed that a person should look at; becomes a finding."""

    rule: str
    severity: Severity
    message: str
    where: str


@dataclass(frozen=True)
class ItemVerdict:
    """How one row of 条款核对 or one project of the list came into a clause's points."""

    no: str
    text: str
    result: str
    effect: str  # "符合", "2 例，扣 4.00 分" …
    evidence: str
    source: str


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one clause. ``points`` is ``None`` where data are missing, never 0 for that."""

    points: Fraction | None
    reason: str
    not_applicable: bool = False
    value: Fraction | None = None  # a rate, 1 = 100%
    value_text: str = ""  # "5.00%", "无基数", "良好"
    effects: tuple[Effect, ...] = ()
    notices: tuple[Notice, ...] = ()
    items: tuple[ItemVerdict, ...] = ()
    unevidenced: tuple[str, ...] = ()  # answers that earn points and name no evidence (D19)

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a verdict needs a reason")

    def with_effects(self, *more: Effect) -> "Verdict":
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


def no_attainable_limit(_spec: Any, _settings: Settings) -> Attainable:
    """For clauses scored by a continuous rate."""
    return None


def no_curve(_spec: Any, _settings: Settings) -> Curve | None:
    """For clauses without a rate."""
    return None


@dataclass(frozen=True)
class Rule:
    """One clause kind of the registry."""

    kind: str
    title: str  # Chinese, for documents and the form
    spec: type[ClauseSpec]
    judge: Callable[[Any, Facts, Settings], Verdict]
    attainable: Callable[[Any, Settings], Attainable] = no_attainable_limit
    curve: Callable[[Any, Settings], Curve | None] = no_curve


# What several kinds say alike


def no_data(lacking: Iterable[str]) -> Verdict:
    """The verdict where data are missing (D11); ``lacking`` names each missing thing with its place."""
    return Verdict(None, "无数据：缺少" + "、".join(lacking))


def blanks(*figures: Figure) -> list[str]:
    """The figures among these that are blank, with where they should stand."""
    return [f"“{figure.name}”（{figure.source}）" for figure in figures if figure.blank]


def unusable(*figures: Figure) -> list[str]:
    """Figures said to be 不适用 although the rest of the rate has numbers."""
    return [f"“{figure.name}”（{figure.source} 写“不适用”）" for figure in figures if figure.not_applicable]


def nothing_to_judge(spec: ClauseSpec, settings: Settings, why: str) -> Verdict:
    """D7: no project, no procurement, no assets … Full marks and flagged, or no data."""
    if settings.nothing_to_judge == "no_data":
        return Verdict(None, f"无数据：{why}，按设定 D7 不计分", effects=(Effect("D7", f"{why}，不计分"),))
    reason = f"{why}，没有可评价的对象，按满分 {points(spec.points)} 分计"
    effect = Effect("D7", f"{why}：按不适用计满分，另列剔除后的折算总分")
    return Verdict(spec.full, reason, not_applicable=True, value_text="不适用", effects=(effect,))


def over_full(rate: Fraction, working: str, above: str, part: Figure) -> Verdict | Effect | None:
    """D6 for a rate above 100%: a data error (a verdict without points), or the note that points are capped."""
    if rate <= 1:
        return None
    if above == "cap":
        return Effect("D6", f"比率 {percent(rate)} 超过 100%，得分以满分为限")
    message = f"“{part.name}”大于它所属的整体：{working}，数据有误"
    notice = Notice("rate_over_100", "确定", message, part.source)
    reason = f"无数据：{working}，超过 100%，数据有误，不能据以计分"
    effect = Effect("D6", f"比率 {percent(rate)} 超过 100%，作为数据错误处理")
    return Verdict(None, reason, value_text=percent(rate), effects=(effect,), notices=(notice,))


def unanswered(questions: Iterable[Question], answers: Mapping[str, Answer]) -> list[str]:
    """The rows of 条款核对 that a clause needs and does not have, said at once; nothing where it has them all."""
    lacking = [asked.no for asked in questions if asked.no not in answers]
    return [f"条款 {'、'.join(lacking)} 的核对结果"] if lacking else []


def each_answer(questions: Iterable[Question], facts: Facts) -> Iterator[tuple[Question, Answer]]:
    """Question and answer, in the rubric's order. All must have been answered."""
    return ((asked, facts.answers[asked.no]) for asked in questions)


def item(asked: Question, answer: Answer, effect: str) -> ItemVerdict:
    """An answered row with what it did to the points."""
    return ItemVerdict(asked.no, asked.text, answer.result, effect, answer.evidence, answer.source)
