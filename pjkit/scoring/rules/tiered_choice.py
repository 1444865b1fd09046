"""自选分档: a department chooses k of several benefits; each is worth an equal share, judged in tiers (D18)."""

from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Literal

from pjkit.model.amounts import half_up, plain, points
from pjkit.model.clause import (
    NO,
    PARTLY,
    YES,
    Attainable,
    ClauseInputs,
    ClauseSpec,
    Lacking,
    Question,
    Verdict,
)
from pjkit.model.figure import NOT_APPLICABLE, Answer
from pjkit.model.settings import AppliedSetting, Settings, Spec
from pjkit.scoring.rules.answers import answered_in_part, each_answer, item, unanswered, without_evidence
from pjkit.scoring.rules.base import Rule, no_data


class Choice(Spec):
    """One benefit that can be chosen."""

    no: str
    text: str


class TieredChoice(ClauseSpec):
    """``choices`` are rows of 条款核对; 不适用 = not chosen."""

    kind: Literal["tiered_choice"]
    choices: list[Choice]

    def questions(self) -> tuple[Question, ...]:
        """Each benefit is asked."""
        results = (YES, PARTLY, NO, NOT_APPLICABLE)
        return tuple(Question(choice.no, choice.text, results) for choice in self.choices)


def judge(spec: TieredChoice, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Each chosen benefit earns its tier of an equal share; none chosen is no data."""
    lacking = unanswered(spec, inputs.answers)
    if lacking:
        return no_data(*lacking).with_effects(*answered_in_part(inputs))
    answers = [inputs.answers[asked.no] for asked in spec.questions()]
    chosen = [answer for answer in answers if answer.result != NOT_APPLICABLE]
    if not chosen:
        none = f"{len(answers)} 项均答“不适用”，没有选定的效益"
        return no_data(Lacking(f"选定的效益（{none}）", "", "none_chosen")).with_effects(
            AppliedSetting("D18", f"{none}，按无数据处理")
        )
    share = spec.full / len(chosen)
    won = sum((share * Fraction(settings.tiers[answer.result]) for answer in chosen), Fraction(0))
    names = {choice.no: choice.text for choice in spec.choices}
    chosen_words = "，".join(f"{names[answer.no]}答“{answer.result}”" for answer in chosen)
    reason = f"选定 {len(chosen)} 项，每项 {_share(share)} 分：{chosen_words}，得 {points(won)} 分"
    rows = (item(asked, one, _earned(one, share, settings)) for asked, one in each_answer(spec, inputs))
    earning = [answer for answer in chosen if settings.tiers[answer.result] > 0]
    return Verdict(
        won,
        reason,
        effects=_effects(answers, settings),
        items=tuple(rows),
        unevidenced=without_evidence(earning),
    )


def _share(share: Fraction) -> str:
    return plain(half_up(share)) if share == half_up(share) else f"{share.numerator}/{share.denominator}"


def _earned(answer: Answer, share: Fraction, settings: Settings) -> str:
    if answer.result == NOT_APPLICABLE:
        return "未选定"
    return f"得 {points(share * Fraction(settings.tiers[answer.result]))} 分"


def _effects(answers: list[Answer], settings: Settings) -> tuple[AppliedSetting, ...]:
    effects = []
    left_out = sum(answer.result == NOT_APPLICABLE for answer in answers)
    if left_out:
        chosen = len(answers) - left_out
        effects.append(AppliedSetting("D18", f"在 {len(answers)} 项中选定 {chosen} 项评价，分值平均分配"))
    if any(answer.result == PARTLY for answer in answers):
        effects.append(AppliedSetting("D18", f"“部分”按该项分值的 {plain(settings.tiers[PARTLY])} 倍计"))
    return tuple(effects)


def attainable(spec: TieredChoice, settings: Settings) -> Attainable:
    """Any tiers for any number of chosen benefits."""
    tiers = [Fraction(tier) for tier in settings.tiers.values()]
    return frozenset(
        sum(some, Fraction(0)) * spec.full / size
        for size in range(1, len(spec.choices) + 1)
        for some in combinations_with_replacement(tiers, size)
    )


def sentence(spec: TieredChoice) -> str:
    """``经济效益、社会效益两项共计2分，由所选各项平均分配；每项按实现程度分档计分。``."""
    names = "、".join(choice.text for choice in spec.choices)
    return f"{names}共计{plain(spec.points)}分，由所选各项平均分配；每项按实现程度分档计分。"


RULE = Rule("tiered_choice", "自选若干项分档评价", TieredChoice, judge, sentence, attainable)
