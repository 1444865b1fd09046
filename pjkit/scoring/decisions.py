"""The decisions D1–D22 of a rubric in words: what each decides, and what the rubric, or one clause, says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pjkit.model.amounts import plain
from pjkit.model.settings import SETTING_QUESTIONS, Settings
from pjkit.scoring.rubric import Rubric

_SCORES = {"review": "复核分", "computed": "核算分", "self": "自评分"}
_EARNS = {"full": "得满分", "zero": "不得分", "not_applicable": "按不适用", "no_data": "按无数据"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "zero_base_unchanged": _EARNS,
    "zero_base_increased": _EARNS,
    "no_budget_made": _EARNS,
    "zero_spent_on_zero_budget": _EARNS,
    "some_spent_on_zero_budget": _EARNS,
    "part_of_point": {"prorate": "按比例计", "whole": "只计整点", "round_up": "不足一点按一点计"},
    "band_border": {"lower_inclusive": "归下限为该值的一档", "upper_inclusive": "归上限为该值的一档"},
    "rate_above_100": {"cap": "按 100% 计", "error": "视为数据有误"},
    "nothing_to_judge": _EARNS | {"full": "得满分，另列剔除后的折算总分"},
    "same_fact": {"once": "只扣一次", "each": "各条分别扣"},
    "clause_not_applicable": _EARNS | {"met": "视为符合"},
    "no_data": {"self_stands_in": "暂以自评分计入，单独列明", "self_not_counted": "自评分不计入"},
    "authority_figure": {"replaces": "采用核定数", "ignored": "不采用核定数"},
    "partial_data": {"wait": "条款齐全才计分"},
    "answers_without_evidence": {"asserted": "计分，列为仅凭部门自述", "attested": "计分，与有佐证的相同"},
    "zero_over_zero": _EARNS,
    "some_over_zero": _EARNS,
    "negative_target": _EARNS | {"by_deviation": "按偏离的幅度扣分"},
    "tier_without_score": _EARNS | {"lowest": "取该档下限", "highest": "取该档上限"},
}
"""Setting → what its values mean to those who sign the rubric. The others are numbers."""
CASES: Mapping[str, str] = {
    "no_budget_made": "未编预算",
    "zero_spent_on_zero_budget": "预算为 0，没有支出",
    "some_spent_on_zero_budget": "预算为 0，有支出",
    "zero_over_zero": "0 除以 0",
    "some_over_zero": "不是 0 的数除以 0",
}
"""Which case of a decision a setting is about, where a decision has several."""


@dataclass(frozen=True)
class Decision:
    """One setting: its decision (``D4``), what that decides, and what was decided."""

    id: str
    setting: str
    question: str
    decided: str


def decisions(rubric: Rubric) -> list[Decision]:
    """What the rubric decides, by the decisions' numbers; grades (D14) stand in a table of their own."""
    found = [decision(name, value) for name, value in rubric.settings]
    return sorted(found, key=lambda one: int(one.id.removeprefix("D")))


def own_decisions(settings: Mapping[str, Any]) -> Iterator[Decision]:
    """What one clause decides otherwise than its rubric."""
    decided = Settings.model_validate(settings)
    return (decision(name, getattr(decided, name)) for name in settings)


def decision(name: str, value: Any) -> Decision:
    """One setting in words."""
    id_ = (Settings.model_fields[name].description or "").partition(":")[0]
    case = f"（{CASES[name]}）" if name in CASES else ""
    return Decision(id_, name, SETTING_QUESTIONS[id_] + case, _value_words(name, value))


def _value_words(name: str, value: Any) -> str:
    match name:
        case "score_places":
            return f"四舍五入到 {value} 位小数"
        case "smallest_survey":
            return f"有效问卷少于 {value} 份的，不据以扣分"
        case "cases_if_blank":
            return f"答“否”而没有写次数的，按 {value} 例计"
        case "counting_order":
            return "依次取" + "、".join(_SCORES[one] for one in value)
        case "tiers":
            return "，".join(f"“{word}”得分值的 {plain(share * 100)}%" for word, share in value.items())
    return WORDS[name][str(value)]
