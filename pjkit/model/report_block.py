"""What a report alone says: its masthead, the review highlights, an indicator, the score table, own words.

The page and the Word report show each of these in a way of its own; :data:`AnyBlock` is any block there is.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from pjkit.model.amounts import half_up
from pjkit.model.block import Block, Facts, Figure, Heading, ListItem, Notice, Only, Table, Text
from pjkit.model.cell import Cell
from pjkit.model.finding import Severity
from pjkit.model.formula import Expression
from pjkit.model.part import Part
from pjkit.model.scorecard import Mark, Status
from pjkit.model.summary_block import HeatMap, Legend, SummaryHead
from pjkit.model.total import Totals


class Style(Block):
    """The style sheet of a report or of a summary, so that JupyterLab and the page look alike."""

    kind: Literal["style"] = "style"
    sheet: Literal["report", "summary"] = "report"

    @property
    def line(self) -> str:
        """That it is there."""
        return "［样式］"


class Masthead(Block):
    """Whose report it is, the total, and what it rests on. ``withheld``: places left out of a public edition."""

    kind: Literal["masthead"] = "masthead"
    name: str
    year: int
    edition: str
    rubric: str  # title and id
    report: str  # what such a report is called
    points: Decimal
    total: Totals
    verdict: str
    withheld: int | None
    details: tuple[tuple[str, Cell], ...]
    date: str  # of signature, as people write it; "" where it is not known

    @property
    def line(self) -> str:
        """Total and grade."""
        grade = self.total.grade or f"等次{self.total.grade_words}"
        return f"{self.name} {self.year} 年度：总分 {self.total.score:.2f}，{grade}"


class Highlight(Part):
    """One line of the review highlights: an indicator and what it is about."""

    id: str
    name: str
    words: str
    status: Status


class FoundHighlight(Part):
    """One finding among the review highlights."""

    severity: Severity
    message: str
    where: str


class ReviewHighlights(Block):
    """What a reviewer looks at first: some of each list, and how many there are."""

    kind: Literal["highlights"] = "highlights"
    only: Only = "page"
    counted: str  # findings by severity, in words
    findings: tuple[FoundHighlight, ...]
    findings_in_all: int
    some_known: bool
    lost: tuple[Highlight, ...]
    lost_in_all: int
    unsupported: tuple[Highlight, ...]
    unsupported_in_all: int
    at_stake: str  # points without support

    @property
    def line(self) -> str:
        """The numbers."""
        return (
            f"审阅要点：核查发现 {self.findings_in_all} 条，失分指标 {self.lost_in_all} 项，"
            f"缺少依据的指标 {self.unsupported_in_all} 项"
        )


class ShownFormula(Part):
    """A clause's formula as it is computed, and with the department's numbers in it: in words, and as mathematics."""

    no: str
    words: str
    expression: Expression | None = None
    in_numbers: str = ""  # "" where no number is known
    numbers: Expression | None = None


class IndicatorCard(Block):
    """One indicator: its mark, what its clauses, its curve and its figures show; for Word what is asked, and a sentence."""

    kind: Literal["indicator"] = "indicator"
    mark: Mark
    level: int = Field(default=5, ge=2, le=6)
    summary: str
    clauses: Table | None
    curve: Figure | Notice | None
    inputs: Table | None
    formulas: tuple[ShownFormula, ...] = ()
    demands: tuple[ListItem, ...] = ()
    sentence: Text

    @property
    def line(self) -> str:
        """Name and score."""
        score = "无数据" if self.mark.score is None else f"{self.mark.score:.2f}"
        return f"{self.mark.name}：{score}／{self.mark.points:f} 分"


class ScoreRow(Part):
    """An indicator's row of the score table. ``members`` share its points and have a line each on the page."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    path: tuple[str, ...]
    points: Decimal
    weight: Fraction = Fraction(1)  # what a point counts in the total
    standard: str
    note: str
    self_score: Decimal | None
    computed_score: Decimal | None
    review_score: Decimal | None
    score: Decimal | None
    status: Status
    reasons: tuple[str, ...]

    @property
    def counted(self) -> Decimal | None:
        """Its score in points of the total."""
        return None if self.score is None else half_up(Fraction(self.score) * self.weight)


class ScoreTable(Block):
    """评分表: every indicator with its rule and its scores, and what the total rests on (``notes``)."""

    kind: Literal["score_table"] = "score_table"
    name: str
    year: int
    title: str
    levels: tuple[str, ...]  # what groups are called, the highest first, and indicators, the last
    rows: tuple[ScoreRow, ...]
    total: Totals
    notes: tuple[str, ...]

    @property
    def weighted(self) -> bool:
        """Whether points count otherwise in the total than in the form."""
        return any(row.weight != 1 for row in self.rows)

    @property
    def points(self) -> Decimal:
        """The full marks of the total."""
        return half_up(sum(Fraction(row.points) * row.weight for row in self.rows))

    @property
    def scored(self) -> bool:
        """Whether any score is known: a total of nothing but unknown scores is unknown, not 0."""
        return any(row.score is not None for row in self.rows)

    def sum_of(self, score: Literal["computed_score", "review_score"]) -> Decimal | None:
        """The sum of one score in points of the total, ``None`` as soon as one is unknown."""
        given = [(getattr(row, score), row.weight) for row in self.rows]
        if any(one is None for one, _ in given):
            return None
        return half_up(sum(Fraction(one) * weight for one, weight in given))

    @property
    def line(self) -> str:
        """Rows and total."""
        return f"［评分表］{len(self.rows)} 项，总分 {self.total.score}"


class OwnWords(Block):
    """A chapter in the department's own words, in its small Markdown; ``place``: where it stands in the data."""

    kind: Literal["own_words"] = "own_words"
    chapter: str
    text: str
    place: str

    @property
    def line(self) -> str:
        """How long it is."""
        return f"［部门自述］{self.chapter}：{len(self.text)} 字"


class Section(Block):
    """Blocks that belong together; ``fold``: they open under these words on the page."""

    kind: Literal["section"] = "section"
    children: tuple["AnyBlock", ...]
    fold: str = ""
    anchor: str = ""  # the id that other parts link to

    @property
    def line(self) -> str:
        """Its first child that is shown everywhere, else its first."""
        shown = [child for child in self.children if child.only != "word"] or list(self.children)
        return shown[0].line if shown else ""

    @property
    def df(self) -> Any:
        """Its first table as a pandas DataFrame."""
        return next(child.df for child in self.children if isinstance(child, Table | Section))


AnyBlock = Annotated[
    Heading
    | Text
    | ListItem
    | Notice
    | Table
    | Figure
    | Facts
    | Section
    | Style
    | Masthead
    | ReviewHighlights
    | IndicatorCard
    | ScoreTable
    | OwnWords
    | SummaryHead
    | HeatMap
    | Legend,
    Field(discriminator="kind"),
]
Section.model_rebuild()
BLOCKS: TypeAdapter[AnyBlock] = TypeAdapter(AnyBlock)
"""Reads a block back from its JSON."""
