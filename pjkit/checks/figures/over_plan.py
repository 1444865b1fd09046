"""More done than was planned, and a part of something that is 0: what the capped rates do not say."""

from collections.abc import Iterator
from fractions import Fraction

from pjkit.checks.base import Case
from pjkit.model.amounts import money, percent, plain
from pjkit.model.figure import Figure
from pjkit.model.scorecard import Finding
from pjkit.model.settings import Settings
from pjkit.scoring.resolve_inputs import look_up
from pjkit.scoring.rules.banded_rate import BandedRate
from pjkit.scoring.rules.completion_rate import CompletionRate
from pjkit.scoring.rules.rate_times_points import RateTimesPoints

_PROCUREMENT = "政府采购"


def over_plan(case: Case) -> Iterator[Finding]:
    """More tasks done than were set, more bought than was budgeted. The rule caps the points and is silent.

    Revenue above its plan is no contradiction; procurement may rise to the adjusted budget.
    """
    for clause in case.rubric.clauses():
        if isinstance(clause, RateTimesPoints):
            yield from _tasks(look_up(clause.done, case.dossier), look_up(clause.planned, case.dossier))
    columns = ("年初预算", "调整预算", "本年决算")
    yield from _procurement(*(case.dossier.account(_PROCUREMENT, column) for column in columns))


def _tasks(done: Figure, planned: Figure) -> Iterator[Finding]:
    if done.value is None or not planned.value or done.value <= planned.value:
        return
    rate = percent(Fraction(done.value) / Fraction(planned.value))
    message = (
        f"“{done.name}”{plain(done.value)}，多于“{planned.name}”{plain(planned.value)}（{planned.source}），"
        f"{plain(done.value)}÷{plain(planned.value)}＝{rate}；得分以满分为限，请核实两数口径是否一致"
    )
    yield Finding("over_plan", "提示", done.source, message)


def _procurement(budget: Figure, adjusted: Figure, bought: Figure) -> Iterator[Finding]:
    limits = [figure.value for figure in (budget, adjusted) if figure.value is not None]
    if budget.value is None or bought.value is None or bought.value <= max(limits):
        return
    later = "空白" if adjusted.value is None else f"{money(adjusted.value)} 万元"
    message = (
        f"政府采购本年决算 {money(bought.value)} 万元，年初预算 {money(budget.value)} 万元、调整预算 {later}，"
        f"超出预算 {money(bought.value - max(limits))} 万元"
    )
    yield Finding("over_plan", "疑似", bought.source, message)


def part_of_nothing(case: Case) -> Iterator[Finding]:
    """A part above 0 of a whole of 0, where the rubric calls a rate above 100% an error (D6)."""
    for clause in case.rubric.clauses():
        pair = _part_and_whole(clause, case.rubric.settings)
        if pair is None:
            continue
        part, whole = (look_up(clause.figure_refs()[name], case.dossier) for name in pair)
        if part.value and whole.value == 0:
            message = f"“{whole.name}”为 0（{whole.source}），而属于它的“{part.name}”为 {plain(part.value)} {part.unit}".strip()
            yield Finding("part_of_nothing", "确定", part.source, message)


def _part_and_whole(clause: object, settings: Settings) -> tuple[str, str] | None:
    """The fields of a rate whose part cannot exceed its whole."""
    if not isinstance(clause, BandedRate | CompletionRate | RateTimesPoints):
        return None
    if (clause.above or settings.rate_above_100) != "error":
        return None
    return ("part", "whole") if isinstance(clause, BandedRate) else ("done", "planned")
