"""等次: the grade of an assessment (优秀、良好、合格、不合格) that earns fixed points."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import Attainable, ClauseInputs, ClauseSpec, Verdict, blanks
from pjkit.model.figure import FigureRef
from pjkit.model.settings import Number, Settings
from pjkit.scoring.rules.base import Rule, no_data, nothing_to_judge, points_for_nothing


class Level(ClauseSpec):
    """``item``: the assessment's result; ``levels``: points by result."""

    kind: Literal["level"]
    item: FigureRef
    levels: dict[str, Number]

    def words_read(self) -> dict[str, tuple[str, ...]]:
        """The assessment's result is one of the levels."""
        return {"item": tuple(self.levels)}


def judge(spec: Level, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """Score one assessment result."""
    found = inputs.figures["item"]
    if found.not_applicable:
        return nothing_to_judge(spec, settings, f"“{found.name}”不适用（{found.source}）")
    if found.blank:
        return no_data(*blanks(found))
    won = Fraction(spec.levels[found.text])
    return Verdict(won, f"考核评估结果为“{found.text}”，得 {points(won)} 分", value_text=found.text)


def attainable(spec: Level, settings: Settings) -> Attainable:
    """The points of the levels, and what D7 gives."""
    return frozenset(map(Fraction, spec.levels.values())) | points_for_nothing(spec, settings)


def sentence(spec: Level) -> str:
    """``按考核等次计分：优秀3分，良好2分，合格1分，不合格0分。``."""
    return "按考核等次计分：" + "，".join(f"{name}{plain(won)}分" for name, won in spec.levels.items()) + "。"


RULE = Rule("level", "按考核等次计分", Level, judge, sentence, attainable)
