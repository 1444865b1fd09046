"""Batches for the tests of summary and results: the samples' records, and made-up counties of any size."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from helpers import SAMPLES, rubric, sample

from pjkit.evaluation import evaluate
from pjkit.model.amounts import half_up
from pjkit.model.records import Batch, Failure, Published
from pjkit.model.scorecard import Mark, Scorecard, Status
from pjkit.model.stored import record_text
from pjkit.model.total import Totals
from pjkit.scoring.totals import Scale, grade_range

_WORD = {Status.SELF_ONLY, Status.ASSERTED}


@cache
def sample_record(name: str) -> Scorecard:
    """A sample's record as it would be read back."""
    return Scorecard.model_validate_json(record_text(evaluate(rubric(), sample(name))))


def batch_of(records: Sequence[Scorecard], failures: Sequence[Failure] = ()) -> Batch:
    """A batch of these reports."""
    reports = tuple(Published(record=record, inputs=None) for record in records)
    return Batch(year=2022, reports=reports, failures=tuple(failures))


def samples(failures: Sequence[Failure] = ()) -> Batch:
    """The seven samples."""
    return batch_of([sample_record(name) for name in SAMPLES], failures)


def failure(number: int, cause: str = "除数为零", kind: str = "cell", **given: object) -> Failure:
    """A report that was not made."""
    department = f"failed-{number:03d}"
    shown = {"name": f"示例县第{number}局", "cell": "pj.heat_map(batch)"}
    command = f"pjkit render params/{department}.yaml"
    made = {"department": department, "kind": kind, "cause": cause, "command": command, **shown, **given}
    return Failure.model_validate(made)


def changed(record: Scorecard, indicators: Sequence[Mark], **given: object) -> Scorecard:
    """The record with other results; its total is theirs."""
    return record.model_copy(update={"marks": tuple(indicators), "total": _total(indicators), **given})


def unscored(indicator: Mark) -> Mark:
    """The indicator without data and without self score."""
    return indicator.model_copy(
        update={"score": None, "computed_score": None, "self_score": None, "status": Status.MISSING}
    )


def county(size: int, failures: Sequence[Failure] = ()) -> Batch:
    """A county of made-up departments, no two with the same results."""
    return batch_of([_department(number) for number in range(size)], failures)


def _department(number: int) -> Scorecard:
    record = sample_record(SAMPLES[number % len(SAMPLES)])
    indicators = [_varied(one, number, at) for at, one in enumerate(record.marks)]
    return changed(record, indicators, department=f"dept-{number:03d}", name=f"示例县第{number}乡镇人民政府")


def _varied(indicator: Mark, number: int, at: int) -> Mark:
    """Every so often nothing is known; else up to the whole is lost, more in some departments than in others."""
    mixed = (number * 37 + at * 11) % 101
    if mixed % 23 == 0:
        return unscored(indicator)
    lost = indicator.points * mixed * (number % 13) / 1200
    return indicator.model_copy(update={"score": half_up(indicator.points - lost)})


def _total(indicators: Sequence[Mark]) -> Totals:
    """As the scorer adds up: printed scores, and points of what is missing."""
    known = [(one.status, one.score) for one in indicators if one.score is not None]
    score = sum((score for _, score in known), Decimal("0.00"))
    on_word = sum((score for status, score in known if status in _WORD), Decimal("0.00"))
    missing = sum((one.points for one in indicators if one.score is None), Decimal(0))
    unsure = sum((one.points for one in indicators if one.status in _WORD), missing)
    allowed = grade_range(score, score + missing, Scale(rubric().points, rubric().grades))
    given = {
        "score": score,
        "self": sum((one.self_score for one in indicators if one.self_score is not None), Decimal(0)),
        "supported": score - on_word,
        "self_only": on_word,
        "missing": missing,
        "low": score - on_word,
        "high": score - on_word + unsure,
        "rescaled": None,
        "grade": allowed[0] if len(allowed) == 1 else None,
        "grade_range": allowed,
    }
    return Totals.model_validate(given)
