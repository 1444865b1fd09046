"""What the kinds that read 条款核对 decide alike."""

from collections.abc import Iterable

from pjkit.model.clause import Lacking
from pjkit.model.figure import NOT_APPLICABLE, Answer, Facts
from pjkit.model.settings import AppliedSetting, Settings


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


def answered_in_part(facts: Facts) -> tuple[AppliedSetting, ...]:
    """D16: what the answered rows of a clause say while others are unanswered."""
    if not facts.answers:
        return ()
    said = "、".join(f"{answer.no} {answer.result}" for answer in facts.answers.values())
    return (AppliedSetting("D16", f"部分条款未核对，整项不核算；已核对的条款：{said}"),)
