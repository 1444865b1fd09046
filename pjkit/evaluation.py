"""Rubric + dossier → scorecard. Loops only: the mathematics is in ``rules``, the decisions in ``score_status``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pjkit.checks import find_all
from pjkit.checks.registry import CheckContext
from pjkit.model.amounts import HUNDRED, half_up, plain
from pjkit.model.clause import ClauseInputs, ClauseSpec, ItemVerdict, Lacking, Verdict, blanks
from pjkit.model.contract import PROJECTS
from pjkit.model.dossier import Dossier
from pjkit.model.finding import RuleWarning
from pjkit.model.formula import Expression, Value
from pjkit.model.scorecard import ClauseMark, Finding, Mark, RubricRef, Scorecard
from pjkit.model.settings import Settings
from pjkit.model.total import ProjectTotal, Totals
from pjkit.scoring.formulas import readable, written
from pjkit.scoring.resolve_inputs import Inputs
from pjkit.scoring.rubric import Indicator, Placed, Rubric
from pjkit.scoring.rules import RULES
from pjkit.scoring.score_status import ScoreStatus
from pjkit.scoring.standard import derive_standard
from pjkit.scoring.subjects import Subject, subjects, unweighted
from pjkit.scoring.totals import Part, Scale, combined, totals


@dataclass(frozen=True)
class _Judged:
    """A clause with the inputs it was judged by, what it decides by, and what its rule said."""

    clause: ClauseSpec
    inputs: ClauseInputs
    settings: Settings
    verdict: Verdict
    expression: Expression | None


@dataclass(frozen=True)
class _Evaluated:
    """One run of the rubric, its marks and findings as the department's scorecard has them."""

    subject: Subject
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]
    total: Part


def evaluate(rubric: Rubric, dossier: Dossier) -> Scorecard:
    """Score every indicator of the rubric on one department's data. Pure: same inputs, same scorecard."""
    runs = [_run(rubric, subject) for subject in subjects(rubric, dossier)]
    marks = tuple(mark for run in runs for mark in run.marks)
    noticed = (*(one for run in runs for one in run.findings), *unweighted(rubric, dossier))
    return Scorecard(
        department=dossier.department,
        name=dossier.name,
        year=dossier.year,
        rubric=_reference(rubric),
        data_digest=dossier.digest,
        marks=marks,
        total=_total(rubric, [run.total for run in runs]),
        findings=(*noticed, *find_all(CheckContext(rubric, dossier, marks))),
        settings=tuple(effect for mark in marks for effect in mark.effects),
        edition=dossier.edition,
        projects=tuple(map(_project_total, runs)) if rubric.subject == "project" else (),
    )


def _run(rubric: Rubric, subject: Subject) -> _Evaluated:
    inputs = Inputs(rubric, subject.dossier)
    marks, warnings = _marks(rubric, subject.dossier, inputs)
    scale = _scale(rubric, inputs)
    total = Part(subject.project, subject.weight, totals(marks, scale), scale)
    named = tuple(map(subject.named, marks))
    return _Evaluated(subject, named, tuple(map(subject.told, warnings)), total)


def _total(rubric: Rubric, parts: list[Part]) -> Totals:
    if rubric.subject == "department":
        return parts[0].total
    return combined(parts, Scale(rubric.points, rubric.grades))


def _project_total(run: _Evaluated) -> ProjectTotal:
    scored = any(mark.score is not None for mark in run.marks)
    return ProjectTotal(
        name=run.subject.project, weight=run.subject.weight, total=run.total.total, scored=scored
    )


def _reference(rubric: Rubric) -> RubricRef:
    return RubricRef(
        id=rubric.id,
        digest=rubric.digest,
        title=rubric.title,
        reference=rubric.reference,
        levels=((PROJECTS.name,) if rubric.subject == "project" else ()) + rubric.level_names,
        points=rubric.points,
        subject=rubric.subject,
    )


def _scale(rubric: Rubric, inputs: Inputs) -> Scale:
    """How the total comes about on these data: the lowest cap whose condition holds, if one does."""
    closed = [cap for cap in rubric.total.cap if inputs.holds(cap.when) is True]
    lowest = min(closed, key=lambda cap: cap.at, default=None)
    why = (
        f"{lowest.because or written(lowest.when.expression)}，总分不超过 {plain(lowest.at)} 分"
        if lowest
        else ""
    )
    return Scale(
        rubric.points, rubric.grades, rubric.total.not_applicable, lowest.at if lowest else None, why
    )


def _marks(rubric: Rubric, dossier: Dossier, inputs: Inputs) -> tuple[tuple[Mark, ...], list[Finding]]:
    """Every indicator's mark, and what the rules noticed on the way. Gates are told by the other indicators' scores."""
    judged = {row.indicator.id: _judge(row.indicator, rubric.settings, inputs) for row in rubric.placed}
    statuses = {row.indicator.id: _status(row.indicator, judged, rubric, dossier) for row in rubric.placed}
    marks = tuple(
        _mark(row, judged[row.indicator.id], _gated(row.indicator, statuses, rubric, inputs))
        for row in rubric.placed
    )
    warnings = [
        _finding(warning, id_)
        for id_, clauses in judged.items()
        for one in clauses
        for warning in one.verdict.warnings
    ]
    return marks, warnings


def _judge(indicator: Indicator, settings: Settings, inputs: Inputs) -> list[_Judged]:
    found = []
    for clause in indicator.clauses:
        own, given = settings.decided(clause.settings), inputs.of(clause, indicator)
        verdict = RULES[clause.kind].judge(clause, given, own)
        found.append(_Judged(clause, given, own, verdict, inputs.defined(clause.expression())))
    return found


def _status(
    indicator: Indicator, judged: Mapping[str, list[_Judged]], rubric: Rubric, dossier: Dossier
) -> ScoreStatus:
    clauses = judged[indicator.id]
    return ScoreStatus(
        tuple(one.clause for one in clauses),
        tuple(one.verdict for one in clauses),
        dossier.self_scores.get(indicator.id),
        dossier.reviews.get(indicator.id),
        rubric.settings,
    )


def _gated(
    indicator: Indicator, statuses: Mapping[str, ScoreStatus], rubric: Rubric, inputs: Inputs
) -> ScoreStatus:
    """The status behind a gate: closed, open, or not to be told."""
    own, gate = statuses[indicator.id], indicator.gate
    if gate is None:
        return own
    if gate.when is not None:
        held = inputs.holds(gate.when)
        if isinstance(held, Value):
            return replace(own, unsure=tuple(blanks(*held.blank)) or (Lacking(gate.because, "", "blank"),))
        return replace(own, closed=_closed(gate.because or written(gate.when.expression))) if held else own
    other, name = statuses[gate.indicator], rubric[gate.indicator].name
    if other.score is None:
        return replace(own, unsure=(Lacking(f"“{name}”的得分", "", "blank"),))
    return replace(own, closed=_closed(gate.because or f"“{name}”未得分")) if other.score == 0 else own


def _closed(why: str) -> str:
    return f"{why}，本指标不得分"


def _mark(row: Placed, judged: list[_Judged], status: ScoreStatus) -> Mark:
    indicator, self_score, review = row.indicator, status.self_score, status.review
    effects = (*(effect for one in judged for effect in one.verdict.effects), *status.effects())
    marks = tuple(map(_clause_mark, judged))
    rated = next((mark for mark in marks if mark.value_text), None)
    return Mark(
        id=indicator.id,
        name=indicator.name,
        path=row.path,
        weight=row.weight,
        points=indicator.points,
        status=status.status,
        value=rated.value_percent if rated else None,
        value_text=rated.value_text if rated else None,
        score=status.score,
        computed_score=status.computed,
        self_score=self_score.score if self_score else None,
        self_reason=self_score.reason if self_score else "",
        self_source=self_score.source if self_score else "",
        review_score=review.score if review else None,
        review_reason=review.reason if review else "",
        reviewer=review.reviewer if review else "",
        reason=status.reason(),
        standard=indicator.standard or derive_standard(indicator),
        note=indicator.note,
        inputs=tuple(figure for one in judged for figure in one.inputs.used()),
        clauses=marks,
        members=indicator.members,
        effects=tuple(replace(effect, indicator=indicator.id) for effect in effects),
    )


def _clause_mark(judged: _Judged) -> ClauseMark:
    clause, verdict = judged.clause, judged.verdict
    expression = judged.expression
    return ClauseMark(
        no=clause.no,
        kind=clause.kind,
        points=clause.points,
        text=clause.text or RULES[clause.kind].sentence(clause),
        formula=readable(expression) if expression else "",
        expression=expression,
        score=None if verdict.points is None else half_up(verdict.points),
        reason=verdict.reason,
        value_percent=None if verdict.value is None else half_up(verdict.value * HUNDRED, 6),
        value_text=verdict.value_text,
        items=verdict.items,
        asked=() if verdict.items else _asked(judged),
        lacking=verdict.lacking,
        curve=RULES[clause.kind].curve(clause, judged.settings),
    )


def _asked(judged: _Judged) -> tuple[ItemVerdict, ...]:
    """The rows that a clause without a verdict asks, with what was answered so far; not the one that is the clause."""
    answers = judged.inputs.answers
    questions = judged.clause.questions()
    rows = questions if len(questions) > 1 else [one for one in questions if one.no != judged.clause.no]
    return tuple(
        ItemVerdict(row.no, row.text, given.result, "", given.evidence, given.source)
        if (given := answers.get(row.no))
        else ItemVerdict(row.no, row.text, "", "", "", "")
        for row in rows
    )


def _finding(warning: RuleWarning, indicator: str) -> Finding:
    return Finding(warning.rule, warning.severity, warning.where, warning.message, indicator=indicator)
