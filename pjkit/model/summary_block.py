"""What a summary of a batch alone says: its head, the heat map, what the colours of bars mean."""

from decimal import Decimal
from typing import Literal

from pjkit.model.block import Block
from pjkit.model.cell import Link
from pjkit.model.part import Part


class SummaryHead(Block):
    """How many departments, how many are done, and what the year looks like at a glance."""

    kind: Literal["summary_head"] = "summary_head"
    year: int
    rubrics: tuple[str, ...]
    departments: int
    done: int
    failed: int
    stale: int  # departments whose report is that of an earlier run
    listed: int  # departments with a report
    mean_total: Decimal | None
    open_grades: int
    suspect: int  # departments with sure findings
    verdict: str

    @property
    def line(self) -> str:
        """The numbers."""
        counts = f"部门 {self.departments} 个，已完成 {self.done} 个，未完成 {self.failed} 个"
        return f"{self.year} 年度汇总：{counts}"


class HeatCell(Part):
    """What a cell says and how it looks: ``shade`` is 0 (nothing lost) to 5, or a word."""

    shade: str
    words: str
    on_word: bool = False  # the score rests on the department's word alone


class HeatRow(Part):
    """A department, or all of one grade: its total and the share of points it lost by indicator."""

    name: Link | str
    total: Decimal | None
    cells: tuple[HeatCell, ...]


class HeatMap(Block):
    """Departments × indicators by the share of points lost; where there are many, one row a grade first."""

    kind: Literal["heat_map"] = "heat_map"
    columns: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]  # the lowest groups over neighbouring columns, and how many these are
    steps: tuple[int, ...]  # upper limits of the shades, in percent of the points
    unknown: str  # the sign for an unknown score
    bands: tuple[HeatRow, ...]  # none where there are few departments
    rows: tuple[HeatRow, ...]
    mixed: bool = False  # departments have different rubrics
    more: str = ""  # the rows after these, as in :class:`~pjkit.model.block.Table`

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return len(self.rows) + len(self.more.splitlines())

    @property
    def line(self) -> str:
        """Its size."""
        return f"［失分分布］{self.count} 个部门 × {len(self.columns)} 个指标"


class Legend(Block):
    """What the colours of bars mean: the name of each, and its word."""

    kind: Literal["legend"] = "legend"
    items: tuple[tuple[str, str], ...]

    @property
    def line(self) -> str:
        """The words."""
        return "、".join(word for _, word in self.items)
