"""Decisions D1–D22: what a rubric says where the official rule is silent.

Each decision is a setting of the rubric file; ``id`` is its number in reports, ``question`` what it
decides. Whatever setting changes a number is named beside the number (:class:`AppliedSetting`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


def _exact(value: Any) -> Any:
    """Whole numbers of the file as decimals; anything else is left to the strict check."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Number = Annotated[Decimal, BeforeValidator(_exact)]
"""A number of a rubric file, exact. Never a float."""


_BORDER = re.compile(r"[-－−]?\d{1,12}(\.\d{1,12})?[%％]?")


@dataclass(frozen=True)
class Border:
    """A limit or border of a rubric file: ``100%`` (``number`` 100, ``percent``), or a number in the value's unit."""

    number: Fraction
    percent: bool = False

    @classmethod
    def read(cls, given: Any) -> "Border":
        """Read what stands in the file. Raises ``ValueError`` for what is neither a number nor a percentage."""
        if isinstance(given, Border):
            return given
        if isinstance(given, str) and _BORDER.fullmatch(given):
            number = Fraction(given.rstrip("%％").replace("－", "-").replace("−", "-"))
            return cls(number, percent=given.endswith(("%", "％")))
        if isinstance(given, int | Decimal) and not isinstance(given, bool):
            return cls(Fraction(given))
        raise ValueError("border")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)


class Spec(BaseModel):
    """A part of a rubric file: strict types, unknown names refused, never changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True)
class AppliedSetting:
    """A setting that touched a number: which one (``D4``), what it did, in Chinese, and to which indicator."""

    id: str
    effect: str
    indicator: str = ""

    @property
    def question(self) -> str:
        """What the decision decides; nothing where a later version has more of them."""
        return SETTING_QUESTIONS.get(self.id, "")


Counting = Literal["review", "computed", "self"]


class Settings(Spec):
    """The decisions of one rubric, with what is usual as defaults; a clause may decide otherwise for itself."""

    zero_base_unchanged: Literal["full", "zero"] = Field("full", description="D1")
    zero_base_increased: Literal["zero", "not_applicable"] = Field("zero", description="D2")
    no_budget_made: Literal["zero", "full"] = Field("zero", description="D3")
    zero_spent_on_zero_budget: Literal["full", "zero"] = Field("full", description="D3")
    some_spent_on_zero_budget: Literal["zero", "full"] = Field("zero", description="D3")
    part_of_point: Literal["prorate", "whole", "round_up"] = Field("prorate", description="D4")
    band_border: Literal["lower_inclusive", "upper_inclusive"] = Field("lower_inclusive", description="D5")
    rate_above_100: Literal["cap", "error"] = Field("cap", description="D6")
    nothing_to_judge: Literal["full", "zero", "no_data"] = Field("full", description="D7")
    score_places: Literal[2] = Field(2, description="D8: the record's contract prints two places")
    same_fact: Literal["once", "each"] = Field("once", description="D9")
    clause_not_applicable: Literal["met", "no_data"] = Field("met", description="D10")
    no_data: Literal["self_stands_in", "self_not_counted"] = Field(
        "self_stands_in", description="D11: never 0, never full"
    )
    authority_figure: Literal["replaces", "ignored"] = Field("replaces", description="D12")
    smallest_survey: int = Field(10, ge=0, description="D13: valid answers below which no points are taken")
    counting_order: tuple[Counting, ...] = Field(
        ("review", "computed", "self"), strict=False, min_length=1, description="D15"
    )
    partial_data: Literal["wait"] = Field("wait", description="D16: an unanswered clause is unknown, not 0")
    cases_if_blank: int = Field(1, ge=1, description="D17: cases that 否 stands for where 次数 is blank")
    tiers: dict[str, Number] = Field(
        {"是": Decimal(1), "部分": Decimal("0.6"), "否": Decimal(0)},
        description="D18: share of its points that an answer earns",
    )
    answers_without_evidence: Literal["asserted", "attested"] = Field("asserted", description="D19")
    zero_over_zero: Literal["not_applicable", "full", "zero", "no_data"] = Field(
        "not_applicable", description="D20: a formula divides 0 by 0"
    )
    some_over_zero: Literal["zero", "full", "not_applicable", "no_data"] = Field(
        "zero", description="D20: a formula divides something by 0"
    )
    negative_target: Literal["zero", "by_deviation"] = Field(
        "zero", description="D21: a missed target below 0, of which no ratio is a measure"
    )
    tier_without_score: Literal["no_data", "lowest", "highest"] = Field(
        "no_data", description="D22: a tier with a range of points, and no points judged"
    )

    def decided(self, otherwise: Mapping[str, Any]) -> "Settings":
        """These settings with what one clause decides otherwise. Raises pydantic's ``ValidationError``."""
        return Settings.model_validate({**dict(self), **otherwise}) if otherwise else self


SETTING_QUESTIONS: dict[str, str] = {
    "D1": "上年与本年均为 0（无基数）",
    "D2": "上年为 0、本年大于 0",
    "D3": "预算为 0 或未编预算",
    "D4": "不足 1 个百分点的部分",
    "D5": "恰在分档界上",
    "D6": "比率超过 100%",
    "D7": "没有可评价的对象",
    "D8": "得分取两位小数",
    "D9": "同一事项涉及多项条款",
    "D10": "条款不适用",
    "D11": "没有数据",
    "D12": "以主管机关核定数为准",
    "D13": "有效问卷过少",
    "D14": "等次划分",
    "D15": "采用哪一个得分",
    "D16": "部分条款有数据",
    "D17": "按次数扣分的填法",
    "D18": "效益分档评价",
    "D19": "无佐证材料的回答",
    "D20": "公式的除数为 0",
    "D21": "目标为负数而未达到",
    "D22": "评定了档次而没有评分",
}
"""Decision → what it decides, as the report names it."""
