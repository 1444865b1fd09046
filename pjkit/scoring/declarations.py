"""What a rubric declares beside its indicators: figures and lists that it asks for, chapters of the report."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from pjkit.model.figure import FigureRef
from pjkit.model.formula import Formula
from pjkit.model.settings import Spec


def _from_text(given: Any) -> Any:
    """``三公: 收支[三公经费].本年决算`` is short for a figure with ``from``."""
    return {"from": given} if isinstance(given, str) else given


def _read_with_unit(given: Any, info: ValidationInfo) -> Any:
    """The formula of a figure that says its unit."""
    if given is None or isinstance(given, Formula):
        return given
    context: Mapping[str, Any] = info.context or {}
    return context["formulas"](str(given), info.data.get("unit") or None)


DATE_UNIT = "日期"


class FigureSpec(Spec):
    """A declared figure: taken ``from`` a sheet, computed as ``value``, or a row of 基础数据 of its own (``ask``).

    ``unit``: as it is typed; a rate is typed as 95 for 95%. ``words``: it is one of these words and no number.
    ``unit: 日期``: it is a day.
    """

    from_: FigureRef | None = Field(None, alias="from")
    unit: str = ""  # before ``value``, whose formula must give it
    value: Annotated[Formula | None, BeforeValidator(_read_with_unit)] = None
    ask: str = ""
    hint: str = ""
    below_zero: bool = False
    whole: bool = False
    words: tuple[str, ...] = Field(default=(), strict=False)

    @property
    def is_date(self) -> bool:
        """Whether it is a day and no number (``unit: 日期``)."""
        return self.unit == DATE_UNIT


DeclaredFigure = Annotated[FigureSpec, BeforeValidator(_from_text)]
"""A figure as a file may declare it."""

ColumnKind = Literal["文字", "数字", "整数", "金额", "百分比", "是否", "日期"]


class ColumnSpec(Spec):
    """A column of a list: what its cells hold, in what ``unit``; ``words``: one of these."""

    kind: ColumnKind = "文字"
    unit: str = ""
    hint: str = ""
    words: tuple[str, ...] = Field(default=(), strict=False)
    optional: bool = False
    below_zero: bool = False

    @property
    def typed_unit(self) -> str:
        """The unit in which its numbers are typed."""
        return self.unit or {"金额": "万元", "百分比": "%"}.get(self.kind, "")


def _kind_alone(given: Any) -> Any:
    """``金额`` is short for a column with that kind and nothing else."""
    return {"kind": given} if isinstance(given, str) else given


class ListSpec(Spec):
    """A list (明细表) that the department hands in as a sheet of its own; its first column names a row."""

    hint: str = ""
    columns: dict[str, Annotated[ColumnSpec, BeforeValidator(_kind_alone)]] = Field(min_length=1)


SHOWN = Literal[
    "profile", "functions", "sections", "staff", "outputs", "basic_spending", "project_spending", "project_list",
    "spending_by_kind", "project_management", "income", "budget_and_actual", "three_public", "score_by_group",
    "points_lost", "projects", "indicators",
]  # fmt: skip
"""What a chapter can show; each is a verb of the notebook."""


class ChapterSpec(Spec):
    """A chapter of the report: its title, the department's text under that name in 文字, what it shows, its parts."""

    title: str
    text: str = ""
    show: tuple[SHOWN, ...] = Field(default=(), strict=False)
    parts: list["ChapterSpec"] = Field(default_factory=list)

    def all(self) -> Iterator["ChapterSpec"]:
        """The chapter and its parts, however deep, in the report's order."""
        yield self
        for part in self.parts:
            yield from part.all()
