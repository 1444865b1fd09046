"""项目清单: every special fund (专项资金) or project must have something; each without it costs points."""

from fractions import Fraction
from typing import Literal

from pjkit.model.amounts import plain, points
from pjkit.model.clause import (
    NO,
    YES,
    Attainable,
    ClauseInputs,
    ClauseSpec,
    ItemVerdict,
    Lacking,
    Verdict,
    Why,
)
from pjkit.model.figure import NOT_APPLICABLE, Project
from pjkit.model.settings import AppliedSetting, Number, Settings
from pjkit.scoring.rules.base import Rule, no_data, nothing_to_judge, points_for_nothing


class ListedProjects(ClauseSpec):
    """Rows of ``category`` (with ``finished_only``, those with 完工 是) need 是 under ``flag``."""

    kind: Literal["listed_projects"]
    category: Literal["专项资金", "项目"]
    flag: Literal["目标管理", "绩效自评"]
    deduct: Number
    finished_only: bool = False

    def flags_read(self) -> tuple[str, ...]:
        """The flag, and 完工 where it decides which rows count."""
        return (self.flag, "完工") if self.finished_only else (self.flag,)


def judge(spec: ListedProjects, inputs: ClauseInputs, settings: Settings) -> Verdict:
    """The clause's points less one deduction for each row without the flag, never below 0."""
    if inputs.projects is None:
        return no_data(Lacking("项目清单", "“项目”表缺失或没有行", "blank"))
    rows = [row for row in inputs.projects if row.category == spec.category]
    undated = [row for row in rows if spec.finished_only and not row.flags["完工"]]
    if undated:
        return no_data(*(_unmarked(row, "完工") for row in undated))
    rows = [row for row in rows if not spec.finished_only or row.flags["完工"] == YES]
    unknown = [row for row in rows if not row.flags[spec.flag]]
    if unknown:
        return no_data(*(_unmarked(row, spec.flag) for row in unknown))
    counted = [row for row in rows if row.flags[spec.flag] != NOT_APPLICABLE]
    left_out = [row for row in rows if row not in counted]
    if left_out and settings.clause_not_applicable == "no_data":
        lacking = (_unmarked(row, spec.flag, "not_applicable") for row in left_out)
        return no_data(*lacking).with_effects(AppliedSetting("D10", f"{spec.flag}不适用，按无数据处理"))
    effects = _left_out(spec, left_out)
    kind = ("已完工" if spec.finished_only else "") + spec.category
    if not counted:
        return nothing_to_judge(spec, settings, f"项目清单中没有{kind}").with_effects(*effects)
    return _counted(spec, counted, kind, effects)


def _unmarked(row: Project, flag: str, why: Why = "blank") -> Lacking:
    return Lacking(f"“{row.name}”的{flag}", row.flag_sources[flag], why)


def _left_out(spec: ListedProjects, rows: list[Project]) -> tuple[AppliedSetting, ...]:
    names = "、".join(row.name for row in rows)
    return (AppliedSetting("D10", f"{spec.flag}不适用，不计入：{names}"),) if rows else ()


def _counted(
    spec: ListedProjects, counted: list[Project], kind: str, effects: tuple[AppliedSetting, ...]
) -> Verdict:
    without = [row for row in counted if row.flags[spec.flag] == NO]
    won = max(Fraction(0), spec.full - len(without) * Fraction(spec.deduct))
    done = f"{kind} {len(counted)} 个，{spec.flag} {len(counted) - len(without)} 个"
    lost = f"，少 {len(without)} 个，每个扣 {plain(spec.deduct)} 分" if without else ""
    floor = "（扣完为止）" if won == 0 else ""
    items = tuple(
        ItemVerdict("", row.name, row.flags[spec.flag], spec.flag, "", row.flag_sources[spec.flag])
        for row in counted
    )
    return Verdict(won, f"{done}{lost}{floor}，得 {points(won)} 分", effects=effects, items=items)


def attainable(spec: ListedProjects, settings: Settings) -> Attainable:
    """Full marks less whole deductions, and what D7 gives."""
    most = int(spec.full / Fraction(spec.deduct)) + 1
    left = frozenset(max(Fraction(0), spec.full - n * Fraction(spec.deduct)) for n in range(most + 1))
    return left | points_for_nothing(spec, settings)


def sentence(spec: ListedProjects) -> str:
    """``已完工项目全部绩效自评的，计2分；每少一个扣1分，扣完为止。``."""
    kind = ("已完工" if spec.finished_only else "") + spec.category
    return f"{kind}全部{spec.flag}的，计{plain(spec.points)}分；每少一个扣{plain(spec.deduct)}分，扣完为止。"


RULE = Rule(
    "listed_projects", "按项目清单逐个核对（每少一个扣分）", ListedProjects, judge, sentence, attainable
)
