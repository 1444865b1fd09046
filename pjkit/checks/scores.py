"""Self scores (自评分): what no outcome of the rule gives, points lost without a reason, and what nothing supports."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pjkit.checks.registry import CheckContext, Observation, check, suspected
from pjkit.model.amounts import add, plain
from pjkit.model.contract import SELF_SCORES
from pjkit.model.formula import Formula, Name
from pjkit.model.problem import shown
from pjkit.model.scorecard import Mark
from pjkit.model.settings import Settings
from pjkit.scoring.attainable import attainable_scores, is_attainable, nearest_scores
from pjkit.scoring.formulas import written
from pjkit.scoring.resolve_inputs import Inputs
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules import RULES
from pjkit.scoring.subjects import Subject, subjects


@check("unattainable_self_score", "自评分按规则得不出")
def unattainable_self_score(context: CheckContext) -> Iterator[Observation]:
    """Compare each self score with what its rule can give (rubric.md §3)."""
    for mark in context.marks:
        possible = attainable_scores(context.rubric[mark.id], context.rubric.settings)
        if mark.self_score is None or possible is None or is_attainable(mark.self_score, possible):
            continue
        message = (
            f"{mark.name}自评 {plain(mark.self_score)} 分，按评分规则得不出；"
            f"可能的得分有 {nearest_scores(mark.self_score, possible)}"
        )
        yield Observation("确定", mark.self_source, message, indicator=mark.id)


@check("points_lost_without_reason", "自评扣分未写原因")
def points_lost_without_reason(context: CheckContext) -> Iterator[Observation]:
    """Less than full marks and no 扣分原因, unless the data themselves give the same score and so the reason."""
    for mark in context.marks:
        if mark.self_score is None or mark.self_reason or mark.computed_score == mark.self_score:
            continue
        lost = Fraction(mark.points) - Fraction(mark.self_score)
        if lost > 0:
            message = (
                f"{mark.name}自评 {plain(mark.self_score)} 分，比满分少 {plain(lost)} 分，没有写扣分原因；"
                f"{_readings(context.rubric[mark.id], lost, context.rubric.settings)}"
            )
            yield Observation("提示", mark.self_source, message, indicator=mark.id)


def _readings(indicator: Indicator, lost: Fraction, settings: Settings) -> str:
    """Which one clause can have cost so much, in words."""
    found = [
        f"条款 {cause.no}{shown(cause.text.rstrip('。'))}" + (f"{cause.cases} 例" if cause.cases else "")
        for clause in indicator.clauses
        for cause in RULES[clause.kind].single_causes(clause, lost, settings)
    ]
    cost = f"按评分规则，少 {plain(lost)} 分"
    if not found:
        return f"{cost}不是任何一项条款单独造成的"
    if len(found) == 1:
        return f"{cost}只能是{found[0]}"
    return f"{cost}有 {len(found)} 种可能：{'，或'.join(found)}"


@check("reason_required", "应说明原因而没有说明")
def reason_required(context: CheckContext) -> Iterator[Observation]:
    """Indicators whose rubric asks for a reason on these data (执行率低于 90%), and nobody wrote one."""
    asking = [row.indicator for row in context.rubric.placed if row.indicator.explain]
    for subject in subjects(context.rubric, context.dossier) if asking else ():
        inputs = Inputs(context.rubric, subject.dossier)
        for indicator in asking:
            yield from _unexplained(indicator, subject, inputs)


def _unexplained(indicator: Indicator, subject: Subject, inputs: Inputs) -> Iterator[Observation]:
    asked, given = indicator.explain, subject.dossier.self_scores.get(indicator.id)
    if asked is None or inputs.holds(asked) is not True or (given and given.reason):
        return
    values = [inputs.value(Formula(name, Name(name))) for name in asked.names]
    figures = [figure for value in values for figure in value.figures]
    if any(figure.note for figure in figures):
        return
    facts = "，".join(value.working for value in values)
    message = (
        f"{indicator.name}：{facts}，{written(asked.expression)} 的须说明原因，扣分原因和数据的说明都是空白"
    )
    where = given.source if given else figures[0].source if figures else SELF_SCORES.name
    yield Observation("确定", where, subject.said(message), indicator=subject.id_of(indicator.id))


_NAMED = 3  # indicators named in the message
_MOSTLY = Fraction(1, 2)  # of the full marks given: beyond it the self-evaluation as a whole is in doubt


@check("full_marks_without_evidence", "自评满分缺少依据")
def full_marks_without_evidence(context: CheckContext) -> Iterator[Observation]:
    """Self scores of full marks that neither figures nor evidenced answers nor a review support, counted once."""
    full = [mark for mark in context.marks if mark.self_score == mark.points]
    bare = sorted((mark for mark in full if not mark.status.supported), key=lambda mark: -mark.points)
    if not bare:
        return
    named = "、".join(f"{shown(mark.name)}{plain(mark.points)} 分" for mark in bare[:_NAMED])
    message = (
        f"{len(bare)} 项自评满分没有数据或佐证支持，共 {plain(_points(bare))} 分"
        f"（{'最大的是' if len(bare) > _NAMED else ''}{named}）；{_over_all(context.marks)}"
    )
    severity = suspected(suspect=_points(bare) > _MOSTLY * Fraction(_points(full)))
    yield Observation(severity, bare[0].self_source, message)


def _over_all(marks: Sequence[Mark]) -> str:
    """How many of all the scores rest on the department's word or on 0÷0."""
    word = sum(not mark.status.supported for mark in marks)
    nothing = sum(mark.status.supported and _is_nothing_over_nothing(mark) for mark in marks)
    rates = f"，{nothing} 项的比率是 0÷0（无基数）" if nothing else ""
    return f"全部 {len(marks)} 项得分中，{word} 项没有依据{rates}"


def _is_nothing_over_nothing(mark: Mark) -> bool:
    """A rate that earned its points because there was nothing in either year."""
    return (
        mark.rated is not None
        and mark.rated.value_text == "无基数"
        and not any(one.value for one in mark.inputs)
    )


def _points(marks: Sequence[Mark]) -> Decimal:
    return add(mark.points for mark in marks)


@check("no_evidence_at_all", "通篇未列佐证材料")
def no_evidence_at_all(context: CheckContext) -> Iterator[Observation]:
    """Scores are claimed, and no row of the data names any evidence."""
    given = context.dossier.self_scores.values()
    if not given or _names_evidence(context):
        return
    total = plain(add(one.score for one in given))
    message = (
        f"自评 {len(given)} 项、合计 {total} 分（由各项相加），而条款核对和基础数据中没有一处写明佐证材料；"
        "请补填条款核对，并列出佐证材料清单"
    )
    yield Observation("疑似", "条款核对", message)


def _names_evidence(context: CheckContext) -> bool:
    """Whether an answer, a figure, or a row of a list that a clause reads, names any."""
    answers, items = context.dossier.answers.values(), context.dossier.items.values()
    read = (row.evidence for mark in context.marks for clause in mark.clauses for row in clause.items)
    answered = (one.evidence for given in answers for one in given.values())
    return any(answered) or any(one.evidence for one in items) or any(read)
