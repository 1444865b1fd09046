"""是否: a requirement that is met or not; all or nothing."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import NO, YES, Attainable, ClauseInputs, ClauseSpec, Question, Verdict
from pjkit.model.figure import NOT_APPLICABLE
from pjkit.model.settings import Settings
from pjkit.scoring.rules.answers import item, marked_not_applicable, unanswered, without_evidence
from pjkit.scoring.rules.base import Rule, no_data

_STATES = {YES: "符合", NO: "未发生，符合"}
_TARGETS = {YES: "符合要求", NO: "未发生"}


class YesNo(ClauseSpec):
    """One row of 条款核对 decides. ``target``: the answer that earns the points; 否 where nothing must have happened."""

    kind: Literal["yes_no"]
    target: Literal["是", "否"] = "是"

    def questions(self) -> tuple[Question, ...]:
        """The clause itself."""
        return (Question(self.no, self.text),)


def judge(spec: YesNo, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Full marks where the answer is the one that is wanted, none where it is the other."""
    (asked,) = spec.questions()
    if asked.no not in inputs.answers:
        return no_data(*unanswered(spec, inputs.answers))
    answer = inputs.answers[asked.no]
    if answer.result in {YES, NO} - {spec.target}:
        missed = "不符合" if spec.target == YES else "已发生，不符合"
        row = item(asked, answer, f"{missed}，扣 {points(spec.points)} 分")
        return Verdict(Fraction(0), f"{missed}，得 0.00 分", items=(row,))
    effects, lacking = marked_not_applicable([answer], settings)
    if lacking:
        return no_data(*lacking).with_effects(*effects)
    not_applicable = answer.result == NOT_APPLICABLE
    state = "不适用，视同符合" if not_applicable else _STATES[spec.target]
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


def sentence(spec: YesNo) -> str:
    """``符合要求的，计1分，否则不计分。``."""
    return f"{_TARGETS[spec.target]}的，计{plain(spec.points)}分，否则不计分。"


RULE = Rule("yes_no", "是否符合（全得或不得）", YesNo, judge, sentence, attainable)
