"""Rubric + dossier → scorecard. Loops only: the mathematics is in ``rules``, the decisions in ``score_status``."""

from dataclasses import dataclass

from pjkit.checks import find_all
from pjkit.checks.registry import CheckContext
from pjkit.model.amounts import HUNDRED, half_up
from pjkit.model.clause import ClauseSpec, RuleWarning, Verdict
from pjkit.model.dossier import Dossier
from pjkit.model.figure import ClauseInputs
from pjkit.model.scorecard import ClauseMark, Finding, Mark, Scorecard
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
    warnings = (warning for clauses in judged.values() for one in clauses for warning in one.verdict.warnings)
    return Scorecard(
        department=dossier.department,
        name=dossier.name,
        year=dossier.year,
        rubric=rubric,
        data_digest=dossier.digest,
        marks=marks,
        total=totals(marks, rubric.grades),
        findings=(*map(_finding, warnings), *find_all(CheckContext(rubric, dossier, marks))),
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
    return Mark(
        indicator=indicator,
        path=(top.name, group.name),
        status=standing.status,
        score=standing.score,
        computed_score=standing.computed,
        self_score=self_score.score if self_score else None,
        self_reason=self_score.reason if self_score else "",
        self_source=self_score.source if self_score else "",
        review_score=review.score if review else None,
        review_reason=review.reason if review else "",
        reviewer=review.reviewer if review else "",
        reason=standing.reason(),
        clauses=tuple(_clause_mark(one, settings) for one in judged),
        effects=(*(effect for verdict in verdicts for effect in verdict.effects), *standing.effects()),
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
        not_applicable=verdict.not_applicable,
        value_percent=None if verdict.value is None else half_up(verdict.value * HUNDRED, 6),
        value_text=verdict.value_text,
        inputs=tuple(judged.inputs.figures.values()),
        items=verdict.items,
        effects=verdict.effects,
        curve=RULES[clause.kind].curve(clause, settings),
    )


def _finding(warning: RuleWarning) -> Finding:
    return Finding(warning.rule, warning.severity, warning.where, warning.message)
