"""What the kinds that read 条款核对 decide alike."""

from collections.abc import Iterable, Iterator, Mapping

from pjkit.model.clause import ClauseInputs, ClauseSpec, ItemVerdict, Lacking, Question, Verdict
from pjkit.model.contract import ANSWERS
from pjkit.model.figure import NOT_APPLICABLE, Answer
from pjkit.model.settings import AppliedSetting, Settings
from pjkit.scoring.rules.base import no_data


def unanswered(spec: ClauseSpec, answers: Mapping[str, Answer]) -> list[Lacking]:
    """The rows of 条款核对 that a clause needs and does not have."""
    return [
        Lacking(asked.no, ANSWERS.name, "unanswered") for asked in spec.questions() if asked.no not in answers
    ]


def each_answer(spec: ClauseSpec, inputs: ClauseInputs) -> Iterator[tuple[Question, Answer]]:
    """Question and answer, in the rubric's order. All must have been answered."""
    return ((asked, inputs.answers[asked.no]) for asked in spec.questions())


def item(asked: Question, answer: Answer, effect: str) -> ItemVerdict:
    """An answered row with what it did to the points."""
    return ItemVerdict(asked.no, asked.text, answer.result, effect, answer.evidence, answer.source)


def without_evidence(earning: Iterable[Answer]) -> tuple[str, ...]:
    """Those of the answers that earn points and name no evidence (D19)."""
    return tuple(answer.no for answer in earning if not answer.evidence)


def all_not_applicable(inputs: ClauseInputs) -> bool:
    """Whether every row was answered 不适用."""
    return all(answer.result == NOT_APPLICABLE for answer in inputs.answers.values())


def complete(
    spec: ClauseSpec, inputs: ClauseInputs, settings: Settings
) -> Verdict | tuple[AppliedSetting, ...]:
    """The settings that touched a fully answered clause; else the verdict that data are missing (D10, D16)."""
    effects, unknown = marked_not_applicable(inputs.answers.values(), settings)
    lacking = unanswered(spec, inputs.answers) + unknown
    if lacking:
        return no_data(*lacking).with_effects(*effects, *answered_in_part(inputs))
    return effects


def marked_not_applicable(
    answers: Iterable[Answer], settings: Settings
) -> tuple[tuple[AppliedSetting, ...], list[Lacking]]:
    """D10: the effect of answers marked 不适用, and those that are no data if the setting says so."""
    marked = [answer for answer in answers if answer.result == NOT_APPLICABLE]
    if not marked:
        return (), []
    listed = "、".join(answer.no for answer in marked)
    if settings.clause_not_applicable == "met":
        return (AppliedSetting("D10", f"条款 {listed} 不适用，视同符合，请复核"),), []
    lacking = [Lacking(f"条款 {answer.no} 的核对结果", answer.source, "not_applicable") for answer in marked]
    return (AppliedSetting("D10", f"条款 {listed} 不适用，按无数据处理"),), lacking


def answered_in_part(inputs: ClauseInputs) -> tuple[AppliedSetting, ...]:
    """D16: what the answered rows of a clause say while others are unanswered."""
    if not inputs.answers:
        return ()
    listed = "、".join(f"{answer.no} {answer.result}" for answer in inputs.answers.values())
    return (AppliedSetting("D16", f"部分条款未核对，整项不核算；已核对的条款：{listed}"),)
