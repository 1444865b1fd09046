"""自定指标: rows that the department defines (指标, 方向, 指标值, 完成值, 分值), each scored as a target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from pjkit.model.amounts import percent, plain, points
from pjkit.model.clause import ClauseInputs, ClauseProblem, ItemVerdict, Lacking, Verdict
from pjkit.model.finding import RuleWarning, declare_title
from pjkit.model.formula import Formula
from pjkit.model.problem import shown
from pjkit.model.settings import AppliedSetting, Settings
from pjkit.scoring.rules.base import Rule, no_data
from pjkit.scoring.rules.measures import without_number
from pjkit.scoring.rules.own_row import OwnRow, RowColumns, RowReader, WrongCell
from pjkit.scoring.rules.targets import USUALLY, Direction, Measured, Short, reached, read_within, unfit
from pjkit.scoring.rules.tiers import Tier, tier_problems, won_in

_WITHOUT_REASON = declare_title("missed_without_reason", "指标未完成而没有写偏差原因")


class OwnRows(Measured):
    """Rows of ``list`` for which ``where`` holds; their points fill the clause's.

    ``direction``: of rows that say none. ``short``: what a missed target earns, by direction. ``tiers``: of 定性 rows.
    """

    kind: Literal["own_rows"]
    list_: str = Field(alias="list")
    where: Formula | None = None  # read as a count of the rows for which it holds
    columns: RowColumns = RowColumns()
    direction: Direction | None = None
    short: dict[Direction, Short] = Field(default_factory=dict)
    tiers: list[Tier] = Field(default_factory=list)

    @field_validator("where", mode="before")
    @classmethod
    def _count_of_rows(cls, given: Any, info: ValidationInfo) -> Any:
        if not isinstance(given, str) or "list_" not in info.data or not info.context:
            return given
        return read_within(given, (f"count([{info.data['list_']}], ", ")"), info.context["formulas"])

    def lists_read(self) -> tuple[str, ...]:
        """The department's list."""
        return (self.list_,)

    def columns_read(self) -> Mapping[str, tuple[str, ...]]:
        """What a row cannot do without."""
        return {self.list_: self.columns.needed}

    def problems(self) -> Iterator[ClauseProblem]:
        """A way to count that its direction does not allow; tiers that cannot be told apart."""
        yield from super().problems()
        yield from tier_problems(self.tiers)
        for direction, short in self.short.items():
            wrong = unfit(direction, short)
            if wrong:
                yield ("short", direction), *wrong, "改用合适的算法"

    def rows(self, inputs: ClauseInputs) -> list[OwnRow]:
        """The rows of this clause."""
        listed = inputs.values["where"].rows if self.where else inputs.lists[self.list_]
        by = RowReader(self.columns, self.tiers, self.direction)
        return [OwnRow(row, by) for row in listed or ()]

    def wrong_rows(self, inputs: ClauseInputs) -> Iterator[WrongCell]:
        """Cells that say what no row can say, and points that do not fill the pool."""
        rows = self.rows(inputs)
        for row in rows:
            yield from row.wrong()
        known = [row.points for row in rows if row.points is not None]
        total = sum(known, Fraction(0))
        if rows and len(known) == len(rows) and total != self.full:
            found = f"{len(rows)} 行分值合计 {plain(total)} 分"
            advice = f"改正各行的“{self.columns.points}”，使合计等于 {plain(self.points)} 分"
            yield rows[0].cell("points").source, found, f"合计 {plain(self.points)} 分", advice


@dataclass(frozen=True)
class _Scored:
    """A row with what it earned."""

    row: OwnRow
    won: Fraction | None
    words: str
    missed: bool = False
    effects: tuple[AppliedSetting, ...] = ()

    @property
    def shown(self) -> str:
        """The row's points as an item says them."""
        return self.words if self.won is None else f"{self.words}，得 {points(self.won)} 分"

    @property
    def lacking(self) -> Lacking:
        """What a row without points is in want of."""
        what = f"{shown(self.row.text('indicator'))}{self.words}"
        return Lacking(what, self.row.cell("actual").source, "nothing_to_judge")

    def item(self, no: str) -> ItemVerdict:
        """The row as it came into the points."""
        row, target = self.row, self.row.text("target")
        sign = "" if row.qualitative or target.startswith(str(row.direction)) else f"{row.direction} "
        effect = f"目标 {sign}{target}{row.text('unit').removeprefix('%')}，{self.shown}"
        place = row.cell("actual").source
        return ItemVerdict(no, row.text("indicator"), row.text("actual"), effect, row.text("evidence"), place)


def judge(spec: OwnRows, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """The sum of the rows' points, each in proportion to what it reached."""
    if inputs.lists[spec.list_] is None:
        return no_data(Lacking(f"“{spec.list_}”表", "", "blank"))
    if spec.where and inputs.values["where"].number is None:
        return without_number(spec, inputs.values["where"], settings)
    rows = spec.rows(inputs)
    lacking = list(_lacking(spec, inputs, rows))
    if lacking:
        return no_data(*lacking)
    scored = [_score(spec, row, settings) for row in rows]
    won = [one.won for one in scored if one.won is not None]
    effects = tuple(dict.fromkeys(effect for one in scored for effect in one.effects))
    if len(won) < len(scored):
        return no_data(*(one.lacking for one in scored if one.won is None)).with_effects(*effects)
    total = sum(won, Fraction(0))
    return Verdict(
        total,
        _reason(scored, total),
        not_applicable=total == spec.full and all(row.excluded for row in rows),
        effects=effects,
        warnings=tuple(_unexplained(scored)),
        items=tuple(one.item(f"{spec.no}.{at}") for at, one in enumerate(scored, start=1)),
        unevidenced=tuple(_unevidenced(scored)),
        attested=any(row.qualitative for row in rows),
    )


def _lacking(spec: OwnRows, inputs: ClauseInputs, rows: Sequence[OwnRow]) -> Iterator[Lacking]:
    if not rows:
        yield Lacking(f"“{spec.list_}”表中本条款的指标", "", "blank")
    for place, found, expected, _advice in spec.wrong_rows(inputs):
        yield Lacking(f"{found}，应为{expected}", place, "data_error")
    for row in rows:
        name = row.text("indicator")
        yield from (Lacking(f"{shown(name)}的{one.name}", one.source, "blank") for one in row.blanks())


def _score(spec: OwnRows, row: OwnRow, settings: Settings) -> _Scored:
    assert row.points is not None, "rows that lack something are not scored"
    if row.excluded:
        return _excluded(row, settings)
    if row.qualitative:
        return _judged(row, settings)
    compared = row.compared
    assert compared is not None, "rows with wrong cells are not scored"
    found = reached(spec, spec.short.get(compared.direction, USUALLY[compared.direction]), compared, settings)
    return _Scored(row, found.share * row.points, found.words, found.missed, found.effects)


def _excluded(row: OwnRow, settings: Settings) -> _Scored:
    """D7 for one row."""
    name = shown(row.text("indicator"))
    if settings.nothing_to_judge == "no_data":
        return _Scored(
            row, None, "不适用，按设定不计分", effects=(AppliedSetting("D7", f"{name}不适用，不计分"),)
        )
    full = settings.nothing_to_judge == "full"
    effect = AppliedSetting("D7", f"{name}不适用，{'按不适用计满分' if full else '按设定计 0 分'}")
    return _Scored(row, row.points if full else Fraction(0), "不适用", effects=(effect,))


def _judged(row: OwnRow, settings: Settings) -> _Scored:
    """A row in words: a percentage, the words aimed at, a tier, or points that somebody judged."""
    assert row.points is not None, "rows that lack something are not scored"
    if row.share is not None:
        won = row.share * row.points
        return _Scored(row, won, f"按 {percent(row.share)} 计", missed=won < _enough(row))
    assert row.judged is not None, "rows with wrong cells are not scored"
    judged, effects = won_in(row.judged, row.score, settings)
    if judged is None:
        return _Scored(row, None, f"评为{shown(row.text('actual'))}而没有评分", effects=effects)
    words = "达到目标" if row.as_aimed else f"评为{shown(row.text('actual'))}（{row.judged.words}）"
    return _Scored(row, judged, words, judged < _enough(row) and not row.as_aimed, effects)


def _enough(row: OwnRow) -> Fraction:
    """The points from which a row in words is no miss: those of the best tier."""
    full = row.points or Fraction(0)
    return max((tier.low for tier in row.by.tiers), default=Fraction(1)) * full


def _reason(scored: Sequence[_Scored], total: Fraction) -> str:
    full = [one for one in scored if one.won == one.row.points]
    less = [
        f"{shown(one.row.text('indicator'))}{one.shown}（满分 {plain(one.row.points or 0)} 分）"
        for one in scored
        if one not in full
    ]
    return "；".join([f"{len(scored)} 个指标，{len(full)} 个得满分", *less]) + f"，合计得 {points(total)} 分"


def _unexplained(scored: Sequence[_Scored]) -> Iterator[RuleWarning]:
    """Rows missed without a reason, which the form asks for."""
    for one in scored:
        if one.missed and not one.row.text("reason"):
            message = f"{shown(one.row.text('indicator'))}{one.words}，没有写{one.row.by.columns.reason}"
            yield RuleWarning(_WITHOUT_REASON, "确定", message, one.row.cell("reason").source)


def _unevidenced(scored: Sequence[_Scored]) -> Iterator[str]:
    """Rows in words that earn points and name no evidence (D19)."""
    return (
        one.row.text("indicator")
        for one in scored
        if one.row.qualitative and one.won and not one.row.excluded and not one.row.text("evidence")
    )


def sentence(spec: OwnRows) -> str:
    """``各指标分值合计50分，达到目标的计该指标的分值；≥ 的未达到的，…``."""
    ways = dict.fromkeys(
        f"{sign} 的指标{spec.how_missed(spec.short.get(sign, usual))}" for sign, usual in USUALLY.items()
    )
    tiers = f"；定性指标{'，'.join(tier.words for tier in spec.tiers)}" if spec.tiers else ""
    return f"各指标分值合计{plain(spec.points)}分，达到目标的计该指标的分值；{'；'.join(ways)}{tiers}。"


RULE = Rule("own_rows", "自定指标（部门自列指标和目标值，逐个计分）", OwnRows, judge, sentence)
