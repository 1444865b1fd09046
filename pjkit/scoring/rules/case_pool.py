"""按例扣分: several clauses share one pool of points; each case (例) found takes some off."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import NO, Attainable, ClauseSpec, Question, Verdict
from pjkit.model.figure import NOT_APPLICABLE, Answer, Facts
from pjkit.model.settings import AppliedSetting, Number, Settings, Spec
from pjkit.scoring.rules.answers import answered_in_part, marked_not_applicable
from pjkit.scoring.rules.base import Rule, item, no_data, unanswered


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


def judge(spec: CasePool, facts: Facts, settings: Settings) -> Verdict:
    """The pool less what the cases take, never below 0."""
    lacking = unanswered(spec.questions(), facts.answers)
    effects, unknown = marked_not_applicable(facts.answers.values(), settings)
    if lacking or unknown:
        return no_data(*lacking + unknown).with_effects(*effects, *answered_in_part(facts))
    taken = deductions(spec, facts.answers, settings)
    won = max(Fraction(0), spec.full - sum((cut.amount for cut in taken.values()), Fraction(0)))
    rows = tuple(
        item(asked, facts.answers[asked.no], _said(taken[asked.no], facts.answers[asked.no]))
        for asked in spec.questions()
    )
    return Verdict(
        won,
        _reason(spec, taken, won),
        not_applicable=all(answer.result == NOT_APPLICABLE for answer in facts.answers.values()),
        effects=(*effects, *_effects(spec, taken, facts.answers, settings)),
        items=rows,
        unevidenced=_unevidenced(spec, facts.answers, won),
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


def _said(cut: Deduction, answer: Answer) -> str:
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
    reached = {Fraction(0)}
    for part in spec.items:
        reached = {lost for base in reached for lost in _multiples(base, part, spec.full)}
    return frozenset(max(Fraction(0), spec.full - lost) for lost in reached)


def _multiples(base: Fraction, part: PoolItem, full: Fraction) -> set[Fraction]:
    deduct = Fraction(part.deduct)
    most = 1 if part.once else int(full / deduct) + 1
    return {min(base + deduct * cases, full) for cases in range(most + 1)}


RULE = Rule("case_pool", "按例扣分（多项共用一个分值，扣完为止）", CasePool, judge, attainable)
