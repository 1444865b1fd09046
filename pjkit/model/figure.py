"""What a department handed in, as a rule can read. Each keeps the cell it came from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pjkit.model.amounts import plain, sum_if_known

NOT_APPLICABLE = "不适用"
_REF = re.compile(r"(?P<sheet>[^\[\].]+)\[(?P<row>[^\[\]]+)\](\.(?P<column>[^\[\].]+))?")


_DECLARED = re.compile(r"[^\[\].\s][^\[\].]*")


@dataclass(frozen=True)
class FigureRef:
    """Which figure a rubric means: ``收支[三公经费].本年决算``, ``基础数据[固定资产总额]``, ``项目[重点].年初预算``.

    Without a ``sheet``, ``row`` is the name of a figure that the rubric declares.
    """

    sheet: str
    row: str
    column: str = ""

    @property
    def written(self) -> str:
        """As a rubric file writes it; a declared figure by its name alone."""
        if not self.sheet:
            return self.row
        return f"{self.sheet}[{self.row}]" + (f".{self.column}" if self.column else "")

    @property
    def name(self) -> str:
        """The figure's name in workings and tables."""
        column = f" {self.column}" if self.column else ""
        return f"{self.row.split('/')[-1]}{column}"

    @classmethod
    def parse(cls, text: str) -> "FigureRef":
        """Read the notation above, or the name of a declared figure. Raises ``ValueError`` for anything else."""
        match = _REF.fullmatch(text)
        if match is None and _DECLARED.fullmatch(text):
            return cls("", text)
        if match is None:
            raise ValueError("figure")
        return cls(match["sheet"], match["row"], match["column"] or "")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(
            cls.parse, core_schema.str_schema(strict=True)
        )
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
        )


@dataclass(frozen=True)
class Figure:
    """One figure. ``value`` is ``None`` where there is none: then ``not_applicable`` says 不适用, else blank."""

    name: str
    value: Decimal | None
    unit: str  # 万元, 个, 份 …
    source: str  # "收支!E12"; for a sum "收支!E13+E14"
    not_applicable: bool = False
    text: str = ""  # what the cell says where it is a word (工作质量等次)
    evidence: str = ""
    note: str = ""

    @property
    def blank(self) -> bool:
        """No data: neither a number, nor a word, nor 不适用."""
        return self.value is None and not self.not_applicable and not self.text

    @property
    def word(self) -> str | None:
        """What the figure says, as records store it: a number, 不适用, another word; ``None`` where it is blank."""
        if self.value is not None:
            return plain(self.value)
        return NOT_APPLICABLE if self.not_applicable else self.text or None


def sum_of_figures(figures: Sequence[Figure]) -> Decimal | None:
    """The sum of the figures that apply, ``None`` where one of these is unknown or none applies."""
    applying = [figure.value for figure in figures if not figure.not_applicable]
    return sum_if_known(applying) if applying else None


@dataclass(frozen=True)
class Answer:
    """One row of 条款核对: is the clause met (是 / 否 / 不适用, a tier's name …), with what evidence.

    ``result`` is "" where points alone are asked for (:attr:`Question.judged`).
    """

    no: str
    result: str
    cases: int | None
    evidence: str
    note: str
    same_fact: str  # rows with the same words here tell of the same case (D9)
    source: str
    score: Decimal | None = None  # 评分: points that somebody judged


@dataclass(frozen=True)
class JudgedRange:
    """The points that may stand in 评分 beside one 结果: ``low`` to ``high``, ``below``: less than ``high``."""

    result: str  # "" where points alone are asked for
    low: Fraction
    high: Fraction
    below: bool = False

    def holds(self, score: Decimal) -> bool:
        """Whether these points may be given."""
        at = Fraction(score)
        return self.low <= at and (at < self.high if self.below else at <= self.high)

    @property
    def words(self) -> str:
        """``6 至 8 分（不含 8 分）``."""
        if self.low == self.high:
            return f"{plain(self.low)} 分"
        return f"{plain(self.low)} 至 {plain(self.high)} 分" + (
            f"（不含 {plain(self.high)} 分）" if self.below else ""
        )


@dataclass(frozen=True)
class Project:
    """One row of the project list (专项资金 or 项目). Flags are 是 / 否 / 不适用 or "" where blank."""

    name: str
    category: str
    budget: Figure
    spent: Figure
    flags: Mapping[str, str]  # 重点, 目标管理, 绩效自评, 完工
    flag_sources: Mapping[str, str]
    note: str
    source: str


@dataclass(frozen=True)
class ListRow:
    """One row of a list (明细表) that a rubric declares, by column; a blank cell is a blank figure with its place."""

    cells: Mapping[str, Figure]
    source: str


ListedRows = tuple[ListRow, ...]
"""The rows of one list as handed in; a list that nobody handed in is ``None`` where it is looked up."""
