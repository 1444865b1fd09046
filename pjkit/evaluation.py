"""Rubric + dossier → scorecard. Loops only: the mathematics is in ``rules``, the decisions in ``score_status``."""

from dataclasses import dataclass, replace

from pjkit.checks import find_all
from pjkit.checks.registry import CheckContext
from pjkit.model.amounts import HUNDRED, half_up
from pjkit.model.clause import ClauseSpec, RuleWarning, Verdict
from pjkit.model.dossier import Dossier
from pjkit.model.figure import ClauseInputs
from pjkit.model.scorecard import ClauseMark, Finding, Mark, RubricRef, Scorecard
from pjkit.model.settings import Settings
from pjkit.scoring.resolve_inputs import resolve_inputs
from pjkit.scoring.rubric import Group, Indicator, Rubric, TopGroup
from pjkit.scoring.rules import RULES
from pjkit.scoring.score_status import ScoreStatus
from pjkit.scoring.totals import totals


@dataclass(frozen=True)
class _Judged:
    """A clause with the inputs it was judged by and what its rule said."""

    clause: ClauseSpec
    inputs: ClauseInputs
    verdict: Verdict


def evaluate(rubric: Rubric, dossier: Dossier) -> Scorecard:
    """Score every indicator of the rubric on one department's data. Pure: same inputs, same scorecard."""
    judged = {indicator.id: _judge(indicator, dossier, rubric.settings) for indicator in rubric.indicators()}
    marks = tuple(_mark(row, judged[row[2].id], dossier, rubric.settings) for row in rubric.rows())
    warnings = (
        _finding(warning, id_)
        for id_, clauses in judged.items()
        for one in clauses
        for warning in one.verdict.warnings
    )
    return Scorecard(
        department=dossier.department,
        name=dossier.name,
        year=dossier.year,
        rubric=RubricRef(id=rubric.id, digest=rubric.digest, title=rubric.title, reference=rubric.reference),
        data_digest=dossier.digest,
        marks=marks,
        total=totals(marks, rubric.grades),
        findings=(*warnings, *find_all(CheckContext(rubric, dossier, marks))),
        settings=tuple(effect for mark in marks for effect in mark.effects),
        edition=dossier.edition,
    )


def _judge(indicator: Indicator, dossier: Dossier, settings: Settings) -> list[_Judged]:
    asked = [(clause, resolve_inputs(clause, indicator, dossier)) for clause in indicator.clauses]
    return [
        _Judged(clause, inputs, RULES[clause.kind].judge(clause, inputs, settings))
        for clause, inputs in asked
    ]


def _mark(
    row: tuple[TopGroup, Group, Indicator], judged: list[_Judged], dossier: Dossier, settings: Settings
) -> Mark:
    top, group, indicator = row
    self_score, review = dossier.self_scores.get(indicator.id), dossier.reviews.get(indicator.id)
    clauses, verdicts = tuple(one.clause for one in judged), tuple(one.verdict for one in judged)
    standing = ScoreStatus(clauses, verdicts, self_score, review, settings)
    effects = (*(effect for verdict in verdicts for effect in verdict.effects), *standing.effects())
    marks = tuple(_clause_mark(one, settings) for one in judged)
    rated = next((mark for mark in marks if mark.value_text), None)
    return Mark(
        id=indicator.id,
        name=indicator.name,
        path=(top.name, group.name),
        points=indicator.points,
        status=standing.status,
        value=rated.value_percent if rated else None,
        value_text=rated.value_text if rated else None,
        score=standing.score,
        computed_score=standing.computed,
        self_score=self_score.score if self_score else None,
        self_reason=self_score.reason if self_score else "",
        self_source=self_score.source if self_score else "",
        review_score=review.score if review else None,
        review_reason=review.reason if review else "",
        reviewer=review.reviewer if review else "",
        reason=standing.reason(),
        standard=indicator.standard,
        note=indicator.note,
        inputs=tuple(figure for one in judged for figure in one.inputs.figures.values()),
        clauses=marks,
        members=indicator.members,
        effects=tuple(replace(effect, indicator=indicator.id) for effect in effects),
    )


def _clause_mark(judged: _Judged, settings: Settings) -> ClauseMark:
    clause, verdict = judged.clause, judged.verdict
    return ClauseMark(
        no=clause.no,
        kind=clause.kind,
        points=clause.points,
        text=clause.text,
        formula=clause.formula,
        score=None if verdict.points is None else half_up(verdict.points),
        reason=verdict.reason,
        value_percent=None if verdict.value is None else half_up(verdict.value * HUNDRED, 6),
        value_text=verdict.value_text,
        items=verdict.items,
        lacking=verdict.lacking,
        curve=RULES[clause.kind].curve(clause, settings),
    )


def _finding(warning: RuleWarning, indicator: str) -> Finding:
    return Finding(warning.rule, warning.severity, warning.where, warning.message, indicator=indicator)
