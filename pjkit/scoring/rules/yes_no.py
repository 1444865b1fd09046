"""是否: a requirement that is met or not; all or nothing."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import points
from pjkit.model.clause import NO, Attainable, ClauseInputs, ClauseSpec, Question, Verdict
from pjkit.model.figure import NOT_APPLICABLE
from pjkit.model.settings import Settings
from pjkit.scoring.rules.answers import item, marked_not_applicable, unanswered, without_evidence
from pjkit.scoring.rules.base import Rule, no_data


class YesNo(ClauseSpec):
    """One row of 条款核对 decides."""

    kind: Literal["yes_no"]

    def questions(self) -> tuple[Question, ...]:
        """The clause itself."""
        return (Question(self.no, self.text),)


def judge(spec: YesNo, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Full marks where the clause is met, none where it is not."""
    (asked,) = spec.questions()
    if asked.no not in inputs.answers:
        return no_data(*unanswered(spec, inputs.answers))
    answer = inputs.answers[asked.no]
    if answer.result == NO:
        row = item(asked, answer, f"不符合，扣 {points(spec.points)} 分")
        return Verdict(Fraction(0), "不符合，得 0.00 分", items=(row,))
    effects, lacking = marked_not_applicable([answer], settings)
    if lacking:
        return no_data(*lacking).with_effects(*effects)
    not_applicable = answer.result == NOT_APPLICABLE
    state = "不适用，视同符合" if not_applicable else "符合"
    return Verdict(
        spec.full,
        f"{state}，得 {points(spec.points)} 分",
        not_applicable=not_applicable,
        effects=effects,
        items=(item(asked, answer, state),),
        unevidenced=without_evidence([answer]),
    )


def attainable(spec: YesNo, _settings: Settings) -> Attainable:
    """All or nothing."""
    return frozenset({Fraction(0), spec.full})


RULE = Rule("yes_no", "是否符合（全得或不得）", YesNo, judge, attainable)
