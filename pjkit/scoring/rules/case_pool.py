"""按例扣分: several clauses share one pool of points; each case (例) found takes some off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import NO, Attainable, Cause, ClauseInputs, ClauseSpec, Question, Verdict
from pjkit.model.figure import NOT_APPLICABLE, Answer
from pjkit.model.settings import AppliedSetting, Number, Settings, Spec
from pjkit.scoring.rules.answers import all_not_applicable, complete, each_answer, item
from pjkit.scoring.rules.base import Rule


class PoolItem(Spec):
    """One clause of the pool and what a case costs; ``once``: however many cases, taken once."""

    no: str
    text: str
    deduct: Number
    once: bool = False


class CasePool(ClauseSpec):
    """``items`` are rows of 条款核对; 次数 counts cases (D17)."""

    kind: Literal["case_pool"]
    items: list[PoolItem]

    def questions(self) -> tuple[Question, ...]:
        """Each item is asked."""
        return tuple(Question(part.no, part.text, counts_cases=True) for part in self.items)


@dataclass(frozen=True)
class Deduction:
    """What one item takes off: for how many cases, and whether another item already told of them (D9)."""

    cases: int
    amount: Fraction
    told_by: str = ""


def judge(spec: CasePool, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """The pool less what the cases take, never below 0."""
    effects = complete(spec, inputs, settings)
    if isinstance(effects, Verdict):
        return effects
    taken = deductions(spec, inputs.answers, settings)
    won = max(Fraction(0), spec.full - sum((cut.amount for cut in taken.values()), Fraction(0)))
    rows = (
        item(asked, one, _effect_of_row(taken[asked.no], one)) for asked, one in each_answer(spec, inputs)
    )
    return Verdict(
        won,
        _reason(spec, taken, won),
        not_applicable=all_not_applicable(inputs),
        effects=(*effects, *_effects(spec, taken, inputs.answers, settings)),
        items=tuple(rows),
        unevidenced=_unevidenced(spec, inputs.answers, won),
    )


def deductions(spec: CasePool, answers: Mapping[str, Answer], settings: Settings) -> dict[str, Deduction]:
    """What each item takes off. Items that tell of the same case (同一事项) count in the dearest alone (D9)."""
    alone = {part.no: _alone(part, answers[part.no], settings) for part in spec.items}
    if settings.same_fact == "each":
        return alone
    dearest: dict[str, str] = {}
    for no, cut in alone.items():
        fact = answers[no].same_fact
        if fact and cut.cases and (fact not in dearest or cut.amount > alone[dearest[fact]].amount):
            dearest[fact] = no
    return {
        no: cut
        if not cut.cases or dearest.get(answers[no].same_fact, no) == no
        else Deduction(cut.cases, Fraction(0), dearest[answers[no].same_fact])
        for no, cut in alone.items()
    }


def _alone(part: PoolItem, answer: Answer, settings: Settings) -> Deduction:
    if answer.result != NO:
        return Deduction(0, Fraction(0))
    cases = settings.cases_if_blank if answer.cases is None else answer.cases
    return Deduction(cases, Fraction(part.deduct) * (1 if part.once else cases))


def _effect_of_row(cut: Deduction, answer: Answer) -> str:
    if cut.told_by:
        return f"与条款 {cut.told_by} 为同一事项，不重复扣分"
    if cut.cases:
        return f"{cut.cases} 例，扣 {points(cut.amount)} 分"
    return "不适用，视同未发生" if answer.result == NOT_APPLICABLE else "未发现"


def _reason(spec: CasePool, taken: Mapping[str, Deduction], won: Fraction) -> str:
    lost = [
        f"条款 {no} 发现 {cut.cases} 例扣 {points(cut.amount)} 分" for no, cut in taken.items() if cut.amount
    ]
    if not lost:
        return f"{plain(spec.points)} 分中未发现扣分情形，得 {points(won)} 分"
    floor = "（扣完为止）" if won == 0 else ""
    return f"{plain(spec.points)} 分中，{'；'.join(lost)}{floor}，得 {points(won)} 分"


def _effects(
    spec: CasePool, taken: Mapping[str, Deduction], answers: Mapping[str, Answer], settings: Settings
) -> list[AppliedSetting]:
    effects = [
        AppliedSetting("D9", f"条款 {no} 与条款 {cut.told_by} 为同一事项“{answers[no].same_fact}”，只扣一次")
        for no, cut in taken.items()
        if cut.told_by
    ]
    effects += _told_twice(taken, answers) if settings.same_fact == "each" else []
    assumed = [
        part.no
        for part in spec.items
        if not part.once and not taken[part.no].told_by and _is_blank_no(answers[part.no])
    ]
    if assumed:
        listed = "、".join(assumed)
        effects.append(
            AppliedSetting("D17", f"条款 {listed} 答“否”而次数空白，按 {settings.cases_if_blank} 例计")
        )
    return effects


def _told_twice(taken: Mapping[str, Deduction], answers: Mapping[str, Answer]) -> list[AppliedSetting]:
    """One matter that takes points under several clauses, because the rubric says so."""
    clauses: dict[str, list[str]] = {}
    for no, cut in taken.items():
        if cut.cases and answers[no].same_fact:
            clauses.setdefault(answers[no].same_fact, []).append(no)
    return [
        AppliedSetting("D9", f"条款 {'、'.join(listed)} 为同一事项“{fact}”，按设定逐条扣分")
        for fact, listed in clauses.items()
        if len(listed) > 1
    ]


def _is_blank_no(answer: Answer) -> bool:
    return answer.result == NO and answer.cases is None


def _unevidenced(spec: CasePool, answers: Mapping[str, Answer], won: Fraction) -> tuple[str, ...]:
    """Answers that keep points: all but 否, and in a pool of one clause 否 too, while points are left."""
    if won == 0:
        return ()
    return tuple(
        part.no
        for part in spec.items
        if not answers[part.no].evidence and (answers[part.no].result != NO or len(spec.items) == 1)
    )


def attainable(spec: CasePool, _settings: Settings) -> Attainable:
    """The pool less any number of cases of any items."""
    losses = _losses(spec.full, tuple((part.deduct, part.once) for part in spec.items))
    return frozenset(spec.full - lost for lost in losses)


@lru_cache(maxsize=64)  # the same for every department of a batch
def _losses(full: Fraction, deductions: tuple[tuple[Decimal, bool], ...]) -> frozenset[Fraction]:
    """What cases can cost in all, up to ``full``; ``deductions``: what a case costs, and whether once only."""
    reached = {Fraction(0)}
    for deduct, once in deductions:
        most = 1 if once else int(full / Fraction(deduct)) + 1
        steps = [Fraction(deduct) * cases for cases in range(most + 1)]
        reached = {min(base + step, full) for base in reached for step in steps}
    return frozenset(reached)


def causes(spec: CasePool, lost: Fraction) -> Iterator[Cause]:
    """So many cases of one item."""
    for part in spec.items:
        cases = lost / Fraction(part.deduct)
        if cases.denominator == 1 and (cases == 1 or not part.once):
            yield Cause(part.no, part.text, int(cases))


def sentence(spec: CasePool) -> str:
    """``满分14分。第1、2项每发现一例扣2分；第3项不符合的扣1分，只扣一次；扣完为止。``."""
    groups: dict[tuple[Decimal, bool], list[str]] = {}
    for part in spec.items:
        groups.setdefault((part.deduct, part.once), []).append(part.no)
    costs = (_costs(nos, deduct, once=once) for (deduct, once), nos in groups.items())
    return f"满分{plain(spec.points)}分。{'；'.join(costs)}；扣完为止。"


def _costs(nos: list[str], deduct: Decimal, *, once: bool) -> str:
    listed = f"第{'、'.join(nos)}项"
    if once:
        return f"{listed}不符合的扣{plain(deduct)}分，只扣一次"
    return f"{listed}每发现一例扣{plain(deduct)}分"


RULE = Rule(
    "case_pool",
    "按例扣分（多项共用一个分值，扣完为止）",
    CasePool,
    judge,
    sentence,
    attainable,
    causes=causes,
)
